"""Header rows: column roles by what is printed, whatever its spelling, count or place."""

import pytest

from normalize.columns import (
    Columns,
    looked_for,
    read_header,
)
from normalize.header_rows import is_band_row, is_header, is_numbering
from normalize.labels import label_role
from tests.unit.table_text import BAND_NAMES, HEADER, LABELS, NUMBERS, PERCENTS, cells_of


def roles(*lines: str) -> dict[int, str]:
    """The roles that a header gives to its columns."""
    return read_header([cells_of(line, n) for n, line in enumerate(lines, start=1)]).columns.roles


def unknown(*lines: str) -> list[str]:
    """The header cells that are told as unknown."""
    rows = [cells_of(line, n) for n, line in enumerate(lines, start=1)]
    return [cell.text for cell in read_header(rows).columns.unknown]


def columns_of(*lines: str) -> Columns:
    """The columns that a header names."""
    return read_header([cells_of(line, n) for n, line in enumerate(lines, start=1)]).columns


USUAL = ["serial", "section", "section_weight", "activity", "indicator", "unit", "weight"]
FIVE = ["target.100", "target.90", "target.80", "target.70", "target.60"]

SPELLINGS = {
    "কর্মসম্পাদন সূচক": "indicator",
    "কর্মসম্পাদন সুচক": "indicator",
    " কর্মসম্পাদন  সূচক ": "indicator",
    "কর্মসম্পাদন সূচকের মান": "weight",
    "কর্মসম্পাদন সূচকের মান (Weight)": "weight",
    "কর্মসম্পাদন ক্ষেত্র": "section",
    "কর্মসম্পাদন ক্ষেত্রের মান": "section_weight",
    "লক্ষ্যমাত্রা ২০২২-২০২৩": "target",
    "লক্ষমাত্রা/নির্ণায়ক ২০২১-২২": "target",
    "লক্ষ্যমাত্রা ২০২৩-২০২৪ (অসাধরণ)": "target",
    "মান": "section_weight",
    "একক": "unit",
    "প্রমাণক": "extra.evidence",
    "প্রকৃত অর্জন* ২০১৮-১৯": "extra.achieved",
    "১ম কোয়ার্টার": "extra.q1",
    "৪র্থ ত্রৈমাসিক অগ্রগতি": "extra.q4_progress",
    "মন্তব্যসমূহ": "remark",
    "মন্তব্য/প্রমাণক": "remark",
    "দায়িত্বপ্রাপ্ত কর্মকর্তা": "extra.responsible",
    "লক্ষ্যমাত্রা (অসাধারণ) ১০০%": "target",
}


@pytest.mark.parametrize(("label", "role"), SPELLINGS.items(), ids=SPELLINGS)
def test_spellings(label: str, role: str) -> None:
    assert label_role(label) == role


@pytest.mark.parametrize("label", ["", "-", "২০২২", "সভা", "[১.১] কার্যক্রম", "মানচিত্র"])
def test_what_is_no_label(label: str) -> None:
    assert label_role(label) is None


@pytest.mark.parametrize("width", [12, 13, 14, 16])
def test_columns_come_from_labels_whatever_the_width(width: int) -> None:
    labels = LABELS.replace("\tমন্তব্য", "") if width == 12 else LABELS + "\t" * (width - 13)
    expected = [*USUAL, *FIVE] + (["remark"] if width > 12 else [])
    assert list(roles(labels, *HEADER[1:]).values()) == expected


def test_the_order_of_columns_is_free() -> None:
    found = roles("মন্তব্য\tএকক\tকর্মসম্পাদন সূচক\tসূচকের মান\tলক্ষ্যমাত্রা")
    assert found == {1: "remark", 2: "unit", 3: "indicator", 4: "weight", 5: "target.100"}


