"""Five pages of different widths: cells, and a small table, that go on over the page breaks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.damage import Cut, PageBreak, SplitTitle
from samples.described import Sample, fill, said, told
from samples.forms import plan_form
from samples.plans import MINISTRY_2023_24
from samples.written import number, shown

NOTES = (
    (said("মাস"), said("ই-ফাইলের নোট"), said("কাগজের নোট"), said("হার")),
    (said("জানুয়ারি, ২০২৪"), number(812), number(21), shown("৯৭.৪৮%", Decimal("97.48"))),
    (said("ফেব্রুয়ারি, ২০২৪"), number(790), number(18), shown("৯৭.৭৭%", Decimal("97.77"))),
    (said("মার্চ, ২০২৪"), number(845), number(15), shown("৯৮.২৬%", Decimal("98.26"))),
    (said("তিন মাসে"), number(2447), number(54), shown("৯৭.৮৪%", Decimal("97.84"))),
)

SAMPLE = Sample(
    name="pages_ministry_2023-24_q3",
    shows="five pages with the header on each; 13, 14 and 16 columns; a small table that goes on "
    "over a page break, activity cells split with and without a space, a text and a remark that "
    "go on over a page break, one of them cut behind a blank",
    form=plan_form("২০২৩-২০২৪", 5, numbered=12),
    titles=(
        "",
        "ভূমি মন্ত্রণালয়ের ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২৩-২৪ এর "
        "৩য় ত্রৈমাসিক অগ্রগতি প্রতিবেদন (জানুয়ারি-মার্চ, ২০২৪)",
        "",
    ),
    organisation=("value", "ভূমি মন্ত্রণালয়"),
    fiscal_year="2023-24",
    quarter=3,
    sections=fill(
        MINISTRY_2023_24,
        {
            "1.1.1": told(
                "‘ঘরে বসে খতিয়ান’ সেবাটি ১৮-০৩-২০২৪ খ্রিঃ তারিখে চালু করা হয়েছে।", date(2024, 3, 18)
            ),
            "1.2.1": told("মোট ৩টি হালনাগাদ সম্পন্ন হয়েছে।", 3),
            "1.3.1": told("-"),
            "1.4.1": told(said("মাসভিত্তিক চিত্র নিম্নরূপ:", "achievement-not-stated"), nested=NOTES),
            "1.5.1": told("মোট ২টি কর্মশালা আয়োজিত", 2),
            "1.5.2": told(
                "কর্মপরিকল্পনাটি ২০-০৩-২০২৪ খ্রিঃ তারিখে অনুমোদিত এবং প্রেরিত", date(2024, 3, 20)
            ),
            "2.1.1": told(
                "১ম ত্রৈমাসিক প্রতিবেদন ০৮-১০-২০২৩, ২য় ত্রৈমাসিক প্রতিবেদন ০৯-০১-২০২৪ ও "
                "৩য় ত্রৈমাসিক প্রতিবেদন ০৭-০৪-২০২৪ খ্রিঃ তারিখে প্রেরিত",
                3,
            ),
            "2.1.2": told(
                "ভূমি রেকর্ড ও জরিপ অধিদপ্তর এবং ভূমি আপীল বোর্ডের বাতায়ন পরীক্ষা করে "
                "মোট ৩টি প্রতিবেদন প্রেরিত",
                3,
            ),
            "2.2.1": told("মোট ১টি প্রশিক্ষণ ১১-০২-২০২৪ খ্রিঃ তারিখে অনুষ্ঠিত হয়।", 1),
            "2.2.2": told("মতামত ২৮-০১-২০২৪ খ্রিঃ তারিখে প্রেরিত", date(2024, 1, 28)),
            "2.2.3": told("লার্নিং সেশন ২৫-০২-২০২৪ খ্রিঃ তারিখে অনুষ্ঠিত হয়।", date(2024, 2, 25)),
        },
    ),
    ends=(
        None,
        None,
        ("signature.name", said("কামরুন নাহার")),
        ("signature.designation", said("সিনিয়র সহকারী সচিব")),
        ("signature.office", said("ভূমি মন্ত্রণালয়")),
        ("signature.date", shown("১৫-০৪-২০২৪", date(2024, 4, 15))),
    ),
    damages=(
        PageBreak("1.4.1", width=16),
        PageBreak("1.4.1#3", width=16),
        PageBreak("2.1.1", width=14),
        PageBreak("2.2.1"),
        Cut("indicator:1.3.1/text", after="উদ্ভাবন"),
        Cut("indicator:2.1.2/remark", after="আপীল বোর্ডের "),
        SplitTitle("1.5", after="কর্মশালা", beside="1.5.2"),
        SplitTitle("2.1", after="হালনাগাদ", beside="2.1.2"),
    ),
    tells=(
        ("achievement-not-stated", "indicator:1.3.1/remark"),
        ("date-after-period", "indicator:2.1.1/remark"),
    ),
)
