"""The door of the warehouse: a converted folder into DuckDB or PostgreSQL, and its proof."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from load.warehouse_checks import Broken, broken_assertions
from load.warehouse_folder import read_run
from load.warehouse_load import Load, Loaded
from load.warehouse_store import Store, keep_still
from schemas.errors import BadUsage

DUCKDB_URL = "duckdb:///"
POSTGRES_URLS = ("postgresql://", "postgres://")
PARQUET_URL = "parquet:///"
DEFAULT_FILE = "warehouse.duckdb"


def default_url(folder: Path) -> str:
    """The warehouse of a folder, if no other is named."""
    return f"{DUCKDB_URL}{folder / DEFAULT_FILE}"


def load_folder(folder: Path, url: str) -> Loaded:
    """Load the reports of a converted folder.

    Raises:
        BadUsage: nobody knows such a URL, or the warehouse is of a later program.
        OutputLocked: another load is under way, or a conversion writes into the folder.
        OutputUnusable: the warehouse cannot be written.
        MachineLacks: the database cannot hold Bangla.
    """
    with keep_still(folder), _filled(url) as store:
        return Load(store, read_run(folder)).take(folder)


def verify_warehouse(url: str) -> tuple[Broken, ...]:
    """The assertions that a warehouse breaks; nothing is changed.

    Raises:
        BadUsage: nobody knows such a URL.
        OutputUnusable: it cannot be read.
    """
    with open_warehouse(url) as store:
        return broken_assertions(store.query)


def open_warehouse(url: str) -> AbstractContextManager[Store]:
    """A warehouse to be read.

    Raises:
        BadUsage: nobody knows such a URL.
        OutputUnusable: it cannot be read.
    """
    # each engine takes tens of milliseconds to import
    if url.startswith(POSTGRES_URLS):
        from load.warehouse_postgres import read_postgres

        return read_postgres(url)
    from load.warehouse_duckdb import read_duckdb

    return read_duckdb(_duckdb_path(url))


def _filled(url: str) -> AbstractContextManager[Store]:
    if url.startswith(POSTGRES_URLS):
        from load.warehouse_postgres import fill_postgres

        return fill_postgres(url)
    if url.startswith(PARQUET_URL) and url != PARQUET_URL:
        from load.warehouse_parquet import fill_parquet

        return fill_parquet(Path(url.removeprefix(PARQUET_URL)))
    from load.warehouse_duckdb import fill_duckdb

    return fill_duckdb(_duckdb_path(url))


def _duckdb_path(url: str) -> Path:
    path = url.removeprefix(DUCKDB_URL)
    if not url.startswith(DUCKDB_URL) or not path:
        scheme = url.partition(":")[0]
        raise BadUsage(
            f"There is no warehouse of the kind {scheme}.",
            "Name duckdb:///file.duckdb (duckdb:////folder/file.duckdb from the root), "
            "postgresql://user@host/database, or, to load only, parquet:///folder.",
        )
    return Path(path)
