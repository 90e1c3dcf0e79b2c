"""The result of a merge: where every task and target comes from, and what people must decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from ggplan.plan import FORMAT, Plan

__all__ = ["Choice", "Conflict", "ConflictKind", "MergeReport", "MergeResult", "MergedItem", "Origin", "schema"]

ConflictKind = Literal[
    "lead", "time", "budget", "target", "overlap", "period", "reporting", "citation", "abbreviation", "province"
]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Origin(_Record):
    """A task or target of one of the plans, and how it words what was merged (actions, or the clause of a target)."""

    plan: str
    id: str
    wording: tuple[str, ...]


class MergedItem(_Record):
    """An item of the merged plan: in several plans (`shared`) or in one (`single`), with the sources of each wording."""

    id: str
    status: Literal["shared", "single"]
    origins: tuple[Origin, ...]


class Choice(_Record):
    """What one plan says where the plans contradict each other."""

    plan: str
    id: str | None = None
    value: str


class Conflict(_Record):
    """Something to decide. `items` are ids in the merged plan; `proposal` says what stands there until then."""

    number: int
    kind: ConflictKind
    items: tuple[str, ...]
    choices: tuple[Choice, ...]
    proposal: str


class MergeReport(_Record):
    """Sources and conflicts; what stands beside the merged plan."""

    ggplan: Literal[1] = FORMAT
    plans: tuple[str, ...]
    tasks: tuple[MergedItem, ...]
    targets: tuple[MergedItem, ...]
    conflicts: tuple[Conflict, ...]

    def as_data(self) -> dict[str, Any]:
        """The report as plain data."""
        return self.model_dump(mode="json", exclude_none=True)


def schema() -> dict[str, Any]:
    """The JSON Schema 2020-12 of `ggplan merge --conflicts FILE.json`, generated from these models."""
    generated = MergeReport.model_json_schema(mode="validation")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://ggplan.org/schema/merge-1.json",
        "title": "ggplan merge, format 1",
    }
    return {**head, **{key: value for key, value in generated.items() if key != "title"}}


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The proposed plan and its report."""

    plan: Plan
    report: MergeReport