THREE = "কার্যক্রম\tকর্মসম্পাদন সূচক\tএকক\tসূচকের মান\tলক্ষ্যমাত্রা ২০২১-২২\t\t\tমন্তব্য"
BANDS = {
    "three names": (["\t\t\t\tঅসাধারণ\tউত্তম\tচলতি মান"], ["100", "80", "60"]),
    "three percents": (["\t\t\t\t১০০%\t৮০%\t৬০%"], ["100", "80", "60"]),
    "names and percents": (
        ["\t\t\t\tঅসাধারণ\tউত্তম\tচলতি মান", "\t\t\t\t১০০%\t৯০%\t৮০%"],
        ["100", "90", "80"],
    ),
    "percents without a sign": (["\t\t\t\t১০০\t৮০\t৬০"], ["100", "80", "60"]),
    "names with their percents": (
        ["\t\t\t\tঅসাধারণ (১০০%)\tউত্তম (৮০%)\tচলতি মান (৬০%)"],
        ["100", "80", "60"],
    ),
    "percents before names": (["\t\t\t\t১০০% অসাধারণ\t৮০% উত্তম\t৬০% চলতি মান"], ["100", "80", "60"]),
    "percents in brackets": (["\t\t\t\t(১০০%)\t(৮০%)\t(৬০%)"], ["100", "80", "60"]),
    "names with bare numbers": (
        ["\t\t\t\tঅসাধারণ (১০০)\tউত্তম (৮০)\tচলতি মান (৬০)"],
        ["100", "80", "60"],
    ),
    "percents in Latin digits": (["\t\t\t\t100 %\t80 %\t60 %"], ["100", "80", "60"]),
}


@pytest.mark.parametrize(("lines", "bands"), BANDS.values(), ids=BANDS)
def test_bands(lines: list[str], bands: list[str]) -> None:
    columns = read_header([cells_of(line) for line in (THREE, *lines)]).columns
    assert list(columns.bands) == bands
    assert columns.unknown == ()


def test_five_names_without_percents() -> None:
    assert list(roles(LABELS, HEADER[1]).values()) == [*USUAL, *FIVE, "remark"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([THREE, "\t\t\t\t১০০%\t১০০%\t৬০%"], ["১০০%"]),
        ([THREE.replace("\t\t\t", "\t\t\t\t"), "\t\t\t\tঅসাধারণ\tউত্তম\tচলতি মান\tউত্তম"], [
            "অসাধারণ", "উত্তম", "চলতি মান", "উত্তম",
        ]),
    ],
    ids=["the same band twice", "a form of four, of which nothing is known"],
)  # fmt: skip
def test_a_band_that_is_not_understood_is_an_extra_column(
    lines: list[str], told: list[str]
) -> None:
    assert unknown(*lines) == told
    extra = [role for role in roles(*lines).values() if role.startswith("extra.column_")]
    assert len(extra) == len(told)


def test_several_targets_without_a_word_on_which_is_which() -> None:
    found = roles(THREE)
    assert [found[column] for column in (5, 6, 7)] == [f"extra.column_{n}" for n in (5, 6, 7)]
    assert unknown(THREE) == ["লক্ষ্যমাত্রা ২০২১-২২"]


@pytest.mark.parametrize(
    ("label", "band"),
    [("লক্ষ্যমাত্রা", "100"), ("লক্ষ্যমাত্রা ২০২৩-২০২৪ (অসাধারণ)", "100")],
    ids=["bare", "with its band"],
)
def test_a_single_target_column(label: str, band: str) -> None:
    assert roles(f"কার্যক্রম\tকর্মসম্পাদন সূচক\tএকক\tসূচকের মান\t{label}\tমন্তব্য")[5] == f"target.{band}"


def test_two_target_columns_never_share_a_role() -> None:
    lines = "কর্মসম্পাদন সূচক\tএকক\tসূচকের মান\tবার্ষিক লক্ষ্যমাত্রা\tলক্ষ্যমাত্রা\tমন্তব্য"
    assert roles(lines)[4] == "extra.column_4"
    assert roles(lines)[5] == "extra.column_5"
    assert unknown(lines) == ["বার্ষিক লক্ষ্যমাত্রা", "লক্ষ্যমাত্রা"]


