"""Objects of a PDF as they come: of any type, whatever the standard asks for."""

from __future__ import annotations

from importlib import import_module
from typing import Any, cast

_types: Any = import_module("playa.pdftypes")

LINKS_LIMIT = 20
"""References to references; damaged files have objects that are references to themselves."""


def resolve(value: Any) -> Any:
    """What a reference points to; other values as they are."""
    for _ in range(LINKS_LIMIT):
        if not isinstance(value, _types.ObjRef):
            return value
        value = value.resolve()
    return None


def entries(value: object) -> dict[str, Any]:
    """A dictionary, or the one that a reference points to; empty for anything else."""
    found: Any = resolve(value)
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def let_go(stream: Any) -> None:
    """Drop what a stream unpacked to, which playa would keep for as long as the document.

    It can be unpacked again. The contents of 86 pages that Chromium printed take 10 MB.
    """
    stream._data = None  # there is no other way
