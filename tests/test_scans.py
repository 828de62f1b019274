"""Scans made from the samples, through the command line and back to what the samples say."""

import json
import os
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from conversion import understand
from extract import read_bytes
from samples.blocks import blocks_of
from samples.make import report_bytes, samples, sheet_of
from samples.paint import LATIN, Pen
from samples.scans import ScannedPage, as_pdf, as_png, as_tiff, installed_fonts, scanned
from schemas.finding import Code
from schemas.reading import State
from schemas.report import Indicator, Report

ROOT = Path(__file__).parent.parent
FONTS = installed_fonts()
SAMPLE = next(one for one in samples() if one.name == "clean_ministry_2022-23_q2")
WITH_DASHES = next(one for one in samples() if one.name == "odd_cells_2022-23_q3")

NEAR = 3.0
"""Points: half of the height of a letter."""

pytestmark = [
    pytest.mark.skipif(not FONTS or not LATIN.is_file(), reason="no Bangla font is installed"),
    pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed"),
]


def pages(condition: str = "light", dpi: int = 200) -> tuple[ScannedPage, ...]:
    return scanned(blocks_of(sheet_of(SAMPLE).lines), Pen(FONTS[0], 9.0), dpi, condition, 3)


@pytest.fixture(scope="module")
def scan() -> tuple[ScannedPage, ...]:
    return pages()


@pytest.fixture(scope="module")
def typed() -> Report:
    return understand(read_bytes("typed.tsv", report_bytes(SAMPLE))).report


@pytest.fixture(scope="module")
def converted(
    scan: tuple[ScannedPage, ...], tmp_path_factory: pytest.TempPathFactory
) -> tuple[subprocess.CompletedProcess[str], Path]:
    folder = tmp_path_factory.mktemp("scans")
    (folder / "scan.pdf").write_bytes(as_pdf(scan))
    out = folder / "out"
    return ogrogoti("convert", folder / "scan.pdf", "--out", out), out


def ogrogoti(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "pipeline.py"), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def the_report(out: Path) -> Report:
    path = next(path for path in out.rglob("*.json") if len(path.relative_to(out).parts) > 2)
    return Report.model_validate_json(path.read_bytes())


def indicators(report: Report) -> list[Indicator]:
    return [
        indicator
        for section in report.sections
        for activity in section.activities
        for indicator in activity.indicators
    ]


def numbers(indicator: Indicator) -> dict[str, object]:
    return {
        "id": indicator.id,
        "weight": indicator.weight.value,
        "unit": indicator.unit.value,
        **{band: (one.state, one.value) for band, one in indicator.targets.items()},
    }


def state(out: Path) -> dict[str, Any]:
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    told: dict[str, Any] = run["inputs"][0]
    return told


def test_a_scanned_pdf_gives_the_numbers_of_the_text(
    converted: tuple[subprocess.CompletedProcess[str], Path], typed: Report
) -> None:
    ran, out = converted
    assert ran.returncode == 0, ran.stderr
    report = the_report(out)
    assert list(map(numbers, indicators(report))) == list(map(numbers, indicators(typed)))
    assert report.fiscal_year == typed.fiscal_year
    assert report.period.quarter == typed.period.quarter
    assert report.organisation.slug == typed.organisation.slug


