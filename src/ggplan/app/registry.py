"""The registries: provinces as of a day, checks, a user's additions and rulings."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ggplan.app.agencies import check_date
from ggplan.app.catalogue import named_from
from ggplan.app.covering import find_body
from ggplan.errors import UsageError
from ggplan.normalize.agencies import resolve_cell
from ggplan.registry.layered import CONFIG, find_layers, named_additions, registry_in_force, table_in
from ggplan.registry.lint import Problem, lint
from ggplan.registry.loading import Registry, load_registry, load_with
from ggplan.registry.models import ProvinceRecord
from ggplan.registry.rulings import add_alias
from ggplan.registry.settings_file import write_value
from ggplan.registry.succession import heirs_of_province
from ggplan.text import fold

__all__ = ["FoundProvince", "Linted", "Ruling", "RulingSettings", "check_registry", "find_provinces", "rule_form"]

RULINGS = "ggplan-registry.yml"
"""The file in which rulings are recorded where `ggplan.toml` names none."""


@dataclass(frozen=True, slots=True)
class FoundProvince:
    """A record of a province. `now` is the province that holds its land on the day asked for, or at last without a day.

    `made_of` are the names of the provinces it was made of.
    """

    record: ProvinceRecord
    kind: str
    now: ProvinceRecord | None = None
    made_of: tuple[str, ...] = ()


def find_provinces(name: str | None = None, as_of: str | None = None) -> list[FoundProvince]:
    """The records of provinces called `name` (name, alias, slug or code), or all, in the order of the registry.

    With a day, without a name: those valid then. With both: every record of the name, each with who holds its land on that day.
    Raises `UsageError` for a name that no province has.
    """
    check_date(as_of, "--as-of")
    registry = registry_in_force()
    records = [one for one in registry.provinces if name is None or _called(one, name)]
    if not records:
        raise UsageError(f"no province is called {name!r}; `ggplan provinces` lists names, slugs and codes")
    if name is None and as_of is not None:
        records = [one for one in records if one.valid_on(as_of)]
    return [FoundProvince(one, one.kind_on(as_of), _now(one, as_of, registry), _made_of(one, registry)) for one in records]


def _called(record: ProvinceRecord, name: str) -> bool:
    wanted = fold(name)
    for kind in ("tinh ", "thanh pho ", "tp. ", "tp "):
        wanted = wanted.removeprefix(kind)
    return wanted in (record.slug, record.code, *map(fold, (record.name, *record.aliases)))


def _made_of(record: ProvinceRecord, registry: Registry) -> tuple[str, ...]:
    parts = [registry.province(slug) for slug in record.formed_from]
    return tuple(part.name for part in parts if part)


def _now(record: ProvinceRecord, as_of: str | None, registry: Registry) -> ProvinceRecord | None:
    if as_of is None:
        return registry.province(record.successor, "9999") if record.successor else None
    if record.valid_on(as_of):
        return None
    if record.valid_from is not None and as_of < record.valid_from:
        return None
    return heirs_of_province(record.slug, as_of, registry)


@dataclass(frozen=True, slots=True)
class Linted:
    """The registries in force and what is wrong with them."""

    registry: Registry
    problems: tuple[Problem, ...]
    additions: tuple[Path, ...]
    unchecked: tuple[str, ...] = field(default=())
    """Ids of bodies with a succession that rests on general knowledge."""


def check_registry(paths: tuple[Path, ...] = ()) -> Linted:
    """The registries with the additions of `paths` (those in force without any), checked.

    Raises `UsageError` for a path that is not there or holds no additions.
    """
    additions = paths or find_layers().additions
    missing = [path for path in additions if not path.exists()]
    if missing:
        raise UsageError(f"{missing[0]}: there is no such file or folder")
    registry = load_with(additions) if additions else load_registry()
    unchecked = [
        agency.id
        for agency in registry.agencies.values()
        if any(step.status == "general knowledge" for step in agency.successors)
    ]
    return Linted(registry, tuple(lint(registry)), tuple(additions), tuple(unchecked))


@dataclass(frozen=True, slots=True)
class RulingSettings:
    """A person's ruling that `form` means `body` (an id or a name as written), from `start` to `end`; kept in `file`."""

    form: str
    body: str
    file: Path | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruling: the form and its body. `file` is where it was recorded, None where the form read so already.

    `config` is the configuration file that had to be changed, if any.
    """

    form: str
    id: str
    name: str
    file: Path | None = None
    config: Path | None = None


def rule_form(settings: RulingSettings) -> Ruling:
    """Record a ruling that later runs obey, and see to it that they find it.

    Raises `UsageError` for an unknown body, a ruling that contradicts another, or one that does not take effect;
    `OutputError` where a file cannot be written.
    """
    check_date(settings.start, "--from")
    check_date(settings.end, "--until")
    layers = find_layers()
    registry = registry_in_force(layers)
    body = find_body(settings.body, registry)
    identity = body.id
    if _settled(settings, identity, registry):
        return Ruling(settings.form, identity, body.name)
    target = settings.file or _rulings_file(layers.additions, layers.config)
    before = target.read_bytes() if target.exists() else None
    add_alias(target, settings.form, identity, registry, start=settings.start, end=settings.end)
    inside = [
        path for path in layers.additions if path.resolve() == target.resolve() or path.resolve() == target.resolve().parent
    ]
    additions = [*layers.additions, *([] if inside else [target])]
    try:
        _obeyed(settings, identity, additions)
    except UsageError:
        _put_back(target, before)
        raise
    config = None if inside else _name_it(target, layers.config)
    return Ruling(settings.form, identity, body.name, target, config)


def _settled(settings: RulingSettings, identity: str, registry: Registry) -> bool:
    """Whether the form surely means the body already. Raises `UsageError` for a list, or another body's own name."""
    bodies = resolve_cell(settings.form, on=settings.start or settings.end, registry=registry)
    known = [body for body in bodies if body.id]
    if len(known) > 1:
        raise UsageError(
            f"{settings.form!r} names {len(known)} bodies ({'; '.join(body.name for body in known)}); rule on one at a time"
        )
    if len(bodies) == 1 and known and known[0].via == "exact" and known[0].id != identity:
        raise UsageError(f"{settings.form!r} is the name of {known[0].id} in the registry; a ruling cannot give it to {identity}")
    return len(bodies) == 1 and bool(known) and known[0].id == identity and known[0].via != "fuzzy"


