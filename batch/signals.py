"""Signals that ask for the end of a run, heard where they do no harm."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType


class Stopped(BaseException):
    """A signal asks for the end; not an Exception, so that nothing on the way takes it for one."""

    def __init__(self, number: int) -> None:
        """Keep the signal's number."""
        super().__init__(number)
        self.number = number


class Stop:
    """Signals that ask for the end: they raise, but never between a report and its entry."""

    def __init__(self) -> None:
        """Hear nothing yet."""
        self._shielded = False
        self._pending = 0

    @contextmanager
    def listening(self) -> Generator[None]:
        """Inside the block such a signal raises; afterwards it does what it did before."""
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, self._hear) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def shielded(self) -> Generator[None]:
        """Inside the block it waits until the end of the block."""
        self._shielded = True
        try:
            yield
        finally:
            self._shielded = False
        if self._pending:
            raise Stopped(self._pending)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        del frame
        self._pending = number
        if not self._shielded:
            raise Stopped(number)
