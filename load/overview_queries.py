"""The questions behind the pictures: SQL that anybody can run in the output folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import duckdb

from load.archive_findings import ARCHIVE_FILE
from load.datapackage import find_tables


class Query(NamedTuple):
    """A question and its answer."""

    sql: str
    rows: tuple[tuple[object, ...], ...]


class Answers(NamedTuple):
    """What the page shows."""

    reports: Query
    progress: Query
    findings: Query
    between: Query | None
    """None where `ogrogoti check` has not been run."""


REPORTS = """SELECT coalesce(organisation, '?') AS office,
       coalesce(fiscal_year || ' Q' || quarter, '?') AS quarter,
       count(DISTINCT report_id) AS reports,
       count(*) AS indicators
FROM read_csv('**/indicators.csv', header = true, all_varchar = true)
GROUP BY 1, 2 ORDER BY 1, 2"""

PROGRESS = """SELECT coalesce(organisation, '?') AS office,
       coalesce(fiscal_year || ' Q' || quarter, '?') AS quarter,
       sum(CAST(weight AS DECIMAL(18, 3))) AS weight,
       coalesce(sum(CAST(weight AS DECIMAL(18, 3)))
         FILTER (achievement IS NOT NULL), 0) AS weight_with_achievement
FROM read_csv('**/indicators.csv', header = true, all_varchar = true)
GROUP BY 1, 2 ORDER BY 1, 2"""

FINDINGS = """SELECT code, severity, count(*) AS findings
FROM read_csv('**/findings.csv', header = true, all_varchar = true)
GROUP BY code, severity
ORDER BY list_position(['error', 'warning', 'info'], severity), findings DESC, code"""

BETWEEN = """SELECT code, severity, count(*) AS findings
FROM read_csv('archive_findings.csv', header = true, all_varchar = true)
GROUP BY code, severity
ORDER BY findings DESC, code"""


def answer(folder: Path) -> Answers:
    """Ask the tables of an output folder.

    Raises:
        LookupError: it holds no tables.
    """
    if not find_tables(folder):
        raise LookupError(f"{folder} holds no tables")
    has_archive = (folder / ARCHIVE_FILE).is_file()
    with duckdb.connect() as connection:
        # the SQL that is shown is the SQL that ran, so its paths are those within the folder
        connection.execute("SET file_search_path = $1", [str(folder.resolve())])

        def ask(sql: str) -> Query:
            return Query(sql, tuple(connection.execute(sql).fetchall()))

        return Answers(
            ask(REPORTS), ask(PROGRESS), ask(FINDINGS), ask(BETWEEN) if has_archive else None
        )
