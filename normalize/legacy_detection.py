"""Whether a text is Bijoy codes: by the name of its font, by its script, else by its letters.

Decided for a page and applied to its runs: one cell is too short to be converted on its own
evidence where the page says Latin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import pairwise

from normalize.bijoy import decode
from normalize.bijoy_glyphs import READERS, glyphs
from schemas.catalog import vocabulary

_SUBSET_TAG = re.compile("^[A-Z]{6}\\+")
_STYLE = re.compile("(?i)[\\s,_-]*(bold|italic|oblique|regular|normal|medium|light|mt|ps)+$")
_BANGLA = re.compile("[\u0980-\u09ff]")
_MOJIBAKE = re.compile("\u00e0[\u00a6\u00a7]")  # UTF-8 of Bangla read as Latin-1 or cp1252

# Classes of characters in pairs. Marks that any text has stand for no letter at all.
_GAP, _GLYPH, _ACCENT, _STRANGE = "0123"
_ORDINARY = "–—‘’“”•…„‚·«»\u00ad"


class Kind(Enum):
    """What a text is, as far as its letters tell."""

    LEGACY = "legacy"
    NOT = "not"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text is, and how clearly."""

    kind: Kind
    score: float
    """Mean evidence of a pair of letters: log10 of how much likelier Bijoy is than other text."""


NOT_BELOW = 0.0
"""Mean evidence. Of 37,100 words of seven European languages 87 are above."""
LEGACY_FROM = 0.3
"""Mean evidence. Between the two a text is left undecided."""
LEGACY_SUM = 3.0
"""Evidence of all pairs together: a thousand to one. "div", "e.g.", "Mb", "(b)" stay below."""
LEAST_LETTERS = 3
"""Of a single word that is all ASCII: of two, "cv", "mv" and "wb" are likely in either script."""
PAGE_SHARE = 0.3
"""Of the texts with letters: Bijoy pages hold Latin headings and addresses as well."""
PAGE_MEAN = 0.3
"""Mean evidence of the texts of a page."""


@cache
def is_legacy_font(name: str | None) -> bool | None:
    """True for a font with Bijoy codes, False for a known Unicode font, None if unknown."""
    if not name:
        return None
    bare = _STYLE.sub("", _SUBSET_TAG.sub("", name.strip()))
    bare = re.sub("[\\s_-]", "", bare).lower()
    for row in vocabulary("bijoy_fonts"):
        if re.fullmatch(row["pattern"], bare):
            return row["legacy"] == "yes"
    return None


def score(text: str) -> Verdict:
    """Whether the letters of a text, which is of one font or of none known, are Bijoy codes."""
    if _BANGLA.search(text) or _MOJIBAKE.search(text):
        return Verdict(Kind.NOT, -1.0)
    chain = classes(text)
    ratios = pair_ratios()
    found = [ratios.get(first + second, 0) for first, second in pairwise(chain)]
    if not found:
        return Verdict(Kind.UNSURE, 0.0)
    evidence = sum(found) / 10
    mean = evidence / len(found)
    if mean < NOT_BELOW:
        return Verdict(Kind.NOT, mean)
    likely = mean >= LEGACY_FROM and evidence >= LEGACY_SUM and _TWO_LETTERS.search(chain)
    is_sure = likely and (_BLANK.search(text.strip()) or _reads_as_word(text))
    return Verdict(Kind.LEGACY if is_sure else Kind.UNSURE, mean)


def _reads_as_word(text: str) -> bool:
    """Whether a likely word can be one: it decodes without a doubt, and nothing in it is a name's.

    Single words have little evidence, and programs are full of odd ones.
    """
    too_short = text.isascii() and len(_ASCII_LETTER.findall(text)) < LEAST_LETTERS
    return not too_short and _NAME.search(text) is None and not decode(text).doubts


def page_is_legacy(texts: Sequence[str]) -> bool:
    """Whether the runs of a page that no font decides are Bijoy codes."""
    verdicts = [score(text) for text in texts if _LETTER.search(classes(text))]
    legacy = sum(verdict.kind is Kind.LEGACY for verdict in verdicts)
    mean = sum(verdict.score for verdict in verdicts) / max(1, len(verdicts))
    return legacy > 0 and legacy >= PAGE_SHARE * len(verdicts) and mean > PAGE_MEAN


def classes(text: str) -> str:
    """The text as a chain of letters and classes of other characters, a gap at either end."""
    chain = _UNITS.sub(" ", text.translate(READERS)).translate(_classes())
    chain = _BEYOND.sub(lambda found: _STRANGE if found[0].isalpha() else _GAP, chain)
    return _GAPS.sub(_GAP, _GAP + chain + _GAP)


_LATIN = "A-Za-z\u00c0-\u00ff"
_UNITS = re.compile(  # 5 µm, mm², 25 °C, © 2023: a glyph has letters beside it
    f"[°±²³½¼¾×÷µ§¶¹®™](?![{_LATIN}])|(?<![{_LATIN}])[°±²³½¼¾×÷µ§¶¹®™©]"
)
_BEYOND = re.compile("[^\x00-\x7f]")
_GAPS = re.compile(f"(?:{_GAP}|``+)+")
_LETTER = re.compile(f"[^{_GAP}]")
_TWO_LETTERS = re.compile(f"[^{_GAP}]{{2}}")
_BLANK = re.compile("\\s")
_ASCII_LETTER = re.compile("[A-Za-z_`]")
_NAME = re.compile(  # IPv4, $cv, __eq__, `dev`: no Bangla word is written so
    r"[A-Za-z_]\d|[{}$#@\\<>=*+]|_[A-Za-z]?_|(?<!\w)`[!-_a-~]+`(?!\w)"
)


@cache
def _classes() -> dict[int, str]:
    table = {
        code: _GAP for code in range(0x80) if not chr(code).isalpha() and chr(code) not in "_`"
    }
    for code in glyphs().codes:
        if not code.isascii():
            table[ord(code)] = _ACCENT if code.isalpha() and code not in "ªºµƒˆ" else _GLYPH
    return table | {ord(mark): _GAP for mark in _ORDINARY} | {ord("~"): _GLYPH, ord("^"): _GLYPH}


@cache
def pair_ratios() -> dict[str, int]:
    """Tenths of log10 of the likelihood ratio of each pair in vocab/bijoy_bigrams.csv."""
    return {
        row["first"] + entry[0]: int(entry[1:])
        for row in vocabulary("bijoy_bigrams")
        for entry in row["next"].split()
    }
