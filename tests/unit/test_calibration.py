"""Confidence is what was measured, and a promise needs enough evidence."""

from pathlib import Path

import pytest

from schemas import calibration
from schemas.calibration import (
    NO_EVIDENCE,
    Agreement,
    Calibration,
    Count,
    FieldKind,
    Judged,
    count_up,
    measured,
    upper_bound,
)


def judged(score: float = 0.99995, agreement: Agreement = Agreement.BOTH) -> Judged:
    return Judged(FieldKind.DATE, agreement, overprinted=False, score=score)


@pytest.mark.parametrize(
    ("n", "wrong", "bound"),
    [
        # the rule of three, and tables of Clopper and Pearson's one-sided bounds
        (3000, 0, 0.000998),
        (100, 0, 0.0295),
        (100, 1, 0.0466),
        (10, 10, 1.0),
    ],
)
def test_upper_bound(n: int, wrong: int, bound: float) -> None:
    assert upper_bound(Count(n, wrong)) == pytest.approx(bound, rel=0.01)


def test_confidence_is_the_share_that_was_right() -> None:
    known = count_up([(judged(), number >= 10) for number in range(1000)])
    assert known.confidence(judged()) == pytest.approx(0.99, abs=0.001)


def test_without_evidence_nothing_is_sure() -> None:
    assert Calibration({}).confidence(judged()) == NO_EVIDENCE


def test_a_promise_takes_in_the_surest_groups_only() -> None:
    known = count_up(
        [
            *[(judged(), True)] * 5000,
            *[(judged(0.97), number > 5) for number in range(1000)],
            *[(judged(0.6, Agreement.DIFFER), number > 300) for number in range(500)],
        ]
    )
    least = known.threshold(0.001)
    assert least is not None
    assert known.confidence(judged()) >= least
    assert known.confidence(judged(0.97)) < least
    assert known.confidence(judged(0.6, Agreement.DIFFER)) < least
    looser = known.threshold(0.01)
    assert looser is not None
    assert known.confidence(judged(0.97)) >= looser


def test_thin_evidence_promises_nothing() -> None:
    known = count_up([(judged(), True)] * 500)
    assert known.threshold(0.001) is None
    assert known.threshold(0.01) is not None


def test_what_is_shipped_can_be_written_and_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = count_up([(judged(), True), (judged(0.3), False)])
    calibration.write(known, tmp_path / "counts.csv")
    monkeypatch.setattr(calibration, "DATA", tmp_path / "counts.csv")
    measured.cache_clear()
    try:
        assert dict(measured().counts) == dict(known.counts)
    finally:
        measured.cache_clear()


def test_the_shipped_counts_promise_one_in_a_thousand() -> None:
    assert measured().threshold(0.001) is not None
