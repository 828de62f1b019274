"""Loads made-up archives into DuckDB and PostgreSQL, against a bare COPY of the same rows.

    python -m bench.warehouse [--reports 1000] [--indicators 40] [--engine duckdb postgres]

The reports are those of samples/, grown to so many indicators, each with a source hash of its own.
All four are whole processes in one run: the load, and one COPY for each table, out of files that
hold exactly the rows that the load made, into empty tables with the same keys. The server's own
work shows in the wall time alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

from bench.throughput import Cost, adopt_orphans, spend
from load.cells import FIELDS
from load.groups import read_groups
from load.rows import header
from tests.postgres_server import serve

ROOT = Path(__file__).parent.parent

BENCHED = ("-c", "max_wal_size=4GB")
"""Checkpoints amid a load would tell of the disk; all else is as Debian ships it."""

BARE_DUCKDB = """
import sys
from pathlib import Path
import duckdb
from load.warehouse_ddl import DUCKDB, create_tables
folder, path = map(Path, sys.argv[1:])
with duckdb.connect(str(path)) as database:
    for step in create_tables(DUCKDB):
        database.execute(step)
    for table in sorted(folder.glob("*.csv")):
        database.execute(
            f"COPY {table.stem} FROM '{table}' (FORMAT csv, header false, nullstr '',"
            " allow_quoted_nulls false, auto_detect false, new_line '\\\\n',"
            " quote '\\"', escape '\\"', delim ',')"
        )
"""

BARE_POSTGRES = """
import sys
from pathlib import Path
import psycopg
from load.warehouse_ddl import POSTGRES, create_tables
folder, url = Path(sys.argv[1]), sys.argv[2]
with psycopg.connect(url) as connection:
    connection.execute("CREATE SCHEMA bare")
    connection.execute("SET search_path TO bare")
    for step in create_tables(POSTGRES):
        connection.execute(step)
    for table in sorted(folder.glob("*.csv")):
        with connection.cursor().copy(f"COPY {table.stem} FROM STDIN (FORMAT csv)") as copy:
            with table.open("rb") as rows:
                while block := rows.read(65536):
                    copy.write(block)
