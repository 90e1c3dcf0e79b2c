"""The checks, one function a rule, one module a family. Importing this package registers them all."""

from ggplan.validate.checks import (
    agencies,
    document,
    letters,
    national,
    numbering,
    provenance,
    reporting,
    targets,
    tasks,
    texts,
    times,
)

__all__ = [
    "agencies",
    "document",
    "letters",
    "national",
    "numbering",
    "provenance",
    "reporting",
    "targets",
    "tasks",
    "texts",
    "times",
]
