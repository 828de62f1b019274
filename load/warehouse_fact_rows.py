"""A report's readings as rows of the fact tables, without the key of the version."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import JsonValue

from load.rows import cell_text
from schemas.finding import Severity
from schemas.reading import Place, Reading, State, Value
from schemas.report import Activity, Indicator, NestedTable, Report, Section
from schemas.table import Scalar

Row = tuple[Scalar, ...]

LARGEST = 10**23
"""Beyond it a number does not fit DECIMAL(38, 15), which holds every decimal of a reading."""

NO_PLACE = (None, None, None)


def fact_rows(report: Report, plan: str) -> dict[str, list[Row]]:
    """The rows of each fact table but the ledger.

    Raises:
        ValueError: a reading has a value beside another state, or none beside `value`.

    Args:
        report: the report.
        plan: the key of its plan.
    """
    rows: dict[str, list[Row]] = {
        "progress": [],
        "target": [],
        "weight": [],
        "remark_fact": [],
        "extra": [],
        "nested_cell": [],
        "percent_check": list(_percent_checks(report)),
        "finding": [_finding_row(number, report) for number in range(1, len(report.findings) + 1)],
    }
    troubles = _troubles(report)
    number = 0
    for section_no, section in enumerate(report.sections, start=1):
        rows["weight"].append(_section_weight(report, section_no, section))
        for activity in section.activities:
            for indicator in activity.indicators:
                number += 1
                concept = indicator.concept
                key = indicator_key(plan, activity, indicator)
                head = (number, key, concept.name if concept else None, section_no)
                rows["progress"].append(
                    (*head, *_progress(section, activity, indicator, troubles[indicator.id]))
                )
                _add_indicator(rows, number, section_no, indicator)
    for number, orphan in enumerate(report.orphans):
        ref = f"orphan:{number}"
        loose = enumerate(orphan.cells, start=1)
        rows["nested_cell"] += [(ref, number, 0, 1, at, *_reading(cell)) for at, cell in loose]
        rows["nested_cell"] += _nested(ref, number, orphan.nested_tables)
    return rows


def indicator_key(plan: str, activity: Activity, indicator: Indicator) -> str:
    """The key of an indicator in a plan; an id under another's activity is not that indicator."""
    own = is_own(activity, indicator)
    return f"{plan}/{indicator.id}" if own else f"{plan}/{activity.id}:{indicator.id}"


def is_own(activity: Activity, indicator: Indicator) -> bool:
    """Whether the id says that the indicator belongs where it stands."""
    return indicator.id.rpartition(".")[0] == activity.id


def _add_indicator(
    rows: dict[str, list[Row]], number: int, section_no: int, indicator: Indicator
) -> None:
    rows["target"] += [
        (number, band, *_reading(reading)) for band, reading in indicator.targets.items()
    ]
    *weight, page, line, column = _reading(indicator.weight)
    head = ("indicator", number, indicator.id, section_no, None)
    rows["weight"].append((*head, *weight, None, None, page, line, column))
    derived = indicator.derived
    rows["remark_fact"] += [
        (number, place, fact.kind, fact.raw, *_value(fact.value), fact.start, fact.end)
        for place, fact in enumerate(derived.facts if derived else (), start=1)
    ]
    rows["extra"] += [(number, name, *_reading(cell)) for name, cell in indicator.extra.items()]
    rows["nested_cell"] += _nested(f"indicator:{indicator.id}", number, indicator.nested_tables)


def _troubles(report: Report) -> Counter[str]:
    """Errors and warnings by the id of the indicator that they are about."""
    refs = (each.ref for each in report.findings if each.severity != Severity.INFO)
    return Counter(
        ref.removeprefix("indicator:").partition("/")[0]
        for ref in refs
        if ref.startswith("indicator:")
    )


