"""Tasks that end as no task should; a worker imports them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

from schemas.errors import InputRejected, OutputUnusable, Refusal

ENDS: dict[str, Callable[[], None]] = {
    "exit": lambda: os._exit(0),
    "segfault": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
}


def misbehave(task: str) -> str:
    """Do what the task's name says."""
    kind = task.partition(" ")[0]
    if kind in ENDS:
        ENDS[kind]()
    if kind == "sleep":
        time.sleep(60)
    elif kind == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            time.sleep(0.01)
    elif kind == "eat":
        hoard = [bytearray(3 * 1024**3) for _ in range(100)]
        return str(len(hoard))
    elif kind == "bug":
        raise KeyError("nobody expected this")
    elif kind == "reject":
        raise InputRejected(Refusal.EMPTY, "It is empty.", "Fetch it again.")
    elif kind == "disk":
        raise OutputUnusable("The disk is full.", "Free some space.")
    return task.upper()
