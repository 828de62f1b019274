"""Numbers as people write them: digits in groups, words, and scale words in falling order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from normalize.spellings import one_of
from normalize.unicode_forms import link_key
from schemas.catalog import vocabulary

GROUPED = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,2}(?:,\d{2}){1,5},\d{3}|\d{1,17})(?:\.\d{1,9})?"
"""1,234,567 or 12,34,567 or no groups; a last group of two, as in 1,23, is not a group."""

_HUNDRED, _THOUSAND, _LAKH, _CRORE = 100, 1_000, 100_000, 10_000_000
_TEN = 10


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece of a written number."""

    role: str
    """`figure`, `word`, `scale`, `fraction` (1.5), `add` (a half more) or `point`."""
    value: Decimal
    end: int
    text: str = ""


@cache
def _table() -> dict[str, tuple[str, Decimal]]:
    table: dict[str, tuple[str, Decimal]] = {}
    for row in vocabulary("number_words"):
        table[link_key(row["word"])] = ("word", Decimal(row["value"]))
    for row in vocabulary("scale_words"):
        value = Decimal(0) if row["value"] == "." else Decimal(row["value"])
        table[link_key(row["word"])] = (row["role"], value)
    return table


@cache
def ambiguous_alone() -> frozenset[str]:
    """Number words that mean something else too when no counter follows, such as nine and not."""
    rows = vocabulary("number_words")
    return frozenset(link_key(row["word"]) for row in rows if row["bare"] == "no")


@cache
def _atom() -> re.Pattern[str]:
    words = [row["word"] for table in ("number_words", "scale_words") for row in vocabulary(table)]
    return re.compile(
        rf"\s{{0,3}}(?:(?P<figure>{GROUPED}(?!\d|[.,/:\-।]\d))|(?P<word>(?>{one_of(words)}))(?![\u0981-\u0983\u09bc-\u09cd\u09d7]))"
    )


def read_atoms(text: str, start: int) -> tuple[Atom, ...]:
    """The pieces of the number that begins at `start`, as far as they go."""
    atoms: list[Atom] = []
    position = start
    while match := _atom().match(text, position):
        figure = match["figure"]
        if figure:
            atoms.append(Atom("figure", to_decimal(figure), match.end(), figure))
        else:
            role, value = _table()[link_key(match["word"])]
            atoms.append(Atom(role, value, match.end()))
        position = match.end()
        if len(atoms) > _TEN + _TEN:
            return ()
    return tuple(atoms)


def to_decimal(figure: str) -> Decimal:
    """The value of digits, with or without groups."""
    return Decimal(figure.replace(",", ""))


def add_up(atoms: tuple[Atom, ...]) -> Decimal | None:
    """The number that the pieces make, or None if they make no one number."""
    crores = [place for place, atom in enumerate(atoms) if atom.value == _CRORE]
    if not crores:
        return _below_crore(atoms)
    if len(crores) > 1:
        return None
    head, tail = atoms[: crores[0]], atoms[crores[0] + 1 :]
    many = _below_crore(head)
    if many is None or many <= 0 or _mixes_scales(head):
        return None
    if not tail:
        return many * _CRORE
    rest = _below_crore(tail)
    whole = many == many.to_integral_value() and _plain(head)
    if rest is None or not _THOUSAND <= rest < _CRORE or not whole or not _plain(tail):
        return None
    return many * _CRORE + rest


def _mixes_scales(head: tuple[Atom, ...]) -> bool:
    """Before crore, "5 lakh 2" is more likely two numbers that lost their order."""
    scales = [atom.value for atom in head if atom.role == "scale"]
    return bool(scales) and scales[-1] == _LAKH and head[-1].role != "scale"


def _plain(atoms: tuple[Atom, ...]) -> bool:
    """Whether no piece is a fraction: "5.5 lakh 20 thousand" is no number that people write."""
    return all(
        atom.role in ("word", "scale") or atom.value == atom.value.to_integral_value()
        for atom in atoms
    )


def _below_crore(atoms: tuple[Atom, ...]) -> Decimal | None:
    atoms = _join_point(_join_fraction(atoms))
    total = Decimal(0)
    limit: Decimal | None = None  # what the rest must stay below
    place = 0
    while place < len(atoms):
        factor = atoms[place]
        scale: Atom | None
        if factor.role == "scale" and factor.value == _HUNDRED and limit != _HUNDRED:
            count, scale, place = Decimal(1), factor, place + 1  # a bare hundred is one hundred
        elif factor.role in ("figure", "word"):
            follower = atoms[place + 1] if place + 1 < len(atoms) else None
            scale = follower if follower and follower.role == "scale" else None
            count = factor.value
            place += 2 if scale else 1
        else:
            return None
        size = scale.value if scale else Decimal(1)
        if limit is not None and (count * size >= limit or count == 0):
            return None
        if limit is not None and not _plain(atoms):
            return None
        if limit is not None and limit >= _LAKH and count * size < _THOUSAND:
            return None  # "13 lakh 45" is said for 13 lakh 45 thousand
        total += count * size
        limit = size
    return total if atoms else None


def _join_fraction(atoms: tuple[Atom, ...]) -> tuple[Atom, ...]:
    """One and a half is a factor; "half more than" takes the number after it."""
    joined: list[Atom] = []
    for atom in atoms:
        before = joined[-1] if joined else None
        if atom.role == "fraction":
            joined.append(Atom("figure", atom.value, atom.end))
        elif before and before.role == "add" and atom.role in ("figure", "word"):
            joined[-1] = Atom("figure", before.value + atom.value, atom.end)
        else:
            joined.append(atom)
    return tuple(joined)


def _join_point(atoms: tuple[Atom, ...]) -> tuple[Atom, ...]:
    """The spoken decimal point, between figures only: 94 point 97."""
    if not any(atom.role == "point" for atom in atoms):
        return atoms
    roles = [atom.role for atom in atoms[:3]]
    if roles != ["figure", "point", "figure"] or not (atoms[0].text + atoms[2].text).isdecimal():
        return ()
    value = Decimal(f"{atoms[0].text}.{atoms[2].text}")
    return (Atom("figure", value, atoms[2].end), *atoms[3:])
