"""The canonical plan, format 1: the only definition in code of the file that every command reads and writes.

Fields and their order are the contract of `docs/canonical-format.md`; the JSON Schema in `docs/plan.schema.json` is
generated from these models. Empty lists, nulls and defaults are left out of the file; lists keep the order of the
document. All models are frozen and refuse unknown fields.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_serializer

from ggplan import serial

__all__ = [
    "FORMAT",
    "AgencyMention",
    "Citation",
    "DocumentInfo",
    "Group",
    "Model",
    "NationalLink",
    "Period",
    "Plan",
    "Provenance",
    "Province",
    "ReportingDuty",
    "Section",
    "Source",
    "Target",
    "Task",
    "Timeframe",
]

FORMAT: Literal[1] = 1
"""The number of the format this code reads and writes (`ggplan: 1`)."""

Section = Literal["appendix", "body"]
Score = Annotated[float, Field(ge=0, le=1)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Edtf = Annotated[str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
"""A date as precise as the text gives it: `2023`, `2022-10`, `2023-10-18` (EDTF level 0, ISO 8601-2)."""


class Model(BaseModel):
    """A frozen record that refuses unknown fields and can be written as plain data without its empty fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    @model_serializer(mode="wrap")
    def _without_empty(self, handler: Any) -> dict[str, Any]:
        fields = type(self).model_fields
        keep = {}
        for key, value in handler(self).items():
            field = fields.get(key)
            required = field is not None and field.is_required()
            if required or not (value is None or value is False or value in ([], {}, ())):
                keep[key] = value
        return keep


class Province(Model):
    """A province as of the document's date."""

    code: str = Field(pattern=r"^\d{2}$", description="Code of the General Statistics Office at the document's date")
    name: str
    slug: str = Field(pattern=r"^[a-z0-9-]+$")


class DocumentInfo(Model):
    """What the front matter says. A field is absent where the document leaves it blank."""

    title: str | None = None
    number: str | None = Field(default=None, description="3825/QĐ-UBND; absent while the number is blank")
    issued_on: Edtf | None = None
    issuer: str | None = None
    signer: str | None = None
    draft: bool = Field(default=False, description="the number or the day was left blank")


class Period(Model):
    """The years the plan is for, and the year of its vision."""

    start: Year | None = None
    end: Year | None = None
    vision: Year | None = None


class Citation(Model):
    """A numbered legal document that the plan names."""

    number: str
    issued_on: Edtf | None = None


class Target(Model):
    """One quantified target: one value of one clause."""

    id: str
    code: str | None = Field(default=None, description="as numbered in the text, `(4)`")
    pillar: str | None = None
    text: str
    indicator: str | None = None
    comparator: Literal["=", ">=", "<=", "~", "range"] | None = None
    min: float | int | None = None
    max: float | int | None = None
    unit: str | None = None
    year: Year | None = None
    baseline_year: Year | None = None


class Group(Model):
    """A heading under which tasks stand. `theme` is the national theme 1..18 of QĐ 882."""

    id: str
    section: Section
    code: str | None = None
    title: str
    theme: int | None = Field(default=None, ge=1, le=18)
    national: tuple[str, ...] = ()


class AgencyMention(Model):
    """A body as the document names it, and the registry's body where one was found.

    `via` says how: `exact` (the registry's name), `alias` (a recorded or rule-made form) or `fuzzy` (similar);
    `score` how surely. Without `id` the registry knows no such body or not which.
    """

    text: str
    id: str | None = None
    name: str | None = None
    via: Literal["exact", "alias", "fuzzy"] | None = None
    score: Score | None = None


class Timeframe(Model):
    """When a task is to be done, as printed and as years."""

    text: str
    start: Year | None = None
    end: Year | None = None
    recurring: bool = False


class NationalLink(Model):
    """A task of QĐ 882 that a task carries out: named in the text (`explicit`) or found by wording (`matched`)."""

    code: str
    via: Literal["explicit", "matched"]
    score: Score


class Task(Model):
    """One task of the plan. `id` is unique in the plan, made of the group's and the task's code."""

    id: str
    section: Section
    group: str | None = None
    code: str | None = None
    actions: tuple[str, ...] = ()
    lead_agencies: tuple[AgencyMention, ...] = ()
    cooperating_agencies: tuple[AgencyMention, ...] = ()
    timeframe: Timeframe | None = None
    outputs: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    budget: str | None = Field(default=None, description="the cell of a funding column (kinh phí, nguồn vốn) as printed")
    note: str | None = None
    theme: int | None = Field(default=None, ge=1, le=18)
    national: tuple[NationalLink, ...] = ()


class ReportingDuty(Model):
    """Who reports to whom, and by which day of the year (`MM-DD`)."""

    due: str | None = Field(default=None, pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
    frequency: Literal["annual", "semiannual", "quarterly", "monthly"] | None = None
    sender: str | None = Field(default=None, alias="from")
    to: str | None = None


def _as_text(name: str) -> str:
    """A file name with U+FFFD for bytes that are no text, which Python gives as lone surrogates."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class Source(Model):
    """The file the plan was read from: its name without folders, its digest, its type recognised by content."""

    file: Annotated[str, AfterValidator(_as_text)]
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    media_type: str


class Provenance(Model):
    """Where an item was read. `score` is below 1 where the reading is in doubt."""

    page: int | None = None
    lines: tuple[int, int] | None = None
    box: tuple[float, float, float, float] | None = None
    cell: str | None = None
    score: Score | None = None


class Plan(Model):
    """One provincial plan."""

    ggplan: Literal[1] = FORMAT
    province: Province | None = None
    document: DocumentInfo = DocumentInfo()
    period: Period | None = None
    citations: tuple[Citation, ...] = ()
    abbreviations: dict[str, str] = {}
    targets: tuple[Target, ...] = ()
    groups: tuple[Group, ...] = ()
    tasks: tuple[Task, ...] = ()
    reporting: tuple[ReportingDuty, ...] = ()
    source: Source | None = None
    provenance: dict[str, Provenance] = {}

    def as_data(self) -> dict[str, Any]:
        """The plan as plain data, keys in the models' order, without empty fields."""
        data: dict[str, Any] = {"ggplan": FORMAT}
        data.update(self.model_dump(mode="json", by_alias=True))
        return data

    def dump(self, format: Literal["yaml", "json"] = "yaml") -> str:
        """The canonical text of the plan, the same bytes for the same plan.

        Writing to a file is `ggplan.canonical.write`, which writes whole or not at all.
        """
        data = self.as_data()
        return serial.dump_json(data) if format == "json" else serial.dump_yaml(_lay_out(data))


# Records that stand on one line in YAML, so that one agency, one citation, one place is one line of a diff.
_ONE_LINE = {"province", "period", "source", "timeframe"}
_ONE_LINE_ITEMS = {
    "citations",
    "groups",
    "lead_agencies",
    "cooperating_agencies",
    "national",
    "reporting",
    "provenance",
}


def _lay_out(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        if key in _ONE_LINE:
            return serial.Inline(value)
        if key in _ONE_LINE_ITEMS:
            return {name: serial.Inline(item) for name, item in value.items()}
        return {name: _lay_out(item, name) for name, item in value.items()}
    if isinstance(value, list):
        if key in _ONE_LINE_ITEMS:
            return [serial.Inline(item) if isinstance(item, dict) else item for item in value]
        return [_lay_out(item) for item in value]
    return value
