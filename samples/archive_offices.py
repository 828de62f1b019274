"""What the offices of the planted archive would write if nothing went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from samples.described import Filled, Indicator, Sample, Section, fill, said
from samples.forms import plan_form
from samples.layout import lay_out
from samples.plans import MINISTRY_2022_23, MINISTRY_2023_24
from samples.written import Written, bn, shown

N_OFFICES = 20
YEARS = (2022, 2023)
QUARTERS = (1, 2, 3, 4)
PLANS = {2022: MINISTRY_2022_23, 2023: MINISTRY_2023_24}
RATES = ("ই-ফাইলে নোট নিষ্পত্তি", "ই-ফাইলে নোট নিষ্পত্তিকৃত")
MONTHS = {1: "জুলাই-সেপ্টেম্বর", 2: "অক্টোবর-ডিসেম্বর", 3: "জানুয়ারি-মার্চ", 4: "এপ্রিল-জুন"}
ORDINALS = {1: "১ম", 2: "২য়", 3: "৩য়", 4: "৪র্থ"}
ENDS = {1: (9, 30), 2: (12, 31), 3: (3, 31), 4: (6, 30)}

OFFICES = (
    "কৃষি মন্ত্রণালয়",
    "বাণিজ্য মন্ত্রণালয়",
    "সেতু বিভাগ",
    "প্রতিরক্ষা মন্ত্রণালয়",
    "অর্থ বিভাগ",
    "খাদ্য মন্ত্রণালয়",
    "শিল্প মন্ত্রণালয়",
    "ভূমি মন্ত্রণালয়",
    "পরিকল্পনা বিভাগ",
    "বিদ্যুৎ বিভাগ",
    "রেলপথ মন্ত্রণালয়",
    "নৌপরিবহন মন্ত্রণালয়",
    "সমাজকল্যাণ মন্ত্রণালয়",
    "পানি সম্পদ মন্ত্রণালয়",
    "যুব ও ক্রীড়া মন্ত্রণালয়",
    "স্থানীয় সরকার বিভাগ",
    "বস্ত্র ও পাট মন্ত্রণালয়",
    "আইন ও বিচার বিভাগ",
    "শ্রম ও কর্মসংস্থান মন্ত্রণালয়",
    "মৎস্য ও প্রাণিসম্পদ মন্ত্রণালয়",
)
THINGS = (
    "সারের মজুত তদারকি",
    "রপ্তানি নিবন্ধন",
    "টোল আদায়ের হিসাব",
    "ক্যান্টিনের কুপন",
    "পেনশন আবেদন",
    "গুদামের চাবি নিবন্ধন",
    "লবণচাষির পরিচয়পত্র",
    "নামজারি শুনানি",
    "প্রকল্প ছক যাচাই",
    "মিটার বদলের আবেদন",
    "টিকিট ফেরত",
    "নাবিক সনদ",
    "ভাতা কার্ড",
    "বাঁধ মেরামত তদারকি",
    "মাঠ বরাদ্দ",
    "জন্মসনদ সংশোধনী আবেদন",
    "পাটবীজ বিতরণ",
    "নোটারি নিবন্ধন",
    "কারখানা পরিদর্শন ছক",
    "হ্যাচারি লাইসেন্স",
)
STEPS = {
    1: "চাহিদা নিরূপণে {n} জন গ্রাহকের মতামত নেওয়া হয়েছে",
    2: "নকশা নিয়ে {n} জন মাঠকর্মীর সঙ্গে আলোচনা শেষ হয়েছে",
    3: "পরীক্ষামূলক সংস্করণ {n}টি উপজেলায় চালানো হচ্ছে",
    4: "চূড়ান্ত সংস্করণে {n}টি ত্রুটি সারানো হয়েছে",
}


@dataclass(slots=True)
class Draft:
    """A report before it is written; plants change it."""

    office: int
    year: int
    quarter: int
    rows: dict[str, Filled]
    sections: tuple[Section, ...]
    signed: date
    title_word: str = ""
    notes: list[str] = field(default_factory=list[str])
    copy: int = 0
    """The number of a further version of the same report."""

    @property
    def name(self) -> str:
        """The stem of its file."""
        again = f"_v{self.copy}" if self.copy else ""
        return f"office{self.office:02}_{self.year}_q{self.quarter}{again}"

    def indicators(self) -> dict[str, Indicator]:
        """The rows of the form, by id."""
        return {
            one.id: one
            for section in self.sections
            for activity in section.activities
            for one in activity.indicators
        }

    def remark(self, id: str, text: str) -> None:
        """Write another remark."""
        self.rows[id] = replace(self.rows[id], remark=said(text))

    def targets(self, id: str) -> tuple[Written, ...]:
        """The targets of a row as this report prints them."""
        return self.rows[id].targets or self.indicators()[id].targets


def period_end(year: int, quarter: int) -> date:
    """The last day of a quarter of the fiscal year that begins in a year."""
    month, day = ENDS[quarter]
    return date(year + (quarter > len(QUARTERS) // 2), month, day)


def written_day(day: date) -> str:
    """A date as remarks print it."""
    return bn(f"{day.day:02}.{day.month:02}.{day.year}")


def drafts(chance: Random) -> dict[tuple[int, int, int], Draft]:
    """All reports, by office, year and quarter, without a contradiction."""
    found: dict[tuple[int, int, int], Draft] = {}
    for office in range(N_OFFICES):
        for year in YEARS:
            said_so_far = _Said(office, year, chance)
            for quarter in QUARTERS:
                plan = PLANS[year]
                draft = Draft(office, year, quarter, {}, plan, date.min)
                ids = draft.indicators()
                draft.rows = {
                    id: Filled(said(said_so_far(one, quarter))) for id, one in ids.items()
                }
                late = timedelta(days=chance.randint(5, 14))
                draft.signed = period_end(year, quarter) + late
                found[office, year, quarter] = draft
    return found


@dataclass(slots=True)
class _Said:
    """The remarks of one office over a year: counts run up, what is done stays done."""

    office: int
    year: int
    chance: Random
    done: dict[str, str] = field(default_factory=dict[str, str])
    count: dict[str, int] = field(default_factory=dict[str, int])
    spent: int = 0

    def __call__(self, one: Indicator, quarter: int) -> str:
        unit = one.unit.raw
        if unit == "তারিখ":
            return self._dated(one, quarter)
        if unit == "সংখ্যা":
            # below the best target for most of the year, as most offices are
            self.count[one.id] = (
                self.count.get(one.id, 0) + self.chance.randint(0, 1) + (quarter == 1)
            )
            return f"চলতি অর্থবছরে এ কাজে মোট {bn(self.count[one.id])}টি সম্পন্ন করা হয়েছে।"
        if str(one.text.value) in RATES:
            rate = f"{self.chance.randint(8000, 9899) / 100:.2f}"
            return f"ই-ফাইলে নোট নিষ্পত্তির হার {bn(rate)}% অর্জিত হয়েছে।"
        self.spent += self.chance.randint(1201, 2399)
        return f"বরাদ্দ অর্থের {bn(f'{self.spent / 100:.2f}')}% ব্যয় করা হয়েছে।"

    def _dated(self, one: Indicator, quarter: int) -> str:
        if one.id in self.done:
            return self.done[one.id]
        thing = THINGS[self.office]
        if self.chance.random() < quarter / len(QUARTERS):
            day = period_end(self.year, quarter) - timedelta(days=self.chance.randint(2, 80))
            number = bn(self.chance.randint(11, 99))
            done = f"কাজটি {written_day(day)} তারিখে সম্পন্ন করা হয়েছে।"
            self.done[one.id] = f"‘{thing}’ বিষয়ে {number} জনের উপস্থিতিতে {done}"
            return self.done[one.id]
        step = STEPS[quarter].format(n=bn(self.chance.randint(11, 99)))
        return f"‘{thing}’ বিষয়ে {step}; কাজ চলমান।"


def sample_of(draft: Draft) -> Sample:
    """The report as a described sample."""
    years = f"{draft.year}-{draft.year + 1}"
    short = f"{draft.year}-{(draft.year + 1) % 100:02}"
    end = period_end(draft.year, draft.quarter)
    office = OFFICES[draft.office]
    until = f"{MONTHS[draft.quarter]} {bn(end.year)}"
    signed = shown(f" {written_day(draft.signed)}", draft.signed)
    return Sample(
        name=draft.name,
        shows="one of the planted archive",
        form=plan_form(bn(years), 5),
        titles=(
            f"{office}ের {draft.title_word}ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা {bn(short)}",
            "",
            f"({until} পর্যন্ত {ORDINALS[draft.quarter]} ত্রৈমাসিক বাস্তবায়ন অগ্রগতি)",
            "",
        ),
        organisation=("value", office),
        fiscal_year=short,
        quarter=draft.quarter,
        sections=fill(draft.sections, draft.rows),
        ends=(
            None,
            *(("note", said(note)) for note in draft.notes),
            ("signature.date", signed),
            ("signature.designation", said(" উপসচিব")),
            ("signature.office", said(f" {office}")),
        ),
    )


def report_text(draft: Draft) -> str:
    """The file."""
    lines = lay_out(sample_of(draft)).lines
    return "\n".join(line.text() for line in lines) + "\n"