def _progress(
    section: Section, activity: Activity, indicator: Indicator, n_findings: int
) -> Iterator[Scalar]:
    text, unit, remark = indicator.text, indicator.unit, indicator.remark
    yield section.id
    yield _plain(section.title.value)
    yield activity.id
    yield _plain(activity.title.value)
    yield indicator.id
    for reading in (text, unit, remark):
        yield _plain(reading.value)
        yield reading.raw
        yield reading.state
    derived = indicator.derived
    kinds = Counter(fact.kind for fact in derived.facts) if derived else Counter[str]()
    yield from (kinds["date"], kinds["percent"], kinds["count"])
    if derived:
        yield from _value(derived.achievement)
        yield from (derived.basis, derived.confidence, derived.covers, derived.band)
    else:
        yield from (None,) * 7
    readings = (
        text,
        unit,
        indicator.weight,
        *indicator.targets.values(),
        remark,
        *indicator.extra.values(),
        *(cell for *_, cell in _cells_of(indicator.nested_tables)),
    )
    yield min(reading.confidence for reading in readings)
    yield n_findings
    yield from _place(next((reading.at for reading in readings if reading.at), ()))
    concept = indicator.concept
    if concept:
        yield from (concept.state, concept.basis, concept.score, concept.margin, concept.evidence)
    else:
        yield from (None,) * 5


def _section_weight(report: Report, number: int, section: Section) -> Row:
    sums = report.arithmetic.sections
    # the sums stand in the order of the sections
    told = sums[number - 1] if number <= len(sums) and sums[number - 1].id == section.id else None
    *weight, page, line, column = _reading(section.weight)
    return (
        "section",
        number,
        section.id,
        number,
        _plain(section.title.value),
        *weight,
        told.sum if told else None,
        told.difference if told else None,
        page,
        line,
        column,
    )


def _nested(ref: str, owner: int, tables: Iterable[NestedTable]) -> Iterator[Row]:
    for table_no, row_no, column_no, cell in _cells_of(tables):
        yield (ref, owner, table_no, row_no, column_no, *_reading(cell))


def _cells_of(tables: Iterable[NestedTable]) -> Iterator[tuple[int, int, int, Reading]]:
    for table_no, table in enumerate(tables, start=1):
        for row_no, row in enumerate((table.header, *table.rows)):
            for column_no, cell in enumerate(row, start=1):
                yield table_no, row_no, column_no, cell


def _percent_checks(report: Report) -> Iterator[Row]:
    for number, check in enumerate(report.arithmetic.percents, start=1):
        told = (check.ref, check.stated, check.recomputed, check.agrees, check.formula)
        yield (number, *told)


def _finding_row(number: int, report: Report) -> Row:
    finding = report.findings[number - 1]
    return (
        number,
        finding.code,
        finding.severity,
        finding.ref,
        finding.message,
        finding.message_bn,
        _candidates(finding.candidates),
        None if finding.evidence is None else _json(finding.evidence),
        *_place(finding.at),
    )


def _reading(reading: Reading) -> Row:
    """The columns of a reading, and where it begins."""
    if (reading.state is State.VALUE) != (reading.value is not None):
        raise ValueError(f"{reading.raw!r} is in state {reading.state}, with value {reading.value}")
    return (
        reading.raw,
        reading.state,
        *_value(reading.value),
        _candidates(reading.candidates) if reading.candidates else None,
        reading.confidence,
        *_place(reading.at),
    )


def _value(value: Value | None) -> Row:
    """A value as text, as a number, and as a date."""
    if value is None:
        return NO_PLACE
    if isinstance(value, str):
        return (value, None, None)
    if isinstance(value, date):
        return (value.isoformat(), None, value)
    return (cell_text(value), value if -LARGEST < value < LARGEST else None, None)


def _plain(value: Value | None) -> str | None:
    return None if value is None else cell_text(value)


def _place(at: tuple[Place, ...]) -> Row:
    return (at[0].page, at[0].line, at[0].column) if at else NO_PLACE


def _candidates(values: tuple[Value, ...]) -> str | None:
    """A JSON array of texts as they stand in `value`, so that no number loses a digit."""
    return _json([cell_text(value) for value in values]) if values else None


def _json(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
