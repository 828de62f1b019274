"""What the lines say: numbers as reports write them, and words of the model's own lists."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Union

ROOT = Path(__file__).parent.parent.parent

BANGLA_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
DASHES = ("-", "-", "-", "–", "—", "--", "---")
ENDS = ("", "", "", "", "", ",", "।", ";", ":", "ঃ", "-", ".")
QUOTES = (("(", ")"), ("[", "]"), ("‘", "’"), ("“", "”"), ("'", "'"), ('"', '"'))

RARE_LETTERS = "ঊঋঐঔ"
"""In no word of the model's lists, since the model had no symbol for them."""
VOWELS = "অআইঈউএও"
TAKA = "৳"

LATIN_WORD_SHARE = 0.04
PHRASE_SHARE = 0.35
LONGEST = 70
"""Signs in a line: the widest cell of a report holds about 50, a title across the page more."""

Toml = Union[str, int, float, bool, date, list["Toml"], dict[str, "Toml"]]  # noqa: UP007  recursive

WORD = re.compile(r"[\u0980-\u09ff\u200c]+")
LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z.-]{1,11}")


@dataclass(frozen=True, slots=True)
class Shares:
    """How often a line is of a kind."""

    number: float
    mixed: float
    latin_digits: float
    percent_signs: tuple[str, ...]
    rare_letters: float
    """Share of the words, and of the amounts, that begin with one of `RARE_LETTERS` or `TAKA`."""
    kinds: tuple[int, ...]
    """Shares of the kinds of number, in the order of `NUMBERS`."""


@dataclass(frozen=True, slots=True)
class Words:
    """What lines are made of."""

    bangla: tuple[str, ...]
    latin: tuple[str, ...]
    phrases: tuple[str, ...]
    """Of plans and vocabularies: several words, cut to lines."""


