"""The reports that hold as Parquet files, in folders `fiscal_year=…/quarter=…`: a snapshot."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from load.atomic import TEMPORARY, make_folder, naming_trouble, sync_folder
from load.warehouse_ddl import identifier, literal
from load.warehouse_dimensions import DIMENSIONS, REPORT
from load.warehouse_duckdb import DuckdbStore, fill_duckdb
from load.warehouse_facts import FACTS
from load.warehouse_store import hold_file
from schemas.errors import OutputUnusable

WIDE = "wide"

PARTITIONED = (
    "FORMAT parquet, COMPRESSION zstd, PARTITION_BY (fiscal_year, quarter), OVERWRITE_OR_IGNORE"
)
WHOLE = "FORMAT parquet, COMPRESSION zstd"


@contextmanager
def fill_parquet(folder: Path) -> Generator[DuckdbStore]:
    """An empty warehouse whose tables become the folder when the block ends well.

    The folder is exchanged by two renames: a reader that lists it in between finds none, and never
    a part of one.

    Raises:
        OutputLocked: another load makes it.
        OutputUnusable: it cannot be written, or holds something else.
    """
    with naming_trouble(folder):
        make_folder(folder.parent)
    _refuse_others(folder)
    with hold_file(folder):
        begins = f"{TEMPORARY}{folder.name}-"
        scratch = folder.with_name(f"{begins}{secrets.token_hex(8)}")
        with naming_trouble(folder):
            for found in folder.parent.iterdir():
                if found.name.startswith(begins):
                    shutil.rmtree(found)
            scratch.mkdir()
        try:
            with fill_duckdb(scratch / "warehouse.duckdb") as store:
                yield store
                _export(store, scratch / "new")
            with naming_trouble(folder):
                if folder.exists():
                    folder.rename(scratch / "old")
                (scratch / "new").rename(folder)
                sync_folder(folder.parent)
        finally:
            shutil.rmtree(scratch)


def _refuse_others(folder: Path) -> None:
    whole = {f"{table.name}.parquet" for table in (*DIMENSIONS, REPORT)}
    ours = {WIDE, *(table.name for table in FACTS), *whole}
    if folder.exists() and not (folder.is_dir() and ours.issuperset(os.listdir(folder))):
        raise OutputUnusable(
            f"{folder} holds what is no Parquet output of this program.",
            "Name a new folder: the output takes the place of the whole folder.",
        )


def _export(store: DuckdbStore, folder: Path) -> None:
    folder.mkdir()
    for table in DIMENSIONS:
        target = literal(str(folder / f"{table.name}.parquet"))
        store.execute(f"COPY {identifier(table.name)} TO {target} ({WHOLE})")
    target = literal(str(folder / f"{REPORT.name}.parquet"))
    store.execute(f"COPY (SELECT * FROM report WHERE is_current) TO {target} ({WHOLE})")  # noqa: S608
    for table in FACTS:
        query = (
            "SELECT t.*, r.report_id, r.organisation_key, q.fiscal_year_key AS fiscal_year,"  # noqa: S608
            f" q.quarter FROM {identifier(table.name)} t"
            " JOIN report r ON r.version_key = t.version_key"
            " JOIN quarter q ON q.quarter_key = r.quarter_key WHERE r.is_current"
        )
        _export_partitioned(store, query, folder / table.name)
    _export_partitioned(store, f"SELECT * FROM {WIDE}", folder / WIDE)  # noqa: S608


def _export_partitioned(store: DuckdbStore, query: str, folder: Path) -> None:
    folder.mkdir()
    store.execute(f"COPY ({query}) TO {literal(str(folder))} ({PARTITIONED})")
