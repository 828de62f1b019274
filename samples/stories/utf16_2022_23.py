"""UTF-16 as old spreadsheets save it, other spellings, and a quarter that contradicts itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.damage import Wider
from samples.described import Sample, fill, retitled, said, told
from samples.forms import plan_form
from samples.plans import MINISTRY_2022_23
from samples.written import shown

SAMPLE = Sample(
    name="utf16_ministry_2022-23_q2",
    shows="UTF-16 with a byte order mark and CRLF, letters with a dot below typed as one "
    "character, empty columns at the end, other spellings in title and header, "
    "a title whose ordinal contradicts its months",
    form=plan_form(
        "২০২২-২০২৩",
        5,
        labels={
            "serial": "ক্রমিক নং",
            "activity": "কার্যক্রমসমূহ",
            "indicator": "কর্মসম্পাদন সূচকসমূহ",
            "remark": "মতামত",
        },
    ),
    titles=(
        "সমাজকল্যাণ মন্ত্রণালয়ের ই-গভর্নেন্স ও উদ্ভাবন কর্ম-পরিকল্পনা ২০২২-২০২৩",
        "৩য় ত্রৈমাসিক অগ্রগতি প্রতিবেদন (অক্টোবর-ডিসেম্বর, ২০২২)",
        "",
    ),
    organisation=("value", "সমাজকল্যাণ মন্ত্রণালয়"),
    fiscal_year="2022-23",
    quarter=2,
    sections=fill(
        retitled(MINISTRY_2022_23, {"2.2": "ই-গভর্নেন্স ও উদ্ভাবন কর্ম-পরিকল্পনা বাস্তবায়ন"}),
        {
            "1.1.1": told(
                "ভাতাভোগীর মোবাইল যাচাই পদ্ধতি ২১-১২-২০২২ খ্রি. তারিখে চালু করা হয়েছে।",
                date(2022, 12, 21),
                text="কমপক্ষে একটি নতুন উদ্ভাবনী ধারনা বাস্তবায়ন",
            ),
            "1.2.1": told("ডাটাবেজটি ১২ অক্টোবর ২০২২ তারিখে প্রেরণ করা হয়েছে।", date(2022, 10, 12)),
            "1.2.2": told(
                "সেবাসমূহ সচল থাকার বিষয়টি ২৯-১২-২০২২ খ্রি. তারিখে যাচাই করা হয়েছে।",
                date(2022, 12, 29),
            ),
            "1.3.1": told("নোট নিস্পত্তির হার ৮৩.৫ শতাংশ।", Decimal("83.5"), text="ই-ফাইলে নোট নিস্পত্তি"),
            "1.4.1": told(
                "কর্ম-পরিকল্পনাটি ৩০-১০-২০২২ খ্রি. তারিখে অনুমোদন করা হয়েছে।", date(2022, 10, 30)
            ),
            "1.4.2": told("মোট একটি কর্মশালা আয়োজন করা হয়েছে।", 1),
            "2.1.1": told("মোট দুইটি প্রতিবেদন দাখিল করা হয়েছে।", 2),
            "2.2.1": told("মোট ২টি প্রশিক্ষণ আয়োজন করা হয়েছে।", 2),
            "2.2.2": told("বরাদ্দ অর্থের শতকরা ৪৪ ভাগ ব্যয় করা হয়েছে।", 44),
            "2.2.3": told("-"),
            "2.2.4": told("-"),
            "2.2.5": told(
                "বরিশাল শিশু পরিবারের ডিজিটাল হাজিরা ১৩-১১-২০২২ খ্রি. তারিখে পরিদর্শন করা হয়েছে।",
                date(2022, 11, 13),
            ),
        },
    ),
    ends=(
        None,
        ("signature.name", said("আবু তাহের মিয়া")),
        ("signature.designation", said("প্রোগ্রামার")),
        ("signature.office", said("সমাজকল্যাণ মন্ত্রণালয়")),
        ("signature.date", shown("১০-০১-২০২৩ খ্রি.", date(2023, 1, 10))),
    ),
    damages=(Wider(15),),
    tells=(
        ("period-contradiction", "report/period"),
        ("achievement-not-stated", "indicator:2.2.3/remark"),
        ("achievement-not-stated", "indicator:2.2.4/remark"),
    ),
    charset="utf-16-le",
    newline="\r\n",
    composed=True,
)
