"""The tables of a quarter as Parquet, for engines that read columns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from load import rows
from load.atomic import replace_file
from schemas.errors import OutputUnusable
from schemas.table import Field

FORMAT = "parquet"

TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "date": "DATE",
    "boolean": "BOOLEAN",
}
"""A number has at most 15 significant digits, which DOUBLE holds exactly."""

LONGEST_LINE = 2**25
"""Bytes; DuckDB's own limit of 2 MiB is less than a source may hold in one cell."""


def write(tables: Mapping[str, Path], folder: Path) -> tuple[Path, ...]:
    """Write `<table>.parquet` for each table; the same tables give the same bytes.

    Raises:
        OutputUnusable: a file cannot be written.
    """
    written: list[Path] = []
    for name, path in tables.items():
        written.append(folder / f"{name}.parquet")
        _convert(name, path, written[-1])
    return tuple(written)


def _convert(name: str, source: Path, target: Path) -> None:
    # 69 MB that only this output needs
    import duckdb

    with replace_file(target) as handle, duckdb.connect(":memory:") as database:
        # several threads would cut the row groups differently from run to run
        database.execute("SET threads = 1")
        try:
            database.execute(_copy(source, rows.tables()[name].FIELDS, handle.name))
        except duckdb.Error as error:
            raise OutputUnusable(
                f"{target} cannot be written: {error}",
                "Free some space, or leave out the Parquet output.",
            ) from error


def _copy(source: Path, fields: tuple[Field, ...], target: str) -> str:
    return (
        f"COPY (SELECT * FROM {_reader(source, fields)}) TO {_quoted(target)}"  # noqa: S608  # ours
        " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
    )


def _reader(source: Path, fields: tuple[Field, ...]) -> str:
    columns = ", ".join(f"{_quoted(field.name)}: '{TYPES[field.type]}'" for field in fields)
    return (
        f"read_csv({_quoted(str(source))}, columns = {{{columns}}}, auto_detect = false,"
        " header = true, delim = ',', quote = '\"', escape = '\"', comment = '', nullstr = '',"
        f" new_line = '\\r\\n', parallel = false, max_line_size = {LONGEST_LINE})"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