BEFORE = "কর্মসম্পাদন সূচক\tএকক\tসূচকের মান\t"
IN_THE_LABEL_ROW: dict[str, tuple[str, list[str], list[str]]] = {
    "worst first": (
        "লক্ষ্যমাত্রা ৬০%\t৭০%\t৮০%\t৯০%\t১০০%",
        ["target.60", "target.70", "target.80", "target.90", "target.100"],
        [],
    ),
    "each with the label": (
        "লক্ষ্যমাত্রা ৬০%\tলক্ষ্যমাত্রা ৮০%\tলক্ষ্যমাত্রা (১০০%)",
        ["target.60", "target.80", "target.100"],
        [],
    ),
    "names in brackets": (
        "লক্ষ্যমাত্রা (অসাধারণ)\tলক্ষ্যমাত্রা (উত্তম)\tলক্ষ্যমাত্রা (চলতি মান)",
        ["target.100", "target.80", "target.60"],
        [],
    ),
    "names behind the label": (
        "লক্ষ্যমাত্রা (চলতি মান)\tউত্তম\tঅসাধারণ",
        ["target.60", "target.80", "target.100"],
        [],
    ),
    "the first without a band": (
        "লক্ষ্যমাত্রা\t৭০%\t৮০%",
        ["extra.column_4", "target.70", "target.80"],
        ["লক্ষ্যমাত্রা"],
    ),
    "two percents in one cell": (
        "লক্ষ্যমাত্রা ৬০%-৭০%\t৮০%",
        ["extra.column_4", "target.80"],
        ["লক্ষ্যমাত্রা ৬০%-৭০%"],
    ),
    "a single name that no form of one column has": (
        "লক্ষ্যমাত্রা (চলতি মান)",
        ["extra.column_4"],
        ["লক্ষ্যমাত্রা (চলতি মান)"],
    ),
    "a single percent": ("লক্ষ্যমাত্রা ৮০%", ["target.80"], []),
}


@pytest.mark.parametrize(
    ("labels", "expected", "told"), IN_THE_LABEL_ROW.values(), ids=IN_THE_LABEL_ROW
)
def test_bands_in_the_label_row(labels: str, expected: list[str], told: list[str]) -> None:
    line = f"{BEFORE}{labels}\tমন্তব্য"
    assert [*roles(line).values()][3:] == [*expected, "remark"]
    assert unknown(line) == told
    assert columns_of(line).contradictions == ()


def test_a_label_that_is_repeated_over_each_column() -> None:
    labels = LABELS.replace("২০২২-২০২৩\t\t\t\t\t", "২০২২-২০২৩\t" + "লক্ষ্যমাত্রা ২০২২-২০২৩\t" * 4)
    assert list(roles(labels, BAND_NAMES).values()) == [*USUAL, *FIVE, "remark"]


@pytest.mark.parametrize(
    ("lines", "bands", "told"),
    [
        ((LABELS, BAND_NAMES, PERCENTS), ["100", "90", "80", "70", "60"], []),
        (
            (LABELS, BAND_NAMES, "\t" * 7 + "৯০%\t১০০%\t৮০%\t৭০%\t৬০%\t"),
            ["90", "100", "80", "70", "60"],
            [["অসাধারণ", "৯০%"], ["অতি উত্তম", "১০০%"]],
        ),
        (
            (THREE, "\t\t\t\tঅসাধারণ\tউত্তম\tচলতি মান", "\t\t\t\t১০০%\t৯০%\t৬০%"),
            ["100", "90", "60"],
            [["উত্তম", "৯০%"]],
        ),
        (
            (THREE, "\t\t\t\tঅসাধারণ (৯০%)\tউত্তম (৮০%)\tচলতি মান (৬০%)"),
            ["90", "80", "60"],
            [["অসাধারণ (৯০%)"]],
        ),
    ],
    ids=["none", "two exchanged", "a form of three", "within one cell"],
)
def test_names_and_percents_that_contradict_each_other(
    lines: tuple[str, ...], bands: list[str], told: list[list[str]]
) -> None:
    columns = columns_of(*lines)
    assert list(columns.bands) == bands
    assert [[cell.text for cell in cells] for cells in columns.contradictions] == told


def test_every_column_under_an_unknown_label_is_told() -> None:
    labels = LABELS.replace("লক্ষ্যমাত্রা ২০২২-২০২৩", "অজানা শব্দ")
    columns = columns_of(labels, BAND_NAMES, PERCENTS)
    assert [column for column, _ in columns.unread] == [8, 9, 10, 11, 12]
    assert [columns.roles[column] for column in (8, 12)] == ["extra.column_8", "extra.column_12"]
    assert [cell.text for cell in columns.unknown] == ["অজানা শব্দ"]


