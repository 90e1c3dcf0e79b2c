"""The kinds of damage of `mutations.py` by name."""

from damage import facts, files, head, letters, structure, tasks
from damage.common import KINDS

__all__ = ["KINDS", "facts", "files", "head", "letters", "structure", "tasks"]
