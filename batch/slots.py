"""Tasks in, outcomes out, as they come: each slot holds a worker that may die without harm.

A slot is a keeper, which has one worker. No two slots share anything: a pool that workers share was
seen to stop for ever when one was killed while it held the pool's pipe (pebble issues 97 and 163).
"""

from __future__ import annotations

import multiprocessing
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from batch.frames import Kind
from batch.keeper import ANSWER, keep
from batch.kernel import LEAVE_SECONDS
from batch.limits import Limits
from batch.worker import Work, crashed
from schemas.errors import InputError, MachineLacks, OgrogotiError

Task = TypeVar("Task")
Result = TypeVar("Result")

UNBORN = 1
"""How a process ends that Python could not bring as far as its function; a keeper never ends so."""

AHEAD = 2
"""Tasks in a slot: one at work, and one so that the worker need not wait for the next."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Task, Result]):
    """A task and what came of it: a result, or a reason why there is none."""

    task: Task
    result: Result | None
    trouble: InputError | None = None
    seconds: float = 0.0
    """Wall seconds in the worker."""


class _Slot(Generic[Task, Result]):
    def __init__(self, function: Work[Task, Result], limits: Limits) -> None:
        context = multiprocessing.get_context("forkserver")
        module = function.__module__
        context.set_forkserver_preload([module, keep.__module__])
        self.line, far = multiprocessing.Pipe()
        self.process = context.Process(target=keep, args=(function, limits, far), daemon=False)
        self.process.start()
        far.close()
        self.flying: deque[Task] = deque()
        self.has_answered = False

    def submit(self, task: Task) -> None:
        self.flying.append(task)
        # a keeper that has gone is found when its answer is read
        with suppress(OSError):
            self.line.send_bytes(pickle.dumps(task))

    def land(self) -> Outcome[Task, Result]:
        """The outcome of the first task in flight; only when the line is ready.

        Raises:
            EOFError, OSError: the keeper has gone.
        """
        message = self.line.recv_bytes()
        self.has_answered = True
        return _outcome(self.flying.popleft(), message)

    def give_up(self, heir: _Slot[Task, Result]) -> Outcome[Task, Result]:
        """After the keeper's end: the outcome of the task it was at; another slot has the rest.

        Raises:
            MachineLacks: it never began.
        """
        code = self.stop()
        if code == UNBORN and not self.has_answered:
            raise MachineLacks(
                "No worker could be started.",
                "In a script of your own, call convert below `if __name__ == '__main__':`, since "
                "each worker imports the script. Else report what stands above this line.",
            )
        first = self.flying.popleft()
        for task in self.flying:
            heir.submit(task)
        return Outcome(first, None, crashed("its keeper was ended by something else"))

    def stop(self) -> int | None:
        """End the worker, and all that it started; how the keeper ended."""
        self.line.close()
        self.process.join(2 * LEAVE_SECONDS)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        code = self.process.exitcode
        self.process.close()
        return code


def work(
    function: Work[Task, Result], tasks: Iterable[Task], *, jobs: int, limits: Limits
) -> Iterator[Outcome[Task, Result]]:
    """Yield the outcome of each task, as they come.

    Args:
        function: can be pickled: what a worker does with a task.
        tasks: taken when there is a slot for them, never all at once.
        jobs: how many workers.
        limits: what each task may take.

    Raises:
        OgrogotiError: no task can be done, such as for want of space.
    """
    left = iter(tasks)
    slots: list[_Slot[Task, Result]] = []
    try:
        while True:
            _fill(slots, left, jobs, lambda: _Slot(function, limits))
            busy = [slot.line for slot in slots if slot.flying]
            if not busy:
                return
            ready = wait(busy)
            for slot in [slot for slot in slots if slot.line in ready]:
                try:
                    outcome = slot.land()
                except (EOFError, OSError):
                    slots.remove(slot)
                    fresh = _Slot(function, limits)
                    slots.append(fresh)
                    outcome = slot.give_up(fresh)
                yield outcome
    finally:
        for slot in slots:
            slot.stop()


def _fill(
    slots: list[_Slot[Task, Result]],
    tasks: Iterator[Task],
    jobs: int,
    make: Callable[[], _Slot[Task, Result]],
) -> None:
    """Give each slot what it can take, the emptiest first."""
    while True:
        slot = min(slots, key=lambda slot: len(slot.flying), default=None)
        if (slot is None or slot.flying) and len(slots) < jobs:
            slot = None
        elif slot is None or len(slot.flying) >= AHEAD:
            return
        try:
            task = next(tasks)
        except StopIteration:
            return
        if slot is None:
            slots.append(slot := make())
        slot.submit(task)


def _outcome(task: Task, message: bytes) -> Outcome[Task, Any]:
    kind, seconds = ANSWER.unpack_from(message)
    try:
        content = pickle.loads(message[ANSWER.size :])  # noqa: S301  from a process of this program
    except Exception as error:  # noqa: BLE001  a broken pickle can raise anything
        return Outcome(task, None, crashed(f"its answer cannot be read: {error}"))
    if kind == Kind.RESULT:
        return Outcome(task, content, None, seconds)
    if isinstance(content, InputError):
        return Outcome(task, None, content, seconds)
    if isinstance(content, OgrogotiError):
        raise content
    return Outcome(task, None, crashed("its answer is none"))
