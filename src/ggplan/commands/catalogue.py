"""`ggplan catalogue`: the national plan that provinces are compared with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ggplan.commands.common import CLEAN, FINDINGS, console, failing, print_text

catalogue = typer.Typer(
    help="Import, show and check the catalogue of a national decision (QĐ 882 and others), and put it in force.",
    no_args_is_help=True,
)

_Number = Annotated[
    str | None, typer.Option("--number", metavar="NUMBER", help="The decision's number, where the document does not say it.")
]
_Issued = Annotated[
    str | None, typer.Option("--issued-on", metavar="DATE", help="The decision's date, where the document does not say it.")
]
_Expect = Annotated[
    str | None, typer.Option("--expect", metavar="N/N/N", help="Counts of themes, groups and tasks that the catalogue must have.")
]
_Password = Annotated[str | None, typer.Option("--password", metavar="WORD", help="Password of an encrypted PDF.")]
_Format = Annotated[str, typer.Option("--format", metavar="text|json", help="Lines for people, or JSON.")]


@catalogue.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The decision's appendix: PDF, DOCX, HTML, text …")],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The YAML file to write.")],
    number: _Number = None,
    issued_on: _Issued = None,
    expect: _Expect = None,
    password: _Password = None,
    use: Annotated[bool, typer.Option("--use", help="Put it in force at once, as `ggplan catalogue use` does.")] = False,
) -> None:
    """Read the table of themes, groups and tasks of a decision's appendix into a catalogue.

    Doubled and missing codes, orphans, and counts other than the known ones are told with their place, and then nothing is
    written (exit code 2). Doubtful cells are told too, but stop nothing (exit code 1).
    """
    with failing():
        from ggplan.app.catalogue import import_catalogue, use_catalogue
        from ggplan.errors import InputError
        from ggplan.report.catalogue_text import print_check

        checked = import_catalogue(file, output, _settings(number, issued_on, expect, password))
        print_check(console(stderr=True), checked)
        if checked.errors:
            raise InputError(
                f"{file} was not imported; mend the {len(checked.errors)} errors above or get a better copy. Nothing was written"
            )
        print_text(f"{output}: written\n")
        if use:
            print_text(f"{use_catalogue(output).name} now names it under use in [catalogue]\n")
        sys.exit(FINDINGS if checked.problems else CLEAN)


@catalogue.command("check")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An imported catalogue, or a document to import.")],
    *,
    number: _Number = None,
    issued_on: _Issued = None,
    expect: _Expect = None,
    password: _Password = None,
    format: _Format = "text",
) -> None:
    """Say what does not add up in a catalogue, without writing anything. Exit code 1 when something does not."""
    with failing():
        from ggplan import serial
        from ggplan.app.catalogue import read_catalogue
        from ggplan.report.catalogue_text import check_data, print_check

        _known_format(format)
        checked = read_catalogue(file, _settings(number, issued_on, expect, password))
        if format == "json":
            print_text(serial.dump_json(check_data(checked)))
        else:
            print_check(console(), checked)
        sys.exit(FINDINGS if checked.problems else CLEAN)


@catalogue.command("show")
def show(
    codes: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CODE…]", help="Themes, groups or tasks (4, 4.2, 4.2.1), each with what is in it."),
    ] = None,
    *,
    file: Annotated[
        Path | None, typer.Option("--catalogue", metavar="FILE", help="A catalogue other than the one in use.")
    ] = None,
    format: _Format = "text",
) -> None:
    """Show the catalogue in force: what is imported, or what is attested, with a status for each entry."""
    with failing():
        from ggplan import serial
        from ggplan.app.catalogue import in_force, selected
        from ggplan.report.catalogue_text import as_data, print_catalogue

        _known_format(format)
        found = in_force(file)
        entries = selected(found, codes or ())
        if format == "json":
            print_text(serial.dump_json(as_data(found, entries)))
        else:
            print_catalogue(console(), found, entries, details=bool(codes))
        sys.exit(CLEAN)


@catalogue.command("use")
def use(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="An imported catalogue; none with --attested.")] = None,
    *,
    attested: Annotated[bool, typer.Option("--attested", help="Go back to what ships with ggplan.")] = False,
    user: Annotated[bool, typer.Option("--user", help="For all your work, not only this project.")] = False,
) -> None:
    """Put an imported catalogue in force: its path goes to `use` in [catalogue] of ggplan.toml, made where there is none.

    ggplan.toml is looked for in the current folder and those above it. With --user your own configuration is changed; a
    project's goes before it.
    """
    with failing():
        from ggplan.app.catalogue import stop_using, use_catalogue
        from ggplan.errors import UsageError

        if (file is None) != attested:
            raise UsageError("name one catalogue, or go back to the attested one with --attested")
        config = stop_using(for_user=user) if file is None else use_catalogue(file, for_user=user)
        print_text(f"{config}: the attested catalogue is in force\n" if file is None else f"{config}: {file.name} is in force\n")
        sys.exit(CLEAN)


def _settings(number: str | None, issued_on: str | None, expect: str | None, password: str | None) -> Any:
    from ggplan.app.agencies import check_date
    from ggplan.app.catalogue import ImportSettings
    from ggplan.errors import UsageError

    counts = expect.split("/") if expect else []
    if counts and not (len(counts) == 3 and all(part.strip().isdigit() for part in counts)):
        raise UsageError(f"--expect {expect}: give three numbers, themes/groups/tasks, as 18/57/134")
    wanted = tuple(int(part) for part in counts) if counts else None
    return ImportSettings(number, check_date(issued_on, "--issued-on"), wanted, password)  # type: ignore[arg-type]


def _known_format(format: str) -> None:
    from ggplan.errors import UsageError

    if format not in ("text", "json"):
        raise UsageError(f"--format {format} is neither text nor json")
