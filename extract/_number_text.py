"""A stored number as its cell shows it: digits, percents, days and hours by the cell's format.

A column's width is a matter of the window and not of the format: nothing is cut to it, and a number
without a format is shown with all its 15 digits.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from extract._date_text import show_time
from extract._number_format import GENERAL, Kind, NumberFormat, Section, Token, parse_format
from extract._number_shown import WIDE, Shown, general, in_digits

EXACT = Context(prec=15, rounding=ROUND_HALF_UP)
"""Spreadsheets show 15 digits and store 17: 0.8 is stored as 0.80000000000000004."""

LARGEST_EXPONENT = 308
"""Of a number that a spreadsheet can hold."""

ANY_NUMBER = parse_format(GENERAL).sections[0]


def stored_number(text: str) -> Decimal | None:
    """The number that a file stores; None if it is none, or none of a spreadsheet."""
    try:
        number = Decimal(text.strip())
    except ArithmeticError:
        return None
    if not number.is_finite() or abs(number.adjusted()) > LARGEST_EXPONENT:
        return None
    return EXACT.plus(number)


def show(number: Decimal, number_format: NumberFormat, *, from_1904: bool = False) -> Shown:
    """A number as a cell of this format shows it; an empty text if the format hides it."""
    if number_format.plain:
        return Shown(general(number))
    section, signed = _section_for(number, number_format)
    if section.has(Kind.DATE) or section.has(Kind.ELAPSED):
        return show_time(number, section, from_1904)
    if section.has(Kind.SLASH) and section.has(Kind.DIGIT):
        return Shown(general(number), known=False)
    return _show_number(number if signed else abs(number), section)


def show_text(text: str, number_format: NumberFormat) -> str:
    """A text as a cell of this format shows it; empty if the format hides it."""
    sections = number_format.sections
    last = sections[-1]
    if len(sections) < 4 and not last.has(Kind.TEXT):  # noqa: PLR2004  the fourth is for text
        return text
    return "".join(text if token.kind is Kind.TEXT else token.text for token in last.tokens)


def _section_for(number: Decimal, number_format: NumberFormat) -> tuple[Section, bool]:
    """The section for a number, and whether it writes the minus sign itself."""
    sections = [part for part in number_format.sections[:3] if not part.has(Kind.TEXT)]
    if not sections:
        return ANY_NUMBER, True
    if any(section.condition for section in sections):
        for section in sections:
            condition = section.condition
            if condition is None or condition.holds(number):
                only_negative = condition and condition.operator in {"<", "<="}
                return section, not (only_negative and condition and condition.limit <= 0)
        return ANY_NUMBER, True
    if number < 0 and len(sections) > 1:
        return sections[1], False
    if not number and len(sections) > 2:  # noqa: PLR2004  the third is for zero
        return sections[-1], True
    return sections[0], True


def _show_number(number: Decimal, section: Section) -> Shown:
    tokens = section.tokens
    if not section.has(Kind.DIGIT):
        text = "".join(general(number) if t.kind is Kind.GENERAL else t.text for t in tokens)
        exact = section.has(Kind.GENERAL)
        return Shown(in_digits(text, section.digits) if exact else text, exact)
    scale = 2 * sum(token.kind is Kind.PERCENT for token in tokens)
    if section.has(Kind.EXPONENT):
        return _show_scientific(number.scaleb(scale, WIDE), section)
    point = _index(tokens, Kind.POINT)
    whole = [token for token in tokens[:point] if token.kind is not Kind.COMMA]
    scale -= 3 * _trailing_commas(tokens[:point])
    scaled = number.scaleb(scale, WIDE)
    decimals = [token for token in tokens[point + 1 :] if token.kind is not Kind.COMMA]
    n_decimals = sum(token.kind is Kind.DIGIT for token in decimals)
    rounded = scaled.quantize(Decimal(1).scaleb(-n_decimals), context=WIDE)
    whole_digits, _, decimal_digits = f"{abs(rounded):f}".partition(".")
    grouped = _has_grouping(tokens[:point])
    text = _place_whole(whole, whole_digits.lstrip("0"), section.digits, grouped)
    if point < len(tokens):
        text += "." + _place_decimals(decimals, decimal_digits, section.digits)
    sign = "-" if rounded < 0 else ""
    return Shown(sign + text, exact=rounded == scaled)


def _show_scientific(number: Decimal, section: Section) -> Shown:
    """A mantissa of one whole digit; longer ones, as in `##0.0E+0`, are written so too."""
    tokens = section.tokens
    mark = _index(tokens, Kind.EXPONENT)
    point = _index(tokens[:mark], Kind.POINT)
    n_decimals = sum(token.kind is Kind.DIGIT for token in tokens[point:mark])
    n_exponent = sum(token.kind is Kind.DIGIT for token in tokens[mark:])
    rounded = Context(prec=n_decimals + 1, rounding=ROUND_HALF_UP).plus(number)
    exponent = rounded.adjusted() if rounded else 0
    mantissa = f"{rounded.scaleb(-exponent, WIDE):.{n_decimals}f}"
    sign = "-" if exponent < 0 else tokens[mark].text[1:].replace("-", "")
    text = f"{mantissa}E{sign}{abs(exponent):0{n_exponent}d}"
    return Shown(in_digits(text, section.digits), exact=rounded == number)


def _index(tokens: tuple[Token, ...], kind: Kind) -> int:
    """Where the first token of a kind stands; behind the last if there is none."""
    return next((i for i, token in enumerate(tokens) if token.kind is kind), len(tokens))


def _trailing_commas(tokens: tuple[Token, ...]) -> int:
    """How many commas follow the last digit: each divides by a thousand."""
    n_commas = 0
    for token in reversed(tokens):
        if token.kind is Kind.DIGIT:
            break
        n_commas += token.kind is Kind.COMMA
    return n_commas


def _has_grouping(tokens: tuple[Token, ...]) -> bool:
    marks = [token.kind for token in tokens if token.kind in {Kind.DIGIT, Kind.COMMA}]
    return Kind.COMMA in marks and Kind.DIGIT in marks[marks.index(Kind.COMMA) :]


def _place_whole(tokens: list[Token], digits: str, native: str, grouped: bool) -> str:
    """The digits before the point, put into their places from the right."""
    places = [i for i, token in enumerate(tokens) if token.kind is Kind.DIGIT]
    pieces: list[str] = []
    n_placed = 0
    for i in range(len(tokens) - 1, -1, -1):
        if tokens[i].kind is not Kind.DIGIT:
            pieces.append(tokens[i].text)
            continue
        # the first place takes all digits that are left
        last = i == places[0]
        while True:
            digit, digits = (digits[-1], digits[:-1]) if digits else ("", "")
            filled = in_digits(digit, native) or _filler(tokens[i].text, native)
            if filled and grouped and n_placed and n_placed % 3 == 0:
                pieces.append(",")
            pieces.append(filled)
            n_placed += 1
            if not (last and digits):
                break
    return "".join(reversed(pieces))


def _filler(place: str, native: str) -> str:
    """What stands in a place that no digit fills."""
    return {"0": native[0], "?": " "}.get(place, "")


def _place_decimals(tokens: list[Token], digits: str, native: str) -> str:
    significant = len(digits.rstrip("0"))
    pieces: list[str] = []
    n_placed = 0
    for token in tokens:
        if token.kind is not Kind.DIGIT:
            pieces.append(token.text)
            continue
        shown = n_placed < significant or token.text == "0"
        pieces.append(in_digits(digits[n_placed], native) if shown else _filler(token.text, native))
        n_placed += 1
    return "".join(pieces)