"""


@dataclass(frozen=True, slots=True)
class Grown:
    """A sample report with as many indicators as are wanted, as bytes in which to put a hash."""

    quarter: str
    report_id: str
    sha256: str
    content: bytes
    cells: bytes


def grow(folder: Path, n_indicators: int) -> Iterator[Grown]:
    """The reports of a converted folder that state their quarter, each grown."""
    for path in sorted(folder.glob("*/Q*/*.json")):
        report: dict[str, Any] = json.loads(path.read_bytes())
        groups = dict(read_groups(path.parent / "cells.csv"))
        n_own = sum(
            len(activity["indicators"])
            for section in report["sections"]
            for activity in section["activities"]
        )
        times = max(1, round(n_indicators / n_own))
        yield Grown(
            path.parent.relative_to(folder).as_posix(),
            report["report_id"],
            report["source"]["sha256"],
            json.dumps(_repeated(report, times), ensure_ascii=False).encode(),
            groups[path.stem] * times,
        )


def _repeated(report: dict[str, Any], times: int) -> dict[str, Any]:
    sections = report["sections"]
    report["sections"] = [
        _renumbered(section, f"{round_}{section['id']}")
        for round_ in range(1, times + 1)
        for section in sections
    ]
    sums = report["arithmetic"]["sections"]
    report["arithmetic"]["sections"] = [
        each | {"id": f"{round_}{each['id']}"} for round_ in range(1, times + 1) for each in sums
    ]
    report["arithmetic"]["total"]["sum"] *= times
    accounting = report["accounting"]
    accounting["cells"] *= times
    accounting["leftover"] *= times
    return report


def _renumbered(section: dict[str, Any], number: str) -> dict[str, Any]:
    def moved(id_: str) -> str:
        return ".".join((number, *id_.split(".")[1:]))

    activities = [
        activity
        | {
            "id": moved(activity["id"]),
            "indicators": [one | {"id": moved(one["id"])} for one in activity["indicators"]],
        }
        for activity in section["activities"]
    ]
    return section | {"id": number, "activities": activities}


def make_archive(samples: list[Grown], folder: Path, n_reports: int) -> None:
    """A converted folder of so many reports, one in memory at a time.

    What this process holds would be told as the memory of those that it starts.
    """
    for quarter in sorted({grown.quarter for grown in samples}):
        (folder / quarter).mkdir(parents=True)
        with (folder / quarter / "cells.csv").open("wb") as ledger:
            ledger.write(header(FIELDS))
            for report_id, sha256, grown in sorted(
                (_named(samples[number % len(samples)], number) for number in range(n_reports)),
                key=itemgetter(0),
            ):
                if grown.quarter == quarter:
                    path = folder / quarter / f"{report_id}.json"
                    path.write_bytes(_renamed(grown, grown.content, report_id, sha256))
                    ledger.write(_renamed(grown, grown.cells, report_id, sha256))


def _named(grown: Grown, number: int) -> tuple[str, str, Grown]:
    sha256 = hashlib.sha256(f"{number}".encode()).hexdigest()
    return f"{grown.report_id[:-8]}{sha256[:8]}", sha256, grown


def _renamed(grown: Grown, content: bytes, report_id: str, sha256: str) -> bytes:
    named = content.replace(grown.report_id.encode(), report_id.encode())
    return named.replace(grown.sha256.encode(), sha256.encode())


def export(path: Path, folder: Path) -> None:
    """The rows of a DuckDB warehouse as one CSV for each table."""
    import duckdb

    folder.mkdir()
    with duckdb.connect(str(path), read_only=True) as database:
        for (name,) in database.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            database.execute(f"COPY {name} TO '{folder / name}.csv' (FORMAT csv, header false)")
            (count,) = database.execute(f"SELECT count(*) FROM {name}").fetchall()[0]  # noqa: S608
            if count:
                size = (folder / f"{name}.csv").stat().st_size
                print(f"  {name}: {count:,} rows, {size / 2**20:,.0f} MiB")


def main() -> None:
    """Print a line for each engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--indicators", type=int, default=40, help="of each report, about")
    parser.add_argument("--engine", nargs="+", default=["duckdb", "postgres"])
    parser.add_argument("--converted", type=Path, help="a converted folder to grow, not samples/")
    parser.add_argument("--folder", type=Path, help="where the archive and the warehouses go")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        # before the orphans are adopted: the server must not be waited for
        url = stack.enter_context(serve(BENCHED)) if "postgres" in chosen.engine else ""
        adopt_orphans()
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=chosen.folder)))
        run = [sys.executable, str(ROOT / "pipeline.py")]
        converted = chosen.converted or scratch / "converted"
        if chosen.converted is None:
            samples = str(ROOT / "samples/reports")
            subprocess.run(
                [*run, "convert", samples, "--out", str(converted), "--quiet"], check=True
            )
        archive = scratch / "archive"
        make_archive(list(grow(converted, chosen.indicators)), archive, chosen.reports)
        warehouse = scratch / "warehouse.duckdb"
        load = [*run, "load", str(archive), "--quiet", "--to"]
        cost = spend([*load, f"duckdb:///{warehouse}"])
        export(warehouse, scratch / "rows")
        rows = str(scratch / "rows")
        if "duckdb" in chosen.engine:
            bare = spend([sys.executable, "-c", BARE_DUCKDB, rows, str(scratch / "bare.duckdb")])
            again = spend([*load, f"duckdb:///{warehouse}"])
            _tell("DuckDB", chosen.reports, cost, bare, again)
        if "postgres" in chosen.engine:
            cost = spend([*load, url])
            bare = spend([sys.executable, "-c", BARE_POSTGRES, rows, url])
            again = spend([*load, url])
            _tell("PostgreSQL", chosen.reports, cost, bare, again)


def _tell(engine: str, n_reports: int, cost: Cost, bare: Cost, again: Cost) -> None:
    print(
        f"{engine}: {n_reports:,} reports in {cost.wall_s:.1f} s ({cost.cpu_s:.1f} s of CPU,"
        f" {cost.peak_mib:.0f} MiB); bare COPY {bare.wall_s:.1f} s ({bare.cpu_s:.1f} s,"
        f" {bare.peak_mib:.0f} MiB): ratio {cost.wall_s / bare.wall_s:.2f}"
        f" ({cost.cpu_s / bare.cpu_s:.2f} by CPU);"
        f" the same again {again.wall_s:.1f} s"
    )


if __name__ == "__main__":
    main()
