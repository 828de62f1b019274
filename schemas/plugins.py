"""Finds plug-in modules by looking into a room's folder; nobody keeps a list."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import TypeVar

Shape = TypeVar("Shape")

ROOMS = Path(__file__).parent.parent


def plugins(room: str, shape: type[Shape]) -> tuple[Shape, ...]:
    """The modules of a room that have the shape, by name; those with a leading `_` are private.

    Only modules that set one of the shape's upper-case names are imported, so that a module with
    a heavy library costs nothing to those who do not need it.

    Raises:
        TypeError: a module sets one of these names, but has not all of the shape.
    """
    names = "|".join(name for name in shape.__annotations__ if name.isupper())
    marker = re.compile(rf"^(?:{names})\b.*=", re.MULTILINE)
    found: list[Shape] = []
    for path in sorted((ROOMS / room).glob("[!_]*.py")):
        if not marker.search(path.read_text(encoding="utf-8")):
            continue
        module: object = import_module(f"{room}.{path.stem}")
        if not isinstance(module, shape):
            raise TypeError(f"{room}/{path.name} is not a {shape.__name__} (see schemas/ports.py)")
        found.append(module)
    return tuple(found)
