"""The records of the registries: frozen, dated, cited.

Dates are EDTF strings as precise as the source (`2025`, `2025-03-01`) and compare as strings; `dissolution_date` is the
first day on which the body no longer exists, `end` of a name the last day of its use. Terms of bodies are Popolo's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = [
    "Agency",
    "AttestedCodes",
    "LocalDays",
    "NationalPlan",
    "OtherName",
    "ProvinceRecord",
    "SourceRecord",
    "Successor",
    "Theme",
]


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What a record cites. `GK` stands for general knowledge: not seen in a source."""

    key: str
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class OtherName:
    """A form that stands for a body and follows from its name by no rule.

    `kind`: short, variant, former, abbreviation, symbol (of documents), misprint, ruling (a person's decision).
    """

    name: str
    kind: str = "variant"
    start: str | None = None
    end: str | None = None

    def used_on(self, on: str | None) -> bool:
        """True where the form was in use on the day `on`; always true without a day."""
        return on is None or ((self.start is None or self.start <= on) and (self.end is None or on <= self.end))


@dataclass(frozen=True, slots=True)
class Successor:
    """A body that took over `functions` of another from the day `start` (`from` in the file), by the legal act `act`.

    `status`: verified, partly verified, general knowledge. A body that goes on with another scope succeeds itself.
    """

    id: str
    start: str
    functions: str
    status: str
    act: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LocalDays:
    """The days of a body in one province (its slug) where they are others than in general; None: as in general."""

    province: str
    founding_date: str | None = None
    dissolution_date: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agency:
    """A body. `name` may hold `{type}` (tỉnh or thành phố) and `{province}` (the plan's province).

    `jurisdiction` is a province's slug where the body exists in that province only. `open` says that a proper name may
    stand inside or after the name (`Ban Quản lý Khu kinh tế Dung Quất`). `local_days` are the exceptions of provinces.
    """

    id: str
    name: str
    classification: str
    other_names: tuple[OtherName, ...] = ()
    founding_date: str | None = None
    dissolution_date: str | None = None
    successors: tuple[Successor, ...] = ()
    jurisdiction: str | None = None
    open: bool = False
    local_days: tuple[LocalDays, ...] = ()
    sources: tuple[str, ...] = ()

    def within(self, province: str | None) -> Agency:
        """The body with the days that it has in a province; its heirs there begin on the day of its end."""
        own = next((days for days in self.local_days if days.province == province), None)
        if own is None:
            return self
        end = own.dissolution_date or self.dissolution_date
        heirs = (replace(heir, start=end) if end and heir.start == self.dissolution_date else heir for heir in self.successors)
        founded = own.founding_date or self.founding_date
        return replace(self, founding_date=founded, dissolution_date=end, successors=tuple(heirs))

    def exists_on(self, on: str | None) -> bool:
        """True where the body existed on the day `on`; always true without a day."""
        if on is None:
            return True
        founded = self.founding_date is None or self.founding_date <= on
        return founded and (self.dissolution_date is None or on < self.dissolution_date)


@dataclass(frozen=True, slots=True)
class ProvinceRecord:
    """A province as it is from `valid_from` to `valid_to` (last day), under its code of the statistical office.

    `kind` is `tỉnh` or `thành phố`; `kind_changes` are (first day, kind, act). `successor` is the slug of the
    province that holds its land from 2025-07-01, `formed_from` the slugs it was made of then.
    """

    slug: str
    code: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    successor: str | None = None
    formed_from: tuple[str, ...] = ()
    kind_changes: tuple[tuple[str, str, str], ...] = ()
    act: str | None = None
    sources: tuple[str, ...] = ()

    def valid_on(self, on: str | None) -> bool:
        """True where the record describes the province on the day `on`; always true without a day."""
        return on is None or (
            (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)
        )

    def kind_on(self, on: str | None) -> str:
        """`tỉnh` or `thành phố` on the day `on` (without a day: as at the beginning of the record)."""
        kind = self.kind
        for start, changed, _ in self.kind_changes:
            if on is not None and start <= on:
                kind = changed
        return kind


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of QĐ 882, 1 to 18, and how many groups and tasks it holds where that is known."""

    code: str
    title: str
    groups: int | None = None
    tasks: int | None = None
    status: str = "attested"


@dataclass(frozen=True, slots=True)
class AttestedCodes:
    """Task codes of QĐ 882 that a plan names under a heading, and where."""

    codes: tuple[str, ...]
    heading: str
    source: str
    status: str = "attested"


@dataclass(frozen=True, slots=True)
class NationalPlan:
    """What is known of a national plan without its appendix: totals, themes, attested codes."""

    number: str
    issued_on: str
    totals: tuple[tuple[str, int], ...]
    themes: tuple[Theme, ...]
    attested: tuple[AttestedCodes, ...]
    sources: tuple[str, ...] = ()
