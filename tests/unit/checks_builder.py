"""Builds small reports for the tests of checks: clean unless told otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from checks.arithmetic import arithmetic
from schemas.plan import plan_for
from schemas.reading import Place, Reading, State, Value
from schemas.report import (
    Accounting,
    Activity,
    Derived,
    FiscalYear,
    Indicator,
    NestedTable,
    Organisation,
    Orphan,
    Period,
    Report,
    Section,
    Signature,
    Source,
    StatedFact,
)

DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
BANDS = ("100", "90", "80", "70", "60")
NOTHING = Reading(raw=None, state=State.BLANK)
LOST = Reading(raw=None, state=State.LOST)
DASH = Reading(raw="-", state=State.NONE, at=(Place(page=1, line=9, column=8),))


def read(value: Value, raw: str | None = None, page: int = 1, **more: Any) -> Reading:
    """A reading with a value; numbers and dates are written in Bangla digits."""
    written = f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
    text = value if isinstance(value, str) else written.translate(DIGITS)
    place = Place(page=page, line=9, column=5)
    return Reading(
        raw=raw if raw is not None else text, state=State.VALUE, value=value, at=(place,), **more
    )


def invalid(raw: str, *candidates: Value) -> Reading:
    """A reading that is written and has no one value."""
    place = Place(page=1, line=9, column=8)
    return Reading(raw=raw, state=State.INVALID, candidates=candidates, at=(place,))


def targets(*values: Value | Reading | None, bands: Sequence[str] = BANDS) -> dict[str, Reading]:
    """Targets by band; None is a dash."""
    filled = (*values, *(None,) * (len(bands) - len(values)))
    return {
        band: DASH if value is None else value if isinstance(value, Reading) else read(value)
        for band, value in zip(bands, filled, strict=True)
    }


def indicator(
    id: str,
    text: str | None = None,
    *,
    unit: str | Reading = "count",
    weight: int | Reading = 5,
    targets: dict[str, Reading] | None = None,
    page: int = 1,
    **more: Any,
) -> Indicator:
    """An indicator that no check has anything to say about."""
    written = {"date": "তারিখ", "count": "সংখ্যা", "percent": "%", "amount": "লক্ষ টাকা"}
    fields: dict[str, Any] = {
        "remark": read(f"{id} এর জন্য ৪টি সভা আয়োজন করা হয়েছে।"),
        "derived": Derived(achievement=4, basis="count", confidence=0.95),
        **more,
    }
    return Indicator(
        id=id,
        text=read(text or f"{id.translate(DIGITS)} নম্বর সভা আয়োজন", page=page),
        unit=unit if isinstance(unit, Reading) else read(unit, written.get(unit, unit)),
        weight=weight if isinstance(weight, Reading) else read(weight),
        targets=targets if targets is not None else _targets(),
        **fields,
    )


def _targets() -> dict[str, Reading]:
    return targets(4, 3, 2, 1)


def activity(id: str, *indicators: Indicator, title: str | None = None) -> Activity:
    """An activity with its indicators."""
    return Activity(
        id=id,
        title=read(title or f"{id.translate(DIGITS)} নম্বর কার্যক্রম বৃদ্ধি"),
        indicators=indicators,
    )


def section(id: str, *activities: Activity, weight: int | Reading | None = None) -> Section:
    """A section; its weight is the sum of its indicators unless given."""
    added = sum(
        int(one.weight.value)
        for activity in activities
        for one in activity.indicators
        if isinstance(one.weight.value, (int, Decimal))
    )
    stated = added if weight is None else weight
    return Section(
        id=id,
        title=read(f"{id.translate(DIGITS)} নম্বর ক্ষেত্রের সক্ষমতা বৃদ্ধি"),
        weight=stated if isinstance(stated, Reading) else read(stated),
        activities=activities,
    )


def sections(*indicators: Indicator, **section_fields: Any) -> tuple[Section, ...]:
    """One section, one activity, these indicators."""
    return (section("1", activity("1.1", *indicators), **section_fields),)


def report(
    content: tuple[Section, ...] = (),
    *,
    orphans: tuple[Orphan, ...] = (),
    **more: Any,
) -> Report:
    """A report; without content it has two clean sections. Its arithmetic is worked out."""
    content = content or (
        section("1", activity("1.1", indicator("1.1.1"), indicator("1.1.2"))),
        section("2", activity("2.1", indicator("2.1.1"))),
    )
    fields: dict[str, Any] = {
        "report_id": "x",
        "plan_type": "unknown",
        "level": "ministry",
        "title": read("কর্মপরিকল্পনা ২০২২-২৩"),
        "organisation": Organisation(state="value", name="শিল্প মন্ত্রণালয়", slug="industries"),
        "fiscal_year": FiscalYear(
            label="2022-23", start=date(2022, 7, 1), end=date(2023, 6, 30), raw="২০২২-২৩"
        ),
        "period": Period(
            kind="quarter", quarter=4, start=date(2023, 4, 1), end=date(2023, 6, 30), raw="৪র্থ"
        ),
        "signature": Signature(
            date=read(date(2023, 7, 6)),
            designation=read("সচিব"),
            office=read("মন্ত্রণালয়"),
            name=read("ক"),
        ),
        "accounting": Accounting(cells=0, roles={}, leftover=0),
        "source": Source(
            file="x.txt", sha256="0", bytes=0, media_type="text/plain", pages=1, reader="text"
        ),
        **more,
    }
    plan = plan_for(fields["plan_type"], fields["fiscal_year"].label, fields["level"])
    return Report(
        sections=content, orphans=orphans, arithmetic=arithmetic(content, orphans, plan), **fields
    )


def fact(kind: str, raw: str, value: Value, remark: str) -> StatedFact:
    """A fact where its raw text stands in the remark."""
    start = remark.index(raw)
    return StatedFact(kind=kind, raw=raw, value=value, start=start, end=start + len(raw))


def percent(value: str) -> Reading:
    """A percent as printed."""
    return read(Decimal(value), f"{value.translate(DIGITS)}%")


def efile_table(february: str = "98.26", january: bool = False) -> NestedTable:
    """Months with e-file notes, hard notes and the percent of the former."""
    rows = [
        (read("জানুয়ারি"), read(1355), read(24), percent("98.26"))
        if january
        else (read("জানুয়ারি"), NOTHING, NOTHING, NOTHING),
        (read("ফেব্রুয়ারি"), read(1355), read(24), percent(february)),
        (read("মার্চ"), read(1182), read(24), percent("98.01")),
        (read("অর্থবছরে"), read(12357), read(306), percent("97.58")),
    ]
    return NestedTable(rows=tuple(rows))
