"""One file from its bytes to its findings."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath

from ggplan.diagnostics import Finding
from ggplan.location import NOWHERE, Place
from ggplan.plan import Plan
from ggplan.rules import Severity, rule
from ggplan.validate.hits import Fix, Hit, checks_of, hit
from ggplan.validate.json_nodes import read_json
from ggplan.validate.located import Excerpt, Located, sort_key
from ggplan.validate.nodes import Problem, Span, Tree
from ggplan.validate.salvage import Salvaged, salvage
from ggplan.validate.selection import Selection
from ggplan.validate.sources import find_source, has_lines
from ggplan.validate.subject import DEADLINE, Subject
from ggplan.validate.suppress import Suppressions
from ggplan.validate.yaml_nodes import read_yaml

__all__ = [
    "MAX_BYTES",
    "Examined",
    "Options",
    "decode",
    "examine_plan",
    "examine_text",
    "no_collection",
    "read_tree",
    "unreadable",
]

MAX_BYTES = 64 * 1024 * 1024
"""Files above this are not read: a plan of twenty thousand tasks has 28 MB."""
_MAX_LINE = 4 * 1024 * 1024
_WINDOW = 160


@dataclass(frozen=True, slots=True)
class Options:
    """How to judge: which rules, as of which day, and where the source documents are."""

    selection: Selection
    as_of: str | None = None
    deadline: str = DEADLINE
    sources: tuple[FilePath, ...] = ()


@dataclass
class Examined:
    """What was found in one file. `checked` is false where it could not be read as a plan at all."""

    file: str
    findings: list[Located] = field(default_factory=list)
    checked: bool = True
    suppressed: int = 0
    fixes: list[Fix] = field(default_factory=list)
    tree: Tree | None = None


@contextmanager
def no_collection() -> Iterator[None]:
    """Python's cycle collector off: reading makes a million objects and no cycle, and it would visit them all over and over.

    Around all that holds the objects, so that it does not visit them once more when it is on again.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def unreadable(file: str, reason: str, options: Options) -> Examined:
    """The answer for a file that cannot be opened."""
    return _Report(file, Tree("", "yaml"), options).finish([hit("unreadable-file", reason=reason)], checked=False)


def decode(data: bytes) -> tuple[str, Hit | None]:
    """The text of a file, or a hit that says where it is no UTF-8; a byte order mark is dropped."""
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        text = data.decode("utf-8-sig", errors="replace")
        at = len(data[: error.start].decode("utf-8-sig", errors="replace"))
        return text, hit("not-utf8", span=Span(at, at + 1), reason=error.reason, byte=error.start)


def read_tree(text: str) -> Tree:
    """The tree of a file's text: JSON where it begins with a brace, else YAML."""
    long = _long_line(text)
    if text.lstrip(" \t\r\n").startswith("{"):
        return read_json(text)
    if long is not None:
        facts = (("reason", f"one line has more than {_MAX_LINE // 1024 // 1024} MB"),)
        return Tree(text, "yaml", problems=[Problem("too-large", long, facts)])
    return read_yaml(text)


def _long_line(text: str) -> Span | None:
    start = 0
    while len(text) - start > _MAX_LINE:
        end = text.rfind("\n", start, start + _MAX_LINE)
        if end < 0:
            return Span(start, start + 1)
        start = end + 1
    return None


def examine_text(file: str, data: bytes, options: Options, *, folder: FilePath | None = None) -> Examined:
    """The findings of a canonical file. `folder` is where it stands: its source document is looked for there too."""
    with no_collection():
        if len(data) > MAX_BYTES:
            limit = f"{len(data):,} bytes, and a plan has at most {MAX_BYTES:,}"
            return _Report(file, Tree("", "yaml"), options).finish([hit("too-large", reason=limit)], checked=False)
        text, fault = decode(data)
        if fault is not None:
            return _Report(file, Tree(text, "yaml"), options).finish([fault], checked=False)
        tree = read_tree(text)
        report = _Report(file, tree, options)
        hits = [Hit(problem.slug, facts=problem.facts, span=problem.span) for problem in tree.problems]
        if tree.data is None and hits:
            return report.finish(hits[-1:], checked=False)
        salvaged = salvage(tree)
        hits += salvaged.hits
        if salvaged.plan is None:
            return report.finish(salvaged.hits[-1:], checked=False)
        subject = _subject(file, salvaged.plan, tree, options, folder)
        hits += _rebased(_run(subject, options.selection), salvaged)
        return report.finish(hits, salvaged.plan)


