"""Findings for people: one line a finding that editors can follow, the line of the file with a caret, the place in the source."""

from __future__ import annotations

import textwrap
import unicodedata

from ggplan.report.findings_common import in_words, place_in_source, visible
from ggplan.validate.located import Excerpt, Located
from ggplan.validate.result import ValidateResult

__all__ = ["cells", "render", "statistics"]

_COLOURS = {"error": "31", "warning": "33", "info": "36", "bold": "1", "dim": "2"}
_MIN_WIDTH = 30


def render(result: ValidateResult, *, width: int = 0, colour: bool = False) -> str:
    """All findings and a last line with the counts; empty where there are none. `width` 0 breaks no line.

    Severity is a word, colour only repeats it.
    """
    if not result.findings:
        return ""
    blocks = ["\n".join(_finding(found, width, colour)) for found in result.findings]
    return "\n".join([*blocks, "", _last_line(result)]) + "\n"


def statistics(result: ValidateResult) -> str:
    """How often each rule found something, the most frequent first; empty without findings."""
    slugs = {found.code: (found.severity, found.slug) for found in result.findings}
    size = len(str(result.by_rule[0][1])) if result.by_rule else 1
    lines = [f"{count:>{size}}  {code}  {slugs[code][0]:<7}  {slugs[code][1]}" for code, count in result.by_rule]
    return "\n".join([*lines, in_words(result)]) + "\n" if lines else ""


def _finding(found: Located, width: int, colour: bool) -> list[str]:
    severity = _paint(found.severity, found.severity, colour)
    place = _paint(f"{visible(found.file)}:{found.line}:{found.column}", "bold", colour)
    item = f" [{visible(found.item)}]" if found.item is not None else ""
    mark = " [*]" if found.fixable else ""
    message = f"{found.code} {found.slug}: {visible(found.message)}{item}{mark}"
    lines = _wrapped(f"{place}: {severity} {message}", width, len(place) - len(f"{found.file}:{found.line}:{found.column}"))
    if found.excerpt is not None:
        lines += _excerpt(found.excerpt, found.line, width, colour)
    if place_in_source(found):
        lines.append(_paint(f"  = source: {visible(place_in_source(found))}", "dim", colour))
    return lines


def _wrapped(text: str, width: int, hidden: int) -> list[str]:
    if not width:
        return [text]
    return textwrap.wrap(
        text, max(width, _MIN_WIDTH) + max(0, hidden), subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def _excerpt(excerpt: Excerpt, line: int, width: int, colour: bool) -> list[str]:
    gutter = len(str(line))
    before, inside, after = _pieces(excerpt, max(_MIN_WIDTH, width) - gutter - 3 if width else 0)
    caret = " " * cells(before) + _paint("^" * max(1, cells(inside)), "bold", colour)
    bar = _paint("|", "dim", colour)
    return [f"{line} {bar} {before}{inside}{after}", f"{' ' * gutter} {bar} {caret}"]


def _pieces(excerpt: Excerpt, room: int) -> tuple[str, str, str]:
    """What stands before, at and behind the caret, shortened at both ends to `room` columns (0: as long as it is)."""
    text = excerpt.text.replace("\t", " ")
    before, inside, after = text[: excerpt.start], text[excerpt.start : excerpt.end], text[excerpt.end :]
    before, inside, after = visible(before), visible(inside), visible(after)
    if not room or cells(before + inside + after) <= room:
        return before, inside, after.rstrip()
    inside = _cut(inside, room)
    left = _cut(before, max(0, min(room - cells(inside), room // 3)), from_end=True)
    return left, inside, _cut(after.rstrip(), max(0, room - cells(left) - cells(inside)))


def _cut(text: str, room: int, *, from_end: bool = False) -> str:
    """`text` in at most `room` columns, with … where something was left out."""
    if cells(text) <= room:
        return text
    if room < 1:
        return ""
    kept = ""
    for char in reversed(text) if from_end else text:
        if cells(kept + char) > room - 1:
            break
        kept = char + kept if from_end else kept + char
    return f"…{kept}" if from_end else f"{kept}…"


def cells(text: str) -> int:
    """How many columns of a terminal `text` takes: none for a combining mark, two for a wide letter."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1 for char in text
    )


def _last_line(result: ValidateResult) -> str:
    parts = [f"Found {in_words(result)}."]
    fixable = sum(found.fixable for found in result.findings)
    if fixable:
        parts.append(f"{fixable} can be mended with --fix ([*]).")
    if result.known:
        parts.append(f"{result.known} more are in the baseline.")
    return " ".join(parts)


def _paint(text: str, name: str, colour: bool) -> str:
    return f"\x1b[{_COLOURS[name]}m{text}\x1b[0m" if colour else text
