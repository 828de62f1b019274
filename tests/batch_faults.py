"""Tasks that end as no task should; a worker imports them."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from batch.frames import HEAD, Kind
from batch.worker import Pulse
from schemas.errors import InputRejected, OutputUnusable, Refusal

MARK = f"ogrogoti-fault-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
"""Stands in the command line of every program that a fault starts; of this test process alone."""

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"


def _start(*, own_session: bool) -> None:
    """A child, and a child of it, that both mean to stay."""
    start = f"subprocess.Popen([sys.executable, '-c', {STUBBORN!r}, {MARK!r}])"
    again = f"import subprocess, sys; {start}; {STUBBORN}"
    for script in (STUBBORN, again):
        subprocess.Popen([sys.executable, "-c", script, MARK], start_new_session=own_session)
    time.sleep(0.2)


def _sleep() -> None:
    time.sleep(600)


def _spin() -> None:
    while True:
        pass


def _be_deaf() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    while True:
        time.sleep(0.01)


def _block_in_c() -> None:
    ctypes.CDLL(None).pause()


def _spin_in_c() -> None:
    sum(range(10**14))


def _eat() -> None:
    hoard = [bytearray(64 * 1024**2) for _ in range(1000)]
    raise AssertionError(len(hoard))


def _die_with_full_hands() -> None:
    hoard: list[bytearray] = []
    try:
        while True:
            hoard.append(bytearray(64 * 1024**2))
    except MemoryError:
        # as PDFium does
        os.abort()


def _say(content: bytes) -> None:
    """Write to every pipe that this process holds, as a native library gone astray might."""
    for handle in range(3, 64):
        try:
            os.write(handle, content)
        except OSError:
            continue
    time.sleep(600)


def _daemon() -> None:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.setsid()
            subprocess.Popen([sys.executable, "-c", STUBBORN, MARK])
        os._exit(0)
    time.sleep(0.2)


def _leave(*, own_session: bool, then: Callable[[], None]) -> Callable[[], None]:
    def fault() -> None:
        _start(own_session=own_session)
        then()

    return fault


def _reject() -> None:
    raise InputRejected(Refusal.EMPTY, "It is empty.", "Fetch it again.")


def _fail() -> None:
    raise KeyError("nobody expected this")


FAULTS: dict[str, tuple[Callable[[], object], Refusal]] = {
    "sleep": (_sleep, Refusal.TIMEOUT_STALL),
    "deaf": (_be_deaf, Refusal.TIMEOUT_STALL),
    "blocked": (_block_in_c, Refusal.TIMEOUT_STALL),
    "stopped": (lambda: os.kill(os.getpid(), signal.SIGSTOP), Refusal.TIMEOUT_STALL),
    "spin": (_spin, Refusal.TIMEOUT_CPU),
    "spin-in-c": (_spin_in_c, Refusal.TIMEOUT_CPU),
    "exit": (lambda: os._exit(0), Refusal.CRASH_SIGNAL),
    "exit-3": (lambda: os._exit(3), Refusal.CRASH_SIGNAL),
    "sys-exit": (lambda: sys.exit(0), Refusal.CRASH_SIGNAL),
    "segfault": (lambda: ctypes.string_at(0), Refusal.CRASH_SIGNAL),
    "abort": (os.abort, Refusal.CRASH_SIGNAL),
    "kill": (lambda: os.kill(os.getpid(), signal.SIGKILL), Refusal.CRASH_SIGNAL),
    "group": (lambda: os.killpg(0, signal.SIGKILL), Refusal.CRASH_SIGNAL),
    "parent": (lambda: os.kill(os.getppid(), signal.SIGKILL), Refusal.CRASH_SIGNAL),
    "eat": (_eat, Refusal.MEMORY),
    "abort-when-full": (_die_with_full_hands, Refusal.MEMORY),
    "bug": (_fail, Refusal.CRASH_SIGNAL),
    "reject": (_reject, Refusal.EMPTY),
    "garbage": (lambda: _say(b"\xff" * 4096), Refusal.CRASH_SIGNAL),
    "half": (lambda: _say(HEAD.pack(Kind.RESULT, 1000) + b"x"), Refusal.TIMEOUT_STALL),
    "endless": (lambda: _say(HEAD.pack(Kind.RESULT, 1 << 30) + b"x"), Refusal.CRASH_SIGNAL),
    "child-hangs": (_leave(own_session=False, then=_sleep), Refusal.TIMEOUT_STALL),
    "session-hangs": (_leave(own_session=True, then=_sleep), Refusal.TIMEOUT_STALL),
    "leaves-session": (
        _leave(own_session=True, then=lambda: os._exit(0)), Refusal.CRASH_SIGNAL,
    ),
    "leaves-daemon": (lambda: (_daemon(), os.abort()), Refusal.CRASH_SIGNAL),
}  # fmt: skip
"""What each fault does, and the code it must end with."""


def misbehave(task: str, pulse: Pulse) -> str:
    """Do what the task's name says."""
    kind, _, number = task.partition(" ")
    if kind == "disk":
        raise OutputUnusable("The disk is full.", "Free some space.")
    if kind == "pages":
        for _ in range(int(number)):
            time.sleep(0.2)
            pulse()
    if kind == "cpu-pages":
        for _ in range(int(number)):
            end = time.process_time() + 0.3
            while time.process_time() < end:
                pass
            pulse()
    if kind == "daemon":
        _daemon()
    if kind in FAULTS:
        FAULTS[kind][0]()
    return task.upper()
