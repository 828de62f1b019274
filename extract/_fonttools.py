"""The parts of fontTools that are used here; it has no type hints, so they are of any type."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any

# it tells stderr of each odd table of an embedded font, where the program tells of none
logging.getLogger("fontTools").addHandler(logging.NullHandler())

_bezier = import_module("fontTools.misc.bezierTools")
_pens = import_module("fontTools.pens.basePen")
_tables = import_module("fontTools.ttLib")

TTFont: Any = _tables.TTFont
TTCollection: Any = _tables.TTCollection
TTLibError: type[Exception] = _tables.TTLibError
RecordingPen: Any = import_module("fontTools.pens.recordingPen").DecomposingRecordingPen
to_unicode: Any = import_module("fontTools.agl").toUnicode
MAC_ROMAN: list[str] = import_module("fontTools.encodings.MacRoman").MacRoman
split_cubic: Any = _bezier.splitCubicAtT
split_quadratic: Any = _bezier.splitQuadraticAtT
decompose_cubic: Any = _pens.decomposeSuperBezierSegment
decompose_quadratic: Any = _pens.decomposeQuadraticSegment


def cff_font_set() -> Any:
    """A new CFFFontSet, with which 8 MB of OpenType's layout tables are imported."""
    return import_module("fontTools.cffLib").CFFFontSet()
