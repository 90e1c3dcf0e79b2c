"""`ggplan schema`: the JSON Schema of the canonical file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ggplan.commands.common import failing, print_text


def schema(
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Print the JSON Schema (2020-12) of the canonical plan, for editors and other programs."""
    with failing():
        from ggplan import canonical, serial

        text = serial.dump_json(canonical.schema())
        if output is None:
            print_text(text)
        else:
            canonical.write_text(text, output)
