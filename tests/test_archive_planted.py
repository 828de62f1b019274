"""Planted archives: what must be told of many reports, and what only looks like it."""

from __future__ import annotations

import random

import pytest

from checks.archive_reports import check_archive
from samples.archive import planted_archive
from tests.archive_reading import extracts, false_alarms, innocent, planted, told

LEAST_FOUND = 38
MOST_FALSE = 2


@pytest.mark.parametrize("seed", [1, 4, 23])
def test_contradictions_are_found_and_look_alikes_are_not(seed: int) -> None:
    archive = planted_archive(seed)
    found = told(archive)
    assert len(planted(archive)) == len(innocent(archive)) == 40
    assert len(planted(archive) & found.keys()) >= LEAST_FOUND, planted(archive) - found.keys()
    assert len(false_alarms(archive, found)) <= MOST_FALSE, false_alarms(archive, found)


def test_each_finding_names_both_places() -> None:
    for (_, code, _), finding in told(planted_archive()).items():
        evidence = finding.evidence or {}
        other = evidence.get("other")
        if code == "date-outside-year":
            assert finding.at
        else:
            assert isinstance(other, dict)
            assert other["report_id"]
            assert isinstance(other["page"], int)
        lost_row = code == "template-deviation" and finding.ref.count("/") == 0
        assert bool(finding.at) != lost_row


def test_the_order_of_reports_does_not_matter() -> None:
    found = [extract for _, extract in extracts(planted_archive()).values()]
    shuffled = list(found)
    random.Random(7).shuffle(shuffled)  # noqa: S311  an order, no secret
    assert check_archive(found) == check_archive(shuffled)


def test_the_planted_archive_depends_on_its_seed_alone() -> None:
    assert planted_archive(5).reports == planted_archive(5).reports
    assert planted_archive(5).gold() == planted_archive(5).gold()
