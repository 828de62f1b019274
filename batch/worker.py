"""A worker: takes tasks from one pipe, and writes what comes of each into another."""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Callable
from typing import NoReturn, TypeVar

from batch.frames import Frames, Kind, send
from batch.kernel import die_with_parent
from batch.limits import Limits, cpu_used, limit_cpu, limit_memory
from schemas.errors import InputFailed, OgrogotiError, Refusal

Task = TypeVar("Task")
Result = TypeVar("Result")

OBJECTS_MADE = 20_000
"""More objects made than freed before Python looks for cycles; its own figure is 700. A report of
39 lines took 7.6 ms instead of 7.9 with it, the mean of 60."""

Pulse = Callable[[], None]
"""To be called with each page that is done: it earns CPU time, and says that the worker lives."""

Work = Callable[[Task, Pulse], Result]
"""What is done with each task; it must be importable from its module."""


def serve(function: Work[Task, Result], limits: Limits, tasks: int, results: int) -> NoReturn:
    """Do tasks until there are no more; never returns into the process that was forked."""
    code = 1
    try:
        _be_on_its_own(limits)
        _collect_seldom()
        frames = Frames(tasks)
        while (message := frames.wait()) is not None:
            kind, content = _answer(function, message[1], limits, results)
            send(results, kind, content)
        code = 0
    finally:
        # no handler and no buffer of the process that was forked is this one's business
        os._exit(code)


def _collect_seldom() -> None:
    """Look for garbage in cycles less often, and not among what was there before the first task.

    A conversion makes tens of thousands of objects and hardly a cycle.
    """
    gc.freeze()
    gc.set_threshold(OBJECTS_MADE, *gc.get_threshold()[1:])


def _be_on_its_own(limits: Limits) -> None:
    """A session of its own, to be killed as a whole."""
    os.setsid()
    die_with_parent()
    # libraries print what they think of a file, and a file can make that without end
    nowhere = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1, 2):
        os.dup2(nowhere, handle)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    limit_memory(limits)


def _answer(
    function: Work[Task, Result], content: bytes, limits: Limits, results: int
) -> tuple[Kind, bytes]:
    before, allowed = cpu_used(), limits.cpu_s
    limit_cpu(before + allowed)

    def pulse() -> None:
        nonlocal allowed
        if allowed < limits.most_cpu_s:
            allowed += limits.page_cpu_s
            limit_cpu(before + allowed)
        send(results, Kind.PAGE)

    try:
        task: Task = pickle.loads(content)  # noqa: S301  written by the process that forked this one
        return Kind.RESULT, pickle.dumps(function(task, pulse))
    except MemoryError:
        return Kind.WORN, pickle.dumps(out_of_memory(limits))
    except OgrogotiError as error:
        return Kind.TROUBLE, pickle.dumps(error)
    except (Exception, SystemExit) as error:  # noqa: BLE001  a bug costs one file, never the run
        return Kind.TROUBLE, pickle.dumps(_bug(error))


def out_of_memory(limits: Limits) -> InputFailed:
    """The refusal of an input that took too much memory."""
    return InputFailed(
        Refusal.MEMORY,
        f"The file needed more than {limits.memory_bytes // 1024**2:,} MiB of memory.",
        "Split it into single reports.",
    )


def _bug(error: BaseException) -> InputFailed:
    return InputFailed(
        Refusal.CRASH_SIGNAL,
        f"The program failed on this file ({type(error).__name__}: {error}).",
        "This is a fault of the program: report it together with the file.",
    )


def crashed(how: str) -> InputFailed:
    """The trouble with an input whose worker did not live to tell."""
    return InputFailed(
        Refusal.CRASH_SIGNAL,
        f"The process that read the file broke down ({how}).",
        "Run again; if it recurs, report the file.",
    )
