"""How forms of bodies resolved, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

__all__ = ["as_data", "print_forms"]


class Form(Protocol):
    """A written form and its bodies (`ggplan.app.agencies.ResolvedForm`)."""

    @property
    def text(self) -> str: ...
    @property
    def bodies(self) -> Sequence[Any]: ...


def as_data(forms: Sequence[Form]) -> dict[str, Any]:
    """The shape of `ggplan agencies --format json` (`docs/canonical-format.md`, machine outputs)."""
    return {"ggplan": 1, "forms": [_form(form) for form in forms]}


def _form(form: Form) -> dict[str, Any]:
    data: dict[str, Any] = {"text": form.text, "bodies": [_body(body) for body in form.bodies]}
    candidates = [
        {"id": candidate.id, "name": candidate.name, "score": round(candidate.score, 3)}
        for body in form.bodies
        if body.id is None
        for candidate in body.candidates
    ]
    if candidates:
        data["candidates"] = candidates
    return data


def _body(body: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"text": body.text}
    if body.id:
        data |= {"id": body.id, "name": body.name, "via": body.via, "score": round(body.score, 3)}
    if body.role:
        data["role"] = body.role
    return data


def print_forms(console: Any, forms: Sequence[Form]) -> None:
    """A table of forms, bodies and how they were found."""
    from rich.table import Table

    table = Table(pad_edge=False)
    for header in ("Written", "Body", "Id", "Via", "Score", "Role"):
        table.add_column(header, overflow="fold")
    for form in forms:
        if not form.bodies:
            table.add_row(form.text, "no body was found in it", "", "", "", "")
        for body in form.bodies:
            if body.id:
                table.add_row(body.text, body.name, body.id, body.via, f"{body.score:.2f}", body.role or "")
            else:
                likely = "; ".join(f"{c.name} {c.score:.2f}" for c in body.candidates[:3])
                table.add_row(
                    body.text, f"unresolved{f' (maybe {likely})' if likely else ''}", "", "", "", body.role or ""
                )
    console.print(table)
