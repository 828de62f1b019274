"""The dash that stands for "no target": many characters, one meaning."""

from __future__ import annotations

import re

DASHES = (
    "-_\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212"
    "\u23af\u2500\u2501\u2e3a\u2e3b\ufe58\ufe63\uff0d"
)
"""Everything that prints as a short horizontal stroke, the underscore included."""

UNIFY = {ord(dash): "-" for dash in DASHES if dash != "_"}
"""One character for one, so that offsets stay."""

_HIDDEN = "\u200b-\u200f\u2060\ufeff"
_DASH_CELL = re.compile(
    rf"[\s.({_HIDDEN}]*[{re.escape(DASHES)}][\s.)।{_HIDDEN}{re.escape(DASHES)}]*"
)


def is_dash(text: str) -> bool:
    """Whether a cell holds strokes and nothing that could be a value."""
    return _DASH_CELL.fullmatch(text) is not None
