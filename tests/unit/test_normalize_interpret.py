"""Whole documents: other forms, and every cell accounted for whatever happens to the text."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.interpret import Settings
from schemas.errors import InputRejected
from schemas.finding import Code
from schemas.reading import State
from tests.unit.table_text import (
    FIRST,
    HEADER,
    count_row,
    read,
    refs,
    report_of,
    row,
    text_of,
    values,
    with_code,
)

SEEDS = sorted((Path(__file__).parents[3] / "shared" / "seeds").glob("*.txt"))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
@pytest.mark.parametrize("join", [True, False], ids=["joined", "apart"])
def test_real_reports_are_accounted_for(path: Path, join: bool) -> None:
    read(path.read_text(encoding="utf-8"), Settings(join=join))


def test_the_agreement_form() -> None:
    labels = (
        "কৌশলগত উদ্দেশ্য\tকৌশলগত উদ্দেশ্যের মান\tকার্যক্রম\tকর্মসম্পাদন সূচক\tগণনা পদ্ধতি\tএকক"
        "\tকর্মসম্পাদন সূচকের মান\tপ্রকৃত অর্জন\t\tলক্ষ্যমাত্রা/নির্ণায়ক ২০২১-২২\t\t\t\t\tপ্রক্ষেপণ\t"
    )
    below = (
        "\t" * 7 + "২০১৯-২০\t২০২০-২১*\tঅসাধারণ\tঅতি উত্তম\tউত্তম\tচলতি মান\tচলতি মানের নিম্নে"
        "\t২০২২-২৩\t২০২৩-২৪"
    )
    percents = "\t" * 9 + "১০০%\t৯০%\t৮০%\t৭০%\t৬০%\t\t"
    parents = "[১] উৎপাদন\t৭০\t[১.১] বীজ\t"
    data = parents + "[১.১.১] বীজ বিতরণ\tসমষ্টি\tসংখ্যা\t৭০\t৮\t৯\t১২\t১১\t১০\t৯\t৮\t১৩\t১৪"
    report = report_of(data, header=(labels, below, percents), title=["কর্মসম্পাদন চুক্তি ২০২১-২২"])
    (one,) = report.indicators()
    assert list(values(one).values()) == [12, 11, 10, 9, 8]
    assert {name: cell.raw for name, cell in one.extra.items()} == {
        "method": "সমষ্টি",
        "achieved_2019_20": "৮",
        "achieved_2020_21": "৯",
        "projection_2022_23": "১৩",
        "projection_2023_24": "১৪",
    }
    assert report.fiscal_year.label == "2021-22"
    assert report.findings == ()


def test_a_form_with_evidence_and_an_unknown_column() -> None:
    labels = (
        "কর্মসম্পাদন ক্ষেত্র\tমান\tকার্যক্রম\tকর্মসম্পাদন সূচক\tপ্রমাণক\tএকক\tসূচকের মান"
        "\tলক্ষ্যমাত্রা ২০২৩-২৪ (অসাধারণ)\tঅজানা কলাম\tমন্তব্য"
    )
    data = "[১] অভিযোগ\t১৪\t[১.১] নিষ্পত্তি\t[১.১.১] অভিযোগ নিষ্পত্তিকৃত\tপ্রতিবেদন\t%\t১৪\t৯০\tঅন্য\tচলমান"
    report = report_of(data, header=(labels,), title=["অভিযোগ প্রতিকার ব্যবস্থাপনা ২০২৩-২৪"])
    (one,) = report.indicators()
    assert values(one) == {"100": 90}
    assert {name: cell.raw for name, cell in one.extra.items()} == {
        "evidence": "প্রতিবেদন",
        "column_9": "অন্য",
    }
    assert refs(report, Code.UNKNOWN_COLUMN) == ["column:9"]


def test_an_unknown_column_is_told_once_however_often_the_header_stands() -> None:
    header = (HEADER[0].replace("মন্তব্য", "অজানা কলাম"), *HEADER[1:])
    report = report_of(FIRST, "", *header, count_row("১.১.২"), header=header)
    assert refs(report, Code.UNKNOWN_COLUMN) == ["column:13"]


def test_a_form_without_sections_leaves_them_blank() -> None:
    labels = "কার্যক্রম\tকর্মসম্পাদন সূচক\tএকক\tসূচকের মান\tলক্ষ্যমাত্রা\tমন্তব্য"
    (section,) = report_of("[১.১] ক\t[১.১.১] খ\tসংখ্যা\t৪\t৪\t", header=(labels,)).sections
    assert (section.title.state, section.weight.state) == (State.BLANK, State.BLANK)


def test_a_section_whose_title_is_gone_has_lost_it() -> None:
    (section,) = report_of(count_row("১.১.১")).sections
    assert (section.title.state, section.weight.state) == (State.LOST, State.LOST)


def test_a_doubtful_number_in_a_small_table_is_told() -> None:
    rows = ["\t" * 12 + "মাস\tহার", "\t" * 12 + "মার্চ ২০২৪\t৯1%"]
    report = report_of(FIRST, *rows)
    assert refs(report, Code.DIGITS_MIXED) == ["indicator:1.1.1/nested_tables/0"]


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x7f"], ids=["NUL", "ESC", "DEL"])
def test_a_control_character_anywhere_is_told_once(char: str) -> None:
    report = report_of(count_row("১.১.১", activity=f"[১.১] কা{char}জ", remark=char + "ক"))
    (told,) = with_code(report, Code.TEXT_SUSPECT)
    assert told.at[0].column == 4
    assert len(told.at) == 2


CELLS = st.sampled_from(
    ["", "", "১", "৪", "৩", "-", "--", "২০২২", "৩০/০৫/", "০৪/০৫/২০২৩", "৮৫%", "তারিখ", "সংখ্যা", "লক্ষ",
     "[১]", "[২] ক্ষেত্র", "[১.১] কার্যক্রম", "[১.২]", "[১.১.১] সভা", "[২.১.৩]সভা", "সভা আয়োজন করা হয়েছে।",
     "করণ", "মোট", "মোট মান", "(১) সভা", "৪র্থ শিল্প", "জানুয়ারি, ২০২৪", "সহকারী সচিব", "\x00", "১. শুদ্ধাচার",
     "আবশ্যিক কৌশলগত উদ্দেশ্য", "মন্তব্য", "কর্মসম্পাদন সূচক", "পৃষ্ঠা ২"]
)  # fmt: skip
LINES = st.one_of(
    st.lists(CELLS, min_size=1, max_size=16).map("\t".join),
    st.sampled_from([*HEADER, "", count_row("১.১.২"), row(remark="চলমান"), "\f"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=14), st.booleans())
def test_whatever_the_rows_hold_is_accounted_for(rows: list[str], join: bool) -> None:
    read(text_of(FIRST, *rows), Settings(join=join))


@settings(max_examples=50, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=8), st.lists(LINES, max_size=8))
def test_a_text_is_refused_or_accounted_for(before: list[str], rows: list[str]) -> None:
    with suppress(InputRejected):
        read("\n".join([*before, "ক", *rows]))
