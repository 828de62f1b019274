"""Tasks in, outcomes out, in order: each slot is a process that may die without hurting others.

One pool of a single worker for each slot: a pool that workers share was seen to stop for ever
when a worker was killed while it held the pool's pipe (pebble issues 97 and 163).
"""

from __future__ import annotations

import multiprocessing
import resource
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Generic, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from schemas.errors import InputError, InputFailed, OgrogotiError, Refusal

Task = TypeVar("Task")
Result = TypeVar("Result")

MEMORY_BYTES = 2 * 1024**3
"""Address space of a worker; the hungriest of 862 honest PDFs took 170 MiB."""

TASKS_PER_WORKER = 2000
"""A worker is replaced after so many, so that what a library leaks cannot add up."""

AHEAD = 4
"""Tasks in flight for each slot: with one the pipe costs 0.34 ms a task, with four 0.15 ms."""

GRACE_SECONDS = 5
"""After its limit a task is given up even if its worker cannot be killed."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Task, Result]):
    """A task and what came of it: a result, or a reason why there is none."""

    task: Task
    result: Result | None
    trouble: InputError | None = None


@dataclass(frozen=True, slots=True)
class Ready(Generic[Task]):
    """A task that needs no work; it keeps its place among the others."""

    task: Task


@dataclass(frozen=True, slots=True)
class Todo(Generic[Task]):
    """A task that needs work."""

    task: Task


def limit_memory() -> None:
    """Make this process raise MemoryError instead of taking the machine's memory."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


class _Slot(Generic[Task, Result]):
    def __init__(self, function: Callable[[Task], Result], timeout_s: float) -> None:
        self.function = function
        self.timeout_s = timeout_s
        self.pool = self._pool()

    def _pool(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([self.function.__module__])
        return ProcessPool(
            max_workers=1, max_tasks=TASKS_PER_WORKER, initializer=limit_memory, context=context
        )

    def submit(self, task: Task) -> ProcessFuture[Result]:
        try:
            return self.pool.schedule(self.function, args=[task], timeout=self.timeout_s)
        except RuntimeError:
            # a broken pool takes no tasks; what it held is told by the futures
            self.stop()
            self.pool = self._pool()
            return self.pool.schedule(self.function, args=[task], timeout=self.timeout_s)

    def stop(self) -> None:
        self.pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves the type out
        self.pool.join()


def work(
    function: Callable[[Task], Result],
    items: Iterable[Todo[Task] | Ready[Task]],
    *,
    jobs: int,
    timeout_s: float,
) -> Iterator[Outcome[Task, Result] | Ready[Task]]:
    """Yield the outcome of each item, in the order of the items.

    Args:
        function: a function of a module, which a worker can import.
        items: taken a few ahead of what has been yielded, never all at once.
        jobs: how many processes.
        timeout_s: wall seconds that one item may take.
    """
    slots = [_Slot(function, timeout_s) for _ in range(jobs)]
    flying: deque[Ready[Task] | tuple[Task, ProcessFuture[Result]]] = deque()

    def land() -> Outcome[Task, Result] | Ready[Task]:
        first = flying.popleft()
        return first if isinstance(first, Ready) else _outcome(*first, timeout_s)

    n_submitted = 0
    try:
        for item in items:
            if isinstance(item, Todo):
                flying.append((item.task, slots[n_submitted % jobs].submit(item.task)))
                n_submitted += 1
            else:
                flying.append(item)
            if len(flying) >= jobs * AHEAD:
                yield land()
        while flying:
            yield land()
    finally:
        for slot in slots:
            slot.stop()


def _outcome(task: Task, future: ProcessFuture[Result], timeout_s: float) -> Outcome[Task, Result]:
    try:
        return Outcome(task, future.result(timeout=(timeout_s + GRACE_SECONDS) * (AHEAD + 1)))
    except InputError as error:
        return Outcome(task, None, error)
    except OgrogotiError:
        # the output folder or the machine: the run cannot go on
        raise
    except FutureTimeout:
        trouble = InputFailed(
            Refusal.TIMEOUT_STALL,
            f"The file took longer than {timeout_s:g} seconds.",
            "Give it more time with --timeout, or split it.",
        )
    except MemoryError:
        trouble = InputFailed(
            Refusal.MEMORY,
            f"The file needed more than {MEMORY_BYTES // 1024**2:,} MiB of memory.",
            "Split it into single reports.",
        )
    except (ProcessExpired, BrokenProcessPool, CancelledError) as error:
        trouble = InputFailed(
            Refusal.CRASH_SIGNAL,
            f"The worker process ended by itself ({error}).",
            "Run again; if it recurs, report the file.",
        )
    except Exception as error:  # noqa: BLE001  a bug in the worker costs one file, never the run
        trouble = InputFailed(
            Refusal.CRASH_SIGNAL,
            f"The program failed on this file ({type(error).__name__}: {error}).",
            "This is a fault of the program: report it together with the file.",
        )
    return Outcome(task, None, trouble)
