"""`ggplan cache`: what is remembered between runs over folders."""

from __future__ import annotations

import typer

from ggplan.commands.common import failing, print_text

cache = typer.Typer(help="Show or clear what `ggplan parse` remembers between runs over folders.", no_args_is_help=True)


@cache.command("info")
def info() -> None:
    """Show where results are remembered, how many and how large."""
    with failing():
        from ggplan.app.batch import cache_facts

        folder, entries, size = cache_facts()
        print_text(f"{folder}: {entries} results, {size / 1e6:.1f} MB\n")


@cache.command("clear")
def clear() -> None:
    """Forget all remembered results."""
    with failing():
        from ggplan.app.batch import clear_cache

        print_text(f"{clear_cache()} results forgotten\n")
