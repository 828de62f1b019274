"""Ten questions that people have, each one statement over the views of a warehouse."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Generator
from decimal import Decimal
from pathlib import Path

import pytest

from conversion import understand
from extract import read_file
from load.warehouse import load_folder
from tests.load_samples import indicator, ledger, reading, report
from tests.warehouse_folders import Pair, ask, corrected, empty, postgres, write_folder

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"

RUN = json.dumps(
    {
        "inputs": [
            {"file": "a.tsv", "state": "converted"},
            {"file": "b.tsv", "state": "unchanged"},
            {
                "file": "c.pdf",
                "state": "rejected:ENCRYPTED",
                "reason": "Locked.",
                "remedy": "Open.",
            },
        ]
    }
)

# U+09DF and its two parts: one letter for people, two texts for a computer
SPELLINGS = ("মন্ত্রণাল\u09df", "মন্ত্রণাল\u09af\u09bc")


def spelled() -> list[Pair]:
    made: list[Pair] = []
    for number, raw in enumerate(SPELLINGS):
        held = ledger(f"spelling {number}")
        value = unicodedata.normalize("NFC", raw)
        row = indicator(1).model_copy(update={"remark": reading(raw, value)})
        made.append((report(held, indicators=(row,)), held))
    return made


def converted(folder: Path) -> list[Pair]:
    return [
        (meant.report, meant.ledger)
        for path in sorted(folder.iterdir())
        for meant in (understand(read_file(path)),)
    ]


@pytest.fixture(scope="module")
def server() -> Generator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("archive")
    url = (
        f"duckdb:///{out}/w.duckdb"
        if request.param == "duckdb"
        else empty(request.getfixturevalue("server"))
    )
    samples = converted(ROOT / "samples" / "reports")
    load_folder(write_folder(out / "in", [*samples, *spelled()], RUN), url)
    again = [corrected(pair, "১০ মে ২০২৩") for pair in spelled()[:1]]
    load_folder(write_folder(out / "corrected", again), url)
    return url


STORIES = {
    "1 an auditor sees what was written, its readings and its place": (
        "SELECT target_90_raw, target_90_state, target_90_candidates, source_file, page, line"
        " FROM wide WHERE target_90_state = 'invalid'",
        [
            (
                "১১/০৫/২০২8",
                "invalid",
                '["2028-05-11", "2024-05-11"]',
                "odd_cells_2022-23_q3.tsv",
                1,
                8,
            )
        ],
    ),
    "2 an auditor lists what is missing": (
        "SELECT DISTINCT f.ref, w.section_id, w.section_weight_missing FROM findings_open f"
        " JOIN wide w ON w.report_id = f.report_id"
        " WHERE f.code = 'row-lost' AND w.section_weight_missing > 0",
        [("activity:1.4", "1", Decimal(6))],
    ),
    "3 an auditor computes percents again": (
        "SELECT ref, stated, computed, formula FROM arithmetic"
        " WHERE kind = 'percent' AND NOT agrees",
        [
            (
                "indicator:1.3.1/nested_tables/0/rows/1/3",
                Decimal(73),
                Decimal(78),
                "741/(741+209)",
            )
        ],
    ),
    "4 an archivist sees what became of each file": (
        "SELECT state, code, count(*) FROM input_file GROUP BY state, code ORDER BY state",
        [("converted", None, 2), ("rejected", "ENCRYPTED", 1)],
    ),
    "5 an engineer tells a dash from a lost cell and a bad date": (
        "SELECT target_80_state, target_60_state, target_70_state, target_70 FROM wide"
        " WHERE source_file = 'one.txt' AND version = 1 AND quarter = 4",
        [("none", "lost", "invalid", None)],
    ),
    "6 the Cabinet Division compares all with what most print": (
        "SELECT organisation_key, indicator_id, what, printed, usual FROM deviations"
        " WHERE what = 'target 100' AND indicator_id LIKE '2.%'",
        [("railways", "2.2.1", "target 100", "5", "4")],
    ),
    "7 a focal point finds remarks without a date": (
        "SELECT count(*) FROM wide WHERE unit = 'date' AND remark_dates = 0"
        " AND remark_state = 'value' AND source_file = 'one.txt'",
        [(2,)],
    ),
    "8 a researcher follows one concept through the years": (
        "SELECT DISTINCT fiscal_year, indicator_id FROM wide"
        " WHERE concept = 'efile_note_disposal' ORDER BY fiscal_year, indicator_id",
        [
            ("2021-22", "1.1.1"),
            ("2021-22", "1.2.1"),
            ("2021-22", "1.4.1"),
            ("2022-23", "1.3.1"),
            ("2023-24", "1.4.1"),
        ],
    ),
    "9 a researcher finds both spellings of a word": (
        f"SELECT remark_raw FROM history WHERE remark LIKE '%{SPELLINGS[1]}%'"  # noqa: S608
        " AND source_file = 'one.txt' ORDER BY remark_raw",
        [(SPELLINGS[1],), (SPELLINGS[0],)],
    ),
    "10 a reviewer sees the correction and what was before": (
        "SELECT version, is_current, remark_raw FROM history WHERE report_id IN"
        " (SELECT report_id FROM report WHERE version = 2) ORDER BY version",
        [(1, False, SPELLINGS[0]), (2, True, "১০ মে ২০২৩")],
    ),
}


@pytest.mark.parametrize(("sql", "due"), STORIES.values(), ids=STORIES)
def test_a_story_is_one_statement(sql: str, due: list[tuple[object, ...]], url: str) -> None:
    assert ask(url, sql) == due


SEED_STORIES = {
    "a date that is none, with both readings": (
        "SELECT indicator_id, target_100_raw, target_100_state, target_100_candidates, page, line"
        " FROM wide WHERE target_100_state = 'invalid'",
        [("2.2.5", "৩১/০৪/২০২৩", "invalid", '["2023-04-30", "2023-05-31"]', 2, 24)],
    ),
    "an activity and six points that are missing": (
        "SELECT DISTINCT f.ref, w.section_weight_missing FROM findings_open f"
        " JOIN wide w ON w.report_id = f.report_id"
        " WHERE f.code = 'row-lost' AND w.section_weight_missing > 0",
        [("activity:1.4", Decimal(6))],
    ),
    "percents that agree with their counts": (
        "SELECT stated, computed, agrees, formula FROM arithmetic WHERE kind = 'percent'"
        " ORDER BY stated DESC",
        [
            (Decimal("98.26"), Decimal("98.26"), True, "1355/(1355+24)"),
            (Decimal("98.01"), Decimal("98.01"), True, "1182/(1182+24)"),
            (Decimal("97.58"), Decimal("97.58"), True, "12357/(12357+306)"),
        ],
    ),
    "a remark without a date": (
        "SELECT indicator_id FROM wide"
        " WHERE unit = 'date' AND remark_dates = 0 AND remark_state = 'value'",
        [("1.2.2",)],
    ),
    "a lost cell is no dash": (
        "SELECT target_60_state, target_60 FROM wide WHERE indicator_id = '2.2.1' AND quarter = 4",
        [("lost", None)],
    ),
}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> str:
    if not SEEDS.is_dir():
        pytest.skip("there are no seed reports beside the project")
    out = tmp_path_factory.mktemp("seeds")
    url = f"duckdb:///{out}/w.duckdb"
    load_folder(write_folder(out / "in", converted(SEEDS)), url)
    return url


@pytest.mark.parametrize(("sql", "due"), SEED_STORIES.values(), ids=SEED_STORIES)
def test_a_real_report_tells(sql: str, due: list[tuple[object, ...]], seeds: str) -> None:
    assert ask(seeds, sql) == due


def test_a_quarter_that_nobody_has_is_missing(tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path}/w.duckdb"
    made: list[Pair] = []
    for number, (slug, quarter) in enumerate((("a", 1), ("a", 2), ("b", 1), ("unknown", 2))):
        held = ledger(f"{number}")
        found = report(held, quarter=quarter)
        office = found.organisation.model_copy(update={"slug": slug, "name": slug})
        made.append((found.model_copy(update={"organisation": office}), held))
    load_folder(write_folder(tmp_path / "in", made), url)
    found_missing = ask(url, "SELECT organisation, fiscal_year, quarter, known_from, nameless"
                        " FROM missing_reports")  # fmt: skip
    assert found_missing == [("b", "2022-23", 2, "same year", 1)]
