"""The starts of two pages are lost, and with them rows, an office, and a signature."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.damage import Cut, LoseRow, PageBreak
from samples.described import Sample, fill, said, told
from samples.forms import plan_form
from samples.plans import MINISTRY_2023_24
from samples.written import BLANK, number, shown

KEPT = (
    (said("অক্টোবর, ২০২৩"), BLANK, BLANK, BLANK),
    (said("নভেম্বর, ২০২৩"), number(1204), number(36), shown("৯৭.১০%", Decimal("97.1"))),
    (said("ডিসেম্বর, ২০২৩"), number(1188), number(27), shown("৯৭.৭৮%", Decimal("97.78"))),
)
NOTES = (
    (said("মাস"), said("ই-ফাইলের নোট"), said("কাগজের নোট"), said("হার")),
    *KEPT,
)

SAMPLE = Sample(
    name="lost_rows_2023-24_q2",
    shows="the starts of two pages are lost: a row of which the end of its small table is left, "
    "and a row with the merged cells of its section; a text is cut, no office is named, nobody "
    "signed",
    form=plan_form("২০২৩-২০২৪", 5, numbered=12),
    titles=(
        "ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২৩-২৪",
        "২য় ত্রৈমাসিক অগ্রগতি প্রতিবেদন (অক্টোবর-ডিসেম্বর, ২০২৩)",
        "",
    ),
    organisation=("missing", None),
    fiscal_year="2023-24",
    quarter=2,
    sections=fill(
        MINISTRY_2023_24,
        {
            "1.1.1": told(
                "ধারণাটি ১৯-১২-২০২৩ খ্রিঃ তারিখে পরীক্ষামূলকভাবে চালু করা হয়েছে।", date(2023, 12, 19)
            ),
            "1.2.1": told("মোট ২টি হালনাগাদ সম্পন্ন হয়েছে।", 2),
            "1.3.1": told("প্রদর্শনীটি ০৭-১২-২০২৩ খ্রিঃ তারিখে অনুষ্ঠিত হয়েছে।", date(2023, 12, 7)),
            "1.4.1": told("মাসভিত্তিক চিত্র নিম্নরূপ:", nested=NOTES),
            "1.5.1": told("মোট ১টি কর্মশালা আয়োজিত", 1),
            "1.5.2": told("-"),
            "2.1.1": told("মোট ২টি প্রতিবেদন প্রেরিত", 2),
            "2.1.2": told("মোট ২টি প্রতিবেদন প্রেরিত", 2),
            "2.2.1": told("মোট ১টি প্রশিক্ষণ অনুষ্ঠিত হয়।", 1),
            "2.2.2": told("-"),
            "2.2.3": told("-"),
        },
    ),
    damages=(
        Cut("indicator:1.3.1/text", after="দপ্তরসমূহকে নিয়ে", rest_lost=True),
        LoseRow(
            "1.4.1",
            tells=(
                ("row-lost", "activity:1.4"),
                ("id-gap", "activity:1.4"),
                ("section-weight-mismatch", "section:1"),
                ("plan-total-mismatch", "report"),
                ("nested-row-incomplete", "orphan:0/nested_tables/0/rows/0"),
            ),
            rows_kept=KEPT,
            between=("1.3.1", "1.5.1"),
        ),
        LoseRow(
            "2.1.1",
            tells=(
                ("id-gap", "indicator:2.1.1"),
                ("cell-lost", "section:2/title"),
                ("cell-lost", "section:2/weight"),
                ("cell-lost", "activity:2.1/title"),
            ),
        ),
        PageBreak("1.4.1#2", width=16),
        PageBreak("2.1.2"),
    ),
    tells=(
        ("organisation-missing", "report"),
        ("signature-missing", "signature"),
        ("achievement-not-stated", "indicator:1.5.2/remark"),
        ("achievement-not-stated", "indicator:2.2.2/remark"),
        ("achievement-not-stated", "indicator:2.2.3/remark"),
    ),
    final_newline=False,
)
