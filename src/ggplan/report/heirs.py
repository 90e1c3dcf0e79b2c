"""Bodies that answer for others as of a day, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ggplan.coverage.model import Body
from ggplan.plan import AgencyMention
from ggplan.report.findings_common import visible

__all__ = ["NO_HEIR", "body_data", "heirs_text", "print_heirs"]

NO_HEIR, NO_ACT = "no heir is recorded", "no act is recorded"
_SURE = "verified"


def body_data(body: Body) -> dict[str, Any]:
    """A body that answers for another; `status` says how well that is known, `province` where it moved to."""
    data: dict[str, Any] = {"id": body.id, "name": body.name, "functions": body.functions, "act": body.act, "status": body.status}
    return data | ({"province": body.province, "province_act": body.province_act} if body.province else {})


def heirs_text(bodies: Sequence[Body]) -> list[str]:
    """One text for each body: name, province, its part, the act or that none is recorded, in brackets a status but `verified`."""
    return [_text(body) for body in bodies] or [NO_HEIR]


def _text(body: Body) -> str:
    merged = f" ({body.province_act})" if body.province_act and not body.act else ""
    where = f", {body.province}{merged}" if body.province else ""
    part = f": {body.functions}" if body.functions not in ("", "all") else ""
    act = f", {body.act}" if body.act else "" if body.unchanged else f", {NO_ACT}"
    mark = "" if body.status == _SURE else f" [{body.status}]"
    return f"{body.name}{where}{part}{act}{mark}"


def print_heirs(console: Any, mentions: Iterable[tuple[AgencyMention, Sequence[Body]]], as_of: str) -> None:
    """A table of the bodies that a plan names and who answers for each as of a day: the view behind `--as-of`."""
    from rich.table import Table
    from rich.text import Text

    table = Table(pad_edge=False)
    for header in ("Body in the plan", f"As of {as_of}"):
        table.add_column(header, overflow="fold")
    for mention, bodies in mentions:
        known = heirs_text(bodies) if mention.id else ["unknown to the registry"]
        table.add_row(Text(visible(mention.name or mention.text)), Text("\n".join(visible(text) for text in known)))
    console.print(table)
