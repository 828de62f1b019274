"""The formats of the tables beside CSV, found by looking into this room."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from load.rows import tables
from schemas.errors import BadUsage
from schemas.plugins import plugins
from schemas.ports import Format


@cache
def formats() -> dict[str, Format]:
    """The formats of the room, by name."""
    return {module.FORMAT: module for module in plugins("load", Format)}


def formats_named(names: Iterable[str]) -> tuple[Format, ...]:
    """The formats that a caller names.

    Raises:
        BadUsage: there is none of that name.
    """
    wanted = sorted(set(names))
    for name in wanted:
        if name not in formats():
            known = ", ".join(sorted(formats()))
            raise BadUsage(f"There is no format {name}.", f"Choose from: {known}.")
    return tuple(formats()[name] for name in wanted)


def write_formats(quarters: Iterable[Path], wanted: Iterable[Format]) -> tuple[Path, ...]:
    """Write the tables of quarter folders in further formats.

    Raises:
        OutputUnusable: a file cannot be written.
    """
    written: list[Path] = []
    for quarter in quarters:
        paths = {name: quarter / f"{name}.csv" for name in tables()}
        for module in wanted:
            written.extend(module.write(paths, quarter))
    return tuple(written)
