"""Cells that moved, dashes of all kinds, and dates that are none."""

from __future__ import annotations

from datetime import date

from samples.damage import PageBreak, RepeatIndicator, Shift
from samples.described import Sample, fill, said, told
from samples.forms import plan_form
from samples.plans import MINISTRY_2022_23
from samples.written import (
    Written,
    dash,
    day,
    number,
    numbers,
    percent,
    percents,
    shown,
    unreadable,
)

NOTES = (
    (said("সময়"), said("ই-ফাইলের নোট"), said("কাগজের নোট"), said("হার")),
    (said("অক্টোবর-ডিসেম্বর ২০২২"), number(640), number(160), percent(80)),
    (said("জানুয়ারি-মার্চ ২০২৩"), number(741), number(209), percent(73)),
)
"""The first row is right; of 741 and 209 notes 78 % are on e-files."""

HOLE = Written(None, state="blank", tells=("target-hole",))

SAMPLE = Sample(
    name="odd_cells_2022-23_q3",
    shows="two rows that lost a cell, dashes of seven kinds and a blank target, holes, equal "
    "targets, impossible dates, a date outside of the year, digits of two scripts, an activity "
    "cell that repeats its indicator, a percent that its counts do not give, a word that stands "
    "for another, remarks that leave the achievement open, a page without a header",
    form=plan_form("২০২২-২০২৩", 5),
    titles=(
        "রেলপথ মন্ত্রণালয়ের ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২২-২৩",
        "(জানুয়ারি-মার্চ ২০২৩ পর্যন্ত ৩য় ত্রৈমাসিক বাস্তবায়ন অগ্রগতি)",
        " ",
    ),
    organisation=("value", "রেলপথ মন্ত্রণালয়"),
    fiscal_year="2022-23",
    quarter=3,
    sections=fill(
        MINISTRY_2022_23,
        {
            "1.1.1": told(
                "ধারণাটি ১৫.০৩.২০২৩ তারিখে দুটি স্টেশনে বাস্তবায়ন করা হয়েছে।",
                date(2023, 3, 15),
                targets=(
                    day(4, 5, 2023),
                    unreadable("১১/০৫/২০২8", "date-invalid"),
                    day(18, 5, 2023),
                    day(25, 5, 2023),
                    day(31, 5, 2023),
                ),
            ),
            "1.2.1": told(
                said(
                    "ডাটাবেজের খসড়া ০৫.১০.২০২২ ও ১১.১০.২০২২ তারিখে পর্যালোচনা করা হয়েছে।",
                    "achievement-ambiguous",
                ),
                targets=(
                    day(13, 10, 2022),
                    shown("২৭/1০/২০২২", date(2022, 10, 27), "digits-mixed"),
                    day(10, 11, 2022),
                    dash("–"),
                    dash("—"),
                ),
            ),
            "1.2.2": told(
                said(
                    "টিকিট ও লাগেজ সেবা সচল থাকার প্রত্যয়নপত্র ২৮.০৩.২০২৩ তারিখে জারি করা হয়েছে।",
                    "achievement-not-stated",
                )
            ),
            "1.3.1": told(
                said("জানুয়ারি-মার্চ ২০২৩ সময়ে নোট নিষ্পত্তির হার ৭৮%।", "achievement-quarter-only"),
                78,
                targets=percents(85, 80, 75, 75, 60),
                nested=NOTES,
            ),
            "1.4.1": told(
                "কর্মপরিকল্পনাটি ২৭.১০.২০২২ তারিখে অনুমোদন করা হয়েছে।",
                date(2022, 10, 27),
                targets=(
                    day(31, 10, 2022),
                    day(16, 11, 2022),
                    unreadable("৩১/১১/২০২২", "date-invalid"),
                    day(15, 12, 2022),
                    day(29, 12, 2022),
                ),
            ),
            "1.4.2": told(
                "মোট ১টি কর্মশালা আয়োজন করা হয়েছে।",
                1,
                targets=(number(2), dash("---", "target-hole"), number(1), *numbers("--", "-")),
            ),
            "2.1.1": told(
                "মোট ৩টি প্রতিবেদন দাখিল করা হয়েছে।",
                3,
                targets=(number(4), number(3), HOLE, number(2), dash("----")),
            ),
            "2.2.1": told(
                "কর্মকর্তাদের জন্য মোট ৩টি প্রশিক্ষণ আয়োজন করা হয়েছে।",
                3,
                text="কর্মপরিকল্পনা বাতায়ন সংক্রান্ত প্রশিক্ষণ আয়োজন",
                targets=numbers(5, 4, 3, 2, 1),
            ),
            "2.2.2": told("বরাদ্দ অর্থের ৫৮% ব্যয় করা হয়েছে।", 58),
            "2.2.3": told(
                "প্রতিবেদনটি ১২.০১.২০২৩ তারিখে প্রেরণ করা হয়েছে।",
                date(2023, 1, 12),
                targets=(
                    day(15, 1, 2023),
                    day(22, 1, 2023),
                    day(31, 1, 2023),
                    day(9, 2, 2023),
                    shown("১৬/০২/২০২৪", date(2024, 2, 16), "date-outside-year"),
                ),
            ),
            "2.2.4": told("মতামত ৩০.০১.২০২৩ তারিখে প্রেরণ করা হয়েছে।", date(2023, 1, 30)),
            "2.2.5": told(
                "পার্বতীপুর লোকোমোটিভ কারখানা ০৯.০৩.২০২৩ তারিখে পরিদর্শন করা হয়েছে।",
                date(2023, 3, 9),
                targets=(day(31, 5, 2023), day(30, 6, 2023), dash("- -"), dash("−"), dash("---")),
            ),
        },
    ),
    ends=(
        None,
        None,
        ("signature.date", shown(" ০৯.০৪.২০২৩", date(2023, 4, 9))),
        ("signature.designation", said(" সিনিয়র সহকারী সচিব")),
        ("signature.office", said(" রেলপথ মন্ত্রণালয়")),
    ),
    damages=(
        Shift("1.2.2", "unit"),
        Shift("2.2.1", "targets/60"),
        RepeatIndicator("2.2.2"),
        PageBreak("2.2.3", header=False),
    ),
    tells=(
        ("targets-not-monotonic", "indicator:1.3.1/targets"),
        ("text-suspect", "indicator:2.2.1/text"),
        ("percent-disagrees", "indicator:1.3.1/nested_tables/0/rows/1/3"),
        ("signature-missing", "signature"),
    ),
)
