"""Validation as a use case: settings in, result out, nothing printed and nothing written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from ggplan.errors import GgplanError, InputError, UsageError
from ggplan.registry.layered import registry_in_force
from ggplan.registry.loading import using
from ggplan.validate.baseline import Baseline, read_baseline, write_baseline
from ggplan.validate.checks.times import is_day
from ggplan.validate.config import Config, find_config, load_config
from ggplan.validate.examine import Examined, Options, examine_plan, examine_text, no_collection, unreadable
from ggplan.validate.fixing import mend
from ggplan.validate.inputs import InputFile, collect, read_bytes, shown
from ggplan.validate.located import Located
from ggplan.validate.result import Fixed, ValidateResult
from ggplan.validate.selection import select
from ggplan.validate.subject import DEADLINE

__all__ = ["Fixed", "ValidateResult", "ValidateSettings", "baseline_text", "validate_paths"]

_ROUNDS = 8
_FEW_BYTES = 400_000


@dataclass(frozen=True, slots=True)
class ValidateSettings:
    """What to check and how. What is None is taken from the configuration file.

    `config` is a file, `isolated` reads none. `jobs` 0 is one process a core. `stdin` holds the bytes for the input `-`.
    """

    inputs: tuple[str, ...]
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    config: Path | None = None
    isolated: bool = False
    as_of: str | None = None
    fail_on: str | None = None
    sources: tuple[Path, ...] = ()
    baseline: Path | None = None
    use_baseline: bool = True
    fix: bool = False
    jobs: int = 0
    stdin: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a worker sends back about one file."""

    file: str
    findings: tuple[Located, ...]
    checked: bool
    suppressed: int = 0
    fixed: Fixed | None = None


def validate_paths(settings: ValidateSettings, advance: Callable[[str], None] = lambda _: None) -> ValidateResult:
    """Checks all inputs, on all cores where there are many. Raises `UsageError` for a request that makes no sense."""
    config = _config(settings)
    options = _options(settings, config)
    registry_in_force()
    files = collect(settings.inputs, config.exclude)
    if not files:
        raise UsageError(f"there is no canonical plan in {', '.join(settings.inputs)}")
    answers = list(_answers(files, options, settings, advance))
    findings = [found for answer in answers for found in answer.findings]
    baseline = _baseline(settings, config)
    known = 0
    if baseline is not None:
        kept, known = baseline.remaining(findings, [*(answer.file for answer in answers), *_gone(baseline, settings.inputs)])
        findings = [found for found in kept if options.selection.speaks(found.slug)]
    return ValidateResult(
        findings=tuple(findings),
        files=tuple(answer.file for answer in answers),
        unread=tuple(answer.file for answer in answers if not answer.checked),
        suppressed=sum(answer.suppressed for answer in answers),
        known=known,
        fixed=tuple(answer.fixed for answer in answers if answer.fixed is not None),
        fail_on="error" if (settings.fail_on or config.fail_on) == "error" else "warning",
    )


def baseline_text(result: ValidateResult) -> str:
    """The text of a baseline that holds all findings of a result but stale entries."""
    return write_baseline([found for found in result.findings if found.slug != "stale-baseline"])


def _config(settings: ValidateSettings) -> Config:
    if settings.isolated:
        return Config()
    path = settings.config or find_config(Path.cwd())
    if settings.config is not None and not settings.config.is_file():
        raise UsageError(f"there is no configuration file {settings.config}")
    return load_config(path) if path is not None else Config()


def _options(settings: ValidateSettings, config: Config) -> Options:
    as_of = settings.as_of or config.as_of
    if as_of is not None and not is_day(as_of):
        raise UsageError(f"--as-of {as_of} is no day; write it as YYYY-MM-DD")
    deadline = config.deadline or DEADLINE
    if not is_day(f"2024-{deadline}"):
        raise UsageError(f"national-deadline {deadline} is no day of the year; write it as MM-DD")
    selection = select(
        (
            *(settings.select if settings.select is not None else config.select),
            *config.extend_select,
            *settings.extend_select,
        ),
        (*config.ignore, *settings.ignore),
        config.severities,
        config.file_ignores,
    )
    folders = settings.sources or tuple(config.folder / folder for folder in config.sources)
    return Options(selection, as_of, deadline, folders)