def test_a_band_under_another_label_is_told() -> None:
    columns = columns_of(LABELS, "\t" * 6 + "১০০%\t৯০%\t৮০%\t৭০%\t৬০%\t")
    assert [(column, cell.text) for column, cell in columns.unread] == [(7, "১০০%")]
    assert columns.roles[7] == "weight"


REPEATS = {
    "the label row alone": (LABELS,),
    "without the numbers": (LABELS, BAND_NAMES, PERCENTS),
    "without the names": (LABELS, PERCENTS, NUMBERS),
    "numbers misprinted": (LABELS, BAND_NAMES, PERCENTS, NUMBERS.replace("৯", "৮")),
}


@pytest.mark.parametrize("lines", REPEATS.values(), ids=REPEATS)
def test_a_repeat_that_leaves_out_rows_keeps_the_bands(lines: tuple[str, ...]) -> None:
    swapped = (LABELS, BAND_NAMES, "\t" * 7 + "৬০%\t৭০%\t৮০%\t৯০%\t১০০%\t", NUMBERS)
    for first in (HEADER, swapped):
        known = read_header([cells_of(line) for line in first])
        rows = [line if line != PERCENTS else first[2] for line in lines]
        again = read_header([cells_of(line) for line in rows], known)
        assert len(again.rows) == len(lines)
        assert (again.columns, again.keys) == (known.columns, known.keys)


def test_a_header_with_other_percents_is_no_repeat() -> None:
    known = read_header([cells_of(line) for line in HEADER])
    other = "\t" * 7 + "৬০%\t৭০%\t৮০%\t৯০%\t১০০%\t"
    again = read_header([cells_of(line) for line in (LABELS, other)], known)
    assert again.columns.bands == ("60", "70", "80", "90", "100")
    assert again.keys != known.keys


@pytest.mark.parametrize(
    ("line", "anywhere", "after_break"),
    [
        (BAND_NAMES, True, True),
        ("\t" * 7 + "অসাধারণ (১০০%)\tঅতি উত্তম (৯০%)\tউত্তম (৮০%)", True, True),
        (PERCENTS, False, True),
        (NUMBERS.replace("৯", "৮"), False, True),
        ("\t" * 7 + "১০০%\t৯৫%\t৯০%\t৮৫%\t৮০%", False, False),
        ("\t" * 7 + "৪\t৩\t২\t১\t-", False, False),
        ("\t" * 12 + "উত্তম", False, False),
    ],
    ids=["names", "names and percents", "percents", "numbers", "other percents", "targets", "word"],
)  # fmt: skip
def test_rows_of_bands_below_a_header(line: str, anywhere: bool, after_break: bool) -> None:
    known = read_header([cells_of(line) for line in HEADER])
    assert is_band_row(cells_of(line), known.rows, after_break=False) is anywhere
    assert is_band_row(cells_of(line), known.rows, after_break=True) is after_break


WEIGHTS = {
    "once, left": ("কর্মসম্পাদন ক্ষেত্র\tমান\tকার্যক্রম\tকর্মসম্পাদন সূচক\tএকক", {2: "section_weight"}),
    "once, right": ("কার্যক্রম\tকর্মসম্পাদন সূচক\tএকক\tমান", {4: "weight"}),
    "twice": (
        "কর্মসম্পাদন ক্ষেত্র\tমান\tকর্মসম্পাদন সূচক\tএকক\tমান",
        {2: "section_weight", 5: "weight"},
    ),
    "thrice": (
        "কর্মসম্পাদন ক্ষেত্র\tমান\tকর্মসম্পাদন সূচক\tএকক\tমান\tমান",
        {2: "section_weight", 5: "weight", 6: "extra.column_6"},
    ),
    "an activity's, beside the indicator's": (
        "কর্মসম্পাদন ক্ষেত্র\tকার্যক্রম\tমান\tকর্মসম্পাদন সূচক\tএকক\tসূচকের মান",
        {3: "extra.column_3", 6: "weight"},
    ),
}


@pytest.mark.parametrize(("line", "expected"), WEIGHTS.values(), ids=WEIGHTS)
def test_the_bare_word_for_weight(line: str, expected: dict[int, str]) -> None:
    found = roles(line)
    assert {column: found[column] for column in expected} == expected
    assert len(set(found.values())) == len(found)


