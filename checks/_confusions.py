"""Which digits, if one was taken for another, would explain a contradiction. Only suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from itertools import combinations
from typing import NamedTuple

from pydantic import JsonValue

from schemas.catalog import vocabulary

MOST_SUGGESTIONS = 5
"""More explanations than this explain nothing."""

Count = int | Decimal


class Reread(NamedTuple):
    """One value as it would be if one of its digits had been mistaken."""

    ref: str
    stands: Count
    instead: Count


@cache
def _confused_with() -> dict[str, tuple[str, ...]]:
    pairs = [(row["digit"], row["confused_with"]) for row in vocabulary("digit_confusions")]
    both_ways = [*pairs, *((second, first) for first, second in pairs)]
    return {digit: tuple(b for a, b in both_ways if a == digit) for digit, _ in both_ways}


def rereads(ref: str, value: Count) -> Iterator[Reread]:
    """Each way in which one mistaken digit changes the value."""
    digits = str(value)
    for place, digit in enumerate(digits):
        for other in _confused_with().get(digit, ()):
            changed = digits[:place] + other + digits[place + 1 :]
            yield Reread(ref, value, Decimal(changed) if "." in changed else int(changed))


def rebalance(declared: tuple[str, Count], parts: Iterable[tuple[str, Count]]) -> list[JsonValue]:
    """The smallest sets of mistaken digits (one, else two) that make the parts sum up."""
    parts = tuple(parts)
    missing = declared[1] - sum(value for _, value in parts)
    changes = [(one, one.instead - one.stands) for part in parts for one in rereads(*part)]
    changes += [(one, one.stands - one.instead) for one in rereads(*declared)]
    single = [(one,) for one, gain in changes if gain == missing]
    if single:
        return shown(single)
    gains = {gain for _, gain in changes}
    halves = [(one, gain) for one, gain in changes if missing - gain in gains]
    return shown(
        (one, two)
        for (one, gain), (two, more) in combinations(halves, 2)
        if gain + more == missing and one.ref != two.ref
    )


def shown(sets: Iterable[tuple[Reread, ...]]) -> list[JsonValue]:
    """The sets as evidence; empty if there are too many to mean anything."""
    listed = list(sets)
    if len(listed) > MOST_SUGGESTIONS:
        return []
    return [[_shown(one) for one in several] for several in listed]


def _shown(one: Reread) -> JsonValue:
    return {"ref": one.ref, "read": str(one.stands), "instead": str(one.instead)}