def examine_plan(
    file: str, plan: Plan, found: Sequence[Finding], options: Options, *, folder: FilePath | None = None
) -> Examined:
    """The findings of a plan that was parsed from the raw document `file`, with those that the reader made."""
    with no_collection():
        subject = _subject(file, plan, None, options, folder)
        report = _Report(file, None, options, _line_texts(subject))
        for finding in found:
            report.add_finding(finding)
        return report.finish(_run(subject, options.selection), plan)


def _subject(file: str, plan: Plan, tree: Tree | None, options: Options, folder: FilePath | None) -> Subject:
    folders = (*options.sources, *((folder,) if folder else ()))
    source = find_source(plan.source.file, folders) if plan.source else None
    return Subject(plan, file, tree, options.as_of, options.deadline, source)


def _line_texts(subject: Subject) -> list[str] | None:
    source, known = subject.plan.source, subject.source
    return known.lines if source and known and has_lines(source.media_type) else None


def _run(subject: Subject, selection: Selection) -> list[Hit]:
    from ggplan.validate import checks

    del checks
    return [found for slug, function in checks_of().items() if selection.speaks(slug) for found in function(subject)]


def _rebased(hits: list[Hit], salvaged: Salvaged) -> list[Hit]:
    """Hits with paths of the file instead of the rest that was read; none about a record in which something was left out."""
    if not salvaged.damaged:
        return hits
    kept = []
    for found in hits:
        path = salvaged.original(found.path)
        if not path or (path[:1] not in salvaged.damaged and path[:2] not in salvaged.damaged):
            kept.append(replace(found, path=path))
    return kept


