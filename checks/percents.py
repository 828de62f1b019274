"""Stated percents against the counts that stand beside them."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from checks._confusions import Reread, rereads, shown
from checks._walk import table_readings, tables
from checks.arithmetic import FORMULAS, Count, Formula, Stated, number
from schemas.finding import Code, Finding, Severity, report_finding
from schemas.reading import Reading
from schemas.report import PercentCheck, Report, places

CODES = (Code.PERCENT_DISAGREES,)


def check(report: Report) -> Iterator[Finding]:
    """Tell each percent that its counts do not give; an error where its neighbours are right."""
    wrong = [one for one in report.arithmetic.percents if not one.agrees]
    if not wrong:
        return
    cells = _cells(report)
    proven = {_table(one) for one in report.arithmetic.percents if one.agrees}
    for one in wrong:
        beside = _beside(one, cells)
        evidence: dict[str, JsonValue] = {"formula": one.formula}
        suggestions = _suggestions(one, [(ref, cells[ref]) for ref in beside])
        if suggestions:
            evidence["digit_confusions"] = suggestions
        yield report_finding(
            Code.PERCENT_DISAGREES,
            one.ref,
            at=places(*(cells[ref] for ref in beside)),
            evidence=evidence,
            severity=Severity.ERROR if _table(one) in proven and "/rows/" in one.ref else None,
            stated=one.stated,
            recomputed=one.recomputed,
            formula=one.formula,
        )


def _table(one: PercentCheck) -> str:
    return one.ref.partition("/rows/")[0]


def _cells(report: Report) -> dict[str, Reading]:
    of_tables = {
        f"{ref}/{field}": cell
        for ref, table in tables(report.sections, report.orphans)
        for field, cell in table_readings(table)
    }
    return {
        **of_tables,
        **{f"indicator:{one.id}/remark": one.remark for one in report.indicators()},
    }


def _beside(one: PercentCheck, cells: dict[str, Reading]) -> list[str]:
    """The refs of the percent and of the two counts before it, or of the remark alone."""
    row, _, column = one.ref.rpartition("/")
    if "/rows/" not in one.ref:
        return [ref for ref in (one.ref,) if ref in cells]
    refs = [f"{row}/{int(column) - back}" for back in (2, 1, 0)]
    return [ref for ref in refs if ref in cells]


def _suggestions(one: PercentCheck, cells: list[tuple[str, Reading]]) -> list[JsonValue]:
    """Single digits that, read otherwise, would make the percent agree."""
    values = [(ref, value) for ref, cell in cells if (value := number(cell)) is not None]
    if len(values) != len(("a", "b", "percent")):
        return []
    counts = values[0][1], values[1][1]
    formula = next(formula for formula in FORMULAS if formula.written(*counts) == one.formula)
    changes = (change for value in values for change in rereads(*value))
    return shown((change,) for change in changes if _agrees(change, values, formula))


def _agrees(change: Reread, values: list[tuple[str, Count]], formula: Formula) -> bool:
    a, b, percent = (change.instead if ref == change.ref else value for ref, value in values)
    checked = Stated(change.ref, a, b, percent).by(formula)
    return checked is not None and checked.agrees
