"""What one header cell says: the role of its column, a band, a year or months of a group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from normalize.digits import to_ascii
from normalize.fiscal import parse_fiscal_year, parse_period
from normalize.ids import printed_id
from normalize.lexicon import find_word
from normalize.unicode_forms import link_key
from schemas.reading import State

PERCENT = re.compile(r"\s*(\d{1,3})\s*%\s*")
BANDS = frozenset({"100", "90", "80", "70", "60"})
"""The bands of all known forms (guideline 2021-22, p. 12); a form may print them without a %."""
SUBLABEL_CHARS = 40
"""The longest year or stretch of months that was seen under a group has 26 characters."""

BRACKETED = re.compile(r"\(([^()]{1,40})\)\s*$")


@lru_cache(maxsize=1024)
def label_role(text: str) -> str | None:
    """The role that a header label names; years, digits and brackets in it are passed over."""
    if printed_id(text):
        # "[১.১] কার্যক্রম" is an activity, and no label of its column
        return None
    found = find_word("headers", "role", text)
    if found:
        return found
    bare = BRACKETED.sub("", text)
    letters = "".join(char for char in link_key(bare) if not char.isdecimal())
    return find_word("headers", "role", letters) if letters else None


@lru_cache(maxsize=1024)
def band_percent(text: str) -> str | None:
    """The percent that a cell prints for a band, as digits."""
    digits = to_ascii(text).strip()
    percent = PERCENT.fullmatch(digits)
    if percent:
        return percent[1]
    return digits if digits in BANDS else None


def is_band(text: str) -> bool:
    """Whether a cell names a band."""
    return band_percent(text) is not None or find_word("bands", "band", text) is not None


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
    for text in texts:
        if band := find_word("bands", "band", text, f"form={n_bands}"):
            return band
    return None
