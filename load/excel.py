"""The tables of a quarter as one Excel workbook, for people: typed cells, no formula, no link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Protocol, cast

from load.atomic import TEMPORARY, replace_file
from load.rows import open_rows, tables
from schemas.table import Field

FORMAT = "excel"
FILE = "report.xlsx"

FONT = "Nirmala UI"
"""Has the Bangla signs, and is part of Windows since 8; other systems take their own instead."""

MOST_ROWS = 1_048_576
"""Of a sheet, header included: a limit of the file format."""

LONGEST_TEXT = 32_767
"""UTF-16 units in a cell: a limit of the file format."""

CUT = " … [cut: the CSV has all of it]"

NUMERIC = ("integer", "number")
NUMBER_WIDTH = 9
TEXT_WIDTH = 24
"""Of a column, in characters."""


class _Sheet(Protocol):
    """What is used of XlsxWriter's sheet."""

    def write_string(self, row: int, column: int, text: str, style: object = ..., /) -> int: ...
    def write_rich_string(self, row: int, column: int, *parts: str) -> int: ...
    def write_number(self, row: int, column: int, number: float, /) -> int: ...
    def set_column(self, first: int, last: int, width: float, /) -> int: ...
    def freeze_panes(self, row: int, column: int, /) -> None: ...
    def autofilter(self, top: int, left: int, bottom: int, right: int, /) -> int: ...


class _Workbook(Protocol):
    """What is used of XlsxWriter's workbook."""

    def add_worksheet(self, name: str, /) -> _Sheet: ...
    def add_format(self, properties: dict[str, object], /) -> object: ...
    def set_properties(self, properties: dict[str, object], /) -> None: ...
    def close(self) -> None: ...


def write(tables: Mapping[str, Path], folder: Path) -> tuple[Path, ...]:
    """Write `report.xlsx` with a sheet for each table; the same tables give the same bytes.

    Raises:
        OutputUnusable: the file cannot be written.
    """
    target = folder / FILE
    with replace_file(target) as handle, TemporaryDirectory(prefix=TEMPORARY, dir=folder) as aside:
        workbook = _open(handle, aside)
        for name, path in tables.items():
            _add_table(workbook, name, path)
        _close(workbook)
    return (target,)


def _open(handle: BinaryIO, aside: str) -> _Workbook:
    # only this output needs it
    import xlsxwriter  # type: ignore[import-untyped]  # its annotations are not published

    options: dict[str, object] = {
        "constant_memory": True,
        "tmpdir": aside,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONT, "font_size": 10},
    }
    workbook = cast("_Workbook", xlsxwriter.Workbook(handle, options))
    # the file format wants a date, and the same tables must give the same bytes
    workbook.set_properties({"created": datetime(2000, 1, 1)})
    return workbook


def _close(workbook: _Workbook) -> None:
    from xlsxwriter.exceptions import (  # type: ignore[import-untyped]  # as above
        FileCreateError,
    )

    try:
        workbook.close()
    except FileCreateError as error:
        # it wraps what the operating system says, and that decides the remedy
        cause: object = error.args[0]
        raise (cause if isinstance(cause, OSError) else error) from error


def _add_table(workbook: _Workbook, name: str, path: Path) -> None:
    fields = tables()[name].FIELDS
    bold = workbook.add_format({"bold": True, "font_name": FONT, "font_size": 10})
    with open_rows(path) as lines:
        next(lines, None)
        for number, part in enumerate(_parts(lines, MOST_ROWS - 1), start=1):
            sheet = workbook.add_worksheet(name if number == 1 else f"{name} {number}")
            _fill(sheet, fields, part, bold)


def _parts(lines: Iterator[list[str]], most: int) -> Iterator[Iterable[list[str]]]:
    """Cut rows into stretches that fit a sheet; one stretch, if there is no row."""
    first = list(islice(lines, 1))
    yield chain(first, islice(lines, most - 1))
    while first := list(islice(lines, 1)):
        yield chain(first, islice(lines, most - 1))


def _fill(
    sheet: _Sheet, fields: tuple[Field, ...], lines: Iterable[list[str]], bold: object
) -> None:
    for column, field in enumerate(fields):
        sheet.set_column(column, column, NUMBER_WIDTH if field.type in NUMERIC else TEXT_WIDTH)
        sheet.write_string(0, column, field.name, bold)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, line in enumerate(lines, start=1):
        for column, (field, text) in enumerate(zip(fields, line, strict=True)):
            if text and field.type in NUMERIC:
                sheet.write_number(last, column, float(text))
            elif text:
                _write_text(sheet, last, column, text)
    sheet.autofilter(0, 0, last, len(fields) - 1)


def _write_text(sheet: _Sheet, row: int, column: int, text: str) -> None:
    shown = shorten(text)
    if shown.startswith("<r>") and shown.endswith("</r>"):
        # XlsxWriter takes such a string for its own markup and writes it unescaped
        sheet.write_rich_string(row, column, shown[:1], shown[1:2], shown[2:])
    else:
        sheet.write_string(row, column, shown)


def shorten(text: str) -> str:
    """The text, or as much of it as a cell of a workbook holds and a note that it was cut."""
    if len(text) <= LONGEST_TEXT // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    # half a surrogate pair at the cut is left out
    return units[: 2 * (LONGEST_TEXT - len(CUT))].decode("utf-16-le", "ignore") + CUT
