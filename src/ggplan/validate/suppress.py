"""Comments in a plan that silence a finding: `# ggplan: ignore[GG302] the reason`, `# ggplan: ignore-file[GG8] the reason`.

A comment speaks of the node that begins on its line, or, where it stands alone, on the next line that is not a comment: of this
node and all in it. Every comment names its rules and its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ggplan.errors import UsageError
from ggplan.validate.hits import Hit, hit
from ggplan.validate.nodes import Path, Span, Tree
from ggplan.validate.selection import Selection, expand

__all__ = ["MAX_COMMENTS", "Suppressions"]

MAX_COMMENTS = 2_000
"""Comments of one file that are heeded; more are a fault of the file."""

_DIRECTIVE = re.compile(r"#\s*ggplan:\s*ignore(?P<file>-file)?\s*(?:\[(?P<rules>[^\]]*)\])?(?P<reason>.*)")


@dataclass
class _Suppression:
    """One comment: the rules it names, the line that it speaks of (None: the whole file), and whether it was of use."""

    span: Span
    rules: tuple[str, ...]
    slugs: frozenset[str]
    line: int | None
    used: bool = False


@dataclass
class Suppressions:
    """The suppressions of one file."""

    tree: Tree
    entries: list[_Suppression] = field(default_factory=list)
    faults: list[Hit] = field(default_factory=list)
    _by_line: dict[int | None, dict[str, _Suppression]] = field(default_factory=dict)
    """For each line, and for the whole file, the first comment that speaks of a rule."""
    _following: dict[int, int] = field(default_factory=dict)

    @classmethod
    def read(cls, tree: Tree) -> Suppressions:
        """The comments of a file, with a hit for each that is not as it should be."""
        found = cls(tree)
        for span in tree.comments[:MAX_COMMENTS]:
            found._add(span)
        if len(tree.comments) > MAX_COMMENTS:
            reason = f"more than {MAX_COMMENTS:,} comments for ggplan, and those after this one are not heeded"
            found.faults.append(hit("too-large", span=tree.comments[MAX_COMMENTS - 1], reason=reason))
        return found

    def _add(self, span: Span) -> None:
        text = self.tree.text[span.start : span.end].strip()
        match = _DIRECTIVE.match(text)
        rules = tuple(name.strip() for name in (match["rules"] or "").split(",") if name.strip()) if match else ()
        if match is None:
            self._fault(span, text, "is not understood; write `# ggplan: ignore[RULE] reason`")
        elif not rules:
            self._fault(span, text, "names no rule")
        else:
            if not match["reason"].strip(" -–—:."):
                self._fault(span, text, "gives no reason")
            try:
                slugs = expand(rules)
            except UsageError as error:
                self._fault(span, text, f"is of no use: {error}")
                return
            line = None if match["file"] else self._target(span)
            entry = _Suppression(span, rules, slugs, line)
            self.entries.append(entry)
            spoken = self._by_line.setdefault(line, {})
            for slug in slugs:
                spoken.setdefault(slug, entry)

    def _fault(self, span: Span, text: str, problem: str) -> None:
        self.faults.append(hit("suppression-without-reason", span=span, text=text[:80], problem=problem))

    def _target(self, span: Span) -> int:
        line = self.tree.position(span.start).line
        head = self.tree.line_span(line)
        if self.tree.text[head.start : span.start].strip():
            return line
        return self._next_line(line)

    def _next_line(self, line: int) -> int:
        """The first line after `line` that is no comment, or `line` where none is; each line is looked at once."""
        last = self.tree.position(len(self.tree.text)).line
        passed = [line]
        for following in range(line + 1, last + 1):
            if following in self._following:
                target = self._following[following]
                break
            text = self.tree.text[slice(*self.tree.line_span(following))].strip()
            if text and not text.startswith("#"):
                target = following
                break
            passed.append(following)
        else:
            target = line
        self._following.update(dict.fromkeys(passed, target))
        return target

    def silences(self, slug: str, line: int, path: Path) -> bool:
        """Whether a comment speaks of the finding of the rule `slug` at `line`, about the node `path`; it is then used."""
        if not self.entries:
            return False
        for place in (None, line, *self._lines_of(path)):
            entry = self._by_line.get(place, {}).get(slug)
            if entry is not None:
                entry.used = True
                return True
        return False

    def _lines_of(self, path: Path) -> Iterator[int]:
        """The lines on which the node and those around it begin."""
        for size in range(1, len(path) + 1):
            yield self.tree.position(self.tree.key_span(path[:size]).start).line

    def unused(self, selection: Selection) -> Sequence[Hit]:
        """A hit for each comment that silenced nothing, where all its rules were asked."""
        return [
            hit("unused-suppression", span=entry.span, rules=", ".join(entry.rules))
            for entry in self.entries
            if not entry.used and all(selection.speaks(slug) for slug in entry.slugs)
        ]
