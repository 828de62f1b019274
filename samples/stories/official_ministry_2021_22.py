"""The official form of 2021-22 with the mistakes that the form itself was printed with."""

from __future__ import annotations

from datetime import date

from samples.described import Sample, fill, said, told
from samples.forms import plan_form
from samples.official_plan import MINISTRY_2021_22
from samples.written import shown

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
    sections=fill(
        MINISTRY_2021_22,
        {
            "1.1.1": told(
                "রপ্তানিকারকদের জন্য নতুন হেল্পডেস্ক ১৩/০৩/২০২২ তারিখে চালু করা হয়েছে।",
                date(2022, 3, 13),
            ),
            "1.2.1": told(
                "আমদানি সনদ নবায়নের ধাপ কমানোর আদেশ ২৪/০২/২০২২ তারিখে জারি করা হয়েছে।",
                date(2022, 2, 24),
            ),
            "1.3.1": told(
                "অনলাইনে অভিযোগ গ্রহণের সেবাটি ২৮/১২/২০২১ তারিখে উদ্বোধন করা হয়েছে।",
                date(2021, 12, 28),
            ),
            "1.4.1": told(
                "অতিরিক্ত সচিবের সভাপতিত্বে ২৬/০৮/২০২১ তারিখে সভা অনুষ্ঠিত হয়।", date(2021, 8, 26)
            ),
            "1.5.1": told("নোট নিস্পত্তির হার ৮৭%।", 87),
            "1.6.1": told("এ যাবৎ মোট ১টি কর্মশালা আয়োজন করা হয়েছে।", 1),
            "2.1.1": told("মোট ৩টি হালনাগাদ সম্পন্ন হয়েছে।", 3),
            "2.1.2": told("মোট ৩টি প্রকাশনা আপলোড করা হয়েছে।", 3),
            "2.2.1": told(said("মোট ৩টি প্রশিক্ষণ আয়োজন করা হয়েছে।", "achievement-not-stated")),
            "2.2.2": told("বরাদ্দের শতকরা ৬৪ ভাগ ব্যয় করা হয়েছে।", 64),
            "2.2.3": told("মোট ৩টি সভা অনুষ্ঠিত হয়।", 3),
            "2.2.4": told("১২/০১/২০২২ তারিখে প্রেরণ করা হয়েছে।", date(2022, 1, 12)),
            "2.2.5": told("-"),
        },
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
