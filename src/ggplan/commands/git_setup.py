"""`ggplan git-setup`: `git diff` shows what changed in a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ggplan.commands.common import failing, print_text


def git_setup(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of the repository.")] = Path(),
    *,
    pattern: Annotated[
        list[str] | None, typer.Option("--pattern", metavar="PATTERN", help="Files that are plans; may be given again.")
    ] = None,
    command: Annotated[str, typer.Option("--command", metavar="COMMAND", help="How git calls ggplan.")] = "ggplan",
    private: Annotated[bool, typer.Option("--private", help="Use .git/info/attributes, which is not shared.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Undo it.")] = False,
) -> None:
    """Make `git diff` show differences of plans: tasks, bodies, targets, words; for canonical files and for documents.

    Writes a block into .gitattributes and three settings into the repository's own configuration. `git log -p` and `git show`
    compare the canonical text; give them --ext-diff for the report. A second run changes nothing.
    """
    with failing():
        from ggplan.app import diffing_git

        if remove:
            diffing_git.remove(folder)
            print_text("git shows plans as it did before.\n")
            return
        done = diffing_git.set_up(folder, command, tuple(pattern or diffing_git.PATTERNS), private=private)
        listed = "".join(f"  {line}\n" for line in done.lines)
        settings = "".join(f"  {key} = {value}\n" for key, value in done.config)
        print_text(f"In {done.attributes}:\n{listed}In the configuration of this repository:\n{settings}")
