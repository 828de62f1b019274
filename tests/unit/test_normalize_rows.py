"""Rows: what begins an indicator, what continues one, what is lost, and what is furniture."""

import pytest

from normalize.interpret import Settings
from schemas.errors import InputRejected, Refusal
from schemas.finding import Code, Severity
from schemas.reading import State
from tests.unit.table_text import (
    BAND_NAMES,
    COUNTS,
    FIRST,
    HEADER,
    LABELS,
    NUMBERS,
    PERCENTS,
    TITLE,
    count_row,
    left_over,
    read,
    refs,
    report_of,
    row,
    text_of,
    values,
    with_code,
)

NEXT_PAGE = ("", *HEADER)
DATES = ("০৪/০৫/২০২৩", "১১/০৫/২০২৩", "১৮/০৫/২০২৩", "২৫/০৫/২০২৩", "৩১/০৫/২০২৩")


def test_a_plain_report_has_nothing_to_tell() -> None:
    report = report_of(FIRST, count_row("১.১.২"))
    assert [one.id for one in report.indicators()] == ["1.1.1", "1.1.2"]
    assert values(report.indicators()[0]) == {"100": 4, "90": 3, "80": 2, "70": 1, "60": None}
    assert report.sections[0].weight.value == 4
    assert report.findings == ()


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("সভা আয়োজিত", "1.1.?"),
        ("(১) সভা আয়োজিত", "1.1.?"),
        ("৪র্থ শিল্পবিপ্লব বিষয়ক সভা", "1.1.?"),
        ("[১.১] সভা আয়োজিত", "1.1"),
        ("[১.১.১.২] সভা আয়োজিত", "1.1.1.2"),
    ],
    ids=["none", "list mark", "ordinal", "of an activity", "too deep"],
)
def test_an_indicator_without_an_id_of_its_level(text: str, id_: str) -> None:
    report = report_of(FIRST, row(text, "সংখ্যা", "৪", COUNTS))
    assert [one.id for one in report.indicators()] == ["1.1.1", id_]
    assert refs(report, Code.ID_LEVEL) == [f"indicator:{id_}"]


def test_two_indicators_without_id_are_kept_apart() -> None:
    report = report_of(FIRST, *[row(text, "সংখ্যা", "৪", COUNTS) for text in ("সভা", "কর্মশালা")])
    assert [one.id for one in report.indicators()] == ["1.1.1", "1.1.?", "1.1.?2"]


def test_an_id_under_another_activity_is_told_and_kept() -> None:
    report = report_of(FIRST, count_row("১.৪.১", activity="[১.৫] ই-নথি"))
    assert report.sections[0].activities[1].id == "1.5"
    assert report.sections[0].activities[1].indicators[0].id == "1.4.1"
    assert refs(report, Code.ID_LEVEL) == ["indicator:1.4.1"]


def test_an_id_under_another_section_is_told() -> None:
    report = report_of(FIRST, count_row("১.২.১", section="[২] অন্য ক্ষেত্র"))
    assert [section.id for section in report.sections] == ["1", "2"]
    assert refs(report, Code.ID_LEVEL) == ["indicator:1.2.1"]


def test_an_id_twice_is_two_indicators() -> None:
    report = report_of(FIRST, count_row("১.১.১"))
    assert [one.id for one in report.indicators()] == ["1.1.1", "1.1.1"]


def test_an_id_without_text_has_lost_its_text() -> None:
    text = report_of(row("[১.১.১]", "সংখ্যা", "৪", COUNTS)).indicators()[0].text
    assert (text.raw, text.state, text.value) == ("[১.১.১]", State.LOST, None)


# -- sections and activities


def test_a_section_repeated_on_the_next_page_is_one_section() -> None:
    again = count_row("১.১.২", section="[১] ক্ষেত্র", section_weight="৪", activity="[১.১] কার্যক্রম")
    meant = read(text_of(FIRST, *NEXT_PAGE, again))
    (section,) = meant.report.sections
    assert (section.title.raw, section.weight.raw) == ("[১] ক্ষেত্র", "৪")
    assert section.activities[0].title.raw == "[১.১] কার্যক্রম"
    assert {"section.title_repeat", "section.weight_repeat", "activity.title_repeat"} <= {
        entry.role for entry in meant.ledger.entries
    }


