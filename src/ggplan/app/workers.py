"""Jobs on all cores, answered in input order: a worker that dies costs its own job only, Ctrl-C leaves nothing half-written."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

__all__ = ["in_order"]

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def in_order(
    work: Callable[[Item], Answer], items: Sequence[Item], workers: int, lost: Callable[[Item], Answer]
) -> Iterator[Answer]:
    """`work` of each item, in order, `workers` processes at a time.

    Where a process dies (native code ran out of memory, say) nobody can tell on which item: those not yet answered are tried
    again, each alone, and the answer for one that kills its process again is `lost(item)`.
    """
    done = 0
    try:
        for answer in _pooled(work, items, workers):
            yield answer
            done += 1
    except BrokenProcessPool:
        for item in items[done:]:
            yield _alone(work, item, lost)


def _alone(work: Callable[[Item], Answer], item: Item, lost: Callable[[Item], Answer]) -> Answer:
    try:
        return next(_pooled(work, [item], 1))
    except BrokenProcessPool:
        return lost(item)


def _pooled(work: Callable[[Item], Answer], items: Sequence[Item], workers: int) -> Iterator[Answer]:
    pool = ProcessPoolExecutor(workers, initializer=_listen)
    try:
        futures: list[Future[Answer]] = [pool.submit(_unless_stopped, work, item) for item in items]
        for future in futures:
            yield future.result()
    except BaseException:
        for process in list((getattr(pool, "_processes", None) or {}).values()):
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_stopped = False


def _listen() -> None:
    """In a worker: Ctrl-C is the parent's to answer; its SIGTERM ends what runs as an exception, so that files are cleared away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)


def _stop(*_: Any) -> None:
    global _stopped  # noqa: PLW0603
    if not _stopped:
        _stopped = True
        raise SystemExit(1)


def _unless_stopped(work: Callable[[Item], Answer], item: Item) -> Answer:
    if _stopped:
        raise SystemExit(1)
    return work(item)
