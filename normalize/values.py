"""Reads a cell as what its column says it is: the front door of the typed parsers."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from normalize.dashes import is_dash
from normalize.dates import parse_date
from normalize.numbers import parse_number
from normalize.percents import parse_percent
from normalize.unicode_forms import link_key, nfc, repair
from normalize.verdicts import declined, taken
from schemas.catalog import vocabulary
from schemas.reading import Parsed, State

Kind = Literal["date", "count", "percent", "amount", "number", "text"]

_BLANK = Parsed(State.BLANK, rule="blank")
_DASH = Parsed(State.NONE, rule="dash")
_NOT_APPLICABLE = Parsed(State.NONE, rule="not-applicable")
_SOFT_HYPHEN = "\u00ad"
_LONGEST_PHRASE = 40  # characters; longer cells are no "not applicable"


@cache
def _nothing_words() -> frozenset[str]:
    return frozenset(link_key(row["word"]) for row in vocabulary("not_applicable"))


@lru_cache(maxsize=4096)
def parse(text: str, kind: Kind) -> Parsed:
    """What a cell of a column of that kind says.

    Args:
        text: the cell, as extracted.
        kind: what the column or the unit asks for.

    Returns:
        BLANK for nothing, NONE for a dash (rule `dash`) or words such as "not applicable" (rule
        `not-applicable`), VALUE, or INVALID with its candidates.
    """
    if not text or text.isspace():
        return _BLANK
    if is_dash(text):
        return _DASH
    if len(text) <= _LONGEST_PHRASE and not text[0].isdecimal():
        if not repair(text).strip():
            # some text layers print a soft hyphen where the page shows a dash, others show nothing
            return declined("soft-hyphen") if _SOFT_HYPHEN in text else _BLANK
        if link_key(text) in _nothing_words():
            return _NOT_APPLICABLE
    return _typed(text, kind)


def _typed(text: str, kind: Kind) -> Parsed:
    if kind == "date":
        return parse_date(text)
    if kind == "percent":
        return parse_percent(text)
    if kind == "text":
        return taken(nfc(text), "text")
    parsed = parse_number(text)
    return _counted(parsed) if kind == "count" else parsed


def _counted(parsed: Parsed) -> Parsed:
    """A count is whole and not negative."""
    value = parsed.value
    if isinstance(value, Decimal) or (isinstance(value, int) and value < 0):
        return declined("not-a-count", value)
    return parsed
