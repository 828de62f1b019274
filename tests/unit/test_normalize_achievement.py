"""What a remark says was achieved; where two readings remain, none is chosen."""

from datetime import date

import pytest

from normalize.achievement import Context, derive
from schemas.reading import Reading, State, Value
from schemas.report import Derived, FiscalYear, Period

YEAR = FiscalYear(label="2022-23", start=date(2022, 7, 1), end=date(2023, 6, 30))
QUARTER = Period(kind="quarter", quarter=4, start=date(2023, 4, 1), end=date(2023, 6, 30))
SIGNED = date(2023, 7, 6)
DATES: tuple[Value, ...] = tuple(date(2023, 5, day) for day in (4, 11, 18, 25, 31))
BANDS = ("100", "90", "80", "70", "60")


def value(text: Value) -> Reading:
    """A reading that holds a value."""
    return Reading(raw=str(text), state=State.VALUE, value=text)


def derived(
    unit: str, remark: str, targets: tuple[Value, ...] = (), text: str = "সভা আয়োজিত"
) -> Derived:
    """What is derived from a remark."""
    found = derive(
        value(unit),
        value(text),
        value(remark),
        dict(zip(BANDS, map(value, targets), strict=False)),
        value(4),
        Context(YEAR, QUARTER, SIGNED),
        said=remark,
    )
    assert found is not None
    return found


CASES = {
    "one date, done": (
        "date",
        "০৩.০৫.২০২৩ তারিখে সভা আয়োজন করা হয়েছে।",
        date(2023, 5, 3),
        "single-date",
    ),
    "one date, no verb": ("date", "০৩.০৫.২০২৩", date(2023, 5, 3), "single-date-without-verb"),
    "no date": ("date", "সেবা চালু আছে।", None, "no-date"),
    "will be held": ("date", "২৫-০৫-২০২৩ তারিখে সভা অনুষ্ঠিত হবে।", None, "planned"),
    "will be done": ("date", "২৫-০৫-২০২৩ তারিখে সভা করা হবে।", None, "planned"),
    "was not done": ("date", "২৫-০৫-২০২৩ তারিখে সভা করা হয়নি।", None, "negated"),
    "could not be held": ("date", "২৫-০৫-২০২৩ তারিখের সভা অনুষ্ঠিত হয় নি।", None, "negated"),
    "several dates": ("date", "০৩.০৫.২০২৩ ও ০৫.০৫.২০২৩ তারিখে সভা করা হয়েছে।", None, "several-dates"),
    "after the signature": ("date", "০৯.০৭.২০২৩ তারিখে সভা করা হয়েছে।", None, "date-after-signature"),
    "no day of the calendar": ("date", "৩১.০৪.২০২৩ তারিখে সভা করা হয়েছে।", None, "impossible-date"),
    "one percent": ("percent", "৯৬% নথি ই-ফাইলে নিষ্পত্তি করা হয়েছে।", 96, "single-percent"),
    "several percents": ("percent", "৯৬% ও ৯৭% অর্জিত হয়েছে।", None, "several-percents"),
    "the target alone": ("percent", "লক্ষ্যমাত্রা ৮০%", None, "planned"),
    "percent to come": ("percent", "আগামী মাসে ৯০% অর্জিত হবে।", None, "planned"),
    "percent not reached": ("percent", "৯০% অর্জন করা যায়নি।", None, "negated"),
    "no percent": ("percent", "কার্যক্রম চলমান।", None, "no-percent"),
    "total": ("count", "মোট ৪টি সভা আয়োজন করা হয়েছে।", 4, "total-stated"),
    "total to come": ("count", "মোট ৪টি সভা আয়োজন করা হবে।", None, "planned"),
    "total not held": ("count", "মোট ৪টি সভা আয়োজন করা হয়নি।", None, "negated"),
    "sum of one noun": ("count", "২টি কর্মশালা এবং ১টি কর্মশালা করা হয়েছে।", None, "sum-not-confirmed"),
    "another noun": ("count", "২টি ল্যাপটপ ক্রয় করা হয়েছে।", None, "counts-of-other-things"),
    "nothing counted": ("count", "সভা আয়োজন করা হয়েছে।", None, "no-count"),
    "another unit": ("text", "৪টি সভা করা হয়েছে।", None, "unit-not-measured"),
}


