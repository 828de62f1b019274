"""A report with which nothing is wrong: told plainly, signed in full."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.described import Sample, fill, said, told
from samples.forms import plan_form
from samples.plans import MINISTRY_2022_23
from samples.written import shown

SAMPLE = Sample(
    name="clean_ministry_2022-23_q2",
    shows="a clean report: 13 columns, five bands, every achievement stated, full signature",
    form=plan_form("২০২২-২০২৩", 5),
    titles=(
        "",
        "পানি সম্পদ মন্ত্রণালয়ের ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২২-২৩",
        "",
        "(অক্টোবর-ডিসেম্বর ২০২২ পর্যন্ত ২য় ত্রৈমাসিক বাস্তবায়ন অগ্রগতি)",
        "",
    ),
    organisation=("value", "পানি সম্পদ মন্ত্রণালয়"),
    fiscal_year="2022-23",
    quarter=2,
    sections=fill(
        MINISTRY_2022_23,
        {
            "1.1.1": told(
                "‘বাঁধ মেরামতের অনলাইন তদারকি’ শীর্ষক ধারণাটি ২২.১২.২০২২ তারিখে পাঁচটি জেলায় বাস্তবায়ন করা হয়েছে।",
                date(2022, 12, 22),
            ),
            "1.2.1": told(
                "ডাটাবেজটি ০৯.১০.২০২২ তারিখে চূড়ান্ত করে মন্ত্রিপরিষদ বিভাগে প্রেরণ করা হয়েছে।",
                date(2022, 10, 9),
            ),
            "1.2.2": told(
                "সকল সেবা সচল থাকার প্রত্যয়নপত্র ২৭.১২.২০২২ তারিখে জারি করা হয়েছে।",
                date(2022, 12, 27),
            ),
            "1.3.1": told("ই-ফাইলে নোট নিষ্পত্তির হার ৯১.৪৭% অর্জিত হয়েছে।", Decimal("91.47")),
            "1.4.1": told(
                "মন্ত্রণালয়ের কর্মপরিকল্পনাটি ২৫.১০.২০২২ তারিখে অনুমোদন করা হয়েছে।",
                date(2022, 10, 25),
            ),
            "1.4.2": told("২০.০৯.২০২২ ও ১৪.১২.২০২২ তারিখে মোট ২টি কর্মশালা আয়োজন করা হয়েছে।", 2),
            "2.1.1": told("তথ্য বাতায়ন হালনাগাদ করে মোট ২টি প্রতিবেদন দাখিল করা হয়েছে।", 2),
            "2.2.1": told("মোট ৩টি প্রশিক্ষণ আয়োজন করা হয়েছে।", 3),
            "2.2.2": told("বরাদ্দ অর্থের ৪৮.৭৫% ব্যয় করা হয়েছে।", Decimal("48.75")),
            "2.2.3": told("স্ব-মূল্যায়ন প্রতিবেদনটি ০৮.০১.২০২৩ তারিখে প্রেরণ করা হয়েছে।", date(2023, 1, 8)),
            "2.2.4": told("পর্যালোচনা শেষে মতামত ১০.০১.২০২৩ তারিখে প্রেরণ করা হয়েছে।", date(2023, 1, 10)),
            "2.2.5": told(
                "হাওর এলাকার বন্যা পূর্বাভাস কেন্দ্রটি ০৭.১১.২০২২ তারিখে পরিদর্শন করা হয়েছে।",
                date(2022, 11, 7),
            ),
        },
    ),
    ends=(
        None,
        ("signature.date", shown(" ১২.০১.২০২৩", date(2023, 1, 12))),
        ("signature.name", said(" নাসরিন সুলতানা")),
        ("signature.designation", said(" উপসচিব")),
        ("signature.office", said(" পানি সম্পদ মন্ত্রণালয়")),
    ),
    tells=(
        ("date-after-period", "indicator:2.2.3/remark"),
        ("date-after-period", "indicator:2.2.4/remark"),
    ),
    clean=True,
)
