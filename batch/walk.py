"""Files below a folder: links are not followed out of it, and what is no file ends in a state."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from batch.content import not_a_file, unreadable
from batch.inputs import is_address
from schemas.errors import InputError, InputRejected, Refusal

Found = tuple[str, str, InputError | None]
"""The name below the root, the path, and why it cannot be read, if that is known."""


def walk(root: str) -> Iterator[Found]:
    """Every file at or below a path, or an address; each with its trouble, if it has any."""
    if is_address(root):
        from batch.remote import walk_address

        yield from walk_address(root)
    elif os.path.isdir(root):
        yield from _walk_folder(root)
    else:
        yield os.path.basename(root), root, None


def _walk_folder(root: str) -> Iterator[Found]:
    real_root = os.path.realpath(root)
    waiting = [""]
    while waiting:
        within = waiting.pop()
        try:
            with os.scandir(os.path.join(root, within)) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield within or ".", os.path.join(root, within), unreadable(error, "folder")
            continue
        for entry in found:
            name = os.path.join(within, entry.name)
            if entry.is_dir(follow_symlinks=False):
                waiting.append(name)
            else:
                yield name, entry.path, _trouble(entry, real_root)


def _trouble(entry: os.DirEntry[str], real_root: str) -> InputError | None:
    if not entry.is_symlink():
        return None if entry.is_file(follow_symlinks=False) else not_a_file()
    try:
        target = os.path.realpath(entry.path, strict=True)
        mode = os.stat(target).st_mode
    except OSError:
        return _link("a link that leads nowhere, or round in a circle")
    if os.path.commonpath((target, real_root)) != real_root:
        return _link("a link to a place outside the folder")
    if stat.S_ISDIR(mode):
        return _link("a link to a folder, which is read in its own place")
    return None if stat.S_ISREG(mode) else not_a_file()


def _link(what: str) -> InputRejected:
    return InputRejected(
        Refusal.NOT_A_DOCUMENT, f"It is {what}.", "Name what it leads to as an input of its own."
    )
