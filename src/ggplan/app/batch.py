"""Many documents at once: which inputs go to which outputs, on all cores, in input order, remembered by content.

One broken file never stops the rest. Results are remembered under the digest of the file, the version of the parser
and the settings; an entry is written whole under a name of its own, so two runs at once cannot harm each other.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from ggplan.app.parsing import ParseSettings, parse_file
from ggplan.app.workers import in_order
from ggplan.canonical import Format, format_of, same_file, write_text
from ggplan.diagnostics import Finding
from ggplan.errors import GgplanError, OutputError, UsageError
from ggplan.location import Place
from ggplan.normalize.provinces import province_for
from ggplan.parse.readers import FORMATS, recognise
from ggplan.plan import Plan
from ggplan.registry.layered import additions_digest
from ggplan.version import __version__

__all__ = [
    "Batch",
    "BatchSettings",
    "Job",
    "Outcome",
    "cache_facts",
    "cache_folder",
    "clear_cache",
    "plan_batch",
    "run_batch",
]


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """How to read and where to write. `jobs` 0 means one process a core."""

    parse: ParseSettings = field(default_factory=ParseSettings)
    output: Path | None = None
    format: str | None = None
    jobs: int = 0
    resume: bool = False
    use_cache: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One input and where its plan goes (None: to stdout)."""

    source: Path
    target: Path | None
    format: Format


@dataclass(frozen=True, slots=True)
class Batch:
    """The jobs of a run in input order."""

    jobs: tuple[Job, ...]
    settings: BatchSettings
    folder: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: `status` is read, skipped or failed; `text` is what goes to stdout."""

    source: Path
    status: str
    target: Path | None = None
    text: str | None = None
    findings: tuple[Finding, ...] = ()
    error: str | None = None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def warnings(self) -> int:
        """How many findings are warnings or errors."""
        return sum(finding.severity != "info" for finding in self.findings)


_DOCUMENTS = frozenset(suffix for entry in FORMATS for suffix in entry.suffixes if suffix)


def plan_batch(inputs: Sequence[Path], settings: BatchSettings) -> Batch:
    """Which inputs go where; nothing is read or written.

    Raises `UsageError` for a request that makes no sense, `OutputError` where an input would be written over.
    """
    _check(settings)
    try:
        folders = [path for path in inputs if path.is_dir()]
        files = [file for path in inputs for file in (_documents(path) if path in folders else [path])]
        if folders and not files:
            raise UsageError(f"{folders[0]} holds no document that ggplan reads; give a folder with PDF, DOCX or text")
        many = bool(folders) or len(files) > 1
        jobs = _folder_jobs(files, settings) if many else [_single_job(files[0], settings)]
        _spare_inputs(jobs)
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be used: {error.strerror or error}; give another name") from error
    return Batch(tuple(jobs), settings, folder=many)


def _check(settings: BatchSettings) -> None:
    if settings.format not in (None, "yaml", "json"):
        raise UsageError(f"--format {settings.format} is neither yaml nor json")
    province = settings.parse.province
    if province and province_for(province) is None:
        raise UsageError(f"no province is called {province!r}; give a name such as 'Gia Lai' or a slug as 'gia-lai'")


def _spare_inputs(jobs: Sequence[Job]) -> None:
    """Raises `OutputError` where the target of one job is the input of any."""
    for target in [job.target for job in jobs if job.target is not None and job.target.is_file()]:
        if any(same_file(target, job.source) for job in jobs):
            raise OutputError(f"{target} is an input; nothing was written, so give another place with -o")


def _single_job(source: Path, settings: BatchSettings) -> Job:
    output = settings.output
    target = output / _name(source, settings) if output is not None and output.is_dir() else output
    named = format_of(target) if target else "yaml"
    return Job(source, target, _format(settings) if settings.format else named)


def _format(settings: BatchSettings) -> Format:
    return "json" if settings.format == "json" else "yaml"


def _documents(folder: Path) -> list[Path]:
    found = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in _DOCUMENTS and path.is_file()]
    return [path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _name(source: Path, settings: BatchSettings) -> str:
    return f"{source.stem}.{_format(settings)}"


_PLAN_SUFFIXES = (".yaml", ".yml", ".json")


def _folder_jobs(files: Sequence[Path], settings: BatchSettings) -> list[Job]:
    output = settings.output
    if output is None:
        raise UsageError("several inputs need a folder to write to; give one with -o DIR")
    if (output.exists() and not output.is_dir()) or (not output.exists() and output.suffix in _PLAN_SUFFIXES):
        raise UsageError(f"{output} is a file; several inputs need a folder, give one with -o DIR")
    taken: set[str] = set()
    jobs = []
    for source in files:
        name = _free_name(source, settings, taken)
        taken.add(name)
        jobs.append(Job(source, output / name, _format(settings)))
    return jobs


def _free_name(source: Path, settings: BatchSettings, taken: set[str]) -> str:
    """A name for the plan of `source`; one that another input has taken gets the suffix, then a number."""
    name = _name(source, settings)
    if name in taken:
        name = f"{source.name}.{_format(settings)}"
    number = 2
    while name in taken:
        name = f"{source.stem}-{number}.{_format(settings)}"
        number += 1
    return name


def run_batch(batch: Batch, advance: Callable[[Outcome], None] = lambda _: None) -> list[Outcome]:
    """Runs the jobs and returns their outcomes in input order; `advance` is called once for each, in the same order."""
    if batch.folder and batch.settings.output is not None:
        _make_folder(batch.settings.output)
    workers = min(batch.settings.jobs or os.cpu_count() or 1, len(batch.jobs))
    outcomes: list[Outcome] = []
    if workers <= 1:
        for job in batch.jobs:
            outcomes.append(_run(job, batch.settings, remember=batch.folder))
            advance(outcomes[-1])
        return outcomes
    parser_fingerprint()
    for outcome in in_order(partial(_run, settings=batch.settings, remember=True), batch.jobs, workers, _lost):
        outcomes.append(outcome)
        advance(outcome)
    return outcomes


def _lost(job: Job) -> Outcome:
    error = f"{job.source} ended the process that read it (out of memory, most likely); ask for another copy"
    return Outcome(job.source, "failed", error=error)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder} cannot be made: {error.strerror or error}; give another folder") from error


def _run(job: Job, settings: BatchSettings, *, remember: bool) -> Outcome:
    try:
        return _work(job, settings, remember)
    except GgplanError as error:
        return Outcome(job.source, "failed", error=str(error))
    except MemoryError:
        return Outcome(job.source, "failed", error=f"{job.source} needs more memory than there is")
    except Exception as error:  # a fault of ggplan must not cost the other files
        fault = f"{type(error).__name__}: {error}".splitlines()[0]
        return Outcome(job.source, "failed", error=f"{job.source} met a fault of ggplan ({fault}); please report it")


def _work(job: Job, settings: BatchSettings, remember: bool) -> Outcome:
    raw = recognise(job.source)
    if settings.resume and job.target is not None and _is_done(job.target, raw.sha256):
        return Outcome(job.source, "skipped", job.target)
    entry = _entry(job, settings, raw.sha256) if remember and settings.use_cache else None
    known = _recall(entry) if entry else None
    if known is None:
        result = parse_file(job.source, settings.parse)
        known = result.plan.dump(job.format), result.findings, _counts(result.plan)
        if entry:
            _remember(entry, *known)
    text, findings, counts = known
    if job.target is not None:
        write_text(text, job.target, inputs=[job.source])
    return Outcome(job.source, "read", job.target, text if job.target is None else None, findings, None, counts)


def _counts(plan: Plan) -> dict[str, int]:
    """What the summary shows: how much was found and how surely."""
    mentions = [mention for task in plan.tasks for mention in (*task.lead_agencies, *task.cooperating_agencies)]
    places = [plan.provenance.get(task.id) for task in plan.tasks]
    return {
        "groups": len(plan.groups),
        "tasks": len(plan.tasks),
        "actions": sum(len(task.actions) for task in plan.tasks),
        "targets": len(plan.targets),
        "bodies": len(mentions),
        "known": sum(mention.id is not None for mention in mentions),
        "sure": sum(1 for place in places if place is None or place.score is None),
    }


def _is_done(target: Path, sha256: str) -> bool:
    try:
        return sha256 in target.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def cache_folder() -> Path:
    """Where results are remembered: `$GGPLAN_CACHE`, else `ggplan` in the user's cache folder."""
    own = os.environ.get("GGPLAN_CACHE")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "ggplan"


