"""A national plan as a catalogue: themes, groups and tasks with their codes, and how much of it is known.

Two kinds exist. The attested one is made of what ships with ggplan: titles of the 18 themes of QĐ 882, how many groups and tasks
some of them hold, and the codes that provincial plans name. A full one is imported from the decision's appendix
(`ggplan.catalogue`) and kept in a YAML file:

```yaml
ggplan_catalogue: 1
number: 882/QĐ-TTg
issued_on: '2022-07-22'
entries:
- {code: '1', title: …}                                  # a theme
- {code: '1.1', title: …}                                # a group
- {code: 1.1.2, title: …, leads: […], cooperating: […], deadline: …, products: […]}
source: {file: …, sha256: …, media_type: …}
```

A group without tasks of its own is carried out as a whole (6.2 of QĐ 882), so it counts among `leaves`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from ggplan.errors import InputError
from ggplan.registry.models import NationalPlan, Theme

__all__ = ["FORMAT", "Catalogue", "Entry", "attested_catalogue", "code_key", "is_catalogue", "load_catalogue"]

FORMAT = 1
"""The number of the file format this code reads and writes (`ggplan_catalogue: 1`)."""

_MAX_BYTES = 16 * 1024 * 1024


def code_key(code: str) -> tuple[int, ...]:
    """What codes sort by: `1.10` after `1.9`."""
    return tuple(int(part) if part.isdigit() else 0 for part in code.split("."))


@dataclass(frozen=True, slots=True)
class Entry:
    """A theme (`4`), a group (`4.2`) or a task (`4.2.1`).

    `status` is `imported`; of the attested catalogue `attested` (title or code seen in a source) or `title only` (a theme
    whose counts nobody has seen). `note` says where a code was seen whose title is unknown.
    """

    code: str
    title: str
    leads: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    deadline: str | None = None
    products: tuple[str, ...] = ()
    status: str = "imported"
    note: str | None = None

    @property
    def level(self) -> int:
        """1 for a theme, 2 for a group, 3 for a task."""
        return self.code.count(".") + 1

    @property
    def theme(self) -> int:
        """The number of the theme it belongs to."""
        return int(self.code.split(".")[0])

    @property
    def parent(self) -> str | None:
        """The code of the group or theme above."""
        return self.code.rpartition(".")[0] or None


@dataclass(frozen=True)
class Catalogue:
    """A national plan. `known` is what is known of the decision apart from the entries: totals, counts, attested codes."""

    number: str
    issued_on: str
    entries: tuple[Entry, ...]
    full: bool
    known: NationalPlan | None = None
    source: Mapping[str, str] | None = None

    @cached_property
    def by_code(self) -> dict[str, Entry]:
        """Entries by code, in order."""
        return {entry.code: entry for entry in self.entries}

    @cached_property
    def themes(self) -> tuple[Entry, ...]:
        """The themes, in order."""
        return tuple(entry for entry in self.entries if entry.level == 1)

    @cached_property
    def groups(self) -> tuple[Entry, ...]:
        """The groups, in order; none in an attested catalogue."""
        return tuple(entry for entry in self.entries if entry.level == 2 and self.full)

    @cached_property
    def tasks(self) -> tuple[Entry, ...]:
        """The tasks, in order."""
        return tuple(entry for entry in self.entries if entry.level == 3)

    @cached_property
    def leaves(self) -> tuple[Entry, ...]:
        """What a provincial task can carry out: tasks, and groups (or themes) that hold nothing below them."""
        parents = {entry.parent for entry in self.entries}
        return tuple(entry for entry in self.entries if entry.code not in parents and entry.level > 1)

    @cached_property
    def titles(self) -> dict[int, str]:
        """Titles of themes by number."""
        return {entry.theme: entry.title for entry in self.themes}

    def counts(self, theme: int) -> tuple[int | None, int | None]:
        """How many groups and tasks a theme holds: counted in a full catalogue, else as known, else None."""
        if self.full:
            inside = [entry for entry in self.entries if entry.theme == theme]
            return sum(entry.level == 2 for entry in inside), sum(entry.level == 3 for entry in inside)
        record = _theme(self.known, theme)
        return (record.groups, record.tasks) if record else (None, None)

    def as_data(self) -> dict[str, Any]:
        """Plain data in the shape of the file."""
        data: dict[str, Any] = {"ggplan_catalogue": FORMAT, "number": self.number, "issued_on": self.issued_on}
        data["entries"] = [_plain(entry) for entry in self.entries]
        if self.source:
            data["source"] = dict(self.source)
        return data


def _theme(known: NationalPlan | None, number: int) -> Theme | None:
    return next((theme for theme in known.themes if int(theme.code) == number), None) if known else None


def _plain(entry: Entry) -> dict[str, Any]:
    data: dict[str, Any] = {"code": entry.code, "title": entry.title}
    fields = (("leads", entry.leads), ("cooperating", entry.partners), ("deadline", entry.deadline), ("products", entry.products))
    data.update({key: list(value) if isinstance(value, tuple) else value for key, value in fields if value})
    return data


def attested_catalogue(known: NationalPlan) -> Catalogue:
    """What is known of a decision without its appendix; a code whose title nobody has seen has an empty one and a note."""
    entries = [Entry(theme.code, theme.title, status=theme.status) for theme in known.themes]
    for item in known.attested:
        note = f"named in {item.source} under “{item.heading}”"
        entries += [Entry(code, "", status=item.status, note=note) for code in item.codes]
    ordered = sorted(entries, key=lambda entry: code_key(entry.code))
    return Catalogue(known.number, known.issued_on, tuple(ordered), full=False, known=known)


def is_catalogue(path: Path) -> bool:
    """Whether a file says of itself that it is an imported catalogue."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            return stream.read(200).lstrip("{ \n\"'").startswith("ggplan_catalogue")
    except (OSError, UnicodeDecodeError):
        return False