def test_a_second_weight_of_a_section_is_never_glued_to_the_first() -> None:
    meant = read(text_of(FIRST, count_row("১.১.২", section_weight="৩")))
    assert meant.report.sections[0].weight.value == 4
    assert left_over(meant) == ["৩"]


def test_the_weight_of_a_section_may_stand_on_a_later_row() -> None:
    first = count_row("১.১.১", section="[১] ক্ষেত্র")
    report = report_of(first, count_row("১.১.২", section_weight="৮"))
    assert report.sections[0].weight.value == 8


def test_a_section_title_cut_over_rows_is_joined() -> None:
    first = count_row("১.১.১", section="[১] সুশাসন ও")
    report = report_of(first, count_row("১.১.২", section="সংস্কার"))
    assert report.sections[0].title.value == "সুশাসন ও সংস্কার"
    assert refs(report, Code.ROW_JOINED) == ["section:1/title"]


def test_another_title_under_the_same_id_is_left_over() -> None:
    meant = read(text_of(FIRST, count_row("১.১.২", activity="[১.১] অন্য কাজ")))
    assert left_over(meant) == ["[১.১] অন্য কাজ"]


@pytest.mark.parametrize(
    ("cell", "title", "joined"),
    [
        ("[১.১] কার্যক্রম", "কার্যক্রম", []),
        ("কার্যক্রম", "কার্যক্রম", []),
        ("পরিচালনা", "কার্যক্রম পরিচালনা", ["activity:1.1/title"]),
        ("", "কার্যক্রম", []),
    ],
    ids=["repeated", "repeated without its id", "continued", "nothing"],
)
def test_an_activity_goes_on_over_a_page(cell: str, title: str, joined: list[str]) -> None:
    report = report_of(FIRST, *NEXT_PAGE, count_row("১.১.২", activity=cell))
    assert [activity.id for activity in report.sections[0].activities] == ["1.1"]
    assert report.sections[0].activities[0].title.value == title
    assert refs(report, Code.ROW_JOINED) == joined


def test_an_activity_on_a_row_of_its_own() -> None:
    report = report_of(FIRST, row(activity="[১.২] ই-নথি"), count_row("১.২.১", activity=""))
    assert [activity.id for activity in report.sections[0].activities] == ["1.1", "1.2"]
    assert report.sections[0].activities[1].title.value == "ই-নথি"


def test_activities_without_any_id_are_kept_apart() -> None:
    rows = [row("সভা", "সংখ্যা", "৪", COUNTS, activity=name) for name in ("ই-নথি", "সেবা সহজিকরণ")]
    (section,) = report_of(*rows, header=(LABELS, *HEADER[1:])).sections
    assert [one.title.value for one in section.activities] == ["ই-নথি", "সেবা সহজিকরণ"]
    assert len({one.id for one in section.activities}) == 2


def test_sections_without_any_id_are_kept_apart() -> None:
    rows = [
        row("সভা", "সংখ্যা", "৪", COUNTS, section=name, section_weight=weight, activity=name)
        for name, weight in (("সুশাসন", "৪"), ("সংস্কার", "৬"))
    ]
    report = report_of(*rows)
    assert [(one.title.value, one.weight.value) for one in report.sections] == [
        ("সুশাসন", 4),
        ("সংস্কার", 6),
    ]


def test_headings_of_a_form_without_a_section_column() -> None:
    header = ("কার্যক্রমের নাম\tকর্মসম্পাদন সূচক\tসূচকের মান\tএকক\tলক্ষ্যমাত্রা ২০২১-২২\tমন্তব্য",)
    report = report_of(
        "১. প্রাতিষ্ঠানিক ব্যবস্থা\t\t\t\t\t",
        "১.১ নৈতিকতা কমিটির সভা\tসভা আয়োজিত\t৪\tসংখ্যা\t৪\t",
        "২. শুদ্ধাচার চর্চা\t\t\t\t\t",
        "২.১ কর্ম-পরিবেশ উন্নয়ন\tউন্নত কর্ম-পরিবেশ\t২\tসংখ্যা\t২\t",
        header=header,
    )
    assert [(one.id, one.title.value) for one in report.sections] == [
        ("1", "১. প্রাতিষ্ঠানিক ব্যবস্থা"),
        ("2", "২. শুদ্ধাচার চর্চা"),
    ]
    assert [one.activities[0].id for one in report.sections] == ["1.1", "2.1"]
    assert report.sections[0].activities[0].title.value == "নৈতিকতা কমিটির সভা"


