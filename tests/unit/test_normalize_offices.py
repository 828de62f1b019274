"""Whose report it is: named in the title, or not known."""

import pytest

from normalize.inference import infer_organisation
from normalize.offices import (
    find_organisation,
    known_offices,
    level_of,
    likely_spelling,
    named_by_option,
)
from normalize.slugs import slug_of
from schemas.finding import Code
from schemas.report import Organisation
from tests.unit.table_text import TITLE, count_row, report_of, with_code

PLAN = "ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২২-২৩"

NAMED = {
    "genitive": ([f"শিল্প মন্ত্রণালয়ের {PLAN}"], "শিল্প মন্ত্রণালয়", "industries"),
    "genitive apart": ([f"শিল্প মন্ত্রণালয় এর {PLAN}"], "শিল্প মন্ত্রণালয়", "industries"),
    "genitive of a division": ([f"অর্থ বিভাগের {PLAN}"], "অর্থ বিভাগ", "finance"),
    "composed letter": (
        [f"শিল্প মন্ত্রণালয়ের {PLAN}".replace("য়", "\u09df")], "শিল্প মন্ত্রণালয়", "industries",
    ),
    "misspelt": ([f"শিল্প মন্ত্রনালয়ের {PLAN}"], "শিল্প মন্ত্রণালয়", "industries"),
    "own line": (["কৃষি মন্ত্রণালয়", PLAN], "কৃষি মন্ত্রণালয়", "agriculture"),
    "below the country": (
        ["গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", "কৃষি মন্ত্রণালয়", PLAN], "কৃষি মন্ত্রণালয়", "agriculture",
    ),
    "words between": (
        ["শিল্প মন্ত্রণালয়ের ২০২২-২৩ অর্থবছরের ই-গভর্ন্যান্স প্রতিবেদন"], "শিল্প মন্ত্রণালয়", "industries",
    ),
    "name with and": (
        [f"মৎস্য ও প্রাণিসম্পদ মন্ত্রণালয়ের {PLAN}"], "মৎস্য ও প্রাণিসম্পদ মন্ত্রণালয়", "fisheries-livestock",
    ),
    "former name": (
        [f"তথ্য মন্ত্রণালয়ের {PLAN}"], "তথ্য ও সম্প্রচার মন্ত্রণালয়", "information-broadcasting",
    ),
    "above its divisions": ([f"শিক্ষা মন্ত্রণালয়ের {PLAN}"], "শিক্ষা মন্ত্রণালয়", "education"),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "name", "slug"), NAMED.values(), ids=NAMED)
def test_an_office_of_the_registry(lines: list[str], name: str, slug: str) -> None:
    found = find_organisation(lines)
    assert (found.state, found.name, found.slug) == ("value", name, slug)
    assert found.name_en


SPELT = {
    "directorate": ([f"স্বাস্থ্য অধিদপ্তরের {PLAN}"], "স্বাস্থ্য অধিদপ্তর"),
    "its own line": (
        ["বাংলাদেশ ক্ষুদ্র ও কুটির শিল্প কর্পোরেশন", PLAN],
        "বাংলাদেশ ক্ষুদ্র ও কুটির শিল্প কর্পোরেশন",
    ),
    "its own line with a place": (["জেলা প্রশাসকের কার্যালয়, ঢাকা"], "জেলা প্রশাসকের কার্যালয়, ঢাকা"),
    "label": (["কার্যালয়ের নাম : জেলা প্রশাসকের কার্যালয়, ঢাকা"], "জেলা প্রশাসকের কার্যালয়, ঢাকা"),
    "label behind the plan": (
        ["জাতীয় শুদ্ধাচার কৌশল কর্ম-পরিকল্পনা ২০১৭-২০১৮ কার্যালয়ের নামঃ উপজেলা ভূমি অফিস"],
        "উপজেলা ভূমি অফিস",
    ),
    "under a ministry": (
        [f"কৃষি মন্ত্রণালয়ের আওতাধীন কৃষি সম্প্রসারণ অধিদপ্তরের {PLAN}"],
        "কৃষি মন্ত্রণালয়ের আওতাধীন কৃষি সম্প্রসারণ অধিদপ্তর",
    ),
}


@pytest.mark.parametrize(("lines", "name"), SPELT.values(), ids=SPELT)
def test_an_office_outside_of_the_registry(lines: list[str], name: str) -> None:
    found = find_organisation(lines)
    assert (found.state, found.name) == ("value", name)
    assert found.slug == slug_of(name)


MISSING = {
    "no office": [PLAN],
    "kinds alone": [f"মন্ত্রণালয়/বিভাগের {PLAN}"],
    "kinds of the official form": ["মন্ত্রণালয়/বিভাগ/রাষ্ট্রীয় প্রতিষ্ঠানের জাতীয় শুদ্ধাচার কৌশল কর্মপরিকল্পনা"],
    "for offices of a kind": ["মন্ত্রণালয়/বিভাগ পর্যায়ের অফিসের জন্য", PLAN],
    "label without a name": ["কার্যালয়ের নাম :", PLAN],
    "an unnamed kind under a ministry": [f"কৃষি মন্ত্রণালয়ের আওতাধীন বিসিকের {PLAN}"],
    "an adjective": ["পরিকল্পনা বিভাগীয় সভার প্রতিবেদন"],
}


@pytest.mark.parametrize("lines", MISSING.values(), ids=MISSING)
def test_nothing_is_guessed(lines: list[str]) -> None:
    assert find_organisation(lines) == Organisation(state="missing")


