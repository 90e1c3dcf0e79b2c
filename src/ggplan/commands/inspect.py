"""`ggplan inspect`: what the reader saw, so that a person can tell why a row is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ggplan.commands.common import console, failing


def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A document.")],
    page: Annotated[int | None, typer.Option(metavar="N", help="Only this page.")] = None,
    image: Annotated[
        Path | None,
        typer.Option(metavar="PNG", help="Draw the page of a PDF with the cells found and doubtful rows marked."),
    ] = None,
    password: Annotated[str | None, typer.Option(metavar="WORD", help="Password of an encrypted PDF.")] = None,
    province: Annotated[str | None, typer.Option(metavar="NAME", help="The province, where the text does not say.")] = None,
) -> None:
    """Show the blocks, tables, columns and margins of doubt that ggplan sees in a document."""
    with failing():
        from ggplan.app.inspecting import inspect_file
        from ggplan.app.parsing import ParseSettings
        from ggplan.report.inspection import print_inspection

        seen = inspect_file(file, ParseSettings(province=province, password=password), page=page)
        if image is not None:
            from ggplan.report.page_image import draw_page

            draw_page(file, seen.tables, seen.document.blocks, page or 1, image, password=password)
        print_inspection(console(), seen)
