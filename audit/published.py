"""One published report as rows: of the page's table, of values to look up, of things to review."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from audit.words import Language, reason_in
from schemas.finding import Finding, Severity
from schemas.leaves import Leaf, key_for, leaves
from schemas.reading import Place, Reading
from schemas.report import Indicator, Report

RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 3}
VALUE_RANK = 2
"""Values of low confidence come behind errors and warnings, before what is only told."""

VALUE_CODE = ""
"""The code of an item that no finding raised."""

SURE = 1.0

Places = tuple[tuple[int, int, int, tuple[float, float, float, float] | None], ...]
"""Page, line and column from 1, and the box in points."""


class Value(NamedTuple):
    """A reading as the index holds it."""

    row: int
    key: str
    column: str
    raw: str | None
    value: str | None
    state: str
    confidence: float
    points: str
    """Of a weight: `achieved` or `unstated`, as it is counted in the points of its report."""
    places: Places
    candidates: tuple[str, ...]


class Item(NamedTuple):
    """Something that a person should look at."""

    key: str
    """A reading; for what is about none `ref~code~hash`, the hash of all that the finding says."""
    ref: str
    code: str
    severity: str
    rank: int
    confidence: float
    message: str
    message_bn: str
    row: int
    places: Places
    candidates: tuple[str, ...]


class Row(NamedTuple):
    """A row of the page's table: a section, an activity, an indicator, a small table's line."""

    kind: str
    id: str
    page: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Points:
    """Points that a report plans, and that it is certain of."""

    planned: Decimal
    achieved: Decimal
    unstated: Decimal
    """Points of indicators whose band of achievement is not certain."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report as rows."""

    rows: tuple[Row, ...]
    values: tuple[Value, ...]
    items: tuple[Item, ...]


def sheet_of(report: Report) -> Sheet:
    """All rows of a report."""
    found = leaves(report)
    owners = tuple(dict.fromkeys(_row_name(leaf.key) for leaf in found))
    row_of = {owner: number for number, owner in enumerate(owners)}
    counted = _counted(report, found)
    values = tuple(
        _value(row_of[_row_name(leaf.key)], leaf, counted.get(leaf.key, "")) for leaf in found
    )
    first: dict[int, Value] = {}
    for value in values:
        if value.places:
            first.setdefault(value.row, value)
    rows = tuple(_row(owner, first.get(number)) for number, owner in enumerate(owners))
    return Sheet(rows, values, tuple(_items(report, found, row_of)))


def _row_name(key: str) -> str:
    """What the page shows in one row: an owner, or a line of a small table."""
    owner, _, field = key.partition("/")
    parts = field.split("/")
    if parts[0] == "nested_tables":
        return f"{owner}/{'/'.join(parts[:-1])}"
    return owner


def _row(name: str, first: Value | None) -> Row:
    owner, _, field = name.partition("/")
    kind, _, number = owner.partition(":")
    page, line = (first.places[0][0], first.places[0][1]) if first else (None, None)
    return Row("nested" if field else kind, number.partition("#")[0] or kind, page, line)


def _value(row: int, leaf: Leaf, points: str) -> Value:
    reading = leaf.reading
    return Value(
        row,
        leaf.key,
        column_of(leaf.key),
        reading.raw,
        written(reading),
        reading.state.value,
        reading.confidence,
        points,
        _places(reading.at),
        tuple(str(one) for one in reading.candidates),
    )


def _places(at: Iterable[Place]) -> Places:
    return tuple((one.page, one.line, one.column, one.bbox) for one in at)


def column_of(key: str) -> str:
    """The column of a reading, for filters: `targets/100`, `section weight`, `cell`."""
    owner, _, field = key.partition("/")
    kind = owner.partition(":")[0].partition("#")[0]
    if field.startswith(("nested_tables", "cells")):
        return "cell"
    return field if kind == "indicator" else f"{kind} {field}"


def written(reading: Reading) -> str | None:
    """The typed value as text; None if there is none."""
    return None if reading.value is None else str(reading.value)


def _items(report: Report, found: tuple[Leaf, ...], row_of: dict[str, int]) -> Iterator[Item]:
    told: set[str] = set()
    sure = {leaf.key: leaf.reading.confidence for leaf in found}
    for finding in report.findings:
        key = key_for(found, finding)
        row = _nearest(row_of, key or finding.ref)
        told.add(key or "")
        yield Item(
            key or own_key(finding),
            finding.ref,
            finding.code.value,
            finding.severity.value,
            RANKS[finding.severity],
            sure.get(key or "", SURE),
            finding.message + ("" if key else _reason(finding, "en")),
            finding.message_bn + ("" if key else _reason(finding, "bn")),
            row,
            _places(finding.at),
            tuple(str(one) for one in finding.candidates),
        )
    for leaf in found:
        reading = leaf.reading
        if reading.confidence < SURE and leaf.key not in told:
            yield _doubt(leaf, row_of)


def own_key(finding: Finding) -> str:
    """The key of a finding that is about no reading: what it is about, its code, and a hash.

    The hash covers everything that was shown: the message, the places, candidates and evidence. So
    a decision about it can never be taken for one about another finding, whatever else is found.
    """
    said = finding.model_dump(mode="json", exclude={"severity", "message_bn"})
    content = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return f"{finding.ref}~{finding.code.value}~{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def _reason(finding: Finding, language: Language) -> str:
    """What a finding about a page adds to its message: there is no text to look at."""
    said = (finding.evidence or {}).get("reason")
    return f" ({reason_in(said, language)})" if isinstance(said, str) else ""


def _doubt(leaf: Leaf, row_of: dict[str, int]) -> Item:
    reading = leaf.reading
    return Item(
        leaf.key,
        leaf.ref,
        VALUE_CODE,
        "value",
        VALUE_RANK,
        reading.confidence,
        "",
        "",
        _nearest(row_of, leaf.key),
        _places(reading.at),
        tuple(str(one) for one in reading.candidates),
    )


def _nearest(row_of: dict[str, int], key: str) -> int:
    """The row of a key, or of what it is a part of; the first row for the whole report."""
    name = key
    while name:
        if name in row_of:
            return row_of[name]
        name = name.rpartition("/")[0]
    return 0


def points_of(report: Report) -> Points:
    """The points of a report by the bands of which its achievements are certain."""
    planned = achieved = unstated = Decimal(0)
    for one in report.indicators():
        weight = one.weight.value
        if not isinstance(weight, int | Decimal):
            continue
        planned += weight
        reached = _share(one)
        if reached is None:
            unstated += weight
        else:
            achieved += weight * reached
    return Points(planned, achieved, unstated)


def _counted(report: Report, found: Iterable[Leaf]) -> dict[str, str]:
    """As which points each weight is counted, by its key."""
    weights = (leaf.key for leaf in found if column_of(leaf.key) == "weight")
    return {
        key: "unstated" if _share(one) is None else "achieved"
        for key, one in zip(weights, report.indicators(), strict=True)
        if isinstance(one.weight.value, int | Decimal)
    }


def _share(one: Indicator) -> Decimal | None:
    band = one.derived.band if one.derived else None
    return Decimal(band) / 100 if band and band.isdecimal() else None


def severities(items: Iterable[Item]) -> dict[str, int]:
    """How many items there are of each severity."""
    counts: dict[str, int] = {"error": 0, "warning": 0, "info": 0, "value": 0}
    for item in items:
        counts[item.severity] += 1
    return counts
