"""Finds plug-in modules by looking into a room's folder; nobody keeps a list."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path
from typing import TypeVar

Shape = TypeVar("Shape")


def plugins(room: str, shape: type[Shape]) -> tuple[Shape, ...]:
    """The modules of a room that have the shape, by name; those with a leading `_` are private.

    A module that has some of the shape's upper-case names and lacks others is a mistake.

    Raises:
        TypeError: a module has a marker of the shape, but not all of it.
    """
    folder = Path(__file__).parent.parent / room
    markers = [name for name in shape.__annotations__ if name.isupper()]
    found: list[Shape] = []
    for info in sorted(pkgutil.iter_modules([str(folder)]), key=lambda info: info.name):
        if info.name.startswith("_"):
            continue
        module: object = import_module(f"{room}.{info.name}")
        if isinstance(module, shape):
            found.append(module)
        elif any(hasattr(module, name) for name in markers):
            raise TypeError(
                f"{room}/{info.name}.py is not a {shape.__name__} (see schemas/ports.py)"
            )
    return tuple(found)
