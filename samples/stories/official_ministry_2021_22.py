"""The official form of 2021-22 with the mistakes that the form itself was printed with."""

from __future__ import annotations

from datetime import date

from samples.described import Sample, activity, indicator, said, section
from samples.forms import plan_form
from samples.written import Written, day, numbers, percents, shown, unreadable

PLAN = "ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা বাস্তবায়ন"

SAMPLE = Sample(
    name="official_ministry_2021-22_q3",
    shows="the official form of 2021-22 with its own mistakes: an id under the wrong activity, a "
    "unit that is missing, one that its targets contradict, a date without a slash, wrong years, "
    "section weights that do not add up",
    form=plan_form("২০২১-২০২২", 3),
    titles=(
        "বাণিজ্য মন্ত্রণালয়",
        "ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২১-২২",
        "৩য় ত্রৈমাসিক (জানুয়ারি-মার্চ ২০২২) প্রতিবেদন",
        "",
    ),
    organisation=("value", "বাণিজ্য মন্ত্রণালয়"),
    fiscal_year="2021-22",
    quarter=3,
    sections=(
        section(
            "1",
            "ই-গভর্ন্যান্স ও উদ্ভাবন সংক্রান্ত কার্যক্রমের বাস্তবায়ন জোরদারকরণ",
            35,
            activity(
                "1.1",
                "উদ্ভাবনী ধারণা বাস্তবায়ন",
                indicator(
                    "1.1.1",
                    "একটি নতুন উদ্ভাবনী ধারণা বাস্তবায়িত",
                    "তারিখ",
                    5,
                    (day(16, 3, 2022), day(14, 4, 2022), day(5, 5, 2022)),
                    "রপ্তানিকারকদের জন্য নতুন হেল্পডেস্ক ১৩/০৩/২০২২ তারিখে চালু করা হয়েছে।",
                    achieved=date(2022, 3, 13),
                ),
            ),
            activity(
                "1.2",
                "সেবা সহজিকরণ",
                indicator(
                    "1.2.1",
                    "একটি সেবা সহজিকৃত",
                    "তারিখ",
                    5,
                    (day(25, 2, 2022), unreadable("০৪/০৩২০২২", "date-invalid"), day(25, 3, 2022)),
                    "আমদানি নিবন্ধন সনদ নবায়নের ধাপ কমানোর আদেশ ২৪/০২/২০২২ তারিখে জারি করা হয়েছে।",
                    achieved=date(2022, 2, 24),
                ),
            ),
            activity(
                "1.3",
                "সেবা ডিজিটাইজেশন",
                indicator(
                    "1.3.1",
                    "ন্যূনতম একটি সেবা ডিজিটাইজকৃত",
                    "তারিখ",
                    5,
                    (
                        shown("৩০/১২/২০২২", date(2022, 12, 30), "date-outside-year"),
                        shown("১৩/০১/২০২০", date(2020, 1, 13), "date-outside-year"),
                        day(20, 1, 2022),
                    ),
                    "অনলাইনে অভিযোগ গ্রহণের সেবাটি ২৮/১২/২০২১ তারিখে উদ্বোধন করা হয়েছে।",
                    achieved=date(2021, 12, 28),
                ),
            ),
            activity(
                "1.4",
                "ইতঃপূর্বে বাস্তবায়িত উদ্ভাবনী ধারণা, সহজিকৃত ও ডিজিটাইজকৃত সেবা সংক্রান্ত পর্যালোচনা সভা",
                indicator(
                    "1.4.1",
                    "সভা আয়োজিত",
                    "তারিখ",
                    4,
                    (day(30, 8, 2021), day(15, 9, 2021), day(30, 9, 2021)),
                    "অতিরিক্ত সচিবের সভাপতিত্বে ২৬/০৮/২০২১ তারিখে সভা অনুষ্ঠিত হয়।",
                    achieved=date(2021, 8, 26),
                ),
            ),
            activity(
                "1.5",
                "ই-নথির ব্যবহার বৃদ্ধি",
                indicator(
                    "1.4.1",
                    "ই-ফাইলে নোট নিস্পত্তিকৃত",
                    "%",
                    6,
                    percents(80, 70, 60),
                    "নোট নিস্পত্তির হার ৮৭%।",
                    achieved=87,
                    key="1.5.1",
                ),
            ),
            activity(
                "1.6",
                "৪র্থ শিল্প বিপ্লবের চ্যালেঞ্জ মোকাবেলায় করণীয় বিষয়ে অবহিতকরণ সভা/কর্মশালা আয়োজন",
                indicator(
                    "1.6.1",
                    "সভা/কর্মশালা আয়োজিত",
                    "সংখ্যা",
                    4,
                    numbers(2, 1, "-"),
                    "এ যাবৎ মোট ১টি কর্মশালা আয়োজন করা হয়েছে।",
                    achieved=1,
                ),
            ),
        ),
        section(
            "2",
            "প্রাতিষ্ঠানিক দক্ষতা বৃদ্ধি",
            15,
            activity(
                "2.1",
                "তথ্য বাতায়ন হালনাগাদকরণ",
                indicator(
                    "2.1.1",
                    "তথ্য বাতায়নে সকল সেবা বক্স হালনাগাদকৃত",
                    "সংখ্যা",
                    4,
                    numbers(4, 3, 2),
                    "মোট ৩টি হালনাগাদ সম্পন্ন হয়েছে।",
                    achieved=3,
                ),
                indicator(
                    "2.1.2",
                    "বিভিন্ন প্রকাশনা ও তথ্যাদি তথ্য বাতায়নে প্রকাশিত",
                    "সংখ্যা",
                    2,
                    numbers(4, 3, 2),
                    "মোট ৩টি প্রকাশনা আপলোড করা হয়েছে।",
                    achieved=3,
                ),
            ),
            activity(
                "2.2",
                PLAN,
                indicator(
                    "2.2.1",
                    "কর্মপরিকল্পনা বাস্তবায়ন সংক্রান্ত প্রশিক্ষণ আয়োজিত",
                    Written(None, state="blank", tells=("unit-missing",)),
                    3,
                    numbers(4, 3, 2),
                    said("মোট ৩টি প্রশিক্ষণ আয়োজন করা হয়েছে।", "achievement-not-stated"),
                ),
                indicator(
                    "2.2.2",
                    "ই-গভর্ন্যান্স কর্মপরিকল্পনা বাস্তবায়নের জন্য বরাদ্দকৃত অর্থ ব্যয়িত",
                    "%",
                    3,
                    percents(80, 70, 60),
                    "বরাদ্দের শতকরা ৬৪ ভাগ ব্যয় করা হয়েছে।",
                    achieved=64,
                ),
                indicator(
                    "2.2.3",
                    "কর্মপরিকল্পনার বাস্তবায়ন অগ্রগতি পর্যালোচনা সংক্রান্ত সভা আয়োজিত",
                    "সংখ্যা",
                    3,
                    numbers(4, 3, 2),
                    "মোট ৩টি সভা অনুষ্ঠিত হয়।",
                    achieved=3,
                ),
                indicator(
                    "2.2.4",
                    "কর্মপরিকল্পনার অর্ধবার্ষিক স্ব-মূল্যায়ন প্রতিবেদন মন্ত্রিপরিষদ বিভাগে/ "
                    "ঊর্ধ্বতন কর্তৃপক্ষের নিকট প্রেরিত",
                    "তারিখ",
                    3,
                    (day(13, 1, 2022), day(20, 1, 2022), day(27, 1, 2022)),
                    "১২/০১/২০২২ তারিখে প্রেরণ করা হয়েছে।",
                    achieved=date(2022, 1, 12),
                ),
                indicator(
                    "2.2.5",
                    "দেশে/বিদেশে বাস্তবায়িত ন্যূনতম একটি উদ্যোগ পরিদর্শনকৃত",
                    Written("সংখ্যা", "count", tells=("unit-mismatch",)),
                    3,
                    (
                        shown("৩০/০৫/ ২০২২", date(2022, 5, 30)),
                        shown("৩০/০৬/ ২০২২", date(2022, 6, 30)),
                        *numbers("-"),
                    ),
                    "-",
                ),
            ),
        ),
    ),
    ends=(
        None,
        None,
        ("signature.name", said("মোঃ রফিকুল আলম")),
        ("signature.designation", said("যুগ্মসচিব")),
        ("signature.date", shown("তারিখ: ১১/০৪/২০২২ খ্রিঃ", date(2022, 4, 11))),
    ),
    tells=(
        ("id-duplicate", "indicator:1.4.1"),
        ("id-level", "indicator:1.4.1"),
        ("section-weight-mismatch", "section:1"),
        ("section-weight-mismatch", "section:2"),
        ("signature-missing", "signature"),
        ("targets-not-monotonic", "indicator:1.3.1/targets"),
        ("achievement-not-stated", "indicator:2.2.5/remark"),
    ),
)
