"""A Bangla font for a page that must look right anywhere: the letters it needs, and no more."""

from __future__ import annotations

import base64
import io
from importlib import import_module
from pathlib import Path
from typing import Any
from unicodedata import normalize

FONTS = (
    Path("/usr/share/fonts/truetype/noto/NotoSansBengali-Regular.ttf"),
    Path("/usr/share/fonts/truetype/lohit-bengali/Lohit-Bengali.ttf"),
)
"""Where Debian puts fonts-noto-core and fonts-beng; both may be passed on under their licence, the
SIL Open Font Licence."""
FAMILY = "ogrogoti-bangla"
FALLBACK = "'Noto Sans Bengali','Nirmala UI','Vrinda','Bangla Sangam MN',sans-serif"
"""The fonts of other systems, for readers of a page that was made without one."""
TWO_PARTS = "\u09c7\u09be\u09d7\u25cc"
"""The halves in which the signs of o and au are drawn, and the ring that carries a lone sign."""


def font_face(text: str) -> str:
    """A CSS rule with the letters of a text in it; empty if this machine has no such font."""
    path = next((path for path in FONTS if path.is_file()), None)
    if path is None:
        return ""
    # takes 0.2 s to import; it has no types
    subset: Any = import_module("fontTools.subset")
    fonts: Any = import_module("fontTools.ttLib")
    options = subset.Options()
    options.layout_features = ["*"]
    options.flavor = "woff"
    options.notdef_outline = True
    font = fonts.TTFont(path)
    chosen = subset.Subsetter(options)
    # vowel signs and conjuncts come by the font's own rules from these code points
    needed = {*text, *normalize("NFD", text), *TWO_PARTS}
    chosen.populate(text="".join(sorted(needed)))
    chosen.subset(font)
    font.flavor = options.flavor
    out = io.BytesIO()
    font.save(out)
    data = base64.b64encode(out.getvalue()).decode("ascii")
    source = f"url(data:font/woff;base64,{data}) format('woff')"
    return f"@font-face{{font-family:'{FAMILY}';src:{source}}}"
