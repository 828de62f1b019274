"""Reports as a pandas table, for notebooks. No other module imports this one, nor pandas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import pandas as pd

from load import indicators
from load.rows import cell_text
from schemas.document import Ledger
from schemas.report import Report
from schemas.table import Scalar

TARGETS = tuple(f"target_{band}" for band in indicators.BANDS)


def frame(reports: Iterable[Report]) -> pd.DataFrame:
    """One row per indicator, with the columns of indicators.csv in nullable types.

    A target may be a date, a number or text, so `target_100` holds the value as it is;
    `target_100_date` and `target_100_number` hold it where it is one.
    """
    rows = [row for report in reports for row in indicators.rows(report, Ledger(()))]
    columns: dict[str, pd.Series] = {}
    for index, field in enumerate(indicators.FIELDS):
        values = [row[index] for row in rows]
        if field.name in TARGETS:
            columns[field.name] = pd.Series(values, dtype="object")
            dates = [value if isinstance(value, date) else None for value in values]
            columns[f"{field.name}_date"] = pd.Series(dates, dtype="datetime64[s]")
            columns[f"{field.name}_number"] = pd.Series(_numbers(values), dtype="Float64")
        elif field.type == "number":
            columns[field.name] = pd.Series(_numbers(values), dtype="Float64")
        elif field.type == "integer":
            columns[field.name] = pd.Series(values, dtype="Int64")
        else:
            columns[field.name] = pd.Series(_texts(values), dtype="string")
    return pd.DataFrame(columns)


def _numbers(values: Sequence[Scalar]) -> list[float | None]:
    return [float(value) if isinstance(value, int | float | Decimal) else None for value in values]


def _texts(values: Sequence[Scalar]) -> list[str | None]:
    return [None if value is None else cell_text(value) for value in values]
