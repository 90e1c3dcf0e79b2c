"""Ids of groups and tasks: readable, made of printed codes, unique in the plan (targets share the same space)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ggplan.plan import Section

__all__ = ["Ids"]


@dataclass
class Ids:
    """Gives ids; the same document gives the same ids. An appendix asks first, so that its rows keep their codes."""

    taken: set[str] = field(default_factory=set)
    _groups: dict[str, int] = field(default_factory=dict)

    def unique(self, wanted: str, *, prefix: str = "") -> str:
        """`wanted`, or with `prefix` before it, or with `~2`, `~3` after it where that is taken."""
        options = [wanted, *([f"{prefix}.{wanted}"] if prefix else [])]
        for option in options:
            if option not in self.taken:
                self.taken.add(option)
                return option
        number = 2
        while f"{options[-1]}~{number}" in self.taken:
            number += 1
        self.taken.add(f"{options[-1]}~{number}")
        return f"{options[-1]}~{number}"

    def group(self, section: Section, code: str, path: tuple[str, ...]) -> str:
        """The id of a group: its printed code; `A1`, `A2` … (appendix) or `B1` … (body) where none is printed."""
        tidy = _tidy(code)
        if not tidy:
            letter = "A" if section == "appendix" else "B"
            self._groups[letter] = self._groups.get(letter, 0) + 1
            tidy = f"{letter}{self._groups[letter]}"
        elif section == "body" and len(path) > 1 and not tidy.startswith(f"{path[-1]}.") and tidy.isalpha():
            tidy = f"{path[-1]}.{tidy}"
        return self.unique(tidy, prefix="A" if section == "appendix" else (path[0] if path else "B"))

    def task(self, section: Section, group: str | None, group_code: str, code: str | None, number: int) -> str:
        """The id of a task: its code where that begins with the group's, else group and code.

        Without a code it is the group and `number`, the ordinal in the group.
        """
        tidy = _tidy(code or "")
        base = group or ("A" if section == "appendix" else "B")
        if not tidy:
            return self.unique(f"{base}-{number}")
        head = _tidy(group_code)
        if not group:
            return self.unique(tidy, prefix=base)
        if head and tidy.startswith(f"{head}."):
            return self.unique(tidy if group == head else f"{group}{tidy[len(head) :]}")
        return self.unique(f"{base}.{tidy}")


def _tidy(code: str) -> str:
    return re.sub(r"[()\s]", "", code).rstrip(".")
