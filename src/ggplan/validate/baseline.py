"""A file with the findings that are known, so that an old corpus can adopt the tool: only new findings are shown.

Entries are counted by file, rule, item and sentence, not by line, so that they survive edits elsewhere in the file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ggplan.diagnostics import finding
from ggplan.errors import UsageError
from ggplan.rules import all_rules
from ggplan.serial import dump_json
from ggplan.validate.located import Located

__all__ = ["Baseline", "read_baseline", "write_baseline"]

_FORMAT = 1
_Key = tuple[str, str, str, str]


def _key(found: Located) -> _Key:
    return found.file, found.slug, found.item or "", found.message


@dataclass(frozen=True, slots=True)
class Baseline:
    """The known findings of a baseline file at `path`, counted."""

    path: str
    known: Counter[_Key]

    def remaining(self, findings: Iterable[Located], files: Iterable[str]) -> tuple[list[Located], int]:
        """The findings that are new, how many were known, and a finding for each stale entry about one of `files`."""
        left = Counter(self.known)
        fresh: list[Located] = []
        covered = 0
        for found in findings:
            if left[_key(found)] > 0:
                left[_key(found)] -= 1
                covered += 1
            else:
                fresh.append(found)
        checked = set(files)
        stale = [self._stale(key, count) for key, count in sorted(left.items()) if count > 0 and key[0] in checked]
        return fresh + stale, covered

    def _stale(self, key: _Key, count: int) -> Located:
        plan, slug, item, _ = key
        wanted = self.known[key]
        code = all_rules()[slug].code if slug in all_rules() else slug
        about = item or "the file"
        found = finding("stale-baseline", count=wanted, code=code, about=about, plan=plan, found=wanted - count)
        return Located(found, self.path, severity=all_rules()["stale-baseline"].severity)


def write_baseline(findings: Sequence[Located]) -> str:
    """The text of a baseline file that holds these findings."""
    counts = Counter(_key(found) for found in findings)
    entries = [_entry(key, count) for key, count in sorted(counts.items())]
    return dump_json({"ggplan_baseline": _FORMAT, "findings": entries})


def _entry(key: _Key, count: int) -> dict[str, Any]:
    file, slug, item, message = key
    entry: dict[str, Any] = {"file": file, "code": all_rules()[slug].code, "slug": slug}
    if item:
        entry["id"] = item
    return {**entry, "message": message, **({"count": count} if count > 1 else {})}


def read_baseline(text: str, path: str) -> Baseline:
    """The baseline in `text`. Raises `UsageError` for a text that is none."""
    try:
        data = json.loads(text)
        if data["ggplan_baseline"] != _FORMAT:
            raise UsageError(f"{path} is a baseline of another version; write it again with --write-baseline")
        known: Counter[_Key] = Counter()
        for entry in data["findings"]:
            key = (str(entry["file"]), str(entry["slug"]), str(entry.get("id", "")), str(entry["message"]))
            known[key] += int(entry.get("count", 1))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(f"{path} is no baseline of ggplan; write it with --write-baseline") from error
    return Baseline(path, known)
