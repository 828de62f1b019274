"""A keeper: the process between the run and one worker, which ends all that the worker leaves.

Workers read what strangers wrote, and die of it. The keeper reads nothing but messages: it hands
on tasks, holds the clock, tells how a worker ended, and forks the next one. It adopts orphans, so
that a program started by a program of a dead worker is found and killed, too.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import select
import signal
import struct
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from math import ceil
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import TypeVar

from batch.frames import BrokenFrame, Frames, Kind, send
from batch.kernel import LEAVE_SECONDS, adopt_orphans, close_all_but, end_all_below
from batch.limits import MEMORY_SHARE, Limits
from batch.worker import Work, crashed, out_of_memory, serve
from schemas.errors import InputFailed, Refusal

Task = TypeVar("Task")
Result = TypeVar("Result")

ANSWER = struct.Struct(">Bd")
"""The kind of an answer, and how many seconds it took."""

PIPE_BYTES = 1024 * 1024
"""A report and its rows, some 0.1 to 0.3 MiB, pass at once; the usual 64 KiB take turns. More than
this the kernel gives to nobody but root."""

TASKS_PER_WORKER = 2000
"""A worker is replaced after so many, so that what a library leaks cannot add up."""


def keep(function: Work[Task, Result], limits: Limits, line: Connection) -> None:
    """Do tasks that come over the line, in order, until it is closed.

    Each answer is a kind, the seconds it took, and the pickled result or trouble.
    """
    # a key on the terminal ends the run, which ends this process by closing the line
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    adopt_orphans()
    try:
        _Keeper(function, limits, line).run()
    finally:
        end_all_below()


@dataclass(slots=True)
class _Worker:
    """A forked worker, and this process's ends of its pipes."""

    process: int
    exit: int
    """A handle that can be waited for, and is ready when the process has ended."""
    tasks: int
    results: int
    frames: Frames
    n_tasks: int = 0
    deadline: float | None = None
    """When it is late with its task; None while it has none."""

    def close(self) -> None:
        for handle in (self.exit, self.tasks, self.results):
            os.close(handle)


class _Keeper:
    def __init__(self, function: Work[Task, Result], limits: Limits, line: Connection) -> None:
        self._serve = partial(serve, function, limits)
        self._limits = limits
        self._line = line
        self._queue: deque[bytes] = deque()
        self._worker: _Worker | None = None
        self._began = 0.0
        # kept from one wait to the next: to make one anew takes longer than all else for a task
        self._waiting = select.poll()
        self._waiting.register(line, select.POLLIN)

    def run(self) -> None:
        """Go on until the line is closed."""
        while True:
            self._hand_out()
            worker = self._worker
            left_ms: int | None = None
            if worker is not None and worker.deadline is not None:
                left_ms = max(0, ceil(1000 * (worker.deadline - monotonic())))
            ready = {handle for handle, _ in self._waiting.poll(left_ms)}
            if self._line.fileno() in ready and not self._take():
                return
            if worker is None:
                continue
            if worker.results in ready or worker.exit in ready:
                self._listen(worker, ended=worker.exit in ready)
            elif not ready:
                self._end(worker, self._too_late())

    def _take(self) -> bool:
        """Queue a task; whether there is still somebody who gives any."""
        try:
            self._queue.append(self._line.recv_bytes())
        except (EOFError, OSError):
            return False
        return True

    def _hand_out(self) -> None:
        worker = self._worker
        if not self._queue or (worker and worker.deadline is not None):
            return
        if worker and worker.n_tasks >= TASKS_PER_WORKER:
            self._replace(worker)
            worker = None
        worker = worker or self._fork()
        self._worker = worker
        worker.n_tasks += 1
        self._began = monotonic()
        worker.deadline = monotonic() + self._limits.stall_s
        # a worker that has ended already is told by its exit
        with suppress(BrokenPipeError):
            send(worker.tasks, Kind.TASK, self._queue.popleft())

    def _fork(self) -> _Worker:
        tasks, give = os.pipe()
        take, results = os.pipe()
        process = os.fork()
        if process == 0:
            # a library gone astray writes to whatever handle it finds
            close_all_but(0, 1, 2, tasks, results)
            self._serve(tasks, results)
        os.close(tasks)
        os.close(results)
        os.set_blocking(take, False)
        with suppress(OSError):
            fcntl.fcntl(take, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        exit_ = os.pidfd_open(process)
        for handle in (take, exit_):
            self._waiting.register(handle, select.POLLIN)
        return _Worker(process, exit_, give, take, Frames(take))

    def _listen(self, worker: _Worker, *, ended: bool) -> None:
        """Take what the worker says; if it has ended, all of its last words."""
        try:
            more = True
            while more and self._worker is worker:
                more = worker.frames.read() and ended
                while self._worker is worker and (message := worker.frames.next()) is not None:
                    self._hear(worker, *message)
        except BlockingIOError:
            # its end of the pipe lives on in a child
            more = False
        except BrokenFrame as error:
            self._end(worker, crashed(f"it sent {error}"))
        if ended and self._worker is worker:
            self._end(worker, None)

    def _hear(self, worker: _Worker, kind: Kind, content: bytes) -> None:
        if kind is Kind.PAGE:
            if worker.deadline is not None:
                worker.deadline = monotonic() + self._limits.stall_s
            return
        if worker.deadline is None:
            # nobody asked: what it says next could be taken for the answer to another task
            self._replace(worker)
            return
        worker.deadline = None
        self._answer(kind, content)
        if kind is Kind.WORN:
            self._replace(worker)

    def _answer(self, kind: Kind, content: bytes) -> None:
        # the run has gone; the closed line is seen next
        with suppress(OSError):
            self._line.send_bytes(ANSWER.pack(kind, monotonic() - self._began) + content)

    def _end(self, worker: _Worker, trouble: InputFailed | None) -> None:
        """End a worker and all below it, and answer for the task it had."""
        busy = worker.deadline is not None
        said = self._replace(worker)
        if busy:
            self._answer(Kind.TROUBLE, pickle.dumps(trouble or said))

    def _replace(self, worker: _Worker) -> InputFailed:
        """Bury a worker and what it leaves; how it ended, if it was not killed here."""
        self._worker = None
        with suppress(ProcessLookupError):
            os.kill(worker.process, signal.SIGKILL)
        # one that hangs in the kernel is left to it
        wait([worker.exit], LEAVE_SECONDS)
        _, status, used = os.wait4(worker.process, os.WNOHANG)
        for handle in (worker.results, worker.exit):
            self._waiting.unregister(handle)
        worker.close()
        end_all_below()
        return self._how(os.waitstatus_to_exitcode(status), used.ru_maxrss * 1024)

    def _how(self, code: int, peak_bytes: int) -> InputFailed:
        if code == -signal.SIGXCPU:
            return InputFailed(
                Refusal.TIMEOUT_CPU,
                f"The file used more than {self._limits.cpu_s:,} seconds of CPU time.",
                "Split it into single reports.",
            )
        if peak_bytes >= MEMORY_SHARE * self._limits.memory_bytes:
            return out_of_memory(self._limits)
        if code < 0:
            return crashed(f"ended by {signal.Signals(-code).name}")
        return crashed(f"it ended with {code}, and without a result")

    def _too_late(self) -> InputFailed:
        return InputFailed(
            Refusal.TIMEOUT_STALL,
            f"Nothing came of the file for {self._limits.stall_s:g} seconds.",
            "Give it more time with --timeout, or split it.",
        )
