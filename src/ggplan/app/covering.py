"""How plans answer the national plan, and all that one body has to do in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ggplan.app.agencies import check_date
from ggplan.app.diffing import LoadedPlan, load_plan
from ggplan.coverage.bodies import Duties, duties_of
from ggplan.coverage.heirs import heirs_in_plan, heirs_of
from ggplan.coverage.matrix import cover
from ggplan.coverage.model import Body, Coverage
from ggplan.errors import UsageError
from ggplan.normalize.agencies import resolve_cell
from ggplan.normalize.provinces import province_for
from ggplan.plan import AgencyMention, Plan
from ggplan.registry.layered import catalogue_in_force, registry_in_force
from ggplan.registry.lexicon import fill
from ggplan.registry.loading import Registry
from ggplan.registry.models import Agency

__all__ = ["CoverageSettings", "Who", "WhoSettings", "coverage_of", "heirs_view", "load_named", "who"]

_PLANS = frozenset({".yaml", ".yml", ".json"})
_FOLDER = Path("data") / "canonical"


@dataclass(frozen=True, slots=True)
class CoverageSettings:
    """`plans`: files, folders, names in `data/canonical`, or `-`. `catalogue`: a file other than the one in use."""

    plans: tuple[str, ...]
    catalogue: Path | None = None
    as_of: str | None = None


def coverage_of(settings: CoverageSettings) -> Coverage:
    """The coverage asked for. Raises `UsageError`, `InputError` or `CanonicalError`, each one sentence."""
    check_date(settings.as_of, "--as-of")
    registry = registry_in_force()
    catalogue = catalogue_in_force(settings.catalogue, registry=registry)
    plans = load_named(settings.plans)
    return cover([(plan.name, plan.plan) for plan in plans], catalogue, registry, settings.as_of)


def load_named(names: Sequence[str]) -> list[LoadedPlan]:
    """The plans of several names; a folder stands for the canonical files in it, no name for `data/canonical`.

    Raises `UsageError` where there is none, or where one file is named twice.
    """
    wanted = [
        one for name in (names or (_default_folder(),)) for one in (_in_folder(Path(name)) if Path(name).is_dir() else [name])
    ]
    loaded = [load_plan(name) for name in wanted]
    for number, name in enumerate(wanted):
        if any(_same(name, other) for other in wanted[:number]):
            raise UsageError(f"{name} is named twice; name each plan once")
    return loaded


def _default_folder() -> str:
    if not _FOLDER.is_dir():
        raise UsageError("name one plan or more; there is no folder data/canonical here to take them from")
    return _FOLDER.as_posix()


def _in_folder(folder: Path) -> list[str]:
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _PLANS and path.is_file())
    if not files:
        raise UsageError(f"{folder} holds no canonical plan (.yaml, .yml, .json)")
    return [path.as_posix() for path in files]


def _same(one: str, other: str) -> bool:
    return one == other or (Path(one).exists() and Path(other).exists() and Path(one).samefile(other))


@dataclass(frozen=True, slots=True)
class WhoSettings:
    """`body` is an id or a name as written; `plans` as in `CoverageSettings`. `province` keeps the plans of one province."""

    body: str
    plans: tuple[str, ...] = ()
    as_of: str | None = None
    province: str | None = None
    collectives: bool = False


@dataclass(frozen=True, slots=True)
class Who:
    """A body and its duties; `heirs` answer for it on the day `as_of`, empty without a day."""

    id: str
    name: str
    plans: tuple[Duties, ...]
    searched: int
    as_of: str | None = None
    heirs: tuple[Body, ...] = ()

    def count(self, role: str) -> int:
        """How many tasks it leads (`lead`) or joins (`cooperating`)."""
        return sum(duty.role == role for plan in self.plans for duty in plan.duties)


def who(settings: WhoSettings) -> Who:
    """All that a body leads or joins. Raises `UsageError` for a body or province that nobody knows, and as `coverage_of` does."""
    check_date(settings.as_of, "--as-of")
    registry = registry_in_force()
    agency = find_body(settings.body, registry, settings.as_of)
    plans = load_named(settings.plans)
    if settings.province:
        plans = _of_province(plans, settings.province, registry)
    named = [(plan.name, plan.plan) for plan in plans]
    duties = duties_of(agency.id, named, registry, settings.as_of, collectives=settings.collectives)
    heirs = _heirs(agency, settings.as_of, registry)
    return Who(agency.id, fill(agency.name, None), tuple(duties), len(plans), settings.as_of, heirs)


def _heirs(agency: Agency, as_of: str | None, registry: Registry) -> tuple[Body, ...]:
    return heirs_of(agency.id, as_of, agency.jurisdiction, registry, agency.name) if as_of else ()


def find_body(form: str, registry: Registry, on: str | None = None) -> Agency:
    """The body given as an id or as written. Raises `UsageError`, with the candidates, where that is not one body."""
    known = registry.agency(form)
    if known is not None:
        return known
    bodies = resolve_cell(form, registry=registry)
    if on and not (len(bodies) == 1 and bodies[0].id):
        bodies = resolve_cell(form, on=on, registry=registry)
    if len(bodies) == 1 and bodies[0].id and (known := registry.agency(bodies[0].id, bodies[0].name)):
        return known
    if len(bodies) > 1:
        raise UsageError(f"{form!r} names {len(bodies)} bodies; give one")
    likely = "; ".join(f"{one.name} ({one.id})" for body in bodies for one in body.candidates[:3])
    hint = f"maybe {likely}" if likely else "`ggplan agencies` shows how forms resolve"
    raise UsageError(f"no body is called {form!r}; {hint}")


def _of_province(plans: Sequence[LoadedPlan], name: str, registry: Registry) -> list[LoadedPlan]:
    record = province_for(name, registry=registry)
    if record is None:
        raise UsageError(f"no province is called {name!r}; `ggplan provinces` lists them")
    kept = [plan for plan in plans if plan.plan.province and plan.plan.province.slug == record.slug]
    if not kept:
        raise UsageError(f"none of the plans is {record.name}'s")
    return kept


def heirs_view(plan: Plan, as_of: str) -> list[tuple[AgencyMention, tuple[Body, ...]]]:
    """Every body of a plan, once each, with those that answer for it on the day `as_of`: the view behind `--as-of`.

    Raises `UsageError` for a date that is none.
    """
    check_date(as_of, "--as-of")
    return heirs_in_plan(plan, as_of, registry_in_force())
