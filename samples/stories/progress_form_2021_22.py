"""A quarterly progress form: no remarks, but columns for achievements, evidence and marks."""

from __future__ import annotations

from samples.damage import Total
from samples.described import Filled, Sample, activity, fill, indicator, said, section, told
from samples.forms import plan_form
from samples.written import BLANK, Written, day, numbers, percents

BEFORE = ("activity", "indicator", "unit", "weight")
AFTER = (
    ("extra.achieved_q1", "অর্জন"),
    ("extra.achieved_year", ""),
    ("extra.evidence", "প্রমাণক"),
    ("extra.score", "প্রাপ্ত নম্বর"),
    ("extra.column_14", "অগ্রাধিকার"),
)


def row(quarter: str, year: str, evidence: str, score: str, priority: str) -> Filled:
    """What stands right of the targets."""
    cells = (quarter, year, evidence, score, priority)
    names = (role.removeprefix("extra.") for role, _ in AFTER)
    written: list[Written] = [said(cell) for cell in cells]
    return told(BLANK, extra=dict(zip(names, written, strict=True)))


PLAN = (
    section(
        "1",
        None,
        None,
        activity(
            "1.1",
            "উদ্ভাবনী ধারণা বাস্তবায়ন",
            indicator(
                "1.1.1",
                "একটি নতুন উদ্ভাবনী ধারণা বাস্তবায়িত",
                "তারিখ",
                14,
                (
                    day(16, 3, 2022),
                    day(30, 3, 2022),
                    day(14, 4, 2022),
                    day(28, 4, 2022),
                    day(5, 5, 2022),
                ),
            ),
        ),
        activity(
            "1.2",
            "ই-নথির ব্যবহার বৃদ্ধি",
            indicator("1.2.1", "ই-ফাইলে নোট নিস্পত্তিকৃত", "%", 16, percents(80, 75, 70, 65, 60)),
        ),
    ),
    section(
        "2",
        None,
        None,
        activity(
            "2.1",
            "তথ্য বাতায়ন হালনাগাদকরণ",
            indicator(
                "2.1.1",
                "তথ্য বাতায়নে সকল সেবা বক্স হালনাগাদকৃত",
                "সংখ্যা",
                8,
                numbers(4, 3, 2, 1, "-"),
            ),
            indicator(
                "2.1.2",
                "বিভিন্ন প্রকাশনা ও তথ্যাদি তথ্য বাতায়নে প্রকাশিত",
                "সংখ্যা",
                12,
                numbers(4, 3, 2, 1, "-"),
            ),
        ),
    ),
)

SAMPLE = Sample(
    name="progress_form_2021-22_q1",
    shows="another form: five bands, achievements in two columns under one label, evidence, marks, "
    "a column that nobody knows, subtotals, no remarks, nobody signed",
    form=plan_form(
        "২০২১-২০২২",
        5,
        before=BEFORE,
        after=AFTER,
        under=("(জুলাই-সেপ্টেম্বর ২০২১)", "(জুলাই ২০২১-জুন ২০২২)"),
        labels={"weight": "সূচকের মান", "indicator": "সূচক"},
    ),
    titles=(
        "তথ্য ও যোগাযোগ প্রযুক্তি বিভাগ",
        "২.২.২ ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২১-২২",
        "১ম ত্রৈমাসিক (জুলাই-সেপ্টেম্বর ২০২১) অর্জন",
        "",
    ),
    organisation=("value", "তথ্য ও যোগাযোগ প্রযুক্তি বিভাগ"),
    fiscal_year="2021-22",
    quarter=1,
    sections=fill(
        PLAN,
        {
            "1.1.1": row("-", "-", "ধারণাপত্র", "০", "উচ্চ"),
            "1.2.1": row("৭১%", "৭১%", "ই-নথি প্রতিবেদন", "১২.৮", "উচ্চ"),
            "2.1.1": row("১", "১", "স্ক্রিনশট", "২", "মধ্যম"),
            "2.1.2": row("২", "২", "বাতায়নের লিংক", "৬", "সাধারণ"),
        },
    ),
    damages=(
        Total("1.2.1", (("indicator", "উপমোট= (২টি সূচক)"), ("weight", "৩০"))),
        Total("2.1.2", (("indicator", "উপমোট= (৪টি সূচক)"), ("weight", "৫০"))),
    ),
    tells=(
        ("unknown-column", "column:14"),
        ("achievement-not-stated", "report"),
        ("signature-missing", "signature"),
    ),
)