@pytest.mark.parametrize(("unit", "remark", "expected", "basis"), CASES.values(), ids=CASES)
def test_remarks(unit: str, remark: str, expected: Value | None, basis: str) -> None:
    found = derived(unit, remark)
    assert (found.achievement, found.basis) == (expected, basis)
    assert (found.confidence > 0) is (expected is not None)


def test_what_was_not_done_is_a_candidate() -> None:
    found = derived("date", "২৫-০৫-২০২৩ তারিখে সভা অনুষ্ঠিত হবে।", DATES)
    assert found.candidates == (date(2023, 5, 25),)
    assert found.band is None


def test_planned_dates_meet_no_band() -> None:
    found = derived("date", "০২.০৫.২০২৩ ও ০৩.০৫.২০২৩ তারিখে সভা করা হবে।", DATES)
    assert (found.basis, found.band) == ("planned", None)
    assert found.candidates == (date(2023, 5, 2), date(2023, 5, 3))


def test_a_plan_in_another_sentence_takes_nothing_away() -> None:
    remark = "০৩.০৫.২০২৩ তারিখে সভা আয়োজন করা হয়েছে। পরবর্তী সভা শীঘ্রই হবে।"
    assert derived("date", remark).achievement == date(2023, 5, 3)


@pytest.mark.parametrize(
    ("remark", "band"),
    [("০৩.০৫.২০২৩ তারিখে করা হয়েছে।", "100"), ("১১.০৫.২০২৩ তারিখে করা হয়েছে।", "90"),
     ("০১.০৬.২০২৩ তারিখে করা হয়েছে।", None), ("০২.০৫.২০২৩ ও ০৩.০৫.২০২৩ তারিখে করা হয়েছে।", "100")],
    ids=["before all", "on the day", "after all", "several in one band"],
)  # fmt: skip
def test_band(remark: str, band: str | None) -> None:
    assert derived("date", remark, DATES).band == band


def test_a_figure_of_the_quarter_is_marked() -> None:
    assert derived("percent", "এপ্রিল-জুন ২০২৩ সময়ে ৯৬% অর্জিত হয়েছে।").covers == "quarter"
    assert derived("percent", "২০২২-২৩ অর্থবছরে ৯৬% অর্জিত হয়েছে।").covers == "year_to_date"
    assert derived("percent", "৯৬% অর্জিত হয়েছে।").covers is None


def test_facts_keep_their_places() -> None:
    remark = "মোট ৪টি সভা ০৩.০৫.২০২৩ তারিখে করা হয়েছে।"
    for fact in derived("count", remark).facts:
        assert remark[fact.start : fact.end] == fact.raw


@pytest.mark.parametrize("state", [State.NONE, State.BLANK, State.LOST])
def test_no_remark_no_interpretation(state: State) -> None:
    nothing = Reading(raw=None, state=state)
    context = Context(YEAR, QUARTER)
    derived = derive(value("date"), value("সভা"), nothing, {}, value(4), context, said=None)
    assert derived is None


