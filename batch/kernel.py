"""What Linux offers to keep processes together, and is not in Python's library."""

from __future__ import annotations

import ctypes
import os
import signal
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
"""<linux/prctl.h>"""

LEAVE_SECONDS = 5.0
"""A killed process that is still there after so long hangs in the kernel; it is left to it."""

LOOK_SECONDS = 0.005


def adopt_orphans() -> None:
    """Become the parent of all below this process whose own parent ends."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Be killed when the parent ends, however it ends."""
    parent = os.getppid()
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def _prctl(option: int, value: int) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(option, value, 0, 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def close_all_but(*kept: int) -> None:
    """Close every handle of this process but these."""
    for name in os.listdir("/proc/self/fd"):
        if int(name) not in kept:
            with suppress(OSError):
                os.close(int(name))


def end_all_below() -> None:
    """Kill and bury all processes below this one, those that left their session, too.

    Only for a process that has adopted orphans: whoever loses his parent becomes its child, and is
    found in the next round.
    """
    deadline = monotonic() + LEAVE_SECONDS
    while monotonic() < deadline:
        below = _below(os.getpid())
        for process in below:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        if not _bury() and not below:
            return
        sleep(LOOK_SECONDS)


def _bury() -> bool:
    """Take the exit of each child that has ended; whether any child is left."""
    while True:
        try:
            process, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return False
        if process == 0:
            return True


def _below(process: int) -> list[int]:
    """All processes below one, nearest first."""
    found = _children(process)
    for child in found:
        found.extend(_children(child))
    return found


def _children(process: int) -> list[int]:
    children: list[int] = []
    with suppress(OSError):
        for thread in Path("/proc", str(process), "task").iterdir():
            children += [int(word) for word in (thread / "children").read_text().split()]
    return children
