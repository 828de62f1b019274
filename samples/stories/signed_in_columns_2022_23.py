"""A signature that was set with tabs: it stands in the columns of the table, below a gap."""

from __future__ import annotations

from datetime import date

from samples.described import Sample, fill, said, told
from samples.forms import plan_form
from samples.plans import MINISTRY_2022_23
from samples.written import shown

SAMPLE = Sample(
    name="signed_in_columns_2022-23_q4",
    shows="a signature that was set with tabs, so that it stands under a column of the table",
    form=plan_form("২০২২-২০২৩", 5),
    titles=(
        "নৌপরিবহন মন্ত্রণালয়ের ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২২-২৩",
        "(এপ্রিল-জুন ২০২৩ পর্যন্ত ৪র্থ ত্রৈমাসিক বাস্তবায়ন অগ্রগতি)",
        "",
    ),
    organisation=("value", "নৌপরিবহন মন্ত্রণালয়"),
    fiscal_year="2022-23",
    quarter=4,
    sections=fill(
        MINISTRY_2022_23,
        {
            "1.1.1": told("ঘাটের ইজারা অনলাইনে গ্রহণ ০২.০৫.২০২৩ তারিখে শুরু করা হয়েছে।", date(2023, 5, 2)),
            "1.2.1": told("ডাটাবেজটি ১০.১০.২০২২ তারিখে প্রেরণ করা হয়েছে।", date(2022, 10, 10)),
            "1.2.2": told("সেবাসমূহ ০৩.০৫.২০২৩ তারিখে যাচাই করা হয়েছে।", date(2023, 5, 3)),
            "1.3.1": told("নোট নিষ্পত্তির হার ৮৯% অর্জিত হয়েছে।", 89),
            "1.4.1": told("কর্মপরিকল্পনাটি ২৬.১০.২০২২ তারিখে জারি করা হয়েছে।", date(2022, 10, 26)),
            "1.4.2": told("মোট ২টি কর্মশালা আয়োজন করা হয়েছে।", 2),
            "2.1.1": told("মোট ৪টি প্রতিবেদন দাখিল করা হয়েছে।", 4),
            "2.2.1": told("মোট ৪টি প্রশিক্ষণ আয়োজন করা হয়েছে।", 4),
            "2.2.2": told("বরাদ্দ অর্থের ৯৩% ব্যয় করা হয়েছে।", 93),
            "2.2.3": told("প্রতিবেদনটি ১১.০১.২০২৩ তারিখে প্রেরণ করা হয়েছে।", date(2023, 1, 11)),
            "2.2.4": told("মতামত ২৬.০১.২০২৩ তারিখে প্রেরণ করা হয়েছে।", date(2023, 1, 26)),
            "2.2.5": told(
                "পায়রা বন্দরের জাহাজ বার্থিং ব্যবস্থা ১৮.০৫.২০২৩ তারিখে পরিদর্শন করা হয়েছে।",
                date(2023, 5, 18),
            ),
        },
    ),
    ends=(
        None,
        None,
        ("signature.date", shown("০৫.০৭.২০২৩", date(2023, 7, 5))),
        ("signature.name", said("শাহীনুর রহমান")),
        ("signature.designation", said("সহকারী সচিব")),
        ("signature.office", said("নৌপরিবহন মন্ত্রণালয়")),
    ),
    ends_column=11,
    clean=True,
)
