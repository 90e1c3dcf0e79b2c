"""`ggplan merge`: one plan proposed for provinces that were merged."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ggplan.commands.common import CLEAN, FINDINGS, failing, print_text


def merge(
    plans: Annotated[
        list[str], typer.Argument(metavar="A B [C …]", help="Canonical files, documents, or names in data/canonical.")
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Where the plan goes (YAML or JSON by its suffix); else stdout."),
    ] = None,
    conflicts: Annotated[
        Path | None,
        typer.Option("--conflicts", metavar="FILE", help="Where the conflicts go: .json with all sources, .md or text."),
    ] = None,
    province: Annotated[str | None, typer.Option("--province", metavar="NAME", help="The new province.")] = None,
    min_score: Annotated[
        float, typer.Option("--min-score", metavar="0-1", help="Tasks from this score on are one; others are listed as overlaps.")
    ] = 0.5,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when something is left to decide.")] = False,
) -> None:
    """Propose one plan from several: shared tasks once, the others kept and marked, contradictions listed and never decided.

    The plan is a canonical file. Conflicts go to --conflicts, else to stdout, or to stderr where the plan goes to stdout.
    """
    with failing():
        from ggplan import canonical
        from ggplan.app.diffing import save
        from ggplan.app.merging import MergeSettings, run_merge
        from ggplan.errors import UsageError
        from ggplan.report.merge_text import conflicts_text, summary

        if output is not None and conflicts is not None and output.absolute() == conflicts.absolute():
            raise UsageError(f"{output}: the plan and the conflicts cannot go to one file")
        render = _conflicts_renderer(conflicts)
        result = run_merge(MergeSettings(tuple(plans), province, min_score))
        text = result.plan.dump(canonical.format_of(output) if output is not None else "yaml")
        if output is not None:
            save(text, output, plans)
        else:
            print_text(text)
        if conflicts is not None:
            save(render(result.report), conflicts, plans)
        stream = sys.stdout if output is not None else sys.stderr
        stream.write(summary(result.report) if conflicts is not None else conflicts_text(result.report))
        sys.exit(FINDINGS if exit_code and result.report.conflicts else CLEAN)


def _conflicts_renderer(target: Path | None) -> Callable[[Any], str]:
    """How the conflicts are written, by the suffix of their file. Raises `UsageError` for a suffix that promises more."""
    from ggplan.errors import UsageError
    from ggplan.report.merge_text import conflicts_markdown, conflicts_text
    from ggplan.serial import dump_json

    renderers: dict[str, Callable[[Any], str]] = {
        ".json": lambda report: dump_json(report.as_data()),
        ".md": conflicts_markdown,
        ".markdown": conflicts_markdown,
        ".txt": conflicts_text,
        "": conflicts_text,
    }
    suffix = target.suffix.lower() if target is not None else ""
    if suffix not in renderers:
        raise UsageError(f"{target}: conflicts have no format with the suffix {suffix}; use .json, .md or .txt")
    return renderers[suffix]
