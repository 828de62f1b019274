"""Rows of a table as exact CSV: UTF-8, RFC 4180, CRLF, and what is written is what is read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import BinaryIO

from load.invalid import OutputInvalid
from schemas.document import Ledger
from schemas.plugins import plugins
from schemas.ports import Table
from schemas.report import Report
from schemas.table import Field, Scalar

LONGEST_CELL = 2**31 - 1
"""Characters; Python's own limit of 131,072 is less than a source may hold in one cell."""

REPORT_ID = r"[a-z0-9_-]+"

_INTEGER = re.compile(r"-?[0-9]+")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?")


@cache
def tables() -> dict[str, Table]:
    """The tables of the room, by name."""
    return {table.NAME: table for table in plugins("load", Table)}


def cell_text(value: Scalar) -> str:
    """The text of a value: no value is empty, numbers are plain, dates are ISO dates."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if type(value) is int:
        return str(value)
    if isinstance(value, Decimal):
        # 98.0 and 98 are one value, and JSON does not tell them apart when it is read back
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)


def header(fields: Iterable[Field]) -> bytes:
    """The first line of the CSV."""
    return _line(_quoted(field.name) for field in fields).encode()


def csv_rows(table: Table, report: Report, ledger: Ledger) -> bytes:
    """The rows of one report, without header, proved against the table's fields.

    Raises:
        OutputInvalid: a row breaks the Table Schema.
    """
    rows = [*table.rows(report, ledger)]
    rules = dict(_rules(table.FIELDS))
    columns: list[list[str]] = []
    fits = all(len(row) == len(table.FIELDS) for row in rows)
    for index, values in enumerate(zip(*rows, strict=True) if fits else ()):
        # a column repeats few values: each is written, proved and quoted once
        texts = {value: cell_text(value) for value in set(values)}
        rule = rules.get(index)
        fits = fits and (rule is None or all(map(rule, texts.values())))
        quoted = {value: _quoted(text) for value, text in texts.items()}
        columns.append([quoted[value] for value in values])
    try:
        if fits:
            return "".join([_line(cells) for cells in zip(*columns, strict=True)]).encode()
        fault = find_fault(table.FIELDS, [[*map(cell_text, row)] for row in rows]) or ""
    except UnicodeEncodeError as error:
        fault = str(error)
    raise OutputInvalid(f"{table.NAME}.csv of {report.report_id}", fault)


def write_rows(
    out: BinaryIO, fields: tuple[Field, ...], rows: Iterable[tuple[Scalar, ...]]
) -> None:
    """Write a whole CSV, header first; each row is proved against the fields.

    Raises:
        OutputInvalid: a row breaks the Table Schema.
    """
    out.write(header(fields))
    for row in rows:
        cells = [*map(cell_text, row)]
        fault = find_fault(fields, [cells])
        if fault is not None:
            raise OutputInvalid(Path(out.name).name, fault)
        out.write(_line(map(_quoted, cells)).encode())


def _line(quoted: Iterable[str]) -> str:
    return f"{','.join(quoted)}\r\n"


def _quoted(cell: str) -> str:
    # csv.writer writes the same
    if "," in cell or '"' in cell or "\r" in cell or "\n" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def parse_rows(content: bytes) -> list[list[str]]:
    """The rows of a stretch of CSV.

    Raises:
        ValueError: it is no UTF-8, or no CSV.
    """
    csv.field_size_limit(LONGEST_CELL)
    try:
        return list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    except csv.Error as error:
        raise ValueError(str(error)) from error


@contextmanager
def open_rows(path: Path) -> Generator[Iterator[list[str]]]:
    """The rows of a CSV file, header first, one after the other."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8", newline="") as lines:
        yield csv.reader(lines, strict=True)


def find_fault(fields: tuple[Field, ...], lines: list[list[str]]) -> str | None:
    """What the first row that breaks the Table Schema breaks, or None."""
    for number, line in enumerate(lines, start=1):
        if len(line) != len(fields):
            return f"row {number} has {len(line)} cells, not {len(fields)}"
    columns = list(zip(*lines, strict=True))
    for index, accepts in _rules(fields) if columns else ():
        # a column repeats few values; looking at each once is 5 times as fast
        wrong = {text for text in set(columns[index]) if not accepts(text)}
        if wrong:
            number = next(n for n, text in enumerate(columns[index], start=1) if text in wrong)
            return f"row {number}, {fields[index].name}: {columns[index][number - 1]!r}"
    return None


@cache
def _rules(fields: tuple[Field, ...]) -> tuple[tuple[int, Callable[[str], bool]], ...]:
    rules = ((index, _rule(field)) for index, field in enumerate(fields))
    return tuple((index, rule) for index, rule in rules if rule is not None)


def _rule(field: Field) -> Callable[[str], bool] | None:
    said = _content_rule(field)
    if said is None:
        return bool if field.required else None
    if field.required:
        return said
    return lambda text: not text or said(text)


def _content_rule(field: Field) -> Callable[[str], bool] | None:
    if field.enum:
        return frozenset(field.enum).__contains__
    match field.type:
        case "integer":
            return lambda text: _INTEGER.fullmatch(text) is not None
        case "number":
            return lambda text: _NUMBER.fullmatch(text) is not None
        case "boolean":
            return frozenset(("true", "false")).__contains__
        case "date":
            return _is_date
        case "string":
            pattern = re.compile(field.pattern) if field.pattern else None
            return None if pattern is None else lambda text: pattern.fullmatch(text) is not None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
