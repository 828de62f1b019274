"""One run at a time on one output folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import OutputLocked

LOCK = ".lock"


@contextmanager
def hold(folder: Path) -> Generator[None]:
    """Hold the folder while the block runs; the kernel lets go of it if the process dies.

    Raises:
        OutputLocked: another run holds it.
    """
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip() or "unknown"
            raise OutputLocked(
                f"Another run holds {folder} (process {holder}).",
                "Wait until it has ended, or choose another output folder.",
            ) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        try:
            yield
        finally:
            # equal inputs give equal folders: nothing of this process stays behind
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)
