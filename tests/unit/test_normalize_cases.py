"""The two tables of cases: one kept beside the project, one written here before any tuning."""

from pathlib import Path

import pytest

from bench.cases import main, read_cases, score

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests/data/value_cases.jsonl"
KEPT_APART = ROOT.parent / "shared/cases/bn_cases.jsonl"


@pytest.mark.parametrize("case", read_cases(OWN), ids=lambda case: f"{case['id']}-{case['cat']}")
def test_own_case_is_read_as_a_person_would(case: dict[str, object]) -> None:
    one = score(case)
    assert one.outcome == "right", one.got


def test_cases_kept_apart() -> None:
    if not KEPT_APART.exists():
        pytest.skip("the folder beside the project is not here")
    outcomes = [score(case).outcome for case in read_cases(KEPT_APART)]
    assert outcomes.count("right") >= 300
    assert outcomes.count("WRONG") == 0


def test_bench_fails_on_a_silent_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text('{"id": "X1", "cat": "digits", "in": "৪", "type": "number", "expect": "5"}\n')
    assert main([str(wrong)]) == 1
    assert "WRONG: X1" in capsys.readouterr().out


def test_bench_passes_when_nothing_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(OWN)]) == 0
    assert "WRONG:" not in capsys.readouterr().out
