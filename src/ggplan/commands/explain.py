"""`ggplan explain`: one rule in full."""

from __future__ import annotations

from typing import Annotated

import typer

from ggplan.commands.common import failing, print_text


def explain(
    rules: Annotated[list[str], typer.Argument(metavar="RULE…", help="Codes or names: GG302, task-without-lead.")],
) -> None:
    """Say what a rule checks, why it matters, and what to do."""
    with failing():
        from ggplan.report.findings_catalogue import explain as explained
        from ggplan.rules import all_rules
        from ggplan.validate.selection import expand

        chosen = [all_rules()[slug] for name in rules for slug in sorted(expand([name]), key=lambda slug: all_rules()[slug].code)]
        print_text("\n".join(explained(rule) for rule in chosen))
