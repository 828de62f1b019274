"""Texts of a workbook: plain ones, and those that change their font on the way."""

from __future__ import annotations

import re
from functools import lru_cache

from extract._xml import Element
from schemas.document import Run

Stored = str | tuple[Run, ...]
"""A text; in runs only where it has fonts of its own, since a workbook holds very many."""

# Characters that XML has no place for are written so (ECMA-376 Part 1, 22.9.2.19).
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

FIRST_PRINTABLE = 0x20
SURROGATES = range(0xD800, 0xE000)
NO_CHARACTERS = (0xFFFE, 0xFFFF)
LINE_ENDS = (0x09, 0x0A, 0x0D)


def local(element: Element) -> str:
    """The name of an element; each has two namespaces, that of the standard and the older one."""
    return _local(element.tag)


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def unescape(text: str) -> str:
    """The text with its escaped characters; codes that are no characters stay as written."""
    return ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    if code < FIRST_PRINTABLE and code not in LINE_ENDS:
        return match[0]
    return match[0] if code in SURROGATES or code in NO_CHARACTERS else chr(code)


def text_of(element: Element) -> Stored:
    """The text of a shared or inline string; how it is pronounced is no part of it."""
    runs: list[Run] = []
    for child in element:
        match local(child):
            case "t":
                runs.append(Run(unescape(child.text or "")))
            case "r":
                runs.append(_run(child))
            case _:
                pass
    if all(run.font is None for run in runs):
        return "".join(run.text for run in runs)
    return tuple(run for run in runs if run.text)


def _run(element: Element) -> Run:
    font: str | None = None
    text: list[str] = []
    for child in element.iter():
        match local(child):
            case "rFont":
                font = child.get("val")
            case "t":
                text.append(unescape(child.text or ""))
            case _:
                pass
    return Run("".join(text), font)


def plain(stored: Stored) -> str:
    """The text without its fonts."""
    return stored if isinstance(stored, str) else "".join(run.text for run in stored)