def test_who_read_is_told_and_nothing_is_certain(
    converted: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    report = the_report(converted[1])
    assert report.source.ocr is not None
    assert report.source.ocr.engine == "tesseract"
    assert 0.5 < report.source.ocr.mean_confidence < 1
    assert all(one.weight.confidence < 1 for one in indicators(report))


def test_each_value_stands_in_the_box_of_its_cell(
    converted: tuple[subprocess.CompletedProcess[str], Path], scan: tuple[ScannedPage, ...]
) -> None:
    boxes = [
        (number, cell.text, page.box((cell.x0, cell.top, cell.x1, cell.bottom)))
        for number, page in enumerate(scan, 1)
        for table in page.placed.tables
        for cell in table.cells
    ]
    targets = [one for row in indicators(the_report(converted[1])) for one in row.targets.values()]
    places = [(one.raw, one.at[0]) for one in targets if one.at and one.at[0].bbox]
    assert len(places) > len(targets) / 2
    for raw, place in places:
        assert place.bbox
        assert any(
            (number, text) == (place.page, raw)
            and all(abs(a - b) < NEAR for a, b in zip(place.bbox, box, strict=True))
            for number, text, box in boxes
        ), (raw, place)


def test_all_three_containers_say_the_same(scan: tuple[ScannedPage, ...]) -> None:
    said = [
        [numbers(one) for one in indicators(understand(read_bytes(name, content)).report)]
        for name, content in (
            ("a.tiff", as_tiff(scan)),
            ("a.pdf", as_pdf(scan)),
        )
    ]
    assert said[0] == said[1]


def test_without_ocr_a_scan_is_not_guessed_at(
    scan: tuple[ScannedPage, ...], tmp_path: Path
) -> None:
    (tmp_path / "scan.png").write_bytes(as_png(scan[0]))
    ran = ogrogoti("convert", tmp_path / "scan.png", "--out", tmp_path / "out", "--ocr", "never")
    assert ran.returncode == 1
    assert state(tmp_path / "out")["state"] == "failed:TOOL_MISSING"


def test_without_tesseract_only_the_scan_fails(
    scan: tuple[ScannedPage, ...], tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "scan.png").write_bytes(as_png(scan[0]))
    (tmp_path / "in" / "typed.tsv").write_bytes(report_bytes(SAMPLE))
    out = tmp_path / "out"
    ran = ogrogoti("convert", tmp_path / "in", "--out", out, OGROGOTI_TESSERACT="/nowhere")
    assert ran.returncode == 1
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    states = {Path(one["file"]).name: one for one in run["inputs"]}
    assert states["typed.tsv"]["state"] == "converted"
    assert states["scan.png"]["state"] == "failed:TOOL_MISSING"
    assert "apt-get install" in states["scan.png"]["remedy"]


def test_an_empty_page_is_no_report(tmp_path: Path) -> None:
    out = BytesIO()
    Image.new("L", (1654, 1170), 250).save(out, "PNG", dpi=(200, 200))
    (tmp_path / "blank.png").write_bytes(out.getvalue())
    ogrogoti("convert", tmp_path / "blank.png", "--out", tmp_path / "out")
    assert state(tmp_path / "out")["state"] == "rejected:NOT_A_REPORT"


def test_dashes_are_no_targets_and_blanks_stay_blank() -> None:
    blocks = blocks_of(sheet_of(WITH_DASHES).lines)
    scan = scanned(blocks, Pen(FONTS[0], 9.0), 200, "clean", 5)
    read = understand(read_bytes("a.tiff", as_tiff(scan))).report
    typed = understand(read_bytes("a.tsv", report_bytes(WITH_DASHES))).report
    states = {
        one.id: {band: target.state for band, target in one.targets.items()}
        for one in indicators(typed)
    }
    wrong = [
        (one.id, band, target.state)
        for one in indicators(read)
        for band, target in one.targets.items()
        if State.NONE in (target.state, states.get(one.id, {}).get(band))
        and target.state is not states.get(one.id, {}).get(band)
        and not any(
            finding.ref == f"indicator:{one.id}/targets/{band}"
            and finding.code in (Code.READERS_DISAGREE, Code.LOW_CONFIDENCE)
            for finding in read.findings
        )
    ]
    assert not wrong


def test_a_promise_marks_what_must_be_looked_at(
    scan: tuple[ScannedPage, ...], tmp_path: Path
) -> None:
    (tmp_path / "scan.tiff").write_bytes(as_tiff(scan))
    out = tmp_path / "out"
    ran = ogrogoti("convert", tmp_path / "scan.tiff", "--out", out, "--accept-risk", "0.001")
    assert ran.returncode == 0
    report = the_report(out)
    marked = {finding.ref for finding in report.findings if finding.code is Code.LOW_CONFIDENCE}
    texts = {f"indicator:{one.id}/text" for one in indicators(report)}
    targets = {
        f"indicator:{one.id}/targets/{band}" for one in indicators(report) for band in one.targets
    }
    assert texts <= marked, "no reading of running text is right 999 times of 1,000"
    assert len(targets & marked) < len(targets) / 2


def test_a_promise_that_nothing_supports_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(report_bytes(SAMPLE))
    ran = ogrogoti(
        "convert", tmp_path / "a.tsv", "--out", tmp_path / "out", "--accept-risk", "0.0000001"
    )
    assert ran.returncode == 2
    assert "risk" in ran.stderr
