"""Each filter gives exactly what it names, and each mark of the overview what it counts."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from audit.index import refresh
from audit.published import column_of
from schemas.finding import Finding
from schemas.leaves import key_for, leaves
from schemas.reading import Reading
from schemas.report import Report
from tests.audit_site import OFFICIAL, client, converted, site

SAMPLES = (
    "odd_cells_2022-23_q3",
    OFFICIAL,
    "lost_rows_2023-24_q2",
    "pages_ministry_2023-24_q3",
    "clean_ministry_2022-23_q2",
)
DOUBTS = {"indicator:1.1.1/weight": 0.4, "indicator:1.1.1/remark": 0.79}
"""Readings of the official report that are made unsure here: what is typed is always sure."""


@dataclass(frozen=True)
class Read:
    """A reading of a published report, and the codes of the findings about it."""

    report: Report
    key: str
    reading: Reading
    codes: frozenset[str]

    @property
    def name(self) -> tuple[str, str]:
        return self.report.report_id, self.key


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = converted(tmp_path_factory.mktemp("lists"), *SAMPLES)
    (path,) = (one for one in published(folder) if "commerce" in one.name)
    whole = json.loads(path.read_bytes())
    indicator = whole["sections"][0]["activities"][0]["indicators"][0]
    for key, confidence in DOUBTS.items():
        indicator[key.partition("/")[2]]["confidence"] = confidence
    path.write_text(json.dumps(whole), encoding="utf-8")
    refresh(folder)
    return folder


@pytest.fixture(scope="module")
def ask(out: Path) -> Callable[..., str]:
    asked = client(site(out))

    def page(path: str, **chosen: str) -> str:
        answer = asked.get(path, params=chosen) if chosen else asked.get(path)
        assert answer.status_code == 200, path
        return answer.text

    return page


@pytest.fixture(scope="module")
def reports(out: Path) -> tuple[Report, ...]:
    return tuple(Report.model_validate_json(path.read_bytes()) for path in published(out))


@pytest.fixture(scope="module")
def every(reports: tuple[Report, ...]) -> tuple[Read, ...]:
    return tuple(one for report in reports for one in readings(report))


def published(out: Path) -> list[Path]:
    return sorted((*out.glob("*/Q*/*.json"), *out.glob("unplaced/*.json")))


def readings(report: Report) -> Iterator[Read]:
    found = leaves(report)
    codes: dict[str, set[str]] = {}
    for finding in report.findings:
        key = key_for(found, finding)
        if key:
            codes.setdefault(key, set()).add(finding.code.value)
    for leaf in found:
        yield Read(report, leaf.key, leaf.reading, frozenset(codes.get(leaf.key, ())))


def listed(ask: Callable[..., str], path: str, mark: str, **chosen: str) -> list[tuple[str, str]]:
    """Report and key of everything in all pages of a list; its total is what it says."""
    found: list[tuple[str, str]] = []
    while True:
        page = ask(path, **{**chosen, "start": str(len(found))})
        rows = re.findall(
            rf'<\w+ class="{mark}[^"]*" data-report="([^"]*)" data-key="([^"]*)"', page
        )
        found += [(unescape(report), unescape(key)) for report, key in rows]
        said = re.search(r"<h1>[^<]*<small>([\d,]+)</small>", page)
        assert said
        if not rows or len(found) >= int(said[1].replace(",", "")):
            assert len(found) == int(said[1].replace(",", ""))
            return found


def is_below(limit: float) -> Callable[[Read], bool]:
    return lambda one: one.reading.confidence < limit


VALUES: dict[str, tuple[dict[str, str], Callable[[Read], bool]]] = {
    "column": ({"column": "weight"}, lambda one: column_of(one.key) == "weight"),
    "a band": ({"column": "targets/90"}, lambda one: column_of(one.key) == "targets/90"),
    "code": ({"code": "date-invalid"}, lambda one: "date-invalid" in one.codes),
    "confidence": ({"confidence": "0.8"}, is_below(0.8)),
    "less confidence": ({"confidence": "0.5"}, is_below(0.5)),
    "organisation": (
        {"organisation": "railways"},
        lambda one: one.report.organisation.slug == "railways",
    ),
    "state": ({"state": "invalid"}, lambda one: one.reading.state.value == "invalid"),
    "reading": ({"raw": "৪"}, lambda one: one.reading.raw == "৪"),
    "year": ({"year": "2023-24"}, lambda one: one.report.fiscal_year.label == "2023-24"),
    "quarter": ({"quarter": "3"}, lambda one: one.report.period.quarter == 3),
    "column and organisation": (
        {"column": "weight", "organisation": "railways"},
        lambda one: column_of(one.key) == "weight" and one.report.organisation.slug == "railways",
    ),
    "column and confidence": (
        {"column": "remark", "confidence": "0.8"},
        lambda one: column_of(one.key) == "remark" and one.reading.confidence < 0.8,
    ),
    "code and organisation": (
        {"code": "date-invalid", "organisation": "commerce"},
        lambda one: "date-invalid" in one.codes and one.report.organisation.slug == "commerce",
    ),
    "all four": (
        {
            "column": "targets/90",
            "code": "digits-mixed",
            "confidence": "0.95",
            "organisation": "railways",
        },
        lambda one: (
            one.key == "indicator:1.2.1/targets/90" and one.report.organisation.slug == "railways"
        ),
    ),
    "all four, which nothing suits": (
        {
            "column": "weight",
            "code": "date-invalid",
            "confidence": "0.8",
            "organisation": "commerce",
        },
        lambda _: False,
    ),
    "column, reading and quarter": (
        {"column": "weight", "raw": "৪", "quarter": "3", "year": "2022-23"},
        lambda one: (
            column_of(one.key) == "weight"
            and one.reading.raw == "৪"
            and one.report.period.quarter == 3
            and one.report.fiscal_year.label == "2022-23"
        ),
    ),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_filter_of_values_gives_all_that_it_names_and_nothing_else(
    ask: Callable[..., str], every: tuple[Read, ...], name: str
) -> None:
    chosen, suits = VALUES[name]
    due = {one.name for one in every if suits(one)}
    assert bool(due) == ("nothing" not in name)
    found = listed(ask, "/values", "tile", **chosen)
    assert len(found) == len(set(found))
    assert set(found) == due


def test_a_group_leads_to_as_many_places_as_it_says(
    ask: Callable[..., str], every: tuple[Read, ...]
) -> None:
    page = ask("/values", column="weight")
    groups = re.findall(
        r'<li><a href="\?([^"]*)"[^>]*><bdi lang="bn">([^<]*)</bdi> <small>([\d,]+)<', page
    )
    assert len(groups) > 3
    read = Counter(one.reading.raw for one in every if column_of(one.key) == "weight")
    for query, raw, n in groups:
        chosen = {name: said for name, (said,) in parse_qs(unescape(query)).items()}
        assert chosen == {"column": "weight", "raw": raw}
        assert len(listed(ask, "/values", "tile", **chosen)) == int(n) == read[raw]


QUEUE: dict[str, tuple[dict[str, str], Callable[[tuple[str, str]], bool]]] = {
    "code": ({"code": "date-invalid"}, lambda one: one[1] == "date-invalid"),
    "column": ({"column": "targets"}, lambda one: "/targets" in one[0]),
    "code and column": (
        {"code": "date-invalid", "column": "targets/80"},
        lambda one: one[1] == "date-invalid" and "targets/80" in one[0],
    ),
    "nothing": ({}, lambda _: True),
}


@pytest.mark.parametrize("name", QUEUE)
def test_the_queue_is_filtered_by_code_and_column(
    ask: Callable[..., str], reports: tuple[Report, ...], name: str
) -> None:
    chosen, suits = QUEUE[name]
    (report,) = (one for one in reports if one.organisation.slug == "commerce")
    codes = Counter(code for _, code in filter(suits, items_of(report)))
    page = ask(f"/report/{report.report_id}", **chosen)
    names = re.findall(
        r'<li class="item (?:error|warning|info)[^>]*>.*?"name">([^<]*)<', page, re.S
    )
    shown = Counter(one.rpartition(" · ")[2] for one in names)
    assert codes
    assert shown == codes


def items_of(report: Report) -> Iterator[tuple[str, str]]:
    found = leaves(report)
    for finding in report.findings:
        yield key_for(found, finding) or finding.ref, finding.code.value


@pytest.mark.parametrize(("below", "n"), [("0.5", 1), ("0.8", 2), ("0.3", 0), ("", 2)])
def test_the_queue_shows_values_below_the_confidence_that_is_asked(
    ask: Callable[..., str], reports: tuple[Report, ...], below: str, n: int
) -> None:
    (report,) = (one for one in reports if one.organisation.slug == "commerce")
    page = ask(f"/report/{report.report_id}", confidence=below)
    doubts = re.findall(r'class="item value[^"]*" data-key="([^"]*)"', page)
    told = {key for key, _ in items_of(report)}
    due = [key for key in sorted(DOUBTS, key=str) if DOUBTS[key] < float(below or 0.8)]
    assert len(due) == n
    assert sorted(doubts) == [key for key in due if key not in told]


REPORTS: dict[str, tuple[dict[str, str], Callable[[Report], bool]]] = {
    "organisation": ({"organisation": "land"}, lambda one: one.organisation.slug == "land"),
    "year": ({"year": "2022-23"}, lambda one: one.fiscal_year.label == "2022-23"),
    "year and quarter": (
        {"year": "2023-24", "quarter": "3"},
        lambda one: (one.fiscal_year.label, one.period.quarter) == ("2023-24", 3),
    ),
    "code": (
        {"code": "date-invalid"},
        lambda one: any(found.code == "date-invalid" for found in one.findings),
    ),
    "code and organisation": (
        {"code": "date-invalid", "organisation": "commerce"},
        lambda one: (
            one.organisation.slug == "commerce"
            and any(found.code == "date-invalid" for found in one.findings)
        ),
    ),
    "nothing": ({}, lambda _: True),
}


@pytest.mark.parametrize("name", REPORTS)
def test_the_list_of_reports_is_filtered(
    ask: Callable[..., str], reports: tuple[Report, ...], name: str
) -> None:
    chosen, suits = REPORTS[name]
    found = re.findall(r'<th scope="row"><a href="/report/([^"]*)"', ask("/", **chosen))
    due = {one.report_id for one in reports if suits(one)}
    assert due
    assert sorted(found) == sorted(due)


# ---- every mark of the overview leads to what it counts

MARK = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.S)


def section(page: str, name: str) -> str:
    return page.partition(f'aria-labelledby="{name}">')[2].partition("</section>")[0]


def marks(part: str) -> list[tuple[str, str]]:
    """Address and text of each link."""
    return [
        (unescape(href), re.sub(r"<[^>]*>|[●▲■]", " ", text).split("To review")[0].strip())
        for href, text in MARK.findall(part)
    ]


def query_of(href: str) -> dict[str, str]:
    return {name: said for name, (said,) in parse_qs(urlsplit(href).query).items()}


def severe(report: Report) -> list[Finding]:
    return [one for one in report.findings if one.severity.value in ("error", "warning")]


def test_every_mark_of_completeness_lists_the_errors_and_warnings_that_it_counts(
    ask: Callable[..., str], reports: tuple[Report, ...]
) -> None:
    found = marks(section(ask("/overview"), "complete"))
    assert len(found) == len(reports)
    for href, text in found:
        chosen = query_of(href)
        if href.startswith("/report/"):
            (report,) = (one for one in reports if href.endswith(one.report_id))
            assert int(text) == len(severe(report)) == 0
            assert not re.search('class="item (error|warning)', ask(href))
            continue
        (report,) = (one for one in reports if one.organisation.slug == chosen["organisation"])
        assert int(text) == len(severe(report)) > 0
        listed_here = listed(ask, "/findings", "found", **chosen)
        assert len(listed_here) == int(text)
        assert {report_id for report_id, _ in listed_here} == {report.report_id}


def test_every_mark_of_findings_lists_exactly_those(
    ask: Callable[..., str], reports: tuple[Report, ...]
) -> None:
    found = [one for one in marks(section(ask("/overview"), "found")) if one[0].startswith("/f")]
    counted: Counter[tuple[str, ...]] = Counter()
    for report in reports:
        slot = (report.fiscal_year.label or "-", str(report.period.quarter or "-"))
        counted.update((one.code.value, *slot) for one in report.findings)
        counted.update((one.code.value,) for one in report.findings)
    assert len(found) == len(counted)
    for href, text in found:
        chosen = query_of(href)
        names = ("code", "year", "quarter") if "year" in chosen else ("code",)
        due = counted[tuple(chosen[name] for name in names)]
        assert int(text) == due
        assert len(listed(ask, "/findings", "found", **chosen)) == due
    assert sum(int(text) for href, text in found if "year" not in query_of(href)) == sum(
        len(report.findings) for report in reports
    )


def test_a_finding_in_the_list_leads_to_its_own_item(ask: Callable[..., str]) -> None:
    page = ask("/findings", severity="error")
    rows = re.findall(r'class="found"[^>]*data-key="([^"]*)".*?<a href="([^"]*)"', page, re.S)
    assert len(rows) > 5
    for key, href in rows:
        path, _, place = unescape(href).partition("#")
        assert unquote(place) == unescape(key)
        assert f'data-key="{key}"' in ask(path)


def test_every_bar_lists_the_weights_that_it_adds_up(
    ask: Callable[..., str], every: tuple[Read, ...], reports: tuple[Report, ...]
) -> None:
    weights = {one.name: one.reading.value for one in every if column_of(one.key) == "weight"}
    found = [one for one in marks(section(ask("/overview"), "points")) if "points=" in one[0]]
    kinds = Counter(query_of(href)["points"] for href, _ in found)
    assert kinds["planned"] == 2 * len(reports)
    assert kinds["achieved"] > 1
    assert kinds["unstated"] > 1
    for href, text in found:
        listed_here = listed(ask, "/values", "tile", **query_of(href))
        total = sum(Decimal(str(weights[name])) for name in listed_here)
        kind = query_of(href)["points"]
        if kind == "achieved":
            certain = banded(reports, query_of(href)["report"])
            assert len(listed_here) == len(certain)
            assert sum(certain) == pytest.approx(Decimal(text))
        elif text:
            assert total == Decimal(text)


def banded(reports: tuple[Report, ...], report_id: str) -> list[Decimal]:
    """The points of each indicator of which the band of achievement is certain."""
    (report,) = (one for one in reports if one.report_id == report_id)
    found: list[Decimal] = []
    for one in report.indicators():
        band: Any = one.derived.band if one.derived else None
        if band and band.isdecimal() and isinstance(one.weight.value, int | Decimal):
            found.append(Decimal(one.weight.value) * Decimal(band) / 100)
    return found


def test_what_names_no_year_is_listed_under_that(tmp_path: Path) -> None:
    out = converted(tmp_path, OFFICIAL)
    (path,) = published(out)
    whole = json.loads(path.read_bytes())
    whole["fiscal_year"]["label"] = None
    whole["period"]["quarter"] = None
    path.write_text(json.dumps(whole), encoding="utf-8")
    asked = client(site(out))
    overview = asked.get("/overview").text
    for href, text in marks(section(overview, "complete")):
        assert query_of(href)["year"] == "-"
        assert f"<small>{text}</small>" in asked.get(href).text
    assert asked.get("/findings?year=2021-22").text.count('class="found"') == 0
