"""Places in, inputs out: files, folders, archives and patterns, in an order no machine changes."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from batch.archives import members_of
from batch.inputs import Input, is_address, shown, text_of
from batch.walk import walk
from schemas.errors import BadUsage


def discover(places: Iterable[str | Path]) -> tuple[Input, ...]:
    """All inputs below the places, sorted by name; the same file twice is one input.

    Args:
        places: files, folders, archives, patterns such as `archive/*/2022*.docx`, addresses.

    Raises:
        BadUsage: there is nothing at one of the places.
    """
    return tuple(sorted({found for place in places for found in _below(os.fspath(place))}))


def _below(place: str) -> Iterator[Input]:
    for root, within in roots(place):
        for name, path, trouble in walk(root):
            joined = text_of((PurePosixPath(within) / name).as_posix())
            yield from members_of(Input(joined, path, (), trouble))


def roots(place: str) -> Iterator[tuple[str, str]]:
    """Paths that a place stands for, each with the name of the folder in which the caller sees it.

    Raises:
        BadUsage: there is nothing at the place.
    """
    if is_address(place) or os.path.lexists(place):
        yield place, ""
        return
    if not glob.has_magic(place):
        raise BadUsage(f"There is no {shown(place)}.", "Name a file, a folder or a zip archive.")
    found = sorted(glob.glob(place, recursive=True, include_hidden=True))
    if not found:
        raise BadUsage(f"Nothing fits {shown(place)}.", "Name a file, a folder or a zip archive.")
    fixed = _fixed(place)
    # with `**` a folder is found, and so is all below it
    folders = {path for path in found if os.path.isdir(path)}
    for path in found:
        above = {os.fspath(parent) for parent in Path(path).parents}
        if not folders & above:
            inside = os.path.relpath(path, fixed)
            yield path, inside if path in folders else os.path.dirname(inside)


def _fixed(pattern: str) -> str:
    """The folders of a pattern before its first sign that stands for anything."""
    parts = Path(pattern).parts
    first = next(n for n, part in enumerate(parts) if glob.has_magic(part))
    return os.path.join("", *parts[:first]) or "."
