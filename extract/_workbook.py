"""What the sheets of a workbook share: their names and states, texts, and styles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract._cell_text import Book, Style
from extract._number_format import BUILT_IN, GENERAL, parse_format
from extract._package import Package, Relationship
from extract._sheet import CELL_LIMIT
from extract._sheet_strings import Stored, local, text_of
from extract._xml import Element, Stream
from schemas.errors import InputRejected, Refusal

INDEX_DIGITS = 6

LOCALE_DAYS = range(27, 59)
"""Built-in formats whose meaning is the locale's; all are dates or times (ECMA-376 18.8.30)."""


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    kind: str
    """worksheet, chartsheet, dialogsheet or macrosheet."""
    hidden: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook without the contents of its sheets."""

    sheets: tuple[SheetEntry, ...]
    book: Book


def find_main_part(package: Package) -> str:
    """The part that holds the list of sheets.

    Raises:
        InputRejected: NOT_A_DOCUMENT if there is none.
    """
    for link in package.relationships():
        if link.kind == "officeDocument" and not link.external and link.target in package:
            return link.target
    raise InputRejected(
        Refusal.NOT_A_DOCUMENT,
        "The package does not say which of its parts is the workbook.",
        "Open it in a spreadsheet program, save it as .xlsx, and convert that.",
    )


def read_workbook(package: Package, main: str) -> Workbook:
    """Read the list of sheets, the shared texts and the styles.

    Raises:
        InputRejected: NOT_A_DOCUMENT or TABLE_LIMIT, and what opening a part may raise.
    """
    if package.content_type(main).endswith(".bin") or main.endswith(".bin"):
        raise InputRejected(
            Refusal.NOT_A_DOCUMENT,
            "The workbook is in the binary format (.xlsb).",
            "Save it as .xlsx, and convert that.",
        )
    links = package.relationships(main)
    stream = package.stream(main)
    if local(stream.root) != "workbook":
        raise InputRejected(
            Refusal.NOT_A_DOCUMENT,
            f"The main part of the package is no workbook, but a {local(stream.root)}.",
            "Save it as .xlsx, and convert that.",
        )
    sheets: list[SheetEntry] = []
    from_1904 = False
    for element in stream.children(stream.root):
        stream.complete(element)
        match local(element):
            case "workbookPr":
                from_1904 = element.get("date1904") in {"1", "true"}
            case "sheets":
                sheets += _sheets(element, links)
            case _:
                pass
    styles = _target(package, links, "styles")
    strings = _target(package, links, "sharedStrings")
    return Workbook(
        tuple(sheets),
        Book(
            styles=_styles(package.stream(styles)) if styles else (),
            strings=tuple(_strings(package.stream(strings))) if strings else (),
            from_1904=from_1904,
        ),
    )


def _target(package: Package, links: tuple[Relationship, ...], kind: str) -> str | None:
    return next(
        (link.target for link in links if link.kind == kind and link.target in package), None
    )


def _sheets(element: Element, links: tuple[Relationship, ...]) -> Iterator[SheetEntry]:
    by_id = {link.id: link for link in links}
    for sheet in element:
        link_id = next((value for name, value in sheet.items() if name.endswith("}id")), "")
        link = by_id.get(link_id)
        yield SheetEntry(
            name=sheet.get("name") or "",
            part=link.target if link and not link.external else "",
            kind=link.kind if link else "",
            hidden=sheet.get("state") in {"hidden", "veryHidden"},
        )


def _strings(stream: Stream) -> Iterator[Stored]:
    for number, element in enumerate(stream.children(stream.root)):
        if number > CELL_LIMIT:
            raise InputRejected(
                Refusal.TABLE_LIMIT,
                f"The workbook has more than {CELL_LIMIT:,} texts.",
                "Split it into single reports.",
            )
        stream.complete(element)
        if local(element) == "si":
            yield text_of(element)


def _styles(stream: Stream) -> tuple[Style, ...]:
    codes = {**{number: "dd/mm/yyyy" for number in LOCALE_DAYS}, **BUILT_IN}
    fonts: list[str | None] = []
    styles: list[Style] = []
    for element in stream.children(stream.root):
        stream.complete(element)
        match local(element):
            case "numFmts":
                for child in element:
                    number = _index(child.get("numFmtId"))
                    if number is not None:
                        codes[number] = child.get("formatCode") or GENERAL
            case "fonts":
                fonts += [_font(child) for child in element]
            case "cellXfs":
                styles += [_style(child, codes, fonts) for child in element]
            case _:
                pass
    return tuple(styles)


def _font(element: Element) -> str | None:
    return next((child.get("val") for child in element if local(child) == "name"), None)


def _style(element: Element, codes: dict[int, str], fonts: list[str | None]) -> Style:
    code = codes.get(_index(element.get("numFmtId")) or 0, GENERAL)
    font = _index(element.get("fontId")) or 0
    return Style(parse_format(code), fonts[font] if font < len(fonts) else None)


def _index(text: str | None) -> int | None:
    if not text or not (text.isascii() and text.isdigit()) or len(text) > INDEX_DIGITS:
        return None
    return int(text)