def gather(word_lists: Sequence[Path], symbols: frozenset[str]) -> Words:
    """The words of the model's lists and of the project's own plans and vocabularies."""
    listed = {
        unicodedata.normalize("NFC", word)
        for path in word_lists
        for word in path.read_text(encoding="utf-8").split()
    }
    known = sorted(word for word in listed if symbols.issuperset(word))
    phrases = sorted({text for text in map(_clean, _office_texts()) if symbols.issuperset(text)})
    return Words(
        bangla=tuple(word for word in known if WORD.fullmatch(word)),
        latin=tuple(word for word in known if LATIN_WORD.fullmatch(word)),
        phrases=tuple(text for text in phrases if WORD.search(text)),
    )


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _office_texts() -> Iterator[str]:
    for path in sorted((ROOT / "schemas/plans").glob("*.toml")):
        yield from _texts(tomllib.loads(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "schemas/vocab").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            yield from (row["words"] for row in csv.DictReader(lines) if row.get("words"))


def _texts(value: Toml) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def write_line(random: Random, words: Words, shares: Shares) -> str:
    """One line of writing."""
    chance = random.random()
    if chance < shares.number:
        return write_number(random, shares)
    if chance < shares.number + shares.mixed:
        return _cut(_mixed(random, words, shares))
    return _cut(write_text(random, words, shares.rare_letters))


def write_text(random: Random, words: Words, rare: float = 0.0) -> str:
    """A phrase of an office, or words in no order with the signs that stand among them."""
    if random.random() < PHRASE_SHARE:
        return _some_of(random, random.choice(words.phrases))
    count = random.choices((1, 2, 3, 4, 5, 6, 8), (3, 4, 5, 5, 4, 3, 1))[0]
    return " ".join(_word(random, words, rare) for _ in range(count))


def _some_of(random: Random, phrase: str) -> str:
    """A cell breaks a phrase into lines: any stretch of its words."""
    words = phrase.split(" ")
    first = random.randrange(len(words))
    return " ".join(words[first : first + random.randint(2, 9)])


def _word(random: Random, words: Words, rare: float) -> str:
    if random.random() < LATIN_WORD_SHARE:
        return random.choice(words.latin)
    word = random.choice(words.bangla)
    if rare and random.random() < rare:
        word = random.choice(RARE_LETTERS) + word.lstrip(VOWELS)
    chance = random.random()
    if chance < 0.04:
        start, end = random.choice(QUOTES)
        return f"{start}{word}{end}"
    if chance < 0.09:
        return f"{word}{random.choice('-/-–')}{random.choice(words.bangla)}"
    return word + random.choice(ENDS)


def _mixed(random: Random, words: Words, shares: Shares) -> str:
    """Text and number together: an id before its text, a number before its unit."""
    text = write_text(random, words, shares.rare_letters)
    number = write_number(random, shares)
    head, _, tail = text.partition(" ")
    return random.choice(
        (f"{number} {text}", f"{text} {number}", f"{head} {number} {tail}")
    ).strip()


def _cut(line: str) -> str:
    while len(line) > LONGEST:
        words = line.split(" ")
        line = " ".join(words[: len(words) // 2]) if len(words) > 1 else line[:LONGEST]
    return line


def write_number(random: Random, shares: Shares) -> str:
    """A number, a date, an id or a dash; a few with Latin digits."""
    made = random.choices(NUMBERS, shares.kinds)[0](random, shares)
    if random.random() < shares.latin_digits:
        return made
    return made.translate(BANGLA_DIGITS)


def _digits(random: Random, least: int, most: int) -> str:
    return "".join(random.choice("0123456789") for _ in range(random.randint(least, most)))


def _single(random: Random, shares: Shares) -> str:
    return random.choice("0123456789")


def _integer(random: Random, shares: Shares) -> str:
    return _digits(random, 2, 5)


def _round(random: Random, shares: Shares) -> str:
    """The bands and weights of every plan."""
    return random.choice(("100", "90", "80", "70", "60", "50", "40", "30", "25", "20", "10"))


def _date(random: Random, shares: Shares) -> str:
    sign = random.choice("///.-")
    day, month = random.randint(1, 31), random.randint(1, 12)
    year = str(random.randint(2008, 2031))
    year = year if random.random() < 0.85 else year[2:]
    width = "02" if random.random() < 0.75 else ""
    written = f"{day:{width}}{sign}{month:{width}}{sign}{year}"
    return random.choice((written, written, written, f"{written} ", f"({written})")).strip()


def _fiscal_year(random: Random, shares: Shares) -> str:
    year = random.randint(2008, 2031)
    second = str(year + 1) if random.random() < 0.3 else str(year + 1)[2:]
    return f"{year}{random.choice('--–/')}{second}"


def _percent(random: Random, shares: Shares) -> str:
    number = random.choice(
        (_digits(random, 1, 3), f"{_digits(random, 1, 2)}.{_digits(random, 1, 2)}")
    )
    return f"{number}{random.choice(shares.percent_signs)}"


def _decimal(random: Random, shares: Shares) -> str:
    return f"{_digits(random, 1, 3)}.{_digits(random, 1, 2)}"


def _amount(random: Random, shares: Shares) -> str:
    """Grouped as lakh and crore are, or by thousands."""
    head = _digits(random, 1, 2)
    groups = [_digits(random, 2, 2) for _ in range(random.randint(0, 2))]
    amount = ",".join((head, *groups, _digits(random, 3, 3))) + random.choice(("", "", ".00", "/-"))
    if shares.rare_letters and random.random() < shares.rare_letters:
        return random.choice((TAKA, f"{TAKA} ")) + amount
    return amount


def _identifier(random: Random, shares: Shares) -> str:
    """An indicator's id, with or without its brackets."""
    parts = [str(random.randint(1, 12)) for _ in range(random.choice((1, 2, 2, 3, 3, 3)))]
    start, end = random.choice((("[", "]"), ("[", "]"), ("(", ")"), ("", "."), ("", ""), ("", ")")))
    return f"{start}{'.'.join(parts)}{end}"


def _range(random: Random, shares: Shares) -> str:
    first = _digits(random, 1, 3)
    return f"{first}{random.choice(('-', '–', ' - ', '/', '+', ':'))}{_digits(random, 1, 3)}"


def _several(random: Random, shares: Shares) -> str:
    """Cells of one row read as one line, or dates one after another."""
    made = (
        random.choice((_single, _integer, _date, _percent, _round))(random, shares)
        for _ in range(9)
    )
    return random.choice((" ", ", ", " ")).join(list(made)[: random.randint(2, 4)])


def _dash(random: Random, shares: Shares) -> str:
    return random.choice(DASHES)


NUMBERS = (
    _single,
    _integer,
    _round,
    _date,
    _fiscal_year,
    _percent,
    _decimal,
    _amount,
    _identifier,
    _range,
    _several,
    _dash,
)

LEARNING = Shares(
    number=0.42,
    mixed=0.2,
    latin_digits=0.06,
    rare_letters=0.0,
    percent_signs=("%", "%", " %"),
    kinds=(9, 8, 6, 22, 4, 8, 5, 4, 14, 3, 9, 3),
)
SETTLING = Shares(
    number=0.45,
    mixed=0.18,
    latin_digits=0.03,
    rare_letters=0.12,
    percent_signs=("%",) * 9 + (" %",),
    kinds=(16, 8, 6, 22, 4, 8, 5, 4, 14, 3, 6, 9),
)
"""More of what the first stage left wrong: lone digits and dashes, and a blank before `%`."""
