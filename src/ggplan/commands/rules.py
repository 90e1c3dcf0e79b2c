"""`ggplan rules`: the catalogue."""

from __future__ import annotations

from typing import Annotated

import typer

from ggplan.commands.common import failing, print_text


def rules(
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="RULE,…", help="Codes, GG3 for a family, names.")
    ] = None,
    format: Annotated[str, typer.Option("--format", metavar="text|json|markdown", help="Format of the list.")] = "text",
) -> None:
    """List all rules; `--format markdown` writes the page docs/rules.md."""
    with failing():
        from ggplan.errors import UsageError
        from ggplan.report import findings_catalogue as catalogue
        from ggplan.rules import all_rules
        from ggplan.validate.selection import expand

        names = [part.strip() for value in select or ["ALL"] for part in value.split(",") if part.strip()]
        slugs = expand(names)
        chosen = [rule for slug, rule in all_rules().items() if slug in slugs]
        formats = {"text": catalogue.as_text, "json": catalogue.as_json, "markdown": catalogue.as_markdown}
        if format not in formats:
            raise UsageError(f"--format {format} is none of text, json, markdown")
        print_text(formats[format](chosen))
