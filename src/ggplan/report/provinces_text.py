"""Provinces with their codes, names and mergers: for people, as CSV, and as data for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ggplan.registry.models import ProvinceRecord

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["as_csv", "as_data", "print_provinces"]


class Found(Protocol):
    """A record of a province and who holds its land (`ggplan.app.registry.FoundProvince`)."""

    @property
    def record(self) -> ProvinceRecord: ...
    @property
    def kind(self) -> str: ...
    @property
    def now(self) -> ProvinceRecord | None: ...
    @property
    def made_of(self) -> Sequence[str]: ...


def as_data(found: Sequence[Found], as_of: str | None = None) -> dict[str, Any]:
    """The shape of `ggplan provinces --format json`."""
    return {"ggplan": 1, **({"as_of": as_of} if as_of else {}), "provinces": [_record(one) for one in found]}


def _record(found: Found) -> dict[str, Any]:
    record = found.record
    data: dict[str, Any] = {"slug": record.slug, "code": record.code, "name": record.name, "type": found.kind}
    optional = {
        "aliases": list(record.aliases),
        "valid_from": record.valid_from,
        "valid_to": record.valid_to,
        "formed_from": list(record.formed_from),
        "type_changes": [{"from": day, "type": kind, "act": act} for day, kind, act in record.kind_changes],
        "act": record.act,
    }
    data |= {key: value for key, value in optional.items() if value}
    if found.now:
        data["now"] = {"slug": found.now.slug, "code": found.now.code, "name": found.now.name}
    data["sources"] = list(record.sources)
    return data


_HEADER = ("Code", "Name", "Type", "From", "Until", "Merger", "Act")


def _rows(found: Sequence[Found]) -> Iterator[tuple[str, ...]]:
    for one in found:
        record = one.record
        yield (record.code, record.name, one.kind, record.valid_from or "", record.valid_to or "", _merger(one), record.act or "")


def _merger(found: Found) -> str:
    """What a province was made of, or which one holds its land; and changes of its type."""
    record = found.record
    parts = [f"made of {', '.join(found.made_of)}"] if found.made_of else []
    if found.now:
        parts.append(f"now {found.now.name} ({found.now.code})")
    parts += [f"{kind} from {day} ({act})" for day, kind, act in record.kind_changes]
    return "; ".join(parts)


def as_csv(found: Sequence[Found]) -> str:
    """The records as CSV with a byte order mark."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_HEADER)
    writer.writerows(_rows(found))
    return "\ufeff" + stream.getvalue()


def print_provinces(console: Console, found: Sequence[Found]) -> None:
    """A table of the records."""
    from rich.table import Table
    from rich.text import Text

    rows = list(_rows(found))
    table = Table(pad_edge=False, box=None, header_style="bold")
    used = [column for column in range(len(_HEADER)) if column < 3 or any(row[column] for row in rows)]
    for column in used:
        table.add_column(_HEADER[column], overflow="fold")
    for row in rows:
        table.add_row(*(Text(row[column]) for column in used))
    console.print(table)
    console.print(f"{len(rows)} record{'' if len(rows) == 1 else 's'}")
