"""What the user named, as a list of files in a stable order: files, folders, globs, standard input."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ggplan.validate.examine import MAX_BYTES
from ggplan.validate.selection import matches

__all__ = ["PLAN_SUFFIXES", "InputFile", "collect", "read_bytes", "shown"]

PLAN_SUFFIXES = (".yaml", ".yml", ".json")
_SNIFF = 4096
_GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to check. `name` is what findings say, with `/`; `fault` is why it cannot be read, where that is known."""

    name: str
    path: Path | None
    fault: str | None = None

    @property
    def is_document(self) -> bool:
        """True for a raw document, which is parsed first."""
        return self.path is not None and self.path.suffix.lower() not in PLAN_SUFFIXES


def collect(arguments: Sequence[str], exclude: Sequence[str] = ()) -> list[InputFile]:
    """The files of the arguments, each once, in the order of the arguments and by name inside folders and globs.

    In folders and globs over folders only canonical plans are taken: `.yaml`, `.yml` and `.json` files that hold the
    word `ggplan` near their head or look like a plan. Hidden folders and links to folders are not entered.
    """
    found: list[InputFile] = []
    seen: set[str] = set()
    for argument in arguments:
        for file in _expand(argument):
            key = "-" if file.path is None else os.path.realpath(file.path)
            if key in seen or any(matches(file.name, pattern) for pattern in exclude):
                continue
            seen.add(key)
            found.append(file)
    return found


def _expand(argument: str) -> Iterator[InputFile]:
    if argument == "-":
        yield InputFile("<stdin>", None)
        return
    path = Path(argument)
    if _exists(path):
        yield from _folder(path) if path.is_dir() else [_file(path)]
    elif _GLOB & set(argument):
        matched = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207
        if not matched:
            yield InputFile(shown(path), path, "nothing matches this pattern")
        for name in matched:
            yield from [_file(Path(name))] if not Path(name).is_dir() else []
    else:
        yield _file(path)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def shown(path: Path) -> str:
    """A path as findings show it: relative to the current folder where it is inside, with `/`."""
    try:
        return (
            path.resolve().relative_to(Path.cwd()).as_posix() if path.is_absolute() else Path(os.path.normpath(path)).as_posix()
        )
    except (OSError, ValueError, RuntimeError):
        return path.as_posix()


def _file(path: Path) -> InputFile:
    return InputFile(shown(path), path, _fault(path))


def _fault(path: Path) -> str | None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "there is no such file"
    except (OSError, ValueError) as error:
        return str(getattr(error, "strerror", None) or error)
    return None if stat.S_ISREG(mode) else "it is not a regular file"


def _folder(folder: Path) -> Iterator[InputFile]:
    """The plans under a folder, by name; links to folders are not followed, so no loop can be entered."""
    faults: list[OSError] = []
    for root, folders, files in os.walk(folder, followlinks=False, onerror=faults.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(root) / name
            if path.suffix.lower() in PLAN_SUFFIXES and not name.startswith("."):
                file = _file(path)
                if file.fault is not None or _looks_like_plan(path):
                    yield file
    for fault in faults:
        path = Path(fault.filename or folder)
        yield InputFile(shown(path), path, str(fault.strerror or fault))


def _looks_like_plan(path: Path) -> bool:
    """Whether the head of a file speaks of ggplan, or has the keys of a plan; a file that cannot be opened is kept."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_SNIFF)
    except OSError:
        return True
    return b"ggplan" in head or (b"province" in head and any(word in head for word in (b"document", b"tasks", b"groups")))


def read_bytes(path: Path) -> bytes:
    """The bytes of a regular file, one more than the limit at most. Raises `OSError`.

    The file is opened without waiting, so that a FIFO put in its place cannot stop the run.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError("it is not a regular file")
        return stream.read(MAX_BYTES + 1)
