"""The lines below the table, in the variants that offices print."""

import pytest

from schemas.reading import State
from schemas.report import Signature
from tests.unit.table_text import FIRST, left_over, read, report_of, text_of

DATE, POST, OFFICE, NAME = "০৬.০৭.২০২৩", "সিনিয়র সহকারী সচিব", "শিল্প মন্ত্রণালয়", "মোঃ আব্দুল করিম"


def signed(*lines: str) -> tuple[Signature, list[str]]:
    """The signature that such lines make, and what they leave over."""
    meant = read(text_of(FIRST, "", *lines))
    return meant.report.signature, left_over(meant)


def fields(signature: Signature) -> tuple[object, object, object, object]:
    """Date, designation, office and name."""
    date = signature.date.value
    return (
        str(date) if date else None,
        signature.designation.value,
        signature.office.value,
        signature.name.value,
    )


BLOCKS: dict[str, tuple[list[str], tuple[str | None, ...]]] = {
    "usual": ([DATE, POST, OFFICE], ("2023-07-06", POST, OFFICE, None)),
    "leading blanks": ([f" {DATE}", f"  {POST}", f" {OFFICE}"], ("2023-07-06", POST, OFFICE, None)),
    "name": ([NAME, POST, OFFICE, DATE], ("2023-07-06", POST, OFFICE, NAME)),
    "name in brackets": ([f"({NAME})", POST], (None, POST, None, f"({NAME})")),
    "name without a title": (["শারমিন আক্তার", POST], (None, POST, None, "শারমিন আক্তার")),
    "label of the date": ([f"তারিখ: {DATE}", POST], ("2023-07-06", POST, None, None)),
    "labels on lines of their own": (
        ["স্বাক্ষর", "তারিখ:", DATE, POST], ("2023-07-06", POST, None, None),
    ),
    "office on several lines": (
        [POST, OFFICE, "মন্ত্রণালয়, বাংলাদেশ সরকার"],
        (None, POST, f"{OFFICE} মন্ত্রণালয়, বাংলাদেশ সরকার", None),
    ),
    "a surname like a government": (["মোঃ আব্দুল সরকার", POST], (None, POST, None, "মোঃ আব্দুল সরকার")),
    "a post named after a place": (
        [NAME, "উপজেলা নির্বাহী অফিসার"], (None, "উপজেলা নির্বাহী অফিসার", None, NAME),
    ),
    "an office named after a post": (
        [NAME, "জেলা প্রশাসকের কার্যালয়"], (None, None, "জেলা প্রশাসকের কার্যালয়", NAME),
    ),
    "branch in brackets": (["উপসচিব (প্রশাসন-১)"], (None, "উপসচিব (প্রশাসন-১)", None, None)),
    "set apart by tabs": (
        ["\t" * 5 + line for line in (NAME, POST, DATE)], ("2023-07-06", POST, None, NAME),
    ),
    "nothing": ([], (None, None, None, None)),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_blocks(lines: list[str], expected: tuple[object, ...]) -> None:
    signature, left = signed(*lines)
    assert fields(signature) == expected
    assert left == []


def test_two_dates_are_candidates() -> None:
    signature, _ = signed(DATE, POST, "০৯.০৭.২০২৩")
    assert signature.date.state is State.INVALID
    assert [str(day) for day in signature.date.candidates] == ["2023-07-06", "2023-07-09"]
    assert signature.date.raw == f"{DATE} ০৯.০৭.২০২৩"
    assert [place.join for place in signature.date.at] == ["", " "]


def test_two_names_are_candidates() -> None:
    signature, _ = signed(NAME, "শারমিন আক্তার", POST)
    assert signature.name.state is State.INVALID
    assert signature.name.candidates == (NAME, "শারমিন আক্তার")


def test_a_date_that_is_not_in_the_calendar_stays_a_date() -> None:
    signature, left = signed("৩১.০৪.২০২৩", POST)
    assert signature.date.state is State.INVALID
    assert signature.name.state is State.BLANK
    assert left == []


LEFT = {
    "prose": ("এই প্রতিবেদন " * 12).strip(),
    "a telephone": "ফোন: ৫৫১০০৬৩৪",
    "an address": "ই-মেইল: sas@example.gov.bd",
    "a sentence": "প্রতিবেদন প্রেরণ করা হলো।",
}


@pytest.mark.parametrize("line", LEFT.values(), ids=LEFT)
def test_what_is_no_name_is_left_over(line: str) -> None:
    signature, left = signed(POST, line)
    assert signature.name.state is State.BLANK
    assert left == [line]


def test_words_alone_are_no_signature() -> None:
    signature, left = signed("শারমিন আক্তার")
    assert signature.name.state is State.BLANK
    assert left == ["শারমিন আক্তার"]


def test_notes_and_page_numbers_are_furniture() -> None:
    meant = read(text_of(FIRST, "", "বি:দ্র:- প্রযোজ্য নয়", POST, "পৃষ্ঠা ২", "- ৩ -"))
    roles = meant.report.accounting.roles
    assert (roles["note"], roles["page_number"]) == (1, 2)


def test_a_remark_at_the_very_end_is_no_signature() -> None:
    first = FIRST.replace("২টি সভা আয়োজন করা হয়েছে।", "সভা আয়োজন")
    meant = read(text_of(first, "", "\t" * 12 + "শিল্প মন্ত্রণালয়ে করা হয়েছে"))
    assert meant.report.indicators()[0].remark.value == "সভা আয়োজন শিল্প মন্ত্রণালয়ে করা হয়েছে"


def test_two_who_sign_side_by_side_are_not_one() -> None:
    block = "\n\nনাসরিন সুলতানা\tকামাল হোসেন\nউপসচিব\tযুগ্মসচিব\nপানি সম্পদ মন্ত্রণালয়\n১২.০১.২০২৩"
    signature = report_of(FIRST + block).signature
    assert signature.designation.state is State.INVALID
    assert signature.designation.candidates == ("উপসচিব", "যুগ্মসচিব")
    assert signature.office.value == "পানি সম্পদ মন্ত্রণালয়"


def test_a_distribution_list_is_no_part_of_the_signature() -> None:
    block = (
        "\n\nনাসরিন সুলতানা\nউপসচিব\nপানি সম্পদ মন্ত্রনালয়\n১২.০১.২০২৩\n\n"
        "অনুলিপি: সচিব, মন্ত্রিপরিষদ বিভাগ\n১। সচিব, মন্ত্রিপরিষদ বিভাগ\n২। মহাপরিচালক, এটুআই"
    )
    signature = report_of(FIRST + block).signature
    assert signature.designation.value == "উপসচিব"
    assert signature.office.value == "পানি সম্পদ মন্ত্রনালয়"
    assert signature.name.value == "নাসরিন সুলতানা"
