"""Runs a foreign program on one file: no network, own limits, and nothing of it stays behind."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

PROBE_SECONDS = 10

CPU_SHARE = 0.9
"""How much of the limit a program must have used to be ended by it, and not by something else; how
it ended does not tell, since `unshare` (util-linux 2.38) says 1 for any signal."""

# A namespace of processes goes with its first one, whatever its children did to escape.
NAMESPACES = (
    ("--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child"),
    ("--net", "--pid", "--fork", "--kill-child"),
    ("--user", "--map-root-user", "--net"),
    ("--net",),
)
"""What `unshare` is asked for, best first; containers often forbid some of it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program may take."""

    cpu_seconds: int
    wall_seconds: float
    file_bytes: int
    """The size of any file that it writes."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended."""

    code: int
    """Its exit status; the negative number of a signal that ended it."""
    timed_out: bool = False
    """Whether it was ended at the wall limit."""
    used_up_cpu: bool = False
    """Whether it was ended at the CPU limit."""


def run_confined(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str], limits: Limits
) -> Ended:
    """Run a command in a folder, in a session of its own; all of it is ended when this returns.

    Raises:
        OSError: it could not be started.
    """
    process = subprocess.Popen(  # noqa: S603  the caller's program, with fixed arguments
        [*wrapping(limits), *command],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    cpu_before = _cpu_of_children()
    try:
        code = process.wait(limits.wall_seconds)
    except subprocess.TimeoutExpired:
        return Ended(-signal.SIGKILL, timed_out=True)
    finally:
        _end_group(process)
    used = _cpu_of_children() - cpu_before
    return Ended(code, used_up_cpu=code != 0 and used >= CPU_SHARE * limits.cpu_seconds)


def _cpu_of_children() -> float:
    """CPU seconds of the children that have ended, and of theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _end_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wrapping(limits: Limits) -> list[str]:
    """Programs of util-linux that confine what stands behind them; those that are there."""
    wrapping: list[str] = []
    if setpriv := _find("setpriv"):
        # a worker that is killed takes the program with it
        wrapping += [setpriv, "--pdeathsig", "KILL"]
    if (unshare := _find("unshare")) and (namespaces := _namespaces(unshare)):
        wrapping += [unshare, *namespaces]
    if prlimit := _find("prlimit"):
        wrapping += [
            prlimit,
            f"--cpu={limits.cpu_seconds}",
            f"--fsize={limits.file_bytes}",
            "--core=0",
        ]
    return wrapping


@cache
def _find(program: str) -> str | None:
    return shutil.which(program, path=SYSTEM_PATH)


@cache
def _namespaces(unshare: str) -> tuple[str, ...]:
    """The most that this machine allows; empty if it allows nothing."""
    for options in NAMESPACES:
        try:
            ran = subprocess.run(  # noqa: S603  a fixed program with fixed arguments
                [unshare, *options, "true"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PROBE_SECONDS,
                check=False,
                env={"PATH": SYSTEM_PATH},
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if ran.returncode == 0:
            return options
    return ()