def test_a_banner_is_no_part_of_a_section() -> None:
    meant = read(text_of(FIRST, "আবশ্যিক কৌশলগত উদ্দেশ্যসমূহ" + "\t" * 12, count_row("১.১.২")))
    assert meant.report.sections[0].title.value == "ক্ষেত্র"
    assert "banner" in meant.report.accounting.roles


def test_text_in_the_column_of_serial_numbers_is_left_over() -> None:
    meant = read(text_of(FIRST, count_row("১.১.২", serial="অন্য কোনো লেখা")))
    assert left_over(meant) == ["অন্য কোনো লেখা"]


# -- rows that were cut


def test_a_row_split_in_two_physical_rows() -> None:
    report = report_of(
        row("[১.১.১] সভা আয়োজিত", activity="[১.১] কার্যক্রম"),
        row("", "সংখ্যা", "৪", COUNTS, remark="২টি সভা"),
    )
    (one,) = report.indicators()
    assert (one.unit.value, one.weight.value, one.remark.value) == ("count", 4, "২টি সভা")
    assert values(one) == {"100": 4, "90": 3, "80": 2, "70": 1, "60": None}
    assert "indicator:1.1.1/targets/90" in refs(report, Code.ROW_JOINED)


def test_dates_cut_over_two_rows() -> None:
    halves = [(day[:6], day[6:]) for day in DATES]
    report = report_of(
        row("[১.১.১] সভা", "তারিখ", "৪", [first for first, _ in halves]),
        row(targets=[second for _, second in halves]),
    )
    (one,) = report.indicators()
    assert [str(value) for value in values(one).values()] == [
        "2023-05-04", "2023-05-11", "2023-05-18", "2023-05-25", "2023-05-31",
    ]  # fmt: skip
    assert one.targets["100"].raw == DATES[0]
    assert [place.line for place in one.targets["100"].at] == [8, 9]
    assert len(with_code(report, Code.ROW_JOINED)) == 5


def test_a_date_cut_over_three_rows() -> None:
    report = report_of(
        row("[১.১.১] সভা", "তারিখ", "৪", ["১০-"]), row(targets=["০১-"]), row(targets=["২০২২"])
    )
    assert str(values(report.indicators()[0])["100"]) == "2022-01-10"


def test_a_date_cut_inside_its_year_is_not_read_as_a_short_year() -> None:
    report = report_of(row("[১.১.১] সভা", "তারিখ", "৪", ["৩০/০৫/২০"]), row(targets=["২২"]))
    assert str(values(report.indicators()[0])["100"]) == "2022-05-30"


def test_a_unit_cut_over_two_rows() -> None:
    report = report_of(row("[১.১.১] ব্যয়", "লক্ষ", "৪", ["৫"]), row(unit="টাকা"))
    assert report.indicators()[0].unit.value == "amount"
    assert report.indicators()[0].unit.raw == "লক্ষ টাকা"


def test_values_of_a_row_that_lost_its_id_are_orphans() -> None:
    report = report_of(
        FIRST, row("", "", "৩", ("৯", "৮", "৭", "৬", "৫"), remark="শেষ"), count_row("১.১.৩")
    )
    assert values(report.indicators()[0]) == {"100": 4, "90": 3, "80": 2, "70": 1, "60": None}
    assert report.indicators()[0].weight.value == 4
    assert report.indicators()[0].remark.value == "২টি সভা আয়োজন করা হয়েছে।"
    (orphan,) = report.orphans
    assert (orphan.after, orphan.before) == ("indicator:1.1.1", "indicator:1.1.3")
    assert [cell.raw for cell in orphan.cells] == ["৩", "৯", "৮", "৭", "৬", "৫", "শেষ"]


