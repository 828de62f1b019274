"""What a person sees in a cell of a spreadsheet, in which fonts, and what is odd about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from extract._number_format import GENERAL, NumberFormat, parse_format
from extract._number_shown import general
from extract._number_text import show, show_text, stored_number
from extract._sheet import StoredCell
from extract._sheet_strings import Stored, plain, unescape
from schemas.document import Run


class Oddity(StrEnum):
    """Why what a cell shows is not all there is to say."""

    NO_RESULT = "no result is stored with the formula"
    ROUNDED = "the cell shows less than it stores"
    MONTH_FIRST = "the cell shows the month before the day"
    UNKNOWN_FORMAT = "the number format is not known"
    UNREADABLE = "the cell points to no text"


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell is shown."""

    number_format: NumberFormat
    font: str | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """What all sheets of a workbook share."""

    styles: tuple[Style, ...] = ()
    strings: tuple[Stored, ...] = ()
    from_1904: bool = False

    def style(self, number: int) -> Style:
        """The style of a number; the plain one if there is none."""
        return self.styles[number] if number < len(self.styles) else PLAIN_STYLE


PLAIN_STYLE = Style(parse_format(GENERAL))


@dataclass(frozen=True, slots=True)
class Seen:
    """What a cell shows."""

    text: str
    runs: tuple[Run, ...] = ()
    oddity: Oddity | None = None
    stored: str = ""
    """The other side of an oddity."""
    day: date | None = None
    concealed: bool = False
    """Whether the number format shows nothing of it; the text is then what is stored."""


def see(cell: StoredCell, book: Book) -> Seen:
    """What a person sees in the cell; a text is verbatim, a number is shown by its format."""
    style = book.style(cell.style)
    if (cell.value is None and cell.inline is None) or _lacks_result(cell):
        formula = f"={cell.formula or ''}"
        return Seen(formula, _runs(formula, style), Oddity.NO_RESULT, formula)
    value = cell.value or ""
    match cell.kind:
        case "n":
            return _see_number(value, style, book)
        case "b":
            return _plainly("TRUE" if value.strip() in {"1", "true"} else "FALSE", style)
        case "e" | "d":
            return _plainly(value, style)
        case "s":
            index = int(value) if value.strip().isdecimal() else len(book.strings)
            if index >= len(book.strings):
                return Seen(value, _runs(value, style), Oddity.UNREADABLE, value)
            return _see_text(book.strings[index], style)
        case _:
            return _see_text(unescape(value) if cell.inline is None else cell.inline, style)


def _lacks_result(cell: StoredCell) -> bool:
    return cell.formula is not None and cell.kind == "n" and not (cell.value or "").strip()


def _runs(text: str, style: Style) -> tuple[Run, ...]:
    return (Run(text, style.font),) if style.font and text else ()


def _plainly(text: str, style: Style) -> Seen:
    return Seen(text, _runs(text, style))


def _see_text(stored: Stored, style: Style) -> Seen:
    text = plain(stored)
    shown = show_text(text, style.number_format)
    if text and not shown:
        return Seen(text, _runs(text, style), concealed=True)
    if shown != text or isinstance(stored, str):
        return Seen(shown, _runs(shown, style))
    runs: list[Run] = []
    for run in stored:
        font = run.font or style.font
        if runs and runs[-1].font == font:
            runs[-1] = Run(runs[-1].text + run.text, font)
        else:
            runs.append(Run(run.text, font))
    return Seen(text, tuple(runs))


def _see_number(value: str, style: Style, book: Book) -> Seen:
    number = stored_number(value)
    if number is None:
        # no number at all, in a cell that says so: kept as it stands
        return _plainly(value, style)
    shown = show(number, style.number_format, from_1904=book.from_1904)
    bare = general(number)
    if not shown.text.strip():
        return Seen(bare, _runs(bare, style), concealed=True)
    runs = _runs(shown.text, style)
    if shown.seen is not None:
        return Seen(shown.text, runs, Oddity.MONTH_FIRST, shown.seen, shown.day)
    if not shown.known:
        return Seen(shown.text, runs, Oddity.UNKNOWN_FORMAT, style.number_format.code)
    if not shown.exact:
        stored = shown.day.isoformat() if shown.day else bare
        return Seen(shown.text, runs, Oddity.ROUNDED, stored, shown.day)
    return Seen(shown.text, runs, day=shown.day)
