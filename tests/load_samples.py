"""Reports and ledgers that the tests of load/ write, in one place."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from load.report_json import dump, output_path
from load.rows import csv_rows, tables
from schemas.document import Entry, Ledger
from schemas.finding import Code, Finding, Severity
from schemas.reading import Place, Reading, State, Value
from schemas.report import (
    Accounting,
    Activity,
    Arithmetic,
    Derived,
    FiscalYear,
    Indicator,
    NestedTable,
    Organisation,
    Period,
    Report,
    Section,
    Signature,
    Source,
    TotalSum,
)

ATTACKS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://evil.example","x")',
    "http://evil.example",
    "mailto:a@evil.example",
    'a"b""c',
    '"',
    "'",
    "a,b;c",
    "line\nbreak",
    "line\r\nbreak",
    "a\u2028b\u2029c\x85d",
    "<r><t>evil</t></r>",
    "</t><f>1+1</f>",
    "_x000D_",
    "\x01\x1f\x7f",
    "\ufeffmark",
    "\u200dঅগ্রগতি\u200c",
    "00123",
    "1e5",
    "১২",
    "4",
    "inf",
    "NULL",
    "  blanks  ",
    "😀",
    "\\n \\u0041 \\",
)
"""Cells that spreadsheets, CSV readers and number parsers take for something else."""


def reading(raw: str | None, value: Value | None = None, line: int = 1, column: int = 1) -> Reading:
    """A typed cell; without a value it is blank."""
    state = State.BLANK if value is None else State.VALUE
    at = () if raw is None else (Place(page=1, line=line, column=column),)
    return Reading(raw=raw, state=state, value=value, at=at)


def indicator(number: int, remark: str = "অফিস আদেশ জারি করা হয়েছে।") -> Indicator:
    """An indicator with a date, a number, a dash, an invalid date and a lost target."""
    line = 10 + number
    return Indicator(
        id=f"1.1.{number}",
        text=reading(f"[১.১.{number}] উদ্ভাবনী ধারণা বাস্তবায়িত", "উদ্ভাবনী ধারণা বাস্তবায়িত", line, 5),
        unit=reading("তারিখ", "date", line, 6),
        weight=reading("১০", 10, line, 7),
        targets={
            "100": reading("১৬/০৫/২০২৩", date(2023, 5, 16), line, 8),
            "90": reading("৯৮.২৬", Decimal("98.26"), line, 9),
            "80": Reading(raw="-", state=State.NONE),
            "70": Reading(
                raw="৩১/০৪/২০২৩",
                state=State.INVALID,
                candidates=(date(2023, 4, 30), date(2023, 5, 31)),
                confidence=0.75,
            ),
            "60": Reading(raw=None, state=State.LOST),
        },
        remark=reading(remark, remark, line, 13),
        nested_tables=(NestedTable(header=(reading("মোট", "মোট"),), rows=((reading("৫", 5),),)),),
        derived=Derived(achievement=date(2023, 5, 10), basis="stated date", confidence=0.9),
    )


FINDINGS = (
    Finding(
        code=Code.DATE_INVALID,
        severity=Severity.ERROR,
        message='31 April 2023 is no date, it says "৩১/০৪/২০২৩".',
        message_bn="৩১ এপ্রিল তারিখ নেই।",
        ref="indicator:1.1.1/targets/70",
        at=(Place(page=1, line=11, column=11),),
        candidates=(date(2023, 4, 30), date(2023, 5, 31), Decimal("98.0"), 4),
        evidence={"plan": "2021-22", "days": [30, 31.5, None, True]},
    ),
    Finding(
        code=Code.ROW_JOINED,
        severity=Severity.INFO,
        message="2 rows were joined.",
        message_bn="২টি সারি যুক্ত করা হয়েছে।",
        ref="indicator:1.1.1",
    ),
    Finding(
        code=Code.TEXT_SUSPECT,
        severity=Severity.WARNING,
        message="A word is odd.",
        message_bn="একটি শব্দ সন্দেহজনক।",
        ref="indicator:1.1.10",
    ),
)


def ledger(*texts: str, before: str = "\t", tail: str = "\r\n") -> Ledger:
    """A ledger of cells on one line, the first one a header."""
    entries = tuple(
        Entry(1, 1, column, "header" if column == 1 else "leftover", "", text, before)
        for column, text in enumerate(texts, start=1)
    )
    return Ledger(entries, tail)


def report(
    held: Ledger,
    *,
    quarter: int | None = 4,
    name: str = "one.txt",
    indicators: tuple[Indicator, ...] = (),
    findings: tuple[Finding, ...] = FINDINGS,
    charset: str = "utf-8",
) -> Report:
    """A report of the cells of a ledger."""
    source = held.rebuild().encode(charset)
    digest = hashlib.sha256(source).hexdigest()
    roles = Counter(entry.role for entry in held.entries)
    year = "2022-23" if quarter else None
    blank = Reading(raw=None, state=State.LOST)
    activity = Activity(
        id="1.1",
        title=reading("[১.১] সেবা", "সেবা"),
        indicators=indicators or (indicator(1), indicator(10)),
    )
    return Report(
        schema_version="1",
        report_id=f"unknown-egov_innovation-{year or 'unknown'}-q{quarter or 0}-{digest[:8]}",
        plan_type="egov_innovation",
        level="unknown",
        title=reading("প্রতিবেদন", "প্রতিবেদন"),
        organisation=Organisation(state="missing"),
        fiscal_year=FiscalYear(label=year),
        period=Period(kind="quarter" if quarter else "unknown", quarter=quarter),
        sections=(
            Section(
                id="1",
                title=reading("[১] ই-গভর্ন্যান্স", "ই-গভর্ন্যান্স"),
                weight=reading("৩৩", 33),
                activities=(activity,),
            ),
        ),
        signature=Signature(date=blank, designation=blank, office=blank, name=blank),
        findings=findings,
        accounting=Accounting(
            cells=len(held.entries), roles=dict(roles), leftover=roles.get("leftover", 0)
        ),
        arithmetic=Arithmetic(total=TotalSum(declared_by_plan=None, sum=20)),
        source=Source(
            file=name,
            sha256=digest,
            bytes=len(source),
            media_type=f"text/tab-separated-values; charset={charset}",
            pages=1,
            reader="tab_text",
        ),
    )


@dataclass(frozen=True, slots=True)
class Converted:
    """What a worker hands over for one report."""

    output: str
    content: bytes
    rows: dict[str, bytes]


def convert(found: Report, held: Ledger) -> Converted:
    """A report as a worker hands it over."""
    rows = {name: csv_rows(table, found, held) for name, table in tables().items()}
    return Converted(output_path(found), dump(found), rows)
