"""`ggplan parse`: documents in, canonical plans out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ggplan.commands.common import CLEAN, FINDINGS, console, failing, print_text

if TYPE_CHECKING:
    from ggplan.app.batch import Outcome


def parse(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT…", help="Documents, or one folder of documents.")],
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE|DIR", help="Where to write; stdout without it.")
    ] = None,
    format: Annotated[str | None, typer.Option("--format", metavar="yaml|json", help="Format of what is written.")] = None,
    province: Annotated[str | None, typer.Option(metavar="NAME", help="The province, where the text does not say.")] = None,
    password: Annotated[str | None, typer.Option(metavar="WORD", help="Password of an encrypted PDF.")] = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", metavar="N", help="Processes; 0 for one a core.")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Skip inputs whose output holds their digest already.")] = False,
    cache: Annotated[bool, typer.Option("--cache/--no-cache", help="Remember results by content (folders only).")] = True,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Also tell on stderr which bodies answer on this day.")
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No summary and no findings of level info.")] = False,
) -> None:
    """Read plan documents (PDF, DOCX, HTML, spreadsheets, scans, text) into canonical YAML or JSON.

    One input goes to stdout or to the file given with -o; several, or a folder, go to the folder given with -o. A
    summary and the findings go to stderr, and so does the view of --as-of: what is written keeps the bodies as the
    documents name them. Exit code 1 when there are warnings, 2 when something could not be read or written.
    """
    with failing():
        from ggplan.app.agencies import check_date
        from ggplan.app.batch import BatchSettings, plan_batch, run_batch
        from ggplan.app.parsing import ParseSettings
        from ggplan.report.parsing import Progress, print_findings, print_summary

        check_date(as_of, "--as-of")
        settings = BatchSettings(
            ParseSettings(province=province, password=password), output, format, jobs, resume, use_cache=cache
        )
        batch = plan_batch(inputs, settings)
        err = console(stderr=True)
        with Progress(err, len(batch.jobs)) as progress:
            outcomes = run_batch(batch, progress.advance)
        for outcome in outcomes:
            if outcome.text is not None:
                print_text(outcome.text)
        print_findings(err, outcomes, infos=not quiet)
        if not quiet and (len(outcomes) > 1 or not outcomes[0].error):
            print_summary(err, outcomes)
        if as_of is not None:
            _show_heirs(err, outcomes, as_of)
        if any(outcome.error for outcome in outcomes):
            sys.exit(2)
        sys.exit(FINDINGS if any(outcome.warnings for outcome in outcomes) else CLEAN)


def _show_heirs(screen: Any, outcomes: Iterable[Outcome], as_of: str) -> None:
    """For each plan that was read, its bodies with those that answer for them on the day `as_of`."""
    from rich.text import Text

    from ggplan import canonical
    from ggplan.app.covering import heirs_view
    from ggplan.report.heirs import print_heirs

    for outcome in outcomes:
        if outcome.text is not None:
            plan = canonical.loads(outcome.text)
        elif outcome.target is not None and not outcome.error:
            plan = canonical.load(outcome.target)
        else:
            continue
        screen.print(Text(f"{outcome.source}:"))
        print_heirs(screen, heirs_view(plan, as_of), as_of)
