"""The ledger as a table: every non-empty cell of every source, with the role it was given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from load.rows import REPORT_ID
from schemas.document import Entry, Ledger
from schemas.report import Report
from schemas.table import Field, Scalar

NAME = "cells"

FIELDS = (
    Field("report_id", "string", "The report; also the name of its JSON file.", True, REPORT_ID),
    Field("source_file", "string", "The name of the file that was read.", required=True),
    Field("source_sha256", "string", "Its fingerprint.", True, "[0-9a-f]{64}"),
    Field("page", "integer", "The page, from 1.", required=True),
    Field("line", "integer", "The line (text) or grid row (other formats).", required=True),
    Field("column", "integer", "The tab column (text) or grid column.", required=True),
    Field("role", "string", "What the cell is; leftover if nothing.", required=True),
    Field("ref", "string", "What it belongs to, such as indicator:1.1.1."),
    Field("raw", "string", "The cell, exactly as in the source.", required=True),
    Field("before", "string", r"What stands before it: \t, \n, \r, \\, \uXXXX, and blanks."),
    Field("after", "string", "What follows the last cell of the report, in the same notation."),
)

_NAMED = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
_WRITTEN = {written[1]: sign for sign, written in _NAMED.items()}
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|([\\tnr]))", re.DOTALL)


def rows(report: Report, ledger: Ledger) -> Iterable[tuple[Scalar, ...]]:
    """Yield one row per cell, in reading order."""
    source = (report.report_id, report.source.file, report.source.sha256)
    last = len(ledger.entries) - 1
    for index, entry in enumerate(ledger.entries):
        yield (
            *source,
            entry.page,
            entry.line,
            entry.column,
            entry.role,
            entry.ref,
            entry.raw,
            escape(entry.before),
            escape(ledger.tail) if index == last else None,
        )


def read_ledger(rows: Iterable[list[str]]) -> Ledger:
    """The ledger that the rows of one report were made from.

    Raises:
        ValueError: a row has other columns, or a notation is broken.
    """
    entries: list[Entry] = []
    tail = ""
    for _, _, _, page, line, column, role, ref, raw, before, after in rows:
        place = (int(page), int(line), int(column))
        entries.append(Entry(*place, role, ref, raw, unescape(before)))
        tail = unescape(after)
    return Ledger(tuple(entries), tail)


def rebuild(rows: Iterable[Mapping[str, str]], charset: str) -> bytes:
    """The text source of one report, byte for byte, from its rows of cells.csv.

    Raises:
        ValueError: a notation is broken, or the charset cannot write the text.
        LookupError: nobody knows the charset.
    """
    parts = (unescape(row["before"]) + row["raw"] + unescape(row["after"]) for row in rows)
    return "".join(parts).encode(charset)


@lru_cache(maxsize=4096)
def escape(text: str) -> str:
    r"""Make what stands between cells visible: `\t \n \r \\`, `\uXXXX`, `\UXXXXXXXX`."""
    return "".join(_NAMED.get(sign) or _shown(sign) for sign in text)


def _shown(sign: str) -> str:
    if sign.isprintable():
        return sign
    return f"\\u{ord(sign):04x}" if sign <= "\uffff" else f"\\U{ord(sign):08x}"


@lru_cache(maxsize=4096)
def unescape(text: str) -> str:
    """The text that `escape` was given.

    Raises:
        ValueError: a backslash begins no known notation.
    """
    if text.count("\\") != sum(_marks(found[0]) for found in _ESCAPE.finditer(text)):
        raise ValueError(f"{text!r} is not in the notation of cells.csv")
    return _ESCAPE.sub(lambda found: _sign(*found.groups()), text)


def _marks(written: str) -> int:
    return written.count("\\")


def _sign(short: str | None, long: str | None, named: str | None) -> str:
    return _WRITTEN[named] if named else chr(int(short or long or "", 16))
