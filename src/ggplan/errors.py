"""The few exceptions that stop a run; everything else is a finding (`ggplan.diagnostics`)."""

from __future__ import annotations

__all__ = ["CanonicalError", "GgplanError", "InputError", "OutputError", "UsageError"]


class GgplanError(Exception):
    """Something that ggplan cannot go on from. `str()` is one sentence: what, where, what to do."""


class InputError(GgplanError):
    """An input that cannot be read at all: missing, empty, binary, encrypted, damaged, no plan."""


class OutputError(GgplanError):
    """A target that cannot be written. Nothing was written."""


class CanonicalError(InputError):
    """A file that is not a canonical plan, or one of a newer format than this ggplan reads."""


class UsageError(GgplanError):
    """A request that makes no sense: an unknown province, theme, agency, rule or option value."""
