"""How forms of bodies resolved, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from ggplan.coverage.model import Body
from ggplan.report.findings_common import visible
from ggplan.report.heirs import body_data, heirs_text

__all__ = ["as_data", "print_forms"]


class Form(Protocol):
    """A written form and its bodies (`ggplan.app.agencies.ResolvedForm`)."""

    @property
    def text(self) -> str: ...
    @property
    def bodies(self) -> Sequence[Any]: ...
    @property
    def as_of(self) -> str | None: ...
    @property
    def heirs(self) -> Mapping[str, Sequence[Body]]: ...


def as_data(forms: Sequence[Form]) -> dict[str, Any]:
    """The shape of `ggplan agencies --format json` (`docs/canonical-format.md`, machine outputs)."""
    as_of = next((form.as_of for form in forms if form.as_of), None)
    return {"ggplan": 1, **({"as_of": as_of} if as_of else {}), "forms": [_form(form) for form in forms]}


def _form(form: Form) -> dict[str, Any]:
    data: dict[str, Any] = {"text": form.text, "bodies": [_body(body, form) for body in form.bodies]}
    candidates = [
        {"id": candidate.id, "name": candidate.name, "score": round(candidate.score, 3)}
        for body in form.bodies
        if body.id is None
        for candidate in body.candidates
    ]
    if candidates:
        data["candidates"] = candidates
    return data


def _body(body: Any, form: Form) -> dict[str, Any]:
    data: dict[str, Any] = {"text": body.text}
    if body.id:
        data |= {"id": body.id, "name": body.name, "via": body.via, "score": round(body.score, 3)}
    if body.role:
        data["role"] = body.role
    if body.id and form.as_of:
        data["heirs"] = [body_data(heir) for heir in form.heirs.get(body.id, ())]
    return data


def print_forms(console: Any, forms: Sequence[Form]) -> None:
    """A table of forms, bodies and how they were found; as of a day below it who answers for each."""
    from rich.table import Table
    from rich.text import Text

    table = Table(pad_edge=False)
    for header in ("Written", "Body", "Id", "Via", "Score", "Role"):
        table.add_column(header, overflow="fold")
    for form in forms:
        for cells in _rows(form):
            table.add_row(*(Text(visible(cell)) for cell in cells))
    console.print(table)
    for line in _heirs(forms):
        console.print(Text(visible(line)))


def _rows(form: Form) -> Iterator[list[str]]:
    if not form.bodies:
        yield [form.text, "no body was found in it"]
    for body in form.bodies:
        if body.id:
            yield [body.text, body.name, body.id, body.via, f"{body.score:.2f}", body.role or ""]
        else:
            likely = "; ".join(f"{c.name} {c.score:.2f}" for c in body.candidates[:3])
            yield [body.text, f"unresolved{f' (maybe {likely})' if likely else ''}", "", "", "", body.role or ""]


def _heirs(forms: Sequence[Form]) -> Iterator[str]:
    """Who answers for each body, once each."""
    told: set[str] = set()
    for form in forms:
        for body in form.bodies:
            if form.as_of and body.id and body.id not in told:
                told.add(body.id)
                yield f"As of {form.as_of} there answers for {body.name}:"
                yield from (f"  {text}" for text in heirs_text(form.heirs.get(body.id, ())))
