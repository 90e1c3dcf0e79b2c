"""`ggplan validate`: findings in canonical plans and raw documents."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ggplan.commands.common import CLEAN, FAILED, FINDINGS, failing, print_text

if TYPE_CHECKING:
    from ggplan.validate.result import ValidateResult

_FORMATS = "text|json|github|gitlab|sarif|junit|markdown"
_LIST = list[str] | None


def validate(  # noqa: PLR0917
    inputs: Annotated[
        _LIST,
        typer.Argument(metavar="[INPUT]…", help="Plans (YAML, JSON), folders, globs, raw documents, - for stdin. [default: .]"),
    ] = None,
    select: Annotated[
        _LIST, typer.Option("--select", metavar="RULE,…", help="Rules to ask: codes, GG3 for a family, names, ALL.")
    ] = None,
    ignore: Annotated[_LIST, typer.Option("--ignore", metavar="RULE,…", help="Rules not to ask.")] = None,
    extend_select: Annotated[_LIST, typer.Option("--extend-select", metavar="RULE,…", help="Rules to ask besides.")] = None,
    output_format: Annotated[str, typer.Option("--output-format", metavar=_FORMATS, help="What goes to stdout.")] = "text",
    output: Annotated[
        _LIST, typer.Option("--output", metavar="FORMAT=FILE", help="Write a format to a file; may be repeated.")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend in the files what is certain.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")] = False,
    statistics: Annotated[bool, typer.Option("--statistics", help="Show counts by rule instead of findings.")] = False,
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", metavar="warning|error", help="From which severity to exit with 1.")
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 though there are findings.")] = False,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="Judge past dues as of this day.")] = None,
    sources: Annotated[
        list[Path] | None, typer.Option("--sources", metavar="DIR", help="Where source documents are, to check places in them.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="Findings that are known and not shown.")
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option("--write-baseline", metavar="FILE", help="Write all findings to a baseline, and exit with 0.")
    ] = None,
    config: Annotated[Path | None, typer.Option("--config", metavar="FILE", help="Configuration to use.")] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help="Read no configuration.")] = False,
    jobs: Annotated[int, typer.Option("-j", "--jobs", metavar="N", help="Processes; 0 for one a core.")] = 0,
    colour: Annotated[str, typer.Option("--color", metavar="auto|always|never", help="Colour in text.")] = "auto",
) -> None:
    """Check plans and say what is wrong, where, why and what to do. Quiet when nothing is.

    Settings come from ggplan.toml or [tool.ggplan] in pyproject.toml; `ggplan explain RULE` tells about a rule.
    Exit code 0 when clean, 1 with findings, 2 when nothing could be checked.
    """
    with failing():
        from ggplan.app.validating import ValidateSettings, baseline_text, validate_paths
        from ggplan.canonical import write_text
        from ggplan.errors import UsageError

        names = tuple(inputs or ["."])
        _one_of("--output-format", output_format, _FORMATS)
        _one_of("--fail-on", fail_on or "warning", "warning|error")
        _one_of("--color", colour, "auto|always|never")
        targets = _targets(output or [])
        if (fix or diff) and "-" in names:
            raise UsageError("--fix and --diff need files; standard input cannot be mended")
        settings = ValidateSettings(
            inputs=names,
            select=_split(select) if select else None,
            extend_select=_split(extend_select),
            ignore=_split(ignore),
            config=config,
            isolated=isolated,
            as_of=as_of,
            fail_on=fail_on,
            sources=tuple(sources or ()),
            baseline=baseline,
            use_baseline=write_baseline is None,
            fix=fix or diff,
            jobs=jobs,
            stdin=_stdin() if "-" in names else None,
        )
        result = validate_paths(settings)
        if write_baseline is not None:
            write_text(baseline_text(result), write_baseline)
            sys.exit(FAILED if result.nothing_checked else CLEAN)
        if diff:
            sys.exit(_show_diff(result))
        for fixed in result.fixed:
            write_text(fixed.after, fixed.path)
            sys.stderr.write(f"{fixed.file}: mended {fixed.count} place{'s' if fixed.count > 1 else ''}\n")
        _write(result, targets)
        print_text(_rendered(result, output_format, statistics, _colours(colour)))
        sys.exit(_exit_code(result, exit_zero))


def _one_of(option: str, value: str, allowed: str) -> None:
    from ggplan.errors import UsageError

    if value not in allowed.split("|"):
        raise UsageError(f"{option} {value} is none of {allowed.replace('|', ', ')}")


def _split(values: list[str] | None) -> tuple[str, ...]:
    return tuple(part.strip() for value in values or () for part in value.split(",") if part.strip())


def _targets(values: list[str]) -> list[tuple[str, Path]]:
    """Pairs of format and file of `--output FORMAT=FILE`."""
    from ggplan.errors import UsageError

    targets = []
    for value in values:
        name, equals, file = value.partition("=")
        if not equals or not file:
            raise UsageError(f"--output {value} has no file; write it as {name or 'sarif'}=FILE")
        _one_of("--output", name, _FORMATS)
        targets.append((name, Path(file)))
    return targets


def _stdin() -> bytes:
    """Standard input, no more of it than a plan can have."""
    from ggplan.validate.examine import MAX_BYTES

    return sys.stdin.buffer.read(MAX_BYTES + 1)


def _show_diff(result: ValidateResult) -> int:
    """Prints what `--fix` would change; the exit code."""
    import difflib

    for fixed in result.fixed:
        before, after = fixed.before.splitlines(keepends=True), fixed.after.splitlines(keepends=True)
        print_text("".join(difflib.unified_diff(before, after, fixed.file, f"{fixed.file} (mended)")))
    if result.nothing_checked:
        return FAILED
    return FINDINGS if result.fixed else CLEAN


def _write(result: ValidateResult, targets: list[tuple[str, Path]]) -> None:
    from ggplan.canonical import write_text
    from ggplan.report.findings_formats import FORMATS

    for name, path in targets:
        write_text(FORMATS[name](result), path)


def _rendered(result: ValidateResult, name: str, statistics: bool, colour: bool) -> str:
    from ggplan.report import findings_text
    from ggplan.report.findings_formats import FORMATS

    if name != "text":
        return FORMATS[name](result)
    if statistics:
        return findings_text.statistics(result)
    return findings_text.render(result, width=_width(), colour=colour)


def _colours(choice: str) -> bool:
    if choice != "auto":
        return choice == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _width() -> int:
    """The columns of the terminal; 0 where there is none and `COLUMNS` does not say."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit():
        return int(columns)
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def _exit_code(result: ValidateResult, exit_zero: bool) -> int:
    if result.nothing_checked:
        return FAILED
    return FINDINGS if result.failed and not exit_zero else CLEAN
