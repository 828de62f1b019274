"""Reports prepared on all cores, and handed on in their order."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from load.warehouse_folder import Found
from load.warehouse_prepare import Prepared, prepare

FEW = 100
"""Reports that are prepared before workers are started, which takes as long: 0.6 s."""

AHEAD = 4
"""Reports for each worker that are read before their turn; each takes about 1 MB."""

OBJECTS_MADE = 20_000
"""More objects made than freed before Python looks for cycles; its own figure is 700."""

PR_SET_PDEATHSIG = 1
"""<linux/prctl.h>"""

Outcome = Prepared | ValueError


@dataclass(frozen=True, slots=True)
class Task:
    """A report that the warehouse does not have."""

    found: Found
    key: UUID


def attempt(task: Task) -> Outcome:
    """The rows of a report, or what is wrong with it."""
    try:
        return prepare(task.found, task.key)
    except ValueError as error:
        # pydantic's own error cannot be sent to another process
        return ValueError(str(error))


def prepare_all(tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
    """Yield each task with its outcome, in order."""
    remaining = iter(tasks)
    for _ in range(FEW):
        task = next(remaining, None)
        if task is None:
            return
        yield task, attempt(task)
    n_workers = os.cpu_count() or 1
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(n_workers, context, initializer=_begin) as pool:
        under_way: deque[tuple[Task, Future[Outcome]]] = deque()
        for task in remaining:
            under_way.append((task, pool.submit(attempt, task)))
            if len(under_way) > AHEAD * n_workers:
                done, future = under_way.popleft()
                yield done, future.result()
        for done, future in under_way:
            yield done, future.result()


def _begin() -> None:
    """Make a worker ready."""
    # when the load is killed the fork server ends, which is the worker's parent
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # a report is ten thousands of objects and hardly a cycle: looking for them took a tenth
    gc.freeze()
    gc.set_threshold(OBJECTS_MADE, *gc.get_threshold()[1:])
