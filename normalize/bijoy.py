"""Text in Bijoy codes (SutonnyMJ and kin) as Unicode Bangla."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from normalize.bijoy_glyphs import READERS, glyphs
from normalize.bijoy_syllables import Scheme, scheme

# Words that Latin letters explain better than Bangla ones: 3D, 4IR, SDG, addresses. In Bangla no
# vowel letter but i, u and o stands inside a word, and no word begins with nga or nya.
_EDGE = r"[^\s\d(),./:;\[\]-]"
_LATIN = re.compile(
    r"(?:https?:|www\.)\S+|\S{1,64}@\S{1,64}\.\S+"
    r"|\b\w{1,63}(?:\.\w{1,63}){0,4}\.(?:com|org|net|gov|bd)\b"
    rf"|(?<!{_EDGE})(?:\d{{1,6}}(?:[ACDEFGHIJW-Z]|[A-Z]{{2,9}})|[A-Z]{{1,9}}[ACEFGHJ][A-Z]{{,9}}"
    rf"|[A-Z]{{1,9}}[BDI][A-Z]{{1,9}}|[OT][A-Z]{{1,9}})(?!{_EDGE})"
)
# Stands in text of any script: no glyph table needs to know it.
_PLAIN = "\\s\x21-\x7e\u0964\u0965\u0980-\u09ff\u200c\u200d\u2010\u2011\ufeff"


@dataclass(frozen=True, slots=True)
class Decoded:
    """What codes stand for."""

    text: str
    """Unicode, in NFC."""
    n_codes: int
    """How many code characters were turned."""
    doubts: tuple[str, ...] = ()
    """Stretches a person should look at: left as they were, or hardly meant as Bangla."""


def decode(text: str) -> Decoded:
    """Turn text in a Bijoy font into Unicode; what no table knows stays as it is and is told.

    Args:
        text: the codes as Latin-1, cp1252 or a symbol font gives them, and not cleaned before:
            curly quotation marks and the soft hyphen are glyphs.
    """
    raw = text.translate(READERS)
    turned = _scheme().turn(raw)
    n_codes = len(raw) - len(_codes().sub("", raw)) - turned.n_kept
    doubts = (*_LATIN.findall(raw), *turned.doubts, *turned.left, *_unknown().findall(raw))
    return Decoded(turned.text, n_codes, tuple(dict.fromkeys(doubts)))


@cache
def _scheme() -> Scheme:
    contested = "".join(map(re.escape, sorted(glyphs().contested)))
    return scheme(glyphs().codes, f"[{contested}]")


@cache
def _codes() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(re.escape, sorted(glyphs().codes)))}]+")


@cache
def _unknown() -> re.Pattern[str]:
    return re.compile(f"[^{_PLAIN}{''.join(map(re.escape, sorted(glyphs().codes)))}]+")