def test_several_offices_are_never_a_value() -> None:
    lines = ["শিল্প মন্ত্রণালয়", "বাংলাদেশ ক্ষুদ্র ও কুটির শিল্প কর্পোরেশন", PLAN]
    found = find_organisation(lines)
    assert (found.state, found.basis) == ("inferred", "title names several offices")
    (told,) = [
        one
        for one in report_of(count_row("১.১.১"), title=lines).findings
        if one.code is Code.ORGANISATION_INFERRED
    ]
    assert told.candidates == ("বাংলাদেশ ক্ষুদ্র ও কুটির শিল্প কর্পোরেশন",)


def test_an_office_named_twice_is_one() -> None:
    assert find_organisation(["শিল্প মন্ত্রণালয়", f"শিল্প মন্ত্রণালয়ের {PLAN}"]).state == "value"


def test_slugs_are_ascii_and_equal_for_both_forms_of_a_letter() -> None:
    name = "অজানা কার্যালয়"
    assert slug_of(name) == slug_of(name.replace("য়", "\u09df"))
    assert slug_of(name) != slug_of("অজানা কার্যালয় ২")
    assert slug_of(name).isascii()


@pytest.mark.parametrize(
    ("name", "level"),
    [("শিল্প মন্ত্রণালয়", "ministry"), ("স্বাস্থ্য অধিদপ্তর", "department"),
     ("জেলা প্রশাসকের কার্যালয়", "field"), ("প্রধানমন্ত্রীর কার্যালয়", "ministry"),
     ("কৃষি মন্ত্রণালয়ের জেলা কার্যালয়", "field")],
    ids=["ministry", "department", "field", "registry", "most local"],
)  # fmt: skip
def test_level(name: str, level: str) -> None:
    assert level_of(named_by_option(name), ()) == level


def test_offices_in_running_text_with_their_case() -> None:
    text = "মৎস্য ও প্রাণিসম্পদ মন্ত্রণালয়ে সভা এবং অর্থ বিভাগের প্রতিনিধি"
    assert [(office.slug, ending) for office, ending in known_offices(text)] == [
        ("finance", "ের"),
        ("fisheries-livestock", "ে"),
    ]


def test_an_office_in_a_remark_is_a_candidate_and_no_value() -> None:
    remark = "মৎস্য ও প্রাণিসম্পদ মন্ত্রণালয়ে সভা আয়োজন করা হয়েছে।"
    report = report_of(count_row("১.১.১", remark=remark), title=[PLAN, TITLE[1]])
    assert report.organisation.state == "missing"
    (told,) = with_code(report, Code.ORGANISATION_INFERRED)
    assert told.candidates == ("মৎস্য ও প্রাণিসম্পদ মন্ত্রণালয়",)
    assert told.at[0].column == 13


def test_the_receiver_of_all_reports_is_no_candidate() -> None:
    remark = "মন্ত্রিপরিষদ বিভাগে প্রেরণ করা হয়েছে।"
    report = report_of(count_row("১.১.১", remark=remark), title=[PLAN])
    assert infer_organisation(report.organisation, report.sections, report.signature) == ()


def test_the_receiver_of_a_report_is_not_its_office() -> None:
    title = "মন্ত্রিপরিষদ বিভাগে প্রেরিতব্য ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২২-২৩"
    assert find_organisation([title]).state == "missing"


def test_a_case_ending_apart_from_the_name_is_no_part_of_it() -> None:
    plain = find_organisation(["জেলা প্রশাসকের কার্যালয়, ঢাকা"])
    ended = find_organisation(["জেলা প্রশাসকের কার্যালয়, ঢাকা এর ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২২-২৩"])
    assert (ended.name, ended.slug) == (plain.name, plain.slug)
    assert plain.name == "জেলা প্রশাসকের কার্যালয়, ঢাকা"


def suggested(line: str) -> list[tuple[object, ...]]:
    found = find_organisation([line])
    return [finding.candidates for finding in likely_spelling(found, ())]


@pytest.mark.parametrize(
    ("line", "candidate"),
    [
        pytest.param(f"মৎস্য ও প্রাণীসম্পাদ মন্ত্রণালয়ের {PLAN}", "মৎস্য ও প্রাণিসম্পদ মন্ত্রণালয়", id="misspelt"),
        pytest.param(
            f"মহিলা ও শিশু বিষরক মন্ত্রণালয়ের {PLAN}", "মহিলা ও শিশু বিষয়ক মন্ত্রণালয়", id="misread"
        ),
        pytest.param(f"মহিলা ও শিশু বিষয়ক মন্ত্রণালয়ের {PLAN}", None, id="as registered"),
        pytest.param(f"তথ্য মন্ত্রণালয়ের {PLAN}", None, id="former name"),
        pytest.param(f"স্বাস্থ্য অধিদপ্তরের {PLAN}", None, id="nothing close"),
        pytest.param("জেলা প্রশাসকের কার্যালয়, ঢাকা", None, id="field office"),
        pytest.param(PLAN, None, id="no office"),
    ],
)
def test_a_name_close_to_a_registered_one_is_proposed(line: str, candidate: str | None) -> None:
    assert suggested(line) == ([(candidate,)] if candidate else [])


def test_a_proposed_name_is_not_taken() -> None:
    found = find_organisation([f"মৎস্য ও প্রাণীসম্পাদ মন্ত্রণালয়ের {PLAN}"])
    assert (found.state, found.name) == ("value", "মৎস্য ও প্রাণীসম্পাদ মন্ত্রণালয়")
    assert found.slug != "fisheries-livestock"
    (finding,) = likely_spelling(found, ())
    assert finding.evidence is not None
    assert finding.evidence["slug"] == "fisheries-livestock"
    assert {"ratio", "margin", "source"} <= finding.evidence.keys()