def load_catalogue(path: Path, known: NationalPlan | None = None, *, checked: bool = True) -> Catalogue:
    """The catalogue in a file that `ggplan catalogue import` wrote. `known` is taken along where it is of the same decision.

    Raises `InputError`, one sentence, for a file that is none, and (`checked`) for one in which a code stands twice.
    """
    import yaml

    from ggplan.serial import load_yaml

    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError(f"{path} is larger than 16 MB; no catalogue is")
        data = load_yaml(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; import a catalogue with `ggplan catalogue import`") from error
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())[:160]
        raise InputError(f"{path} is no catalogue ({reason}); import one with `ggplan catalogue import`") from error
    if not isinstance(data, dict) or "ggplan_catalogue" not in data:
        raise InputError(
            f"{path} has no `ggplan_catalogue: {FORMAT}` at its head; import a catalogue with `ggplan catalogue import`"
        )
    if data["ggplan_catalogue"] != FORMAT:
        raise InputError(f"{path} has catalogue format {data['ggplan_catalogue']}; this ggplan reads {FORMAT}")
    return _catalogue(data, path, known, checked)


def _catalogue(data: Mapping[str, Any], path: Path, known: NationalPlan | None, checked: bool) -> Catalogue:
    records = data.get("entries")
    if not isinstance(records, list) or not records:
        raise InputError(f"{path} lists no entries; import the catalogue again")
    entries = [_entry(record, index, path) for index, record in enumerate(records, 1)]
    codes = [entry.code for entry in entries]
    doubled = next((code for code, following in pairwise(sorted(codes)) if code == following), None)
    if doubled and checked:
        raise InputError(f"{path}: the code {doubled} stands more than once; `ggplan catalogue check` says where")
    number = str(data.get("number", ""))
    source = data.get("source")
    same = known if known and known.number == number else None
    return Catalogue(
        number,
        str(data.get("issued_on", "")),
        tuple(entries),
        full=True,
        known=same,
        source=source if isinstance(source, dict) else None,
    )


def _entry(record: Any, index: int, path: Path) -> Entry:
    if not isinstance(record, dict) or not isinstance(record.get("title"), str):
        raise InputError(f"{path}: entry {index} has no title; import the catalogue again")
    code = str(record.get("code", ""))
    if not all(part.isdigit() for part in code.split(".")) or not 1 <= code.count(".") + 1 <= 3:
        raise InputError(f"{path}: entry {index} has the code {code!r}; codes are 4, 4.2 and 4.2.1")
    deadline = record.get("deadline")
    return Entry(
        code,
        record["title"],
        _texts(record.get("leads")),
        _texts(record.get("cooperating")),
        str(deadline) if deadline is not None else None,
        _texts(record.get("products")),
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()
