"""Words that another converter left half done: letters of Unicode with glyph codes among them."""

from __future__ import annotations

import re
from functools import cache

from normalize.bijoy import Decoded
from normalize.bijoy_glyphs import glyphs
from normalize.bijoy_syllables import Scheme, scheme
from normalize.unicode_forms import nfc

# Non-ASCII codes that proper Bangla text has beside its letters too: punctuation, units, trade
# marks, notes. They are never turned, only told where they stand between two letters.
_ORDINARY = "±°·«»¼½¾²³¹µ®™§¶\u00ad†‡‰‹›"
_PUNCTUATION = "–“”•…‚„×÷ÑÒÓÔÕ"  # stands between letters in proper text, so it is not even told
_AFTER_HALF = "—‘’"  # glyphs only behind half a letter, where no punctuation stands
_LETTER = "\u0981-\u09e3\u200c\u200d"
_ODD_INSIDE = re.compile(f"(?<=[{_LETTER}])[{_ORDINARY}]+(?=[{_LETTER}])")
_REPH_AT_END = re.compile(f"\u00a9(?![{_LETTER}])")  # may be a copyright sign


def leftover_codes(text: str) -> bool:
    """Whether glyph codes stand inside words of Unicode Bangla, as in অজ©ন."""
    return _half_done().search(text) is not None


def decode_leftovers(text: str) -> Decoded:
    """Turn the codes that stand inside words of Unicode Bangla; all else is kept."""
    n_codes = 0
    doubts: list[str] = _ODD_INSIDE.findall(text)

    def turn(found: re.Match[str]) -> str:
        nonlocal n_codes
        word = found[0]
        turned = _scheme().turn(word)
        n_codes += len(_codes().findall(word)) - len(_codes().findall(turned.text))
        doubts.extend((*turned.doubts, *turned.left))
        doubts.extend(word for _ in _REPH_AT_END.findall(word))
        return turned.text

    text = _half_done().sub(turn, text)
    return Decoded(nfc(text), n_codes, tuple(dict.fromkeys(doubts)))


@cache
def _sure() -> str:
    """The codes that proper Bangla text has no use for, sorted."""
    ordinary = set(_ORDINARY + _PUNCTUATION + _AFTER_HALF)
    return "".join(sorted(c for c in glyphs().codes if not c.isascii() and c not in ordinary))


@cache
def _half_done() -> re.Pattern[str]:
    """A word with a sure code beside a letter of Unicode, and no Latin letter beside it."""
    sure = re.escape(_sure())
    rest = f"[{_LETTER}{sure}{_AFTER_HALF}]*+"
    latin = "A-Za-z\u00c0-\u024f"
    return re.compile(
        f"(?<![{latin}{_LETTER}{sure}])(?:[{_LETTER}]++[{sure}]|[{sure}]++[{_LETTER}]){rest}(?![{latin}])"
    )


@cache
def _codes() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(_sure())}{_AFTER_HALF}]")


@cache
def _scheme() -> Scheme:
    sure = _sure()
    contested = "".join(map(re.escape, sorted(set(sure) & set(glyphs().contested))))
    half = "".join(code for code in sure if glyphs().kinds.get(code) == "half")
    pattern = f"[{contested}]|(?<=[{half}])[{_AFTER_HALF}]"
    return scheme((*sure, *_AFTER_HALF), pattern, among_unicode=True)
