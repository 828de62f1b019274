"""Rows with a cell too few or too many: put right where it is proved, told where it is not."""

import pytest

from schemas.finding import Code
from schemas.reading import State
from schemas.report import Indicator, Report
from tests.unit.table_text import COUNTS, FIRST, HEADER, read, refs, report_of, row, text_of, values

PROSE = "এ পর্যন্ত ২টি সভা আয়োজন করা হয়েছে।"
ROW = row("[১.১.২] সভা আয়োজিত", "সংখ্যা", "৪", ("৯", "৮", "৭", "৬", "৫"), remark=PROSE).split("\t")


def without(*columns: int) -> str:
    """The row with cells lost; the rest stands further left, and the row ends in blanks."""
    left = [cell for column, cell in enumerate(ROW, start=1) if column not in columns]
    return "\t".join(left + [""] * len(columns))


def with_blank(column: int, cells: list[str] = ROW) -> str:
    """The row with an empty cell too many before a column."""
    return "\t".join([*cells[: column - 1], "", *cells[column - 1 :]])


def second(report: Report) -> Indicator:
    """The indicator under test."""
    return report.indicators()[1]


LOST = {"unit": 6, "weight": 7, "targets/100": 8, "targets/90": 9, "targets/60": 12}


@pytest.mark.parametrize(("field", "column"), LOST.items(), ids=LOST)
def test_a_lost_cell_is_told_and_the_remark_put_back(field: str, column: int) -> None:
    report = report_of(FIRST, without(column))
    one = second(report)
    assert one.remark.value == PROSE
    (ref,) = refs(report, Code.CELL_SHIFTED)
    assert ref.startswith("indicator:1.1.2/")
    states = {"unit": one.unit, "weight": one.weight} | {
        f"targets/{band}": target for band, target in one.targets.items()
    }
    (lost,) = [name for name, reading in states.items() if reading.state is State.LOST]
    assert ref == f"indicator:1.1.2/{lost}"
    if field == "unit":
        assert lost == "unit"
    else:
        # which of falling numbers is gone cannot be seen: all that may have moved are doubted
        assert (one.weight.confidence < 1) is (field == "weight")
        assert one.targets["100"].confidence < 1


def test_a_lost_remark_moves_nothing() -> None:
    one = second(report_of(FIRST, without(13)))
    assert list(values(one).values()) == [9, 8, 7, 6, 5]
    assert one.remark.state is State.BLANK


@pytest.mark.parametrize("columns", [(7, 8), (6, 7), (8, 9), (11, 12)])
def test_two_lost_cells_are_not_put_right(columns: tuple[int, int]) -> None:
    one = second(report_of(FIRST, without(*columns)))
    assert one.remark.state is State.BLANK
    held = [one.unit, one.weight, *one.targets.values()]
    (prose,) = [reading for reading in held if reading.raw == PROSE]
    assert prose.state is State.INVALID


@pytest.mark.parametrize("remark", ["৩", "-", "৯৬%", "০৪/০৫/২০২৩"])
def test_a_remark_that_is_only_a_value_stays_the_remark(remark: str) -> None:
    report = report_of(FIRST, "\t".join([*ROW[:12], remark]))
    assert second(report).remark.raw == remark
    assert list(values(second(report)).values()) == [9, 8, 7, 6, 5]
    assert report.findings == ()


SURPLUS = {
    "unit": 6,
    "weight": 7,
    "targets/100": 8,
    "targets/80": 10,
    "targets/60": 12,
    "remark": 13,
}


@pytest.mark.parametrize(("field", "column"), SURPLUS.items(), ids=SURPLUS)
def test_an_empty_cell_too_many_is_closed_and_told(field: str, column: int) -> None:
    report = report_of(FIRST, with_blank(column))
    one = second(report)
    assert (one.unit.value, one.weight.value) == ("count", 4)
    assert list(values(one).values()) == [9, 8, 7, 6, 5]
    assert one.remark.value == PROSE
    assert refs(report, Code.LOW_CONFIDENCE) == ["indicator:1.1.2"]
    assert one.nested_tables == ()


def test_an_empty_cell_too_many_among_blank_ones_is_told_and_nothing_moved() -> None:
    cells = [*ROW[:7], "৯", "", "৭", "", "৫", "৪", PROSE]
    report = report_of(FIRST, "\t".join(cells))
    one = second(report)
    assert [target.raw for target in one.targets.values()] == ["৯", None, "৭", None, "৫"]
    assert refs(report, Code.LOW_CONFIDENCE) == ["indicator:1.1.2"]
    assert one.targets["80"].confidence < 1


def test_cells_far_right_of_the_table_are_a_table_of_the_remark() -> None:
    report = report_of(FIRST, "\t".join([*ROW, "ই-ফাইল", "হার্ড"]))
    assert second(report).remark.value == PROSE
    assert len(second(report).nested_tables) == 1


def test_a_cell_in_a_column_without_a_label_is_left_over() -> None:
    header = (HEADER[0].replace("\tকর্মসম্পাদন সূচকের মান\t", "\tকর্মসম্পাদন সূচকের মান\t\t"),
              "\t" + HEADER[1], "\t" + HEADER[2])  # fmt: skip
    cells = ["১", "[১] ক", "৪", "[১.১] খ", "[১.১.১] গ", "সংখ্যা", "৪", "ভুল", *COUNTS, "সভা"]
    meant = read(text_of("\t".join(cells), header=header))
    (one,) = meant.report.indicators()
    assert list(values(one).values()) == [4, 3, 2, 1, None]
    assert meant.report.accounting.leftover == 1


@pytest.mark.parametrize("width", [8, 9, 11])
def test_targets_behind_the_end_of_a_short_row_are_lost(width: int) -> None:
    one = second(report_of(FIRST, "\t".join(ROW[:width])))
    bands = ["100", "90", "80", "70", "60"]
    there = width - 7
    states = [one.targets[band].state for band in bands]
    assert states == [State.VALUE] * there + [State.LOST] * (5 - there)
    assert one.remark.state is State.BLANK


def test_a_row_without_its_blank_remark_has_lost_nothing() -> None:
    one = second(report_of(FIRST, "\t".join(ROW[:12])))
    assert State.LOST not in {target.state for target in one.targets.values()}


def test_a_row_that_slipped_right_and_lost_its_tail_is_told() -> None:
    report = report_of(FIRST, "\t".join(with_blank(8).split("\t")[:13]))
    assert refs(report, Code.LOW_CONFIDENCE) == ["indicator:1.1.2"]
    one = second(report)
    assert one.targets["100"].state is State.BLANK
    assert {one.targets[band].confidence for band in ("90", "80", "70", "60")} == {0.8}


def test_a_bare_value_in_a_whole_row_is_a_remark() -> None:
    report = report_of(FIRST, "\t".join([*ROW[:12], "৯"]))
    assert refs(report, Code.LOW_CONFIDENCE) == []


def test_the_message_names_every_cell_that_may_be_lost() -> None:
    report = report_of(FIRST, without(8))
    (told,) = [finding for finding in report.findings if finding.code is Code.CELL_SHIFTED]
    assert "it may also be" in told.message
    assert "targets/100" in told.message
