"""Files appear whole or not at all: temporary name, fsync, rename, fsync of the folder."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from schemas.errors import OutputUnusable

TEMPORARY = ".ogrogoti-"
"""Temporary files begin so; what a killed run leaves behind is told by it."""

_NO_SPACE = "Free some space, or choose another folder, and run again: finished files are kept."
_NO_RIGHT = "Choose another folder, or get the right to write into this one, and run again."
_NO_FOLDER = "Choose a folder that is there or can be made, not a file, for the output."
_DEVICE = "Check the disk or the network share, and run again: finished files are kept."

TROUBLES = {
    errno.ENOSPC: ("there is no space left", _NO_SPACE),
    errno.EDQUOT: ("the disk quota is used up", _NO_SPACE),
    errno.EFBIG: ("the file is larger than this machine allows", _NO_SPACE),
    errno.EACCES: ("permission is denied", _NO_RIGHT),
    errno.EPERM: ("permission is denied", _NO_RIGHT),
    errno.EROFS: ("the file system is read-only", _NO_RIGHT),
    errno.ESTALE: ("the network share is not there any more", _DEVICE),
    errno.ENOTDIR: ("part of the path is not a folder", _NO_FOLDER),
    errno.EEXIST: ("part of the path is not a folder", _NO_FOLDER),
    errno.EISDIR: ("a folder has the name of the file", "Move that folder away and run again."),
    errno.EIO: ("the device reports an error", _DEVICE),
}


@contextmanager
def naming_trouble(path: Path) -> Generator[None]:
    """Turn what the operating system says about writing into a reason and a remedy.

    Raises:
        OutputUnusable: no space, no permission, not a folder, or a failing device.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in TROUBLES:
            raise
        reason, remedy = TROUBLES[error.errno]
        raise OutputUnusable(f"{path} cannot be written: {reason}.", remedy) from error


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, so that they outlive a power cut."""
    if folder.is_dir():
        return
    missing = [above for above in (folder, *folder.parents) if not above.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileNotFoundError as error:
        # such as below /proc, where nobody can make a folder
        raise OutputUnusable(f"{folder} cannot be made.", _NO_FOLDER) from error
    for made in missing:
        sync_folder(made.parent)


@contextmanager
def replace_file(path: Path) -> Generator[BinaryIO]:
    """A handle whose content becomes `path` when the block ends well, and else never.

    Raises:
        OutputUnusable: the file cannot be written; the old one is as it was.
    """
    temporary = path.with_name(f"{TEMPORARY}{secrets.token_hex(8)}")
    with naming_trouble(path):
        make_folder(path.parent)
        try:
            with temporary.open("xb") as handle:
                yield handle
                handle.flush()
                os.fsync(handle.fileno())
            temporary.replace(path)
            sync_folder(path.parent)
        finally:
            temporary.unlink(missing_ok=True)


def stage_file(folder: Path, content: bytes, *, lasting: bool = True) -> Path:
    """Write a file under a temporary name, for `place_file`, which may be another process's call.

    Args:
        folder: where; on the file system of the place it will have.
        content: all of it.
        lasting: whether it must outlive a power cut from now on.

    Raises:
        OutputUnusable: the file cannot be written; nothing stays behind.
    """
    temporary = folder / f"{TEMPORARY}{secrets.token_hex(8)}"
    with naming_trouble(folder):
        try:
            with temporary.open("xb") as handle:
                handle.write(content)
                handle.flush()
                if lasting:
                    os.fsync(handle.fileno())
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    return temporary


def begin_sync(path: Path) -> None:
    """Have the device begin to write a file, without waiting for it: `sync_file` then takes less.

    Raises:
        OutputUnusable: the device fails.
    """
    with naming_trouble(path), _open(path) as handle:
        # Linux starts to write what it is told to forget, and forgets nothing that is not written
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def sync_file(path: Path) -> None:
    """Make the content of a file outlive a power cut.

    Raises:
        OutputUnusable: the device has no space for it, or fails.
    """
    with naming_trouble(path), _open(path) as handle:
        os.fsync(handle)


@contextmanager
def _open(path: Path) -> Generator[int]:
    handle = os.open(path, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


def place_file(staged: Path, path: Path, *, lasting: bool = True) -> None:
    """Give a staged file its name, in one step.

    Args:
        staged: what `stage_file` gave.
        path: its name from now on.
        lasting: whether that must outlive a power cut from now on.

    Raises:
        OutputUnusable: the file cannot be moved there; the old one is as it was.
    """
    with naming_trouble(path):
        try:
            staged.replace(path)
        except FileNotFoundError:
            # a look at the folder before each file would take as long as the move
            make_folder(path.parent)
            staged.replace(path)
        if lasting:
            sync_folder(path.parent)


def remove_leftovers(out: Path) -> int:
    """Delete what a killed run left half written; only for who holds the output folder.

    Returns:
        How many files and folders there were.
    """
    leftovers = [
        Path(folder, name)
        for folder, folders, files in os.walk(out)
        for name in (*folders, *files)
        if name.startswith(TEMPORARY)
    ]
    for path in leftovers:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return len(leftovers)
