"""What stands in numeric cells, and in cells that hold no number."""

from __future__ import annotations

import csv
import random
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

VOCABULARY = Path(__file__).parent.parent / "schemas" / "vocab"

LATIN_DIGITS = "0123456789"
BANGLA_DIGITS = "০১২৩৪৫৬৭৮৯"
MARKS = "/.-%()[],:+"
DASHES = "-–—−‐‑"
TO_BANGLA = str.maketrans(LATIN_DIGITS, BANGLA_DIGITS)
NO_NUMBER = "#"
LATIN_SHARE = 0.12
NOT_ALONE = frozenset("oOlIQSZqgBzsb|")
"""Latin letters that are digits in some font; they come inside words only."""

KINDS = {
    "date": 0.22,
    "integer": 0.12,
    "single": 0.12,
    "decimal": 0.07,
    "percent": 0.04,
    "id": 0.09,
    "range": 0.08,
    "dash": 0.06,
    "blank": 0.05,
    "letters": 0.07,
    "mixed": 0.08,
}
"""Kinds of cells and their shares in training."""

BETWEEN = (" ", "", "", "")


def compose(kind: str, rng: random.Random) -> str:
    """A text of that kind as it would be printed, in one script."""
    text = _COMPOSERS[kind](rng)
    return text if rng.random() < LATIN_SHARE else text.translate(TO_BANGLA)


def label(text: str) -> str:
    """What the net must say: digits and marks, `-` for any dash, `#` for a run of other signs.

    A space stays where it parts two numbers; all else that is white falls away.
    """
    signs = ["-" if sign in DASHES else sign for sign in unicodedata.normalize("NFC", text)]
    known = [sign if sign in BANGLA_DIGITS + LATIN_DIGITS + MARKS + " " else "#" for sign in signs]
    joined = "".join(known)
    while "# #" in joined or "##" in joined:
        joined = joined.replace("# #", "#").replace("##", "#")
    return "".join(
        sign
        for at, sign in enumerate(joined)
        if sign != " " or _parts_numbers(joined[:at].rstrip(), joined[at + 1 :])
    )


def _parts_numbers(before: str, after: str) -> bool:
    return before[-1:].isdecimal() and after[:1].isdecimal()


@cache
def words() -> tuple[str, ...]:
    """Words of the project's own vocabulary, without those that hold digits."""
    found: set[str] = set()
    for table in sorted(VOCABULARY.glob("*.csv")):
        if table.stem.startswith("bijoy"):
            continue
        with table.open(encoding="utf-8", newline="") as lines:
            found.update(word for row in csv.reader(lines) for cell in row for word in cell.split())
    return tuple(sorted(word for word in found if _is_word(word)))


def _is_word(word: str) -> bool:
    return word.isprintable() and not any(
        sign.isdecimal() or sign in MARKS + DASHES for sign in word
    )


@cache
def bangla_words() -> tuple[str, ...]:
    """Those of `words` in Bangla letters."""
    return tuple(word for word in words() if all("ঀ" <= sign <= "৿" for sign in word))


def _integer(rng: random.Random) -> str:
    digits = rng.choice((2, 2, 2, 3, 3, 4, 5, 6, 8))
    number = str(rng.randrange(10 ** (digits - 1), 10**digits))
    if rng.random() < 0.12:
        number = rng.choice(("100", "90", "80", "70", "60", "50", "10", "00", "1000"))
    if rng.random() < 0.08:
        number = "".join(rng.choice("01") for _ in range(digits))
    if len(number) > 3 and rng.random() < 0.6:
        return _grouped(number, 2 if rng.random() < 0.8 else 3)
    if rng.random() < 0.05:
        number = rng.choice(("+", "-", "(", "")) + number
        return number + ")" * number.startswith("(")
    return "0" + number if rng.random() < 0.08 else number


def _grouped(number: str, size: int) -> str:
    head, tail = number[:-3], number[-3:]
    groups: list[str] = []
    while head:
        groups.insert(0, head[-size:])
        head = head[:-size]
    return ",".join((*groups, tail))


def _single(rng: random.Random) -> str:
    return rng.choice(LATIN_DIGITS)


def _date(rng: random.Random) -> str:
    real = rng.random() < 0.6
    day = rng.randint(1, 31) if real else rng.randint(0, 99)
    month = rng.randint(1, 12) if real else rng.randint(0, 99)
    year = rng.choice((rng.randint(2008, 2032), rng.randint(2018, 2026), rng.randint(1900, 2099)))
    mark = rng.choices(("/", ".", "-", "–", ":"), (60, 25, 12, 2, 1))[0]
    parts = [f"{day:02}" if rng.random() < 0.8 else str(day)]
    parts.append(f"{month:02}" if rng.random() < 0.85 else str(month))
    parts.append(f"{year}" if rng.random() < 0.88 else f"{year % 100:02}")
    if rng.random() < 0.05:
        parts.reverse()
    if rng.random() < 0.03:
        parts.pop(rng.randrange(3))
    if rng.random() < 0.03:
        mark = rng.choice((" / ", " . ", "/ ", ". "))
    return mark.join(parts)


