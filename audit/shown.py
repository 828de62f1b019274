"""Text from a source as a person can see it: signs that print nothing are named, never hidden."""

from __future__ import annotations

import unicodedata

JOINERS = "\u200c\u200d"
"""They shape Bangla clusters; anywhere else they hide something."""

BANGLA = range(0x0980, 0x0A00)
PLAIN = "\n\t"
HIDDEN = frozenset(("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"))
CONTROLS = 0x20
PICTURES = 0x2400
"""The block of pictures for the control characters."""
DELETE = 0x7F


def shown(text: str | None) -> str:
    """The text with a mark for each sign that one cannot see: `␀`, `⟦U+202E⟧`."""
    if not text:
        return ""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _mark(text[i - 1] if i else "", sign) if _hides(sign) else sign
        for i, sign in enumerate(text)
    )


def _hides(sign: str) -> bool:
    return sign not in PLAIN and unicodedata.category(sign) in HIDDEN


def _mark(before: str, sign: str) -> str:
    if sign in JOINERS and before and ord(before) in BANGLA:
        return sign
    code = ord(sign)
    if code < CONTROLS:
        return chr(PICTURES + code)
    return "\u2421" if code == DELETE else f"\u27e6U+{code:04X}\u27e7"
