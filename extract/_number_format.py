"""Number formats of spreadsheets: the code of a format, taken apart once for all its cells.

The grammar is the one of ECMA-376 Part 1, 18.8.31: up to four sections, each of literals and
placeholders, with conditions and a language in brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

GENERAL = "General"

BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    41: '#,##0;(#,##0);"-"',
    42: '#,##0;(#,##0);"-"',
    43: '#,##0.00;(#,##0.00);"-"',
    44: '#,##0.00;(#,##0.00);"-"',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
"""Formats by number (ECMA-376 18.8.30). 14 and 22 follow the machine's locale: the day comes first
where these reports are written, and the stored day is the same whatever the order."""

ZERO_BY_SHAPE = {
    0x02: 0x0660,
    0x03: 0x06F0,
    0x04: 0x0966,
    0x05: 0x09E6,
    0x06: 0x0A66,
    0x07: 0x0AE6,
    0x08: 0x0B66,
    0x09: 0x0BE6,
    0x0A: 0x0C66,
    0x0B: 0x0CE6,
    0x0C: 0x0D66,
    0x0D: 0x0E50,
}
"""The digit zero of a numeral shape, the first byte of `[$-5000445]`; 05 shows Bangla digits."""

BANGLA_LANGUAGE = 0x45
"""The low ten bits of 0445 (India) and 0845 (Bangladesh)."""

ASCII_DIGITS = "0123456789"


class Kind(StrEnum):
    """What a piece of a format stands for."""

    LITERAL = "literal"
    DIGIT = "digit"
    POINT = "point"
    COMMA = "comma"
    PERCENT = "percent"
    EXPONENT = "exponent"
    SLASH = "slash"
    DATE = "date"
    ELAPSED = "elapsed"
    HALF_DAY = "half-day"
    TEXT = "text"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a section, as written."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """For which values a section is meant."""

    operator: str
    limit: Decimal

    def holds(self, value: Decimal) -> bool:
        """Whether the value is one of them."""
        return {
            "<": value < self.limit,
            "<=": value <= self.limit,
            ">": value > self.limit,
            ">=": value >= self.limit,
            "=": value == self.limit,
            "<>": value != self.limit,
        }[self.operator]


@dataclass(frozen=True, slots=True)
class Section:
    """What a format does to one kind of values."""

    tokens: tuple[Token, ...]
    condition: Condition | None = None
    digits: str = ASCII_DIGITS
    bangla: bool = False
    """Whether months and days are named in Bangla."""
    kinds: frozenset[Kind] = frozenset()
    """The kinds of its tokens; known once the whole section is."""

    def has(self, kind: Kind) -> bool:
        """Whether it holds such a piece."""
        return kind in self.kinds


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format, taken apart."""

    code: str
    sections: tuple[Section, ...]

    @property
    def plain(self) -> bool:
        """Whether it shows a number as it is stored."""
        return self.code == GENERAL


TOKEN = re.compile(
    r"""(?P<general>General)
      | (?P<quoted>"[^"]*"?)
      | \\(?P<escaped>.)
      | (?P<space>[_*].)
      | \[(?P<bracket>[^\]]*)\]
      | (?P<half>AM/PM|A/P)
      | (?P<exponent>E[+-])
      | (?P<date>y+|m+|d+|h+|s+(?:\.0+)?)
      | (?P<digit>[0\#?])
      | (?P<mark>[.,%/@])
      | (?P<other>.)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)

MARKS = {
    ".": Kind.POINT,
    ",": Kind.COMMA,
    "%": Kind.PERCENT,
    "/": Kind.SLASH,
    "@": Kind.TEXT,
}

CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)")
ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
LANGUAGE = re.compile(r"\$(?P<symbol>[^-]*)(?:-(?P<tag>[^,]*)(?:,(?P<shape>[0-9A-Fa-f]+))?)?")
HEX = re.compile(r"[0-9A-Fa-f]{1,8}")


@lru_cache(maxsize=1024)
def parse_format(code: str) -> NumberFormat:
    """Take a format code apart; every text is a format, if only of literals."""
    if code.lower() == "general" or not code:
        code = GENERAL
    sections: list[Section] = []
    section = Section(())
    for match in TOKEN.finditer(code):
        if match["other"] == ";":
            sections.append(section)
            section = Section(())
        else:
            section = _with(section, match)
    sections.append(section)
    return NumberFormat(code, tuple(_settle(section) for section in sections))


def _with(section: Section, match: re.Match[str]) -> Section:
    if match["bracket"] is not None:
        return _with_bracket(section, match["bracket"])
    if match["space"] is not None:
        return section
    return _add(section, _token(match))


def _token(match: re.Match[str]) -> Token:
    kind, text = match.lastgroup, match[match.lastgroup or 0]
    match kind:
        case "general":
            return Token(Kind.GENERAL, text)
        case "quoted":
            return Token(Kind.LITERAL, text.strip('"'))
        case "half":
            return Token(Kind.HALF_DAY, text)
        case "exponent":
            return Token(Kind.EXPONENT, text)
        case "date":
            return Token(Kind.DATE, text.lower())
        case "digit":
            return Token(Kind.DIGIT, text)
        case "mark":
            return Token(MARKS[text], text)
        case _:
            return Token(Kind.LITERAL, text)


def _add(section: Section, token: Token) -> Section:
    return replace(section, tokens=(*section.tokens, token))


def _with_bracket(section: Section, inside: str) -> Section:
    """A section with what a bracket says: a condition, a language, elapsed time, or a colour."""
    if ELAPSED.fullmatch(inside):
        return _add(section, Token(Kind.ELAPSED, inside.lower()))
    if condition := CONDITION.fullmatch(inside):
        return replace(section, condition=Condition(condition[1], Decimal(condition[2])))
    if language := LANGUAGE.fullmatch(inside):
        digits, bangla = _language(language["tag"] or "", language["shape"])
        told = replace(section, digits=digits or section.digits, bangla=bangla or section.bangla)
        symbol = language["symbol"]
        return _add(told, Token(Kind.LITERAL, symbol)) if symbol else told
    return section


def _language(tag: str, shape: str | None) -> tuple[str | None, bool]:
    """The digits and the language of `5000445`, `845` or `bn-BD` with `500`."""
    if not HEX.fullmatch(tag):
        # the newer form names the language, and the shape behind a comma, above its calendar
        return _digits(int(shape, 16) >> 8 if shape else 0), tag.lower().startswith("bn")
    number = int(tag, 16)
    return _digits(number >> 24), number & 0x3FF == BANGLA_LANGUAGE


def _digits(shape: int) -> str | None:
    zero = ZERO_BY_SHAPE.get(shape)
    return None if zero is None else "".join(chr(zero + digit) for digit in range(10))


def _settle(section: Section) -> Section:
    """The section with the marks of a number or of a date, whichever it is."""
    kinds = {token.kind for token in section.tokens}
    if kinds & {Kind.DATE, Kind.ELAPSED}:
        literal = {Kind.POINT, Kind.COMMA, Kind.PERCENT, Kind.SLASH, Kind.DIGIT}
    elif kinds & {Kind.DIGIT, Kind.GENERAL}:
        literal = set[Kind]()
    else:
        literal = {Kind.POINT, Kind.COMMA, Kind.SLASH, Kind.PERCENT}
    tokens = tuple(
        Token(Kind.LITERAL, token.text) if token.kind in literal else token
        for token in section.tokens
    )
    return replace(section, tokens=tokens, kinds=frozenset(token.kind for token in tokens))