def test_a_single_whole_target_below_another_is_an_orphan() -> None:
    report = report_of(FIRST, row(t90="৩"))
    assert report.indicators()[0].targets["90"].raw == "৩"
    assert [cell.raw for orphan in report.orphans for cell in orphan.cells] == ["৩"]


def test_text_and_remark_go_on_below() -> None:
    report = report_of(
        count_row("১.১.১", remark="সভা আয়োজন"),
        *NEXT_PAGE,
        row("এবং প্রতিবেদন প্রেরিত", remark="করা হয়েছে।"),
    )
    (one,) = report.indicators()
    assert one.text.value == "সভা আয়োজিত এবং প্রতিবেদন প্রেরিত"
    assert one.remark.value == "সভা আয়োজন করা হয়েছে।"
    assert [place.join for place in one.remark.at] == ["", " "]


def test_a_remark_goes_on_over_a_page_and_its_header() -> None:
    report = report_of(
        count_row("১.১.১", remark="সভা আয়োজন"),
        *NEXT_PAGE,
        row(remark="করা হয়েছে।"),
        count_row("১.১.২"),
    )
    assert report.indicators()[0].remark.value == "সভা আয়োজন করা হয়েছে।"


def test_two_sub_rows_of_an_indicator_stay_apart() -> None:
    header = (
        "কার্যক্রমের নাম\tকর্মসম্পাদন সূচক\tসূচকের মান\tএকক\tলক্ষ্যমাত্রা ২০২১-২২\tলক্ষ্যমাত্রা/অর্জন"
        "\t১ম কোয়ার্টার\t২য় কোয়ার্টার\tমন্তব্য",
    )
    (one,) = report_of(
        "১.১ সভা\t[১.১.১] সভা আয়োজিত\t৪\tসংখ্যা\t৪\tলক্ষ্যমাত্রা\t১\t১\t",
        "\t\t\t\t\tঅর্জন\t১\t০\t",
        header=header,
    ).indicators()
    assert {name: cell.raw for name, cell in one.extra.items()} == {
        "target_or_achieved": "লক্ষ্যমাত্রা",
        "q1": "১",
        "q2": "১",
        "target_or_achieved_2": "অর্জন",
        "q1_2": "১",
        "q2_2": "০",
    }


def test_without_joining_each_continuation_is_left_over() -> None:
    meant = read(
        text_of(
            FIRST, *NEXT_PAGE, row("আরও", t60="৫", remark="শেষ", activity="অংশ"), row(remark="লেজ")
        ),
        Settings(join=False),
    )
    (one,) = meant.report.indicators()
    assert one.text.value == "সভা আয়োজিত"
    assert one.remark.value == "২টি সভা আয়োজন করা হয়েছে।"
    assert sorted(left_over(meant)) == sorted(["অংশ", "আরও", "৫", "শেষ", "লেজ"])


# -- furniture


@pytest.mark.parametrize(
    "cells",
    [
        {"text": "উপমোট= (১৩টি সূচক)", "weight": "৫০"},
        {"section": "মোট", "section_weight": "৫০", "weight": "৫০"},
        {"activity": "সর্বমোট"},
        {"text": "মোট মান", "weight": "৫০", "remark": "-"},
    ],
    ids=["subtotal", "total", "label alone", "dash in the remark"],
)
def test_a_total_is_no_indicator(cells: dict[str, str]) -> None:
    meant = read(text_of(FIRST, row(**cells)))  # type: ignore[arg-type]  # table of cells
    assert len(meant.report.indicators()) == 1
    assert meant.report.accounting.roles["total"] == len(cells)
    assert meant.report.sections[0].weight.value == 4


@pytest.mark.parametrize(
    "cells",
    [
        {"text": "মোট নিষ্পত্তিকৃত নথি", "unit": "সংখ্যা", "weight": "৪", "t100": "৪"},
        {"text": "মোটরযান নিবন্ধিত", "unit": "সংখ্যা", "weight": "৪"},
    ],
    ids=["an indicator", "another word"],
)
def test_a_row_that_measures_is_no_total(cells: dict[str, str]) -> None:
    report = report_of(FIRST, row(**cells))  # type: ignore[arg-type]  # table of cells
    assert len(report.indicators()) == 2


