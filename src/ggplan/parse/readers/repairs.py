"""What a reader changed or doubts while it reads: one entry a kind, with the first place."""

from __future__ import annotations

import re

from ggplan.location import NOWHERE, Place
from ggplan.text import clean

__all__ = ["Repair", "Repairs"]

Repair = tuple[str, Place, dict[str, str]]
"""The slug of a rule, a place, and the facts of its sentence."""


# Letters and signs that `clean` leaves as they are: most texts hold nothing else, and need not be gone through again.
_USUAL = re.compile("[ -~°-³¼-¾À-ÏÑ-ïñ-ÿĂăĐđĨĩŨũƠơƯưẠ-ỹ–—‘’“”•…]*")


class Repairs:
    """Gathers the repairs of one document. `text` cleans and counts, `add` records anything else once a place."""

    def __init__(self) -> None:
        self._cleaned: dict[str, tuple[Place, int]] = {}
        self._added: list[Repair] = []

    def text(self, raw: str, place: Place = NOWHERE) -> str:
        """`raw` in NFC with unified spaces, without invisible characters and look-alikes; white space is kept."""
        if _USUAL.fullmatch(raw):
            return raw
        cleaned = clean(raw)
        for kind, count in cleaned.repairs:
            first, total = self._cleaned.get(kind, (place, 0))
            self._cleaned[kind] = (first, total + count)
        return cleaned.text

    def add(self, slug: str, place: Place = NOWHERE, **facts: str) -> None:
        """Records a repair; one that is there already is not recorded twice."""
        entry = (slug, place, facts)
        if entry not in self._added:
            self._added.append(entry)

    def entries(self) -> tuple[Repair, ...]:
        """All entries: those added, in order, then one for each kind of cleaning."""
        cleaned = [
            ("text-repaired", place, {"kind": kind, "count": str(count)}) for kind, (place, count) in self._cleaned.items()
        ]
        return (*self._added, *cleaned)
