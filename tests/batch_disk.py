"""A disk that fails, or a process that is killed, at the n-th thing that is done to it."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from batch.limits import Limits
from batch.slots import Outcome
from batch.worker import Work
from schemas.errors import InputError

Task = TypeVar("Task")
Result = TypeVar("Result")

CALLS = ("fsync", "ftruncate", "mkdir", "open", "pwrite", "replace", "unlink", "write")
"""What changes a disk, of the module os; files opened for writing go by their raw writes."""


def inline(
    function: Work[Task, Result], tasks: Iterable[Task], *, jobs: int, limits: Limits
) -> Iterator[Outcome[Task, Result]]:
    """An engine without a worker: everything happens in this process, where it can be watched."""
    del jobs, limits
    for task in tasks:
        try:
            yield Outcome(task, function(task, lambda: None))
        except InputError as trouble:
            yield Outcome(task, None, trouble)


class Disk:
    """Counts what is done below a folder, and does something else at the n-th time."""

    def __init__(self, folder: Path, at: int, fault: Callable[[], None]) -> None:
        self.folder = str(folder)
        self.at = at
        self.fault = fault
        self.n_done = 0

    def touch(self) -> None:
        """Another thing is done."""
        self.n_done += 1
        if self.n_done == self.at:
            self.fault()

    def is_here(self, place: object) -> bool:
        if isinstance(place, int):
            place = os.readlink(f"/proc/self/fd/{place}")
        return isinstance(place, str | Path) and str(place).startswith(self.folder)


def failing(number: int) -> Callable[[], None]:
    """Say what the operating system says of such an error."""

    def fault() -> None:
        raise OSError(number, os.strerror(number))

    return fault


def killed() -> None:
    """End this process without any warning."""
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def watched(disk: Disk) -> Generator[None]:
    """Inside the block everything that changes the folder is counted."""
    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, _counted(disk, getattr(os, name), name))
        patch.setattr(io, "open", _counted_open(disk, io.open))
        yield


def _counted(disk: Disk, call: Callable[..., Any], name: str) -> Callable[..., Any]:
    def counted(place: Any, *rest: Any, **named: Any) -> Any:
        writes = name != "open" or rest[0] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if writes and disk.is_here(place):
            disk.touch()
        return call(place, *rest, **named)

    return counted


def _counted_open(disk: Disk, open_: Callable[..., Any]) -> Callable[..., Any]:
    class Raw(io.FileIO):
        def write(self, content: Any) -> int:
            disk.touch()
            return super().write(content)

    def counted(place: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if not set(mode) & set("wax+") or not disk.is_here(place):
            return open_(place, mode, *rest, **named)
        disk.touch()
        raw = Raw(place, mode.replace("b", ""))
        if named.get("buffering") == 0:
            return raw
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding="utf-8")

    return counted
