"""What one header cell says: the role of its column, a band, a year or months of a group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from normalize.digits import to_ascii
from normalize.fiscal import parse_fiscal_year, parse_period
from normalize.ids import printed_id
from normalize.lexicon import find_word
from normalize.unicode_forms import link_key, plain
from schemas.catalog import vocabulary
from schemas.reading import State

PERCENT = re.compile(
    r"[\[(]\s*(\d{1,3})\s*%\s*[\])]|[\[(]\s*(100|[6-9]0)\s*[\])]|(?<![\d.,])(\d{1,3})\s*%"
)
BANDS = frozenset({"100", "90", "80", "70", "60"})
"""The bands of all known forms (guideline 2021-22, p. 12); a form may print them without a %."""
SUBLABEL_CHARS = 40
"""The longest year or stretch of months that was seen under a group has 26 characters."""

BRACKETED = re.compile(r"\(([^()]{1,40})\)\s*$")

MARK_CHARS = 12
"""A longer cell is no number of a column, whatever brackets and blanks are around it."""
AROUND_MARK = " \t\n\u00a0()[]।."
FIRST_LETTERS = ("a", "\u0995")
"""The letters that columns are counted from, where they are not numbered."""


@lru_cache(maxsize=1024)
def label_role(text: str) -> str | None:
    """The role that a header label names; years, digits and brackets in it are passed over."""
    if printed_id(text):
        # "[১.১] কার্যক্রম" is an activity, and no label of its column
        return None
    found = find_word("headers", "role", text)
    if found:
        return found
    bare = BRACKETED.sub("", _split(text)[1])
    letters = "".join(char for char in link_key(bare) if not char.isdecimal())
    return find_word("headers", "role", letters) if letters else None


@lru_cache(maxsize=1024)
def _split(text: str) -> tuple[tuple[str, ...], str]:
    """The percents that a header cell prints, as digits, and its other words."""
    digits = to_ascii(plain(text))
    found = (match[match.lastindex or 0] for match in PERCENT.finditer(digits))
    return tuple(dict.fromkeys(found)), PERCENT.sub(" ", digits).strip()


def band_percent(text: str) -> str | None:
    """The one percent that a cell prints for a band, as digits."""
    percents, rest = _split(text)
    if percents:
        return percents[0] if len(percents) == 1 else None
    return rest if rest in BANDS else None


def is_band(text: str) -> bool:
    """Whether a cell says nothing but a band: its percent, its name or both."""
    percents, rest = _split(text)
    if not percents and rest in BANDS:
        return True
    return len(percents) == 1 if not rest else is_band_name(text)


def is_band_name(text: str) -> bool:
    """Whether a cell names a band in words and says no more, but for the percent beside it."""
    percents, rest = _split(text)
    return len(percents) <= 1 and find_word("bands", "band", rest) is not None


def mentions_band(text: str) -> bool:
    """Whether a label prints percents or the name of a band, alone or beside other words."""
    return bool(_split(text)[0] or _bands_named(text))


@lru_cache(maxsize=1024)
def _bands_named(text: str, n_bands: int | None = None) -> frozenset[str]:
    """What the name in a cell or in its last bracket stands for in a form so wide, or in any."""
    rest = _split(text)[1]
    bracket = BRACKETED.search(rest)
    forms = {row["form"] for row in vocabulary("bands")} if n_bands is None else {str(n_bands)}
    found = (
        find_word("bands", "band", name, f"form={form}")
        for name in ((rest, bracket[1]) if bracket else (rest,))
        for form in forms
    )
    return frozenset(band for band in found if band)


@lru_cache(maxsize=1024)
def is_sublabel(text: str) -> bool:
    """A label, or the year or months of a column that belongs to a group."""
    if label_role(text) is not None:
        return True
    inside = text.strip(" *")
    return len(inside) <= SUBLABEL_CHARS and (
        parse_fiscal_year(inside).state is State.VALUE or parse_period(inside).state is State.VALUE
    )


def band_of(texts: Sequence[str], n_bands: int) -> str | None:
    """The band of a target column: the printed percent, else the band's name in a form so wide."""
    for text in texts:
        if band := band_percent(text):
            return band
    if any(_split(text)[0] for text in texts):
        # several percents in one cell
        return None
    for text in texts:
        named = _bands_named(text, n_bands)
        if len(named) == 1:
            return min(named)
    return None


def contradicts(texts: Sequence[str], band: str, n_bands: int) -> bool:
    """Whether another percent, or the name of another band, stands beside the band taken."""
    percents = {percent for text in texts for percent in _split(text)[0]}
    named = [_bands_named(text, n_bands) or _bands_named(text) for text in texts]
    return bool(percents - {band}) or any(bands and band not in bands for bands in named)


@lru_cache(maxsize=1024)
def column_number(text: str) -> int | None:
    """The number that a cell gives its column: a number, or a letter's place in its alphabet."""
    inside = bare_mark(text)
    if inside.isascii() and inside.isdecimal():
        return int(inside)
    if len(inside) != 1 or not inside.isalpha():
        return None
    first = FIRST_LETTERS[0] if inside.isascii() else FIRST_LETTERS[1]
    return ord(inside.casefold()) - ord(first) + 1


def bare_mark(text: str) -> str:
    """A short cell without the brackets and stops around it, its digits in ASCII."""
    return _bare(text[:MARK_CHARS])


@lru_cache(maxsize=4096)
def _bare(head: str) -> str:
    return to_ascii(head).strip(AROUND_MARK)