def test_a_text_that_goes_on_with_the_word_for_total_is_no_total() -> None:
    report = report_of(count_row("১.১.১"), row("মোট নথির মধ্যে"))
    assert report.indicators()[0].text.value == "সভা আয়োজিত মোট নথির মধ্যে"


def test_a_remark_that_begins_with_the_word_for_total() -> None:
    report = report_of(count_row("১.১.১", remark="মোট ৪টি"), row(remark="মোট ২টি কর্মশালা"))
    assert report.indicators()[0].remark.value == "মোট ৪টি মোট ২টি কর্মশালা"


def test_a_row_of_column_numbers_without_its_header_is_no_row() -> None:
    meant = read(text_of(FIRST, "", HEADER[3], count_row("১.১.২")))
    assert len(meant.report.indicators()) == 2
    assert meant.report.accounting.roles["header_repeat"] == 13


def test_titles_and_page_numbers_between_the_pages() -> None:
    meant = read(text_of(FIRST, "পৃষ্ঠা ২", TITLE[0], "অন্য কিছু", *NEXT_PAGE, count_row("১.১.২")))
    roles = meant.report.accounting.roles
    assert (roles["page_number"], roles["title_repeat"]) == (1, 1)
    assert left_over(meant) == ["অন্য কিছু"]


# -- tables inside a remark


NESTED = ["\t" * 12 + "মাস\tই-ফাইল\tহার্ড\tহার", "\t" * 12 + "মার্চ ২০২৪\t১১৮২\t২৪\t৯৮.০১%"]


def test_a_table_below_its_indicator() -> None:
    (one,) = report_of(FIRST, *NESTED).indicators()
    (table,) = one.nested_tables
    assert [cell.value for cell in table.header] == ["মাস", "ই-ফাইল", "হার্ড", "হার"]
    assert [str(cell.value) for cell in table.rows[0]] == ["মার্চ ২০২৪", "1182", "24", "98.01"]
    assert {cell.confidence for cell in table.rows[0]} == {1.0}


def test_a_table_that_begins_on_the_indicators_own_row() -> None:
    first = count_row("১.১.১", remark="নিম্নরূপ") + "\tই-ফাইল\tহার্ড\tহার"
    (one,) = report_of(first, NESTED[1], count_row("১.১.২")).indicators()[:1]
    assert one.remark.value == "নিম্নরূপ"
    (table,) = one.nested_tables
    assert [cell.raw for cell in table.header] == [None, "ই-ফাইল", "হার্ড", "হার"]
    assert len(table.rows) == 1


def test_a_table_after_a_page_break_before_a_lost_row_is_an_orphan() -> None:
    first = count_row("১.১.১", remark="-")
    report = report_of(first, *NEXT_PAGE, *NESTED, count_row("১.৩.১"))
    assert report.indicators()[0].nested_tables == ()
    (orphan,) = report.orphans
    assert (orphan.after, orphan.before) == ("indicator:1.1.1", "indicator:1.3.1")
    assert len(orphan.nested_tables) == 1


def test_a_table_after_a_page_break_is_not_given_to_a_blank_remark_before_a_gap() -> None:
    report = report_of(count_row("১.১.১", remark=""), *NEXT_PAGE, *NESTED, count_row("১.৩.১"))
    assert report.indicators()[0].nested_tables == ()
    assert len(report.orphans) == 1


def test_a_table_after_a_page_break_goes_on_where_no_id_is_missing() -> None:
    first = count_row("১.১.১", remark="নিম্নরূপ")
    report = report_of(first, *NEXT_PAGE, *NESTED, count_row("১.১.২"))
    assert len(report.indicators()[0].nested_tables) == 1
    assert report.orphans == ()


def test_a_table_at_the_very_end() -> None:
    report = report_of(FIRST, *NESTED)
    assert len(report.indicators()[0].nested_tables) == 1