def _baseline(settings: ValidateSettings, config: Config) -> Baseline | None:
    path = settings.baseline or (config.folder / config.baseline if config.baseline else None)
    if path is None or not settings.use_baseline:
        return None
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        if settings.baseline is None:
            return None
        raise InputError(f"there is no baseline {path}; make it with --write-baseline {path}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the baseline {path} cannot be read: {error}") from error
    return read_baseline(text, shown(path))


def _gone(baseline: Baseline, inputs: Sequence[str]) -> list[str]:
    """The files of a baseline that stood under a folder of the inputs and are there no more."""
    folders = [Path(shown(Path(name))) for name in inputs if Path(name).is_dir()]
    files = sorted({key[0] for key in baseline.known})
    return [file for file in files if not Path(file).exists() and any(Path(file).is_relative_to(folder) for folder in folders)]


def _answers(
    files: Sequence[InputFile], options: Options, settings: ValidateSettings, advance: Callable[[str], None]
) -> Iterator[_Answer]:
    workers = min(settings.jobs or os.cpu_count() or 1, len(files))
    if workers <= 1 or (settings.jobs == 0 and _few(files)):
        for file in files:
            yield _work(file, options, settings.fix, settings.stdin)
            advance(file.name)
        return
    size = max(1, min(8, len(files) // (workers * 4)))
    pool = ProcessPoolExecutor(workers)
    try:
        tasks = [(file, options, settings.fix, settings.stdin if file.path is None else None) for file in files]
        for answer in pool.map(_work_one, tasks, chunksize=size):
            yield answer
            advance(answer.file)
    except BrokenProcessPool as error:
        raise InputError("a process was stopped from outside, perhaps for want of memory; try again with --jobs 1") from error
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _few(files: Sequence[InputFile]) -> bool:
    """Whether starting processes would take longer than checking: a plan of 100 kB is checked in a tenth of a second."""
    total = 0
    for file in files:
        try:
            total += file.path.stat().st_size if file.path is not None else 0
        except OSError:
            continue
        if file.is_document:
            return len(files) < 2
    return total < _FEW_BYTES


def _work_one(task: tuple[InputFile, Options, bool, bytes | None]) -> _Answer:
    return _work(*task)


def _work(file: InputFile, options: Options, fix: bool, stdin: bytes | None) -> _Answer:
    """The findings of one file; with `fix`, of its text after mending. Never raises for anything a file can hold."""
    if file.fault is not None:
        return _plain(unreadable(file.name, file.fault, options))
    try:
        with using(registry_in_force()):
            return _plain(_parsed(file, options)) if file.is_document else _read(file, options, fix, stdin)
    except OSError as error:
        reason = str(error.strerror or error)
    except GgplanError as error:
        reason = str(error).rstrip(".")
    except MemoryError:
        reason = "it needs more memory than there is"
    return _plain(unreadable(file.name, reason, options))


def _read(file: InputFile, options: Options, fix: bool, stdin: bytes | None) -> _Answer:
    with no_collection():
        return _examined(file, options, fix, stdin)


def _examined(file: InputFile, options: Options, fix: bool, stdin: bytes | None) -> _Answer:
    data = stdin or b"" if file.path is None else read_bytes(file.path)
    folder = file.path.parent if file.path is not None else None
    examined = examine_text(file.name, data, options, folder=folder)
    if fix and file.path is not None and examined.fixes:
        return _fixed(file, examined, options)
    return _plain(examined)


def _plain(examined: Examined) -> _Answer:
    return _Answer(examined.file, tuple(examined.findings), examined.checked, examined.suppressed)


def _parsed(file: InputFile, options: Options) -> Examined:
    from ggplan.app.parsing import ParseSettings, parse_file

    assert file.path is not None
    result = parse_file(file.path, ParseSettings())
    return examine_plan(file.name, result.plan, result.findings, options, folder=file.path.parent)


def _fixed(file: InputFile, examined: Examined, options: Options) -> _Answer:
    """Mends until nothing more can be mended, so that a second `--fix` changes nothing."""
    assert examined.tree is not None and file.path is not None
    before = text = examined.tree.text
    count = 0
    for _ in range(_ROUNDS):
        if examined.tree is None or not examined.fixes:
            break
        mended = mend(examined.tree, examined.fixes)
        if not mended.places:
            break
        text, count = mended.text, count + mended.places
        examined = examine_text(file.name, text.encode("utf-8"), options, folder=file.path.parent)
    answer = _plain(examined)
    return replace(answer, fixed=Fixed(file.name, file.path, before, text, count)) if text != before else answer