def test_a_label_that_stands_in_the_second_row() -> None:
    first = "ক্রম\tকর্মসম্পাদন ক্ষেত্র\tমান\tকার্যক্রম\tকর্মসম্পাদন সূচক\tএকক\t\tলক্ষ্যমাত্রা\t\t\t\t\tমন্তব্য"
    second = "\t\t\t\t\t\tসূচকের মান\tঅসাধারণ\tঅতি উত্তম\tউত্তম\tচলতি মান\tচলতি মানের নিম্নে\t"
    assert list(roles(first, second).values()) == [*USUAL, *FIVE, "remark"]


def test_a_label_that_is_cut_over_two_rows() -> None:
    found = roles("কার্যক্রম\tকর্মসম্পাদন সূচক\tএকক\tকর্মসম্পাদন\tলক্ষ্যমাত্রা", "\t\t\tসূচকের মান\t")
    assert found[4] == "weight"


def test_an_unknown_column_is_kept_and_told() -> None:
    line = "কর্মসম্পাদন সূচক\tএকক\tসূচকের মান\tঅজানা কলাম\tমন্তব্য"
    assert roles(line)[4] == "extra.column_4"
    assert unknown(line) == ["অজানা কলাম"]


def test_the_agreement_form_with_sixteen_columns() -> None:
    labels = (
        "কৌশলগত উদ্দেশ্য\tকৌশলগত উদ্দেশ্যের মান\tকার্যক্রম\tকর্মসম্পাদন সূচক\tগণনা পদ্ধতি\tএকক"
        "\tকর্মসম্পাদন সূচকের মান\tপ্রকৃত অর্জন\t\tলক্ষ্যমাত্রা/নির্ণায়ক ২০২১-২২\t\t\t\t\tপ্রক্ষেপণ\t"
    )
    below = (
        "\t" * 7
        + "২০১৯-২০\t২০২০-২১*\tঅসাধারণ\tঅতি উত্তম\tউত্তম\tচলতি মান\tচলতি মানের নিম্নে\t২০২২-২৩\t২০২৩-২৪"
    )
    percents = "\t" * 9 + "১০০%\t৯০%\t৮০%\t৭০%\t৬০%\t\t"
    block = read_header([cells_of(line) for line in (labels, below, percents, "[১] ক\t৭০")])
    assert len(block.rows) == 3
    assert list(block.columns.roles.values()) == [
        "section", "section_weight", "activity", "indicator", "extra.method", "unit", "weight",
        "extra.achieved_2019_20", "extra.achieved_2020_21", *FIVE,
        "extra.projection_2022_23", "extra.projection_2023_24",
    ]  # fmt: skip
    assert block.columns.years == ("লক্ষ্যমাত্রা/নির্ণায়ক ২০২১-২২",)


def test_a_quarterly_form_with_two_columns_of_achievement() -> None:
    labels = (
        "কার্যক্রম\tকর্মসম্পাদন সূচক\tএকক\tসূচকের মান\tবাৎসরিক লক্ষ্যমাত্রা ২০২১-২২"
        "\tঅর্জন\t\tবাস্তবায়নের জন্য দায়িত্বপ্রাপ্ত শাখা"
    )
    below = "\t\t\t\t\t(জুলাই-সেপ্টেম্বর ২০২১)\t(জুলাই ২০২১- জুন ২০২২)\t"
    assert list(roles(labels, below).values())[4:] == [
        "target.100", "extra.achieved_q1", "extra.achieved_year", "extra.responsible",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "কার্যক্রমের ক্ষেত্র\tমান\tকার্যক্রম\tকর্মসম্পাদন সূচক\tপ্রমাণক\tএকক\tসূচকের মান\tলক্ষ্যমাত্রা",
        "কর্মসম্পাদন ক্ষেত্র\tমান\tকার্যক্রম\tকর্মসম্পাদন সূচক\tএকক\tসূচকের মান\tলক্ষ্যমাত্রা\tপ্রমাণক",
    ],
    ids=["grievance", "right to information"],
)
def test_forms_with_evidence(line: str) -> None:
    assert sorted(roles(line).values()) == sorted(
        [
            "section",
            "section_weight",
            "activity",
            "indicator",
            "extra.evidence",
            "unit",
            "weight",
            "target.100",
        ]
    )