def test_what_a_stray_tab_cut_off_a_remark_is_joined_again() -> None:
    report = report_of(count_row("১.১.১", remark="২টি সভা") + "\tআয়োজন করা হয়েছে।")
    assert report.indicators()[0].remark.value == "২টি সভা আয়োজন করা হয়েছে।"
    assert refs(report, Code.ROW_JOINED) == ["indicator:1.1.1/remark"]
    assert report.indicators()[0].nested_tables == ()


# -- what is no report


@pytest.mark.parametrize(
    "text",
    ["ক\tখ\tগ", "\n".join(HEADER), "শুধু লেখা"],
    ids=["another table", "a header alone", "no table"],
)
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(InputRejected) as refused:
        read(text)
    assert refused.value.code is Refusal.NOT_A_REPORT


def test_two_forms_in_one_document_keep_their_own_bands() -> None:
    other = "ক্রম\tকার্যক্রম\tকর্মসম্পাদন সূচক\tএকক\tসূচকের মান\tলক্ষ্যমাত্রা\t\t\tমন্তব্য"
    names = "\t\t\t\t\tঅসাধারণ\tউত্তম\tচলতি মান\t"
    report = report_of(FIRST, "", other, names, "১\t[২.১] কাজ\t[২.১.১] সভা\tসংখ্যা\t৪\t৩\t২\t১\t")
    assert values(report.indicators()[1]) == {"100": 3, "80": 2, "60": 1}


def test_control_characters_are_kept_and_told_once() -> None:
    report = report_of(
        count_row("১.১.১", remark="সভা\x00 আয়োজন\x1b[31m"), count_row("১.১.২", remark="\x07ক")
    )
    assert report.indicators()[0].remark.raw == "সভা\x00 আয়োজন\x1b[31m"
    (told,) = with_code(report, Code.TEXT_SUSPECT)
    assert told.ref == "line:8/column:13"
    assert [place.line for place in told.at] == [8, 9]
    assert "\\x00" in told.message
    assert not any(ord(char) < 32 for char in told.message)


def test_a_join_in_mid_page_is_a_warning_and_one_behind_a_page_break_is_none() -> None:
    half = "\t\t\t\tও প্রতিবেদন প্রেরিত\t\t\t\t\t\t\t\t"
    for between, severity in (((), Severity.WARNING), (("",), Severity.INFO)):
        report = report_of(FIRST, *between, half, count_row("১.১.২"))
        (told,) = with_code(report, Code.ROW_JOINED)
        assert (told.ref, told.severity) == ("indicator:1.1.1/text", severity)


def test_rows_of_another_table_are_no_pieces_of_the_last_row() -> None:
    report = report_of(FIRST, "", "ক্রম\tবিষয়\tসংখ্যা", "১\tপ্রাপ্ত আবেদন\t১২", "২\tনিষ্পত্তি\t৯")
    assert report.sections[0].title.value == "ক্ষেত্র"
    assert report.accounting.leftover == 9


def test_a_band_that_the_tables_have_no_column_for_is_told() -> None:
    percents = "\t" * 7 + "১০০%\t৯০%\t৮০%\t৭০%\t৫০%\t"
    report = report_of(FIRST, header=(LABELS, percents, NUMBERS))
    assert [one.message for one in with_code(report, Code.UNKNOWN_COLUMN) if "50%" in one.message]


def test_a_band_whose_name_contradicts_its_percent_is_an_error() -> None:
    percents = "\t" * 7 + "৯০%\t১০০%\t৮০%\t৭০%\t৬০%\t"
    report = report_of(FIRST, header=(LABELS, BAND_NAMES, percents, NUMBERS))
    told = with_code(report, Code.UNKNOWN_COLUMN)
    assert {one.severity for one in told} == {Severity.ERROR}
    assert {one.ref for one in told} == {"column:8", "column:9"}


def test_only_the_bands_again_on_the_next_page_are_no_row() -> None:
    report = report_of(FIRST, "", BAND_NAMES, PERCENTS, count_row("১.১.২"))
    assert report.accounting.roles["header_repeat"] == 10
    assert with_code(report, Code.ROW_LOST) == []
    assert report.orphans == ()
