"""What the cells of a workbook give cause to tell, as findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import JsonValue

from extract._cell_text import Oddity
from extract._sheet_asides import Foreign
from extract._sheet_rows import Noticed
from schemas.finding import Code, Finding, Severity, report_finding

TOLD_CELLS = 200
"""How many cells a finding names; it gives the count of all."""

SHOWN_CHARS = 80
"""How much of a text a message quotes."""

MONTHS_IN_YEAR = 12

TYPED_DATE = re.compile(r"\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*\d{4}")

SEVERITIES = {Oddity.ROUNDED: Severity.INFO}


def cell_notices(sheet: str, noticed: Sequence[Noticed]) -> Iterator[Finding]:
    """What is odd about the cells of a sheet: one finding for each kind."""
    for oddity in Oddity:
        cells = [one for one in noticed if one.seen.oddity is oddity]
        if cells:
            yield _oddity(sheet, oddity, cells)
    if covered := [one for one in noticed if one.covered]:
        yield report_finding(
            Code.LEFTOVER_TEXT,
            _ref(sheet, covered),
            at=tuple(one.at for one in covered[:TOLD_CELLS]),
            evidence={"count": len(covered), "reason": "a merged cell lies over these"},
            text=covered[0].seen.text[:SHOWN_CHARS],
        )


def _ref(sheet: str, cells: Sequence[Noticed]) -> str:
    more = f" (+{len(cells) - 1})" if len(cells) > 1 else ""
    return f"{sheet}!{cells[0].name}{more}"


def _oddity(sheet: str, oddity: Oddity, cells: Sequence[Noticed]) -> Finding:
    named: list[JsonValue] = [
        {"cell": one.name, "text": one.seen.text, "other": one.seen.stored}
        for one in cells[:TOLD_CELLS]
    ]
    lost = oddity in {Oddity.NO_RESULT, Oddity.UNREADABLE}
    return report_finding(
        Code.CELL_LOST if lost else Code.READERS_DISAGREE,
        _ref(sheet, cells),
        at=tuple(one.at for one in cells[:TOLD_CELLS]),
        severity=SEVERITIES.get(oddity),
        evidence={"reason": oddity.value, "count": len(cells), "cells": named},
        role=oddity.value,
        first=cells[0].seen.text[:SHOWN_CHARS],
        second=cells[0].seen.stored[:SHOWN_CHARS],
    )


def swapped_dates(sheet: str, noticed: Sequence[Noticed], texts: Sequence[str]) -> Finding | None:
    """Dates that a spreadsheet with the month first has very likely misread when they were typed.

    Such a program takes 04/05/2023 for 5 April, and leaves 31/05/2023 a text, as there is no month
    31. So where the days of all dates are possible months, and texts have days that are none, the
    dates are in doubt.
    """
    dates = [one for one in noticed if one.seen.day]
    if not dates or any(_day(one) > MONTHS_IN_YEAR for one in dates):
        return None
    typed = [match for text in texts if (match := TYPED_DATE.match(text))]
    if not any(int(match[2]) <= MONTHS_IN_YEAR < int(match[1]) for match in typed):
        return None
    doubtful = [one for one in dates if one.seen.day and _turned(one.seen.day) != one.seen.day]
    if not doubtful:
        return None
    named: list[JsonValue] = [
        {"cell": one.name, "stored": str(one.seen.day), "other": str(_turned(one.seen.day))}
        for one in doubtful[:TOLD_CELLS]
        if one.seen.day
    ]
    first = doubtful[0].seen.day
    return report_finding(
        Code.READERS_DISAGREE,
        _ref(sheet, doubtful),
        at=tuple(one.at for one in doubtful[:TOLD_CELLS]),
        candidates=(first, _turned(first)) if first and len(doubtful) == 1 else (),
        evidence={
            "reason": "day and month may have changed places when these were typed",
            "count": len(doubtful),
            "cells": named,
        },
        first=first,
        second=_turned(first) if first else "",
    )


def _day(one: Noticed) -> int:
    return one.seen.day.day if one.seen.day else 0


def _turned(day: date) -> date:
    return day.replace(month=day.day, day=day.month)


def foreign_notice(foreign: Foreign) -> Finding:
    """Something in the package that is not read: macros, links, embedded files."""
    return report_finding(
        Code.LEFTOVER_TEXT,
        "package",
        evidence={"what": foreign.what, "target": foreign.target},
        text=f"{foreign.what}: {foreign.target}"[:SHOWN_CHARS],
    )
