"""A field office: no sections, no number row, digits of two scripts, dates without zeros."""

from __future__ import annotations

from datetime import date

from samples.described import Sample, activity, indicator, said, section
from samples.forms import plan_form
from samples.written import Written, day, numbers, percents, shown

SAMPLE = Sample(
    name="field_office_2021-22_q4",
    shows="a field office: 9 columns, no section columns, no number row, a title over two lines, "
    "Latin digits in some cells, dates without leading zeros",
    form=plan_form(
        "২০২১-২০২২", 3, before=("serial", "activity", "indicator", "unit", "weight"), numbered=0
    ),
    titles=(
        "জেলা প্রশাসকের কার্যালয়, নড়াইল",
        "ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা, ২০২১-২২ এর ৪র্থ ত্রৈমাসিক (এপ্রিল-জুন ২০২২) অগ্রগতি",
        "",
    ),
    organisation=("value", "জেলা প্রশাসকের কার্যালয়, নড়াইল"),
    fiscal_year="2021-22",
    quarter=4,
    sections=(
        section(
            "1",
            None,
            None,
            activity(
                "1.1",
                "ই-নথির ব্যবহার বৃদ্ধি",
                indicator(
                    "1.1.1",
                    "ই-ফাইলে নোটনিস্পত্তিকৃত",
                    "%",
                    shown("15", 15),
                    percents(80, 70, 60),
                    "নিস্পত্তির হার 76%।",
                    achieved=76,
                ),
                serial="০১",
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
                    10,
                    (shown("4", 4), shown("3", 3), shown("2", 2)),
                    "মোট ৪টি হালনাগাদ সম্পন্ন হয়েছে।",
                    achieved=4,
                ),
                indicator(
                    "2.1.2",
                    Written(
                        "[2.1.2] বিভিন্ন প্রকাশনা ও তথ্যাদি তথ্য বাতায়নে প্রকাশিত",
                        "বিভিন্ন প্রকাশনা ও তথ্যাদি তথ্য বাতায়নে প্রকাশিত",
                    ),
                    "সংখ্যা",
                    shown("০৫", 5),
                    numbers(4, 3, 2),
                    "মোট ৩টি প্রকাশনা আপলোড করা হয়েছে।",
                    achieved=3,
                ),
                serial="০২",
            ),
        ),
        section(
            "3",
            None,
            None,
            activity(
                "3.1",
                "ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা বাস্তবায়ন",
                indicator(
                    "3.1.1",
                    "কর্মপরিকল্পনা বাস্তবায়ন সংক্রান্ত প্রশিক্ষণ আয়োজিত",
                    Written(None, state="blank", tells=("unit-missing",)),
                    5,
                    numbers(4, 3, 2),
                    said("মোট ৪টি প্রশিক্ষণ আয়োজন করা হয়েছে।", "achievement-not-stated"),
                ),
                indicator(
                    "3.1.2",
                    "কর্মপরিকল্পনার বাস্তবায়ন অগ্রগতি পর্যালোচনা সংক্রান্ত সভা আয়োজিত",
                    "সংখ্যা",
                    5,
                    numbers(4, 3, 2),
                    "০৫.০৯.২০২১, ১২.১২.২০২১, ০৯.০৩.২০২২ ও ১২.০৬.২০২২ তারিখে সভা অনুষ্ঠিত হয়।",
                    achieved=4,
                ),
                indicator(
                    "3.1.3",
                    "কর্মপরিকল্পনার অর্ধবার্ষিক স্ব-মূল্যায়ন প্রতিবেদন ঊর্ধ্বতন কর্তৃপক্ষের নিকট প্রেরিত",
                    "তারিখ",
                    5,
                    (day(13, 1, 2022), day(20, 1, 2022), shown("27-01-2022", date(2022, 1, 27))),
                    "5/1/2022 তারিখে বিভাগীয় কমিশনার মহোদয়ের নিকট প্রেরিত",
                    achieved=date(2022, 1, 5),
                ),
                serial="০৩",
            ),
        ),
        section(
            "4",
            None,
            None,
            activity(
                "4.1",
                "একটি উদ্ভাবনী ধারণা/ সেবা সহজিকরণ/ ক্ষুদ্র উন্নয়ন কার্যক্রম বাস্তবায়ন",
                indicator(
                    "4.1.1",
                    "একটি উদ্ভাবনী ধারনা/ সেবা সহজিকরণ/ ক্ষুদ্র উন্নয়ন কার্যক্রম বাস্তবায়িত",
                    "তারিখ",
                    5,
                    (
                        shown("২৮/২/২০২২", date(2022, 2, 28)),
                        shown("15/3/2022", date(2022, 3, 15)),
                        shown("১৫.০৪.২০২২", date(2022, 4, 15)),
                    ),
                    "‘এক ফরমে সকল প্রত্যয়ন’ সেবাটি ২৪/২/২০২২ খ্রি. তারিখে চালু করা হয়েছে।",
                    achieved=date(2022, 2, 24),
                ),
                serial="০৪",
            ),
        ),
    ),
    ends=(
        None,
        ("signature.name", said("(শামীমা নাসরিন)")),
        ("signature.designation", said("সহকারী কমিশনার")),
        ("signature.office", said("জেলা প্রশাসকের কার্যালয়, নড়াইল")),
        ("signature.date", shown("৫/৭/২০২২", date(2022, 7, 5))),
    ),
    final_newline=False,
)
