"""From the rows of an appendix to entries with whole codes: themes `I` or `1`, groups `1.1` or `I.1`, tasks `1.1.2`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ggplan.location import NOWHERE, Place
from ggplan.normalize.agencies import resolve_cell
from ggplan.parse.codes import Code, read_code
from ggplan.parse.details import split_outputs
from ggplan.parse.rows import RawRow
from ggplan.registry.catalogue import Entry
from ggplan.text import is_upper, sentence_case, squeeze

__all__ = ["Read", "read_entries"]

_LABEL = re.compile(
    r"^(?P<label>chủ đề|nhóm(?:\s+nhiệm vụ)?|nhiệm vụ|lĩnh vực)\s+(?:số\s+)?"
    r"(?P<code>[IVX]+|\d{1,2}(?:\.\d{1,2})*)\s*[.:–-]\s*(?P<title>\S.*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Read:
    """An entry, the code as printed, its place, and how surely its cells were read. `entry` is None where a row has no code."""

    entry: Entry | None
    printed: str
    place: Place = NOWHERE
    score: float = 1.0
    text: str = ""


@dataclass
class _Numbering:
    """How the document numbers: `roman` themes, and whether decimal codes leave the theme's number out (`prefixed`)."""

    roman: bool
    prefixed: bool
    theme: int = 0
    group: int = 0
    sections: list[str] = field(default_factory=list)

    def whole(self, code: Code) -> tuple[int, ...] | None:
        """The code with all its parts; None for the letter of a section above the themes."""
        if code.kind == "capital":
            return None
        parts = code.parts
        if code.kind == "decimal" and self.prefixed and self.theme:
            parts = parts if len(parts) == 3 and parts[0] == self.theme else (self.theme, *parts)
        self.theme = parts[0]
        return parts[:3]


def read_entries(rows: Sequence[RawRow], issued_on: str | None) -> list[Read]:
    """The entries of an appendix in the order of its rows. Nothing is checked or put right here."""
    coded = [(row, *_code(row)) for row in rows]
    numbering = _numbering([code for _, code, _ in coded if code])
    found: list[Read] = []
    for row, code, title in coded:
        parts = numbering.whole(code) if code else None
        if code is not None and parts is None:
            continue
        entry = _entry(row, parts, title, issued_on) if parts else None
        found.append(Read(entry, code.text if code else row.code, row.place, row.score, title))
    return found


def _code(row: RawRow) -> tuple[Code | None, str]:
    """The code of a row and its title; the code may stand in words (`Chủ đề 1: …`) or at the head of the title."""
    title = squeeze(" ".join(row.cells.get("task", ())))
    read = read_code(f"{row.code} ") if row.code else None
    if read and not read[1]:
        return read[0], title
    label = _LABEL.match(title)
    if label:
        inside = read_code(f"{label['code']} ")
        if inside:
            return inside[0], label["title"]
    return None, title


def _numbering(codes: Sequence[Code]) -> _Numbering:
    roman = any(code.kind == "roman" and len(code.parts) == 1 for code in codes)
    single = any(code.kind == "decimal" and len(code.parts) == 1 for code in codes)
    return _Numbering(roman, prefixed=roman and single)


def _entry(row: RawRow, parts: tuple[int, ...], title: str, issued_on: str | None) -> Entry:
    cells = row.cells
    leads = _bodies((*cells.get("lead", ()), *cells.get("agencies", ())), issued_on)
    return Entry(
        ".".join(map(str, parts)),
        sentence_case(title) if is_upper(title) else title,
        leads,
        tuple(body for body in _bodies(cells.get("cooperate", ()), issued_on) if body not in leads),
        squeeze(" ".join(cells.get("time", ()))).rstrip(" .;") or None,
        split_outputs(cells.get("output", ())),
    )


def _bodies(texts: Sequence[str], issued_on: str | None) -> tuple[str, ...]:
    """The bodies of a cell, each as printed."""
    text = "; ".join(part.rstrip(" ;,") for part in texts)
    return tuple(body.text for body in resolve_cell(text, on=issued_on)) if text else ()
