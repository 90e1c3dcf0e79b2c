"""ggplan: read Viet Nam's provincial green growth plans into a canonical form that people can trust, diff and validate.

>>> import ggplan
>>> plan = ggplan.read("plan.pdf")            # doctest: +SKIP
>>> print(plan.dump())                         # doctest: +SKIP
>>> plan = ggplan.load("data/canonical/gia-lai.yaml")   # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ggplan.version import __version__

if TYPE_CHECKING:
    import os

    from ggplan.plan import Plan

__all__ = ["__version__", "load", "read"]


def read(path: str | os.PathLike[str], *, province: str | None = None, password: str | None = None) -> Plan:
    """The plan in a document (PDF, DOCX, text …). `province` overrides the one the text names.

    Raises `ggplan.errors.InputError` for a file that cannot be read, `UsageError` for an unknown province. What was doubtful
    is in
    `ggplan.app.parsing.parse_file(...).findings`.
    """
    from ggplan.app.parsing import ParseSettings, parse_file

    return parse_file(path, ParseSettings(province=province, password=password)).plan


def load(path: str | os.PathLike[str]) -> Plan:
    """The plan in a canonical YAML or JSON file. Raises `ggplan.errors.CanonicalError` for a file that holds none."""
    from ggplan.canonical import load as load_canonical

    return load_canonical(path)