@pytest.mark.parametrize(
    ("line", "header"),
    [
        (LABELS, True),
        (HEADER[1], False),
        ("কর্মসম্পাদন সূচক\tএকক", False),
        ("কার্যক্রম\tএকক\tমান\tমন্তব্য", False),
        ("[১] ক\tএকক\tসভা", False),
    ],
    ids=["labels", "bands", "too few", "no indicator", "data"],
)
def test_what_begins_a_header(line: str, header: bool) -> None:
    assert is_header(cells_of(line)) is header


@pytest.mark.parametrize(
    ("line", "numbers"),
    [("১\t২\t৩\t৪", True), ("1\t2\t3\t4\t5", True), ("০১\t০২\t০৩\t০৪", True), ("১\t২\t৩", False),
     ("১\t২\t৪\t৫", False), ("\t২\t৩\t৪\t৫", False), ("৪\t৩\t২\t১", False)],
    ids=["Bangla", "Latin", "leading zeros", "too few", "a gap", "not from one", "falling"],
)  # fmt: skip
def test_rows_of_column_numbers(line: str, numbers: bool) -> None:
    assert is_numbering(cells_of(line)) is numbers


BELOW = {
    "a misprint": "১\t২\t৩\t৪\t৫\t৬\t৭\t৮\t৮\t১০\t১১\t১২\t১৩",
    "round brackets": "(১)\t(২)\t(৩)\t(৪)\t(৫)\t(৬)\t(৭)\t(৮)\t(৯)\t(১০)\t(১১)\t(১২)\t(১৩)",
    "dandas": "১।\t২।\t৩।\t৪।\t৫।\t৬।\t৭।\t৮।\t৯।\t১০।\t১১।\t১২।\t১৩।",
    "letters": "(ক)\t(খ)\t(গ)\t(ঘ)\t(ঙ)\t(চ)\t(ছ)\t(জ)\t(ঝ)\t(ঞ)\t(ট)\t(ঠ)\t(ড)",
    "Latin letters": "a\tb\tc\td\te\tf\tg\th\ti\tj\tk\tl\tm",
    "moved": "\t১\t২\t৩\t৪\t৫\t৬\t৭\t৮\t৯\t১০\t১১\t১২\t১৩",
    "one lost": "১\t২\t৩\t৪\t\t৬\t৭\t৮\t৯\t১০\t১১\t১২\t১৩",
    "a dash between": "১\t২\t৩\t৪\t৫\t-\t৭\t৮\t৯\t১০\t১১\t১২\t১৩",
}


@pytest.mark.parametrize("line", BELOW.values(), ids=BELOW)
def test_rows_of_column_numbers_below_a_header(line: str) -> None:
    block = read_header([cells_of(one) for one in (*HEADER[:3], line)])
    assert len(block.rows) == 4
    assert list(block.columns.roles.values()) == [*USUAL, *FIVE, "remark"]
    assert block.columns.unread == ()


@pytest.mark.parametrize(
    "line",
    ["\t" * 5 + "দিন\t৫\t১\t২\t৩\t৪\t৫", "১\t\t৩০\t\t\tদিন\t৫\t৩\t৫\t৭\t৯\t১১",
     "১\t[১] ক\t৪\t[১.১] খ\t[১.১.১] গ\t%\t৭\t৮\t৯\t১০\t১১\t১২"],
    ids=["targets that rise", "targets behind a serial number", "a row of data"],
)  # fmt: skip
def test_short_data_below_a_header_is_no_row_of_numbers(line: str) -> None:
    assert len(read_header([cells_of(one) for one in (*HEADER[:3], line)]).rows) == 3


@pytest.mark.parametrize(
    "line",
    ["১\t[১] ক্ষেত্র\t৪", "\t" * 7 + "৪\t৩\t২\t১\t-", "\t" * 7 + "১০০"],
    ids=["data", "targets", "one number"],
)
def test_a_header_ends_before_data(line: str) -> None:
    rows = [cells_of(one) for one in (*HEADER[:3], line)]
    assert len(read_header(rows).rows) == 3


def test_people_are_told_what_a_header_is() -> None:
    assert "কর্মসম্পাদন সূচক" in looked_for()


def test_a_misspelt_label_of_one_quarter_is_not_another_quarters() -> None:
    assert label_role("৫ম ত্রৈমাসিক অগ্রগতি") is None
    assert label_role("২য় ত্রৈমাসিক অগ্রগতী") == "extra.q2_progress"
