"""National plans: read from the appendix of a decision, checked, kept as a file, put in force."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ggplan.canonical import write_text
from ggplan.catalogue.checks import Problem, check_entries
from ggplan.catalogue.entries import Read, read_entries
from ggplan.catalogue.reading import read_appendix
from ggplan.errors import InputError, OutputError, UsageError
from ggplan.location import Place
from ggplan.parse.readers import recognise
from ggplan.registry.catalogue import Catalogue, Entry, code_key, is_catalogue, load_catalogue
from ggplan.registry.layered import CONFIG, catalogue_in_force, find_layers, table_in, user_config
from ggplan.registry.loading import load_registry
from ggplan.registry.models import NationalPlan
from ggplan.registry.settings_file import write_value
from ggplan.serial import Inline, dump_yaml

__all__ = [
    "Checked",
    "ImportSettings",
    "catalogue_text",
    "import_catalogue",
    "in_force",
    "named_from",
    "read_catalogue",
    "selected",
    "stop_using",
    "use_catalogue",
]


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """What the document does not say, or what overrides it. `expect` are counts of themes, groups and tasks."""

    number: str | None = None
    issued_on: str | None = None
    expect: tuple[int, int, int] | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A catalogue as read and what does not add up. `compared` says that totals of the decision are known."""

    path: Path
    catalogue: Catalogue
    problems: tuple[Problem, ...]
    compared: bool

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop an import."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def read_catalogue(path: Path, settings: ImportSettings | None = None) -> Checked:
    """The catalogue in a document, or in a file that was imported before, with every problem found.

    Raises `InputError` for a file that cannot be read or holds no appendix.
    """
    settings = settings or ImportSettings()
    if is_catalogue(path):
        catalogue = load_catalogue(path, checked=False)
        read = [Read(entry, entry.code, Place(cell=f"entry {n}")) for n, entry in enumerate(catalogue.entries, 1)]
        return _checked(path, replace(catalogue, number=settings.number or catalogue.number), read, settings)
    raw = recognise(path)
    appendix = read_appendix(path, password=settings.password)
    number, issued_on = settings.number or appendix.decision.number, settings.issued_on or appendix.decision.issued_on
    if number is None:
        raise InputError(f"{path} does not say which decision it belongs to; name it with --number, as in --number 882/QĐ-TTg")
    if issued_on is None:
        known = load_registry().national
        issued_on = known.issued_on if known and known.number == number else ""
    read = read_entries(appendix.rows, issued_on or None)
    entries = tuple(sorted((one.entry for one in read if one.entry), key=lambda entry: code_key(entry.code)))
    source = {"file": path.name, "sha256": raw.sha256, "media_type": appendix.media_type}
    return _checked(path, Catalogue(number, issued_on, entries, full=True, source=source), read, settings)


def _checked(path: Path, catalogue: Catalogue, read: list[Read], settings: ImportSettings) -> Checked:
    known = _known(catalogue, settings)
    return Checked(path, replace(catalogue, known=known), tuple(check_entries(read, known)), known is not None)


def _known(catalogue: Catalogue, settings: ImportSettings) -> NationalPlan | None:
    """What is known of the decision: the registry's record, with the counts that the user expects."""
    record = load_registry().national
    known = record if record and record.number == catalogue.number else None
    if settings.expect:
        totals = tuple(zip(("themes", "groups", "tasks"), settings.expect, strict=True))
        known = replace(known, totals=totals) if known else NationalPlan(catalogue.number, catalogue.issued_on, totals, (), ())
    return known


def import_catalogue(path: Path, target: Path, settings: ImportSettings | None = None) -> Checked:
    """Read a catalogue and write it to `target` where nothing stops it; the answer's `errors` say what does.

    Raises `InputError` or `OutputError` as `read_catalogue` and writing do.
    """
    checked = read_catalogue(path, settings)
    if not checked.errors:
        write_text(catalogue_text(checked.catalogue), target, inputs=[path])
    return checked


def catalogue_text(catalogue: Catalogue) -> str:
    """The YAML of a catalogue, one entry a line."""
    data = catalogue.as_data()
    data["entries"] = [Inline(entry) for entry in data["entries"]]
    if "source" in data:
        data["source"] = Inline(data["source"])
    return dump_yaml(data)


def in_force(path: Path | None = None) -> Catalogue:
    """The catalogue in the file `path`, else the one in use, else what is attested."""
    return catalogue_in_force(path)


def selected(catalogue: Catalogue, codes: Sequence[str]) -> list[Entry]:
    """The entries of the codes and all below them, in order; all without codes. Raises `UsageError` for a code that is none."""
    for code in codes:
        if code not in catalogue.by_code:
            known = "the imported catalogue" if catalogue.full else "what is attested; import the appendix for the rest"
            raise UsageError(f"{code} is not in {known}")
    return [entry for entry in catalogue.entries if not codes or any(_under(entry.code, code) for code in codes)]


def _under(code: str, above: str) -> bool:
    return code == above or code.startswith(f"{above}.")


def use_catalogue(path: Path, *, for_user: bool = False) -> Path:
    """Put the catalogue in `path` in force, for the project or for the user. Returns the configuration file that names it.

    Raises `InputError` for a file that is no catalogue, `UsageError` for one with errors.
    """
    checked = read_catalogue(path) if is_catalogue(path) else None
    if checked is None:
        load_catalogue(path)
        raise InputError(f"{path} is no imported catalogue; import it first with `ggplan catalogue import`")
    if checked.errors:
        raise UsageError(
            f"{path} has {len(checked.errors)} errors, the first: {checked.errors[0].message}; see `ggplan catalogue check`"
        )
    config = _config(for_user)
    write_value(config, table_in(config, "catalogue"), "use", named_from(config, path))
    return config


def stop_using(*, for_user: bool = False) -> Path:
    """Go back to the attested catalogue; the answer is the configuration file that was changed."""
    config = _config(for_user)
    if config.exists():
        write_value(config, table_in(config, "catalogue"), "use", None)
    return config


def _config(for_user: bool) -> Path:
    return user_config() if for_user else find_layers().config or Path.cwd() / CONFIG


def named_from(config: Path, path: Path) -> str:
    """How a configuration file names a path: relative where it lies in or below the file's folder, else whole."""
    folder, whole = config.parent.resolve(), path.resolve()
    try:
        return whole.relative_to(folder).as_posix()
    except ValueError:
        pass
    try:
        near = os.path.relpath(whole, folder)
    except ValueError as error:
        raise OutputError(f"{path} is on another drive than {config}; put it beside the configuration") from error
    return near.replace(os.sep, "/") if near.count("..") <= 2 else whole.as_posix()