def _entries() -> list[Path]:
    folder = cache_folder()
    return sorted(folder.glob("??/*.json")) if folder.is_dir() else []


def cache_facts() -> tuple[Path, int, int]:
    """The folder of remembered results, how many there are, and their bytes."""
    entries = _entries()
    return cache_folder(), len(entries), sum(entry.stat().st_size for entry in entries)


def clear_cache() -> int:
    """Removes all remembered results (and only files that ggplan wrote); returns how many there were."""
    entries = _entries()
    for entry in entries:
        with contextlib.suppress(OSError):
            entry.unlink()
    return len(entries)


def _entry(job: Job, settings: BatchSettings, sha256: str) -> Path:
    registry = additions_digest()
    what = [sha256, job.source.name, __version__, parser_fingerprint(), registry, asdict(settings.parse), job.format]
    name = hashlib.sha256(json.dumps(what).encode()).hexdigest()
    return cache_folder() / name[:2] / f"{name}.json"


_FINGERPRINT: list[str] = []


def parser_fingerprint() -> str:
    """A digest of ggplan's own code and data, so that a changed parser never meets an old result."""
    if not _FINGERPRINT:
        root = Path(__file__).resolve().parent.parent
        total = hashlib.sha256()
        for path in sorted(root.rglob("*")):
            if path.suffix in (".py", ".json", ".yml", ".yaml"):
                total.update(path.name.encode() + path.read_bytes())
        _FINGERPRINT.append(total.hexdigest())
    return _FINGERPRINT[0]


_Known = tuple[str, tuple[Finding, ...], dict[str, int]]


def _recall(entry: Path) -> _Known | None:
    try:
        data = json.loads(entry.read_text(encoding="utf-8"))
        findings = tuple(
            Finding(f["slug"], _place(f["source"]), f["item"], tuple((k, v) for k, v in f["facts"])) for f in data["findings"]
        )
        return data["text"], findings, dict(data["counts"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _place(data: dict[str, Any]) -> Place:
    facts: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return Place(**facts)


def _remember(entry: Path, text: str, findings: Sequence[Finding], counts: dict[str, int]) -> None:
    data = {
        "text": text,
        "counts": counts,
        "findings": [{"slug": f.slug, "source": asdict(f.source), "item": f.item, "facts": f.facts} for f in findings],
    }
    with contextlib.suppress(OSError, GgplanError):  # a cache that cannot be written is only slower
        entry.parent.mkdir(parents=True, exist_ok=True)
        write_text(json.dumps(data, ensure_ascii=False), entry)
