"""Three printed pages with all that a printer adds: titles, headers, page numbers, notes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.damage import PageBreak
from samples.described import Sample, fill, said, told
from samples.forms import plan_form
from samples.plans import MINISTRY_2023_24
from samples.written import shown

TITLE = "ধর্ম বিষয়ক মন্ত্রণালয়ের ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২৩-২৪"
FAR_RIGHT = " " * 60

SAMPLE = Sample(
    name="furniture_ministry_2023-24_q4",
    shows="three pages with title, header and page number on each, notes below the table, a "
    "signature on the right side without an office",
    form=plan_form("২০২৩-২০২৪", 5, numbered=12),
    titles=(TITLE, "৪র্থ ত্রৈমাসিক অগ্রগতি প্রতিবেদন (এপ্রিল-জুন, ২০২৪)", ""),
    organisation=("value", "ধর্ম বিষয়ক মন্ত্রণালয়"),
    fiscal_year="2023-24",
    quarter=4,
    sections=fill(
        MINISTRY_2023_24,
        {
            "1.1.1": told(
                "‘হজযাত্রীর ডিজিটাল স্বাস্থ্য কার্ড’ ১২-০৫-২০২৪ খ্রিঃ তারিখে চালু করা হয়েছে।",
                date(2024, 5, 12),
            ),
            "1.2.1": told("মোট ৪টি হালনাগাদ সম্পন্ন হয়েছে।", 4),
            "1.3.1": told("প্রদর্শনীটি ২০-০৫-২০২৪ খ্রিঃ তারিখে অনুষ্ঠিত হয়েছে।", date(2024, 5, 20)),
            "1.4.1": told("নোট নিষ্পত্তির হার ৯৬.০৫% অর্জিত হয়েছে।", Decimal("96.05")),
            "1.5.1": told("মোট ৪টি কর্মশালা আয়োজিত", 4),
            "1.5.2": told("কর্মপরিকল্পনাটি ২১-০৩-২০২৪ খ্রিঃ তারিখে অনুমোদন করা হয়েছে।", date(2024, 3, 21)),
            "2.1.1": told("মোট ৪টি প্রতিবেদন প্রেরিত", 4),
            "2.1.2": told("মোট ৪টি প্রতিবেদন প্রেরিত", 4),
            "2.2.1": told("মোট ২টি প্রশিক্ষণ অনুষ্ঠিত হয়।", 2),
            "2.2.2": told("মতামত ২৯-০১-২০২৪ খ্রিঃ তারিখে প্রেরিত", date(2024, 1, 29)),
            "2.2.3": told("লার্নিং সেশন ১৪-০২-২০২৪ খ্রিঃ তারিখে অনুষ্ঠিত হয়েছে।", date(2024, 2, 14)),
        },
    ),
    ends=(
        ("page_number", said("পৃষ্ঠা ৩")),
        ("note", said("বি:দ্র: কোনো সূচক প্রযোজ্য না হলে তার কারণ মন্তব্য কলামে লিখতে হবে।")),
        None,
        ("signature.date", shown(f"{FAR_RIGHT}০৩-০৭-২০২৪", date(2024, 7, 3))),
        ("signature.name", said(f"{FAR_RIGHT}ফারজানা ইয়াসমিন")),
        ("signature.designation", said(f"{FAR_RIGHT}উপসচিব (প্রশাসন)")),
    ),
    damages=(
        PageBreak("1.4.1", foot="পৃষ্ঠা ১", title=TITLE),
        PageBreak("2.1.2", foot="- ২ -", title=TITLE),
    ),
    tells=(("signature-missing", "signature"),),
    clean=True,
)
