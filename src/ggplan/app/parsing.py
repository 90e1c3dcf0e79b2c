"""From a document to a canonical plan: read, parse, normalise."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ggplan.diagnostics import Finding, order
from ggplan.normalize.plan import normalise
from ggplan.normalize.provinces import find_province
from ggplan.parse.plan import read_plan
from ggplan.parse.readers import read, recognise
from ggplan.plan import DocumentInfo, Plan, Source
from ggplan.registry.layered import registry_in_force
from ggplan.registry.lexicon import Lexicon, lexicon_for
from ggplan.registry.loading import using

__all__ = ["ParseResult", "ParseSettings", "lexicon_for_document", "parse_file"]


@dataclass(frozen=True, slots=True)
class ParseSettings:
    """How to read documents. `province` is a name, alias or slug that overrides the one the text names."""

    province: str | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class ParseResult:
    """The plan read from `path` and what was found on the way, by place."""

    path: Path
    plan: Plan
    findings: tuple[Finding, ...]


def lexicon_for_document(settings: ParseSettings) -> Callable[[DocumentInfo], Lexicon]:
    """Gives the names of bodies as of the date and for the province that a document's front matter names."""

    def lexicon_of(info: DocumentInfo) -> Lexicon:
        found = find_province(Plan(document=info), override=settings.province)
        return lexicon_for(info.issued_on, found.slug if found else None)

    return lexicon_of


def parse_file(path: str | os.PathLike[str], settings: ParseSettings | None = None) -> ParseResult:
    """The canonical plan in a document, by the registries in force (`ggplan.registry.layered`).

    Raises `InputError` (cannot be read) or `UsageError` (unknown province, additions that make no sense).
    """
    settings = settings or ParseSettings()
    path = Path(path)
    raw = recognise(path)
    document = read(path, password=settings.password)
    with using(registry_in_force()):
        printed = read_plan(document, lexicon_for_document(settings))
        source = Source(file=path.name, sha256=raw.sha256, media_type=document.media_type)
        plan, found = normalise(printed.plan.model_copy(update={"source": source}), province=settings.province)
    return ParseResult(path, plan, tuple(order([*printed.findings, *found])))