def _rulings_file(additions: tuple[Path, ...], config: Path | None) -> Path:
    """The first file among the additions, else a file in the first folder, else a new one beside the configuration."""
    first = next((path for path in additions if path.is_file()), None)
    if first is not None:
        return first
    folder = additions[0] if additions else (config.parent if config else Path.cwd())
    return folder / RULINGS


def _obeyed(settings: RulingSettings, identity: str, additions: list[Path]) -> None:
    """Raises `UsageError` where the form does not read as the body with the ruling in force."""
    registry = load_with(additions)
    bodies = resolve_cell(settings.form, on=settings.start or settings.end, registry=registry)
    if [body.id for body in bodies] != [identity]:
        read = "; ".join(body.name for body in bodies) or "nothing"
        raise UsageError(
            f"{settings.form!r} still reads as {read} with this ruling; nothing was recorded. Give one whole name of a body"
        )


def _put_back(target: Path, before: bytes | None) -> None:
    if before is None:
        target.unlink(missing_ok=True)
    else:
        target.write_bytes(before)


def _name_it(target: Path, config: Path | None) -> Path:
    """Adds a file to the additions that the configuration names; the configuration is made where there is none."""
    path = config or Path.cwd() / CONFIG
    known = named_additions(path) if path.exists() else []
    write_value(path, table_in(path, "registry"), "additions", [*known, named_from(path, target)])
    return path