def _decimal(rng: random.Random) -> str:
    whole = str(rng.randrange(10 ** rng.choice((1, 1, 2, 2, 3, 4))))
    if len(whole) > 3:
        whole = _grouped(whole, 2)
    fraction = "".join(rng.choice(LATIN_DIGITS) for _ in range(rng.choice((1, 2, 2, 2, 3))))
    return f"{whole}.{fraction}"


def _percent(rng: random.Random) -> str:
    number = rng.choice((_decimal, _integer, _single))(rng)
    return number + rng.choice(BETWEEN) + "%"


def _id(rng: random.Random) -> str:
    parts = [str(rng.randint(1, 12)) for _ in range(rng.choice((1, 2, 2, 3, 3, 3, 4)))]
    opened, closed = rng.choice(
        (("[", "]"), ("[", "]"), ("(", ")"), ("", ""), ("", "."), ("", ")"))
    )
    return opened + ".".join(parts) + closed


def _range(rng: random.Random) -> str:
    first, second = (rng.choice((_integer, _single, _decimal))(rng) for _ in range(2))
    mark = rng.choice(("-", "-", "–", " - ", "/", "+", ":", " ", " ", " ", "  "))
    if rng.random() < 0.4:
        year = rng.randint(2010, 2030)
        return f"{year}{mark}{(year + 1) % 100:02}"
    return first + mark + second


def _dash(rng: random.Random) -> str:
    return rng.choice(("-", "-", "-", "–", "–", "—", "--", "--", "---", "-–", "----"))


def _blank(_: random.Random) -> str:
    return ""


def _letters(rng: random.Random) -> str:
    draw = rng.random()
    if draw < 0.45:
        return " ".join(rng.choice(bangla_words()) for _ in range(rng.choice((1, 1, 1, 2, 3))))
    if draw < 0.6:
        return " ".join(rng.choice(words()) for _ in range(rng.choice((1, 1, 2))))
    if draw < 0.9:
        return _short_bangla(rng)
    while (text := _short_latin(rng)) in NOT_ALONE:
        continue
    return text


def _short_bangla(rng: random.Random) -> str:
    """One to three Bangla letters, with or without a sign: those that look like digits come too."""
    letters = [
        chr(code) for code in (*range(0x985, 0x98D), *range(0x993, 0x9A9), *range(0x9AA, 0x9B1))
    ]
    letters += [chr(code) for code in (0x98F, 0x990, 0x9B2, 0x9B6, 0x9B7, 0x9B8, 0x9B9)]
    signs = ["", "", "", *(chr(code) for code in (0x9BE, 0x9BF, 0x9C0, 0x9C1, 0x9C7))]
    taken = [
        rng.choice(letters) + rng.choice(signs) for _ in range(rng.choices((1, 2, 3), (5, 3, 2))[0])
    ]
    return "".join(taken)


def _short_latin(rng: random.Random) -> str:
    letters = "ABCDEFGHJKLMNPRTUVWXYacdefhijkmnprtuvwxy"
    return "".join(rng.choice(letters) for _ in range(rng.choice((1, 2, 3, 4, 6))))


def _mixed(rng: random.Random) -> str:
    number = rng.choice((_integer, _single, _single, _date, _decimal))(rng)
    word = rng.choice((_short_bangla(rng), rng.choice(bangla_words())))
    draw = rng.random()
    if draw < 0.5:
        return number + rng.choice(("", " ")) + word
    if draw < 0.75:
        return word + rng.choice((" ", " ", "-", "/", " (")) + number
    return f"{number} {word} {_integer(rng)}"


_COMPOSERS = {
    "date": _date,
    "integer": _integer,
    "single": _single,
    "decimal": _decimal,
    "percent": _percent,
    "id": _id,
    "range": _range,
    "dash": _dash,
    "blank": _blank,
    "letters": _letters,
    "mixed": _mixed,
}


def same_number(one: str, other: str) -> bool:
    """Both say the same, whatever the script: a lone zero is the same ring in both."""
    return one.translate(TO_BANGLA) == other.translate(TO_BANGLA)


def has_joined_dashes(text: str) -> bool:
    """Two dashes stand side by side: some fonts join them."""
    return any(one in DASHES and two in DASHES for one, two in pairwise(text))
