from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd

from load import indicators
from load.frames import frame
from tests.load_samples import ledger, report


def test_a_row_for_each_indicator_with_nullable_types() -> None:
    found = frame([report(ledger("a")), report(ledger("b"), quarter=None)])
    assert len(found) == 4
    own = [name for name in found.columns if not name.endswith(("_date", "_number"))]
    assert own == [field.name for field in indicators.FIELDS]
    assert {str(found[name].dtype) for name in own} == {"string", "Int64", "Float64", "object"}
    assert list(found["quarter"])[:2] == [4, 4]
    assert found["quarter"].isna().sum() == 2
    assert found["organisation"].isna().all()


def test_targets_are_real_dates_and_numbers() -> None:
    found = frame([report(ledger("a"))]).iloc[0]
    assert found["target_100"] == date(2023, 5, 16)
    assert found["target_100_date"] == pd.Timestamp(2023, 5, 16)
    assert found["target_100_number"] is pd.NA
    assert found["target_90"] == Decimal("98.26")
    assert found["target_90_number"] == 98.26
    assert found["target_90_date"] is pd.NaT
    assert found["target_80"] is None
    assert (found["target_80_state"], found["target_60_state"]) == ("none", "lost")


def test_no_reports_give_an_empty_table_with_all_columns() -> None:
    found = frame([])
    assert len(found) == 0
    assert str(found["target_100_date"].dtype) == "datetime64[s]"
    assert list(found.columns) == list(frame([report(ledger("a"))]).columns)