class _Report:
    """Turns hits into located findings, silences those that are ignored or suppressed, and sorts."""

    def __init__(self, file: str, tree: Tree | None, options: Options, lines: Sequence[str] | None = None) -> None:
        self.file = file
        self.tree = tree
        self.options = options
        self.lines = lines
        self.plan: Plan | None = None
        self.suppressions = Suppressions.read(tree) if tree is not None else None
        self.result = Examined(file, tree=tree)
        self.seen: Counter[tuple[object, ...]] = Counter()

    def finish(self, hits: Sequence[Hit], plan: Plan | None = None, *, checked: bool = True) -> Examined:
        """The sorted findings of the hits."""
        self.plan = plan
        for found in hits:
            self._add(found)
        if self.suppressions is not None:
            unused = self.suppressions.unused(self.options.selection) if checked else ()
            for found in (*self.suppressions.faults, *unused):
                self._add(found)
        self.result.checked = checked
        self.result.findings = self._numbered(sorted(self.result.findings, key=sort_key))
        return self.result

    def _numbered(self, findings: Sequence[Located]) -> list[Located]:
        """Equal findings told apart by a number, so that each has its own fingerprint."""
        numbered = []
        for found in findings:
            key = (found.slug, found.item, found.finding.facts)
            numbered.append(replace(found, occurrence=self.seen[key]) if self.seen[key] else found)
            self.seen[key] += 1
        return numbered

    def add_finding(self, finding: Finding) -> None:
        """A finding of the reader of a raw document."""
        selection = self.options.selection
        if selection.speaks(finding.slug) and not selection.ignored(self.file, finding.slug, finding.item):
            self.result.findings.append(self._in_document(finding, False))

    def _add(self, found: Hit) -> None:
        selection = self.options.selection
        if not selection.speaks(found.slug):
            return
        if selection.ignored(self.file, found.slug, found.item):
            self.result.suppressed += 1
            return
        finding = Finding(found.slug, self._source(found.item), found.item, found.facts)
        if self.tree is None:
            self.result.findings.append(self._in_document(finding, False))
            return
        located = self._in_file(found, finding)
        if self.suppressions is not None and self.suppressions.silences(found.slug, located.line, found.path):
            self.result.suppressed += 1
            return
        self.result.findings.append(located)
        if found.fix is not None:
            self.result.fixes.append(found.fix)

    def _source(self, item: str | None) -> Place:
        known = self.plan.provenance.get(item) if self.plan is not None and item is not None else None
        return Place(known.page, known.lines, known.box, known.cell) if known else NOWHERE

    def _severity(self, slug: str) -> Severity:
        return self.options.selection.severities.get(slug, rule(slug).severity)

    def _in_document(self, finding: Finding, fixable: bool) -> Located:
        """A finding in a raw document: its first line, where lines are counted."""
        first, last = finding.source.lines or (1, 1)
        text = self.lines[first - 1] if self.lines and first <= len(self.lines) else None
        excerpt = _window(text, 0, len(text)) if text and finding.source.lines else None
        return Located(
            finding,
            self.file,
            first,
            1,
            last,
            1 + len(self.lines[last - 1]) if self.lines and last <= len(self.lines) else 1,
            self._severity(finding.slug),
            excerpt,
            fixable,
        )

    def _in_file(self, found: Hit, finding: Finding) -> Located:
        tree = self.tree
        assert tree is not None
        span = self._span(tree, found)
        begin, end = tree.position(span.start), tree.position(span.end)
        line = tree.line_span(begin.line)
        text = tree.text[line.start : line.end]
        excerpt = _window(text, span.start - line.start, min(span.end, line.end) - line.start) if text.strip() else None
        return Located(
            finding,
            self.file,
            begin.line,
            begin.column,
            end.line,
            max(end.column, begin.column + 1) if end.line == begin.line else end.column,
            self._severity(found.slug),
            excerpt,
            found.fix is not None,
            path=found.path,
        )

    def _span(self, tree: Tree, found: Hit) -> Span:
        """The stretch to point at: the part, the key, the scalar, or the first line of a record."""
        if found.span is not None:
            return found.span
        if not found.path:
            end = tree.text.find("\n")
            return Span(0, max(0, len(tree.text) if end < 0 else end))
        if found.at_key:
            return tree.key_span(found.path)
        span = tree.span(found.path)
        if found.part is not None and (shown := _part(tree, span, found.part)):
            return shown
        end = tree.text.find("\n", span.start, span.end)
        return Span(span.start, span.end if end < 0 else end)


def _part(tree: Tree, span: Span, part: tuple[int, int]) -> Span | None:
    """A stretch of a scalar's characters, where the file writes the scalar as it is."""
    raw = tree.text[span.start : span.end]
    head = 1 if raw[:1] in "\"'" else 0
    inner = raw[head : len(raw) - head]
    if "\\" in inner or "''" in inner or "\n" in inner or raw[:1] in "|>" or part[1] > len(inner):
        return None
    return Span(span.start + head + part[0], span.start + head + max(part[1], part[0] + 1))


def _window(text: str, start: int, end: int) -> Excerpt:
    """The line, or of a long line what stands around the stretch."""
    end = max(end, start + 1)
    if len(text) <= _WINDOW:
        return Excerpt(text, start, end)
    left = max(0, min(start - _WINDOW // 4, len(text) - _WINDOW))
    piece = text[left : left + _WINDOW]
    marks = ("…" if left else "", "…" if left + _WINDOW < len(text) else "")
    shift = left - len(marks[0])
    return Excerpt(marks[0] + piece + marks[1], start - shift, min(end - shift, len(marks[0]) + len(piece)))