WORKSHOPS = "কর্মশালা আয়োজিত"
NO_ACHIEVEMENT = {
    "persons and things": "২০ জন কর্মকর্তার অংশগ্রহণে ১টি কর্মশালা আয়োজন করা হয়েছে",
    "persons first": "৫০ জন কর্মকর্তাকে ২টি কর্মশালায় প্রশিক্ষণ দেওয়া হয়েছে",
    "two kinds of persons": "৩০ জন কর্মচারী ও ২০ জন কর্মকর্তা নিয়ে ২টি কর্মশালা আয়োজন করা হয়েছে",
    "against the target": "২টি কর্মশালার লক্ষ্যমাত্রার বিপরীতে ১টি কর্মশালা আয়োজন করা হয়েছে",
    "a total of persons": "মোট ৬০ জনের অংশগ্রহণে ২টি কর্মশালা আয়োজিত",
    "out of a total": "মোট ৪টির মধ্যে ২টি সম্পন্ন",
    "a total of other things": "মোট ১০টি সুপারিশসহ ২টি কর্মশালা আয়োজন করা হয়েছে",
    "a plan of so many": "মোট ৩টি কর্মশালা আয়োজনের পরিকল্পনা থাকলেও ১টি আয়োজন করা হয়েছে",
    "the quarter and the year": "মোট ১টি (২য় ত্রৈমাসিক); ক্রমপুঞ্জিত ২টি",
    "what is left": "২টি কর্মশালা বাকি আছে",
    "for each district": "প্রতি জেলায় ২টি কর্মশালা আয়োজন করা হয়েছে",
    "a letter and its day": "১০.১০.২০২২ তারিখের পত্র মোতাবেক ১২.১০.২০২২ তারিখে কর্মশালা আয়োজন করা হয়েছে",
}


@pytest.mark.parametrize("remark", NO_ACHIEVEMENT.values(), ids=NO_ACHIEVEMENT)
def test_counts_of_several_things_are_not_added_up(remark: str) -> None:
    found = derived("count", remark, text=WORKSHOPS)
    assert found.achievement is None
    assert found.candidates


NO_PERCENT = {
    "the quarter before": "গত ত্রৈমাসিকে ৯০% ছিল",
    "an earlier quarter": "পূর্ববর্তী ত্রৈমাসিকে ৯০% নিষ্পত্তি করা হয়েছে",
    "another quarter": "১ম ত্রৈমাসিকে ৯০% নিষ্পত্তি করা হয়েছে",
    "another year": "২০২১-২২ অর্থবছরে ৯০% নিষ্পত্তি করা হয়েছে",
    "what is not done": "১০% অনিষ্পন্ন",
    "what is left": "৯০% বাকি",
    "what is not spent": "বরাদ্দের ১০% অব্যয়িত",
    "growth": "৫% বৃদ্ধি পেয়েছে",
    "tax": "ভ্যাট ১৫% সহ ব্যয় করা হয়েছে",
    "less than": "৯০% এর কম",
}


@pytest.mark.parametrize("remark", NO_PERCENT.values(), ids=NO_PERCENT)
def test_percents_of_other_things_are_no_achievement(remark: str) -> None:
    found = derived("percent", remark)
    assert found.achievement is None
    assert found.candidates


NO_DATE = {
    "begun": "২২.১২.২০২২ তারিখে বাস্তবায়ন শুরু হয়েছে",
    "a deadline": "২২.১২.২০২২ তারিখের মধ্যে সম্পন্নের জন্য নির্দেশনা প্রদান করা হয়েছে",
    "a term": "মেয়াদ ২২.১২.২০২২ পর্যন্ত বৃদ্ধি করা হয়েছে",
    "the year before": "২২.১২.২০২১ তারিখে সম্পন্ন",
    "under way": "২২.১২.২০২২ তারিখ হতে বাস্তবায়নাধীন",
}


@pytest.mark.parametrize("remark", NO_DATE.values(), ids=NO_DATE)
def test_dates_of_other_things_are_no_achievement(remark: str) -> None:
    found = derived("date", remark)
    assert found.achievement is None
    assert found.candidates


QUARTER_ONLY = (
    "৪র্থ ত্রৈমাসিকে ৯০% নিষ্পত্তি",
    "এ ত্রৈমাসিকে ৯০% নিষ্পত্তি",
    "৯১.৪৭% (এপ্রিল-জুন)",
    "মে ২০২৩ মাসে ৯০%",
)


@pytest.mark.parametrize("remark", QUARTER_ONLY)
def test_a_figure_of_the_quarter_is_told_as_such(remark: str) -> None:
    assert derived("percent", remark).covers == "quarter"
