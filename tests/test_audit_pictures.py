"""PDF, scans and Word files in Chromium: boxes on their pages, and a whole session by keyboard."""

import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from samples.blocks import Block, blocks_of
from samples.html import html_bytes
from samples.make import samples, sheet_of
from samples.paint import LATIN, Pen
from samples.printing import libreoffice, print_by_chromium
from samples.scans import ScannedPage, as_pdf, as_tiff, installed_fonts, scanned
from samples.sheet import Line
from samples.word_xml import Typist
from tests.audit_browser import CHROMIUM, Visit, browsing, serving, wait_for
from tests.audit_site import ODD, OFFICIAL, ROOT, SAMPLES, convert_again, report_ids, report_of

FONTS = installed_fonts()
CLEAN = "clean_ministry_2022-23_q2"
KEY = "indicator:2.2.5/targets/100"
WEIGHT = "indicator:2.2.5/weight"
RIGHT, WRONG = "৩১/০৫/২০২৩", "৩১/০৪/২০২৩"
"""April has no 31st day."""

NEAR = 6.0
"""Points: less than a letter."""

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine"),
    pytest.mark.timeout(300),
]
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
scans = [
    pytest.mark.skipif(not FONTS or not LATIN.is_file(), reason="no Bangla font is installed"),
    pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as opened:
        yield opened


def lines(name: str) -> tuple[Line, ...]:
    return next(sheet_of(one).lines for one in samples() if one.name == name)


def with_date_error() -> tuple[Block, ...]:
    """A clean report whose date 2.2.5/100 is none of the calendar."""
    bent = [
        replace(line, inks=tuple(_bent(ink) for ink in line.inks)) if line.key == "2.2.5" else line
        for line in lines(CLEAN)
    ]
    return blocks_of(tuple(bent))


def _bent(ink: Any) -> Any:
    return replace(ink, text=WRONG) if ink.text == RIGHT else ink


def scan_of(blocks: Sequence[Block], condition: str) -> tuple[ScannedPage, ...]:
    return scanned(blocks, Pen(FONTS[0], 9.0), 300, condition, 3)


def printed(folder: Path) -> bytes:
    page = html_bytes(with_date_error(), Typist(font="Mukti"), rows_split=True)
    return print_by_chromium({"date_error": page}, folder)["date_error"]


def box_on_paper(page: Any) -> tuple[dict[str, float], tuple[float, float, float, float], int]:
    """The lit box: where it is seen, where it is in points, and on which page."""
    wait_for(lambda: page.locator(".sheet rect.lit").count() == 1)
    lit = page.locator(".sheet rect.lit")
    wait_for(lambda: _is_within(lit.bounding_box(), page.locator("#paper").bounding_box()))
    left, top, width, height = (
        float(lit.get_attribute(name)) for name in ("x", "y", "width", "height")
    )
    number = int(lit.evaluate("box => box.closest('.sheet').dataset.page"))
    return lit.bounding_box(), (left, top, left + width, top + height), number


def _is_within(inner: dict[str, float], outer: dict[str, float]) -> bool:
    return (
        outer["y"] <= inner["y"]
        and inner["y"] + inner["height"] <= outer["y"] + outer["height"]
        and outer["x"] - 1 <= inner["x"]
        and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
    )


def correct(page: Any, key: str, text: str) -> None:
    page.evaluate("key => { location.hash = key; }", key)
    wait_for(lambda: page.locator(f'.cell.lit[data-key="{key}"]').count() == 1)
    wait_for(lambda: page.locator("#crop").evaluate("one => one.complete && one.naturalWidth > 9"))
    page.keyboard.press("c")
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    wait_for(lambda: page.locator("#means").inner_text())


@pytest.mark.parametrize("kind", ["pdf", pytest.param("scan", marks=scans)])
def test_a_date_error_has_its_box_and_is_corrected_to_the_end(
    browser: Any, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "in").mkdir()
    pages = scan_of(with_date_error(), "clean") if kind == "scan" else ()
    content = as_pdf(pages) if pages else printed(tmp_path)
    (tmp_path / "in" / "date_error.pdf").write_bytes(content)
    out = tmp_path / "out"
    convert_again(out)
    sample = "date_error.pdf"
    with serving(out) as served:
        visit = Visit(browser, served)
        page = visit.page
        visit.open(f"/report/{report_ids(out)[sample]}#{KEY}")
        seen, place, number = box_on_paper(page)
        assert seen["width"] > 10
        if pages:
            cells = (cell for table in pages[number - 1].placed.tables for cell in table.cells)
            (cell,) = [cell for cell in cells if cell.text == WRONG]
            due = pages[number - 1].box((cell.x0, cell.top, cell.x1, cell.bottom))
            assert place == pytest.approx(due, abs=NEAR)
        else:
            assert WRONG in text_within(content, number, place)
        assert page.locator("#read-raw").inner_text() == WRONG
        page.keyboard.press("b")
        assert page.locator("#blink").get_attribute("aria-pressed") == "true"
        assert WRONG in page.locator(".again-set").all_text_contents()[number - 1]
        correct(page, KEY, RIGHT)
        page.keyboard.press("Enter")
        wait_for(lambda: page.locator("#said").inner_text().startswith("Saved"))
        right = page.locator("#sums li.right").count()
        correct(page, WEIGHT, "৮")
        wait_for(lambda: page.locator("#sums li.right").count() < right)
        page.keyboard.press("Enter")
        wait_for(lambda: "৮" in page.locator("#said").inner_text())
        page.reload()
        page.wait_for_load_state("networkidle")
        assert RIGHT in page.locator(f'.cell[data-key="{KEY}"] .verdict').inner_text()
        assert page.locator("#sums li.wrong").count()
        visit.close()
    convert_again(out)
    report = report_of(out, sample)
    told = {one["ref"]: one for one in report["findings"] if one["code"] == "corrected"}
    assert set(told) == {KEY, WEIGHT}
    assert {one["severity"] for one in told.values()} == {"info"}
    (one,) = [
        one
        for section in report["sections"]
        for activity in section["activities"]
        for one in activity["indicators"]
        if one["id"] == "2.2.5"
    ]
    assert (one["targets"]["100"]["raw"], one["targets"]["100"]["value"]) == (WRONG, "2023-05-31")
    assert one["weight"]["value"] == 8


def text_within(pdf: bytes, number: int, box: tuple[float, float, float, float]) -> str:
    pypdfium2: Any = import_module("pypdfium2")  # it comes without types
    page = pypdfium2.PdfDocument(pdf)[number - 1]
    left, top, right, bottom = box
    height = page.get_height()
    found: str = page.get_textpage().get_text_bounded(left, height - bottom, right, height - top)
    return found


REAL = ROOT.parent / "shared" / "real" / "apa-guidelines-2021-22-p73-74.pdf"
SEEDS = tuple(sorted((ROOT.parent / "shared" / "seeds").glob("*.txt")))


@pytest.mark.skipif(not REAL.is_file(), reason="the shared folder is not beside the project")
def test_a_page_of_a_real_pdf_shows_the_box_of_a_value(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(REAL, tmp_path / "in")
    out = tmp_path / "out"
    convert_again(out)
    (report,) = out.glob("*/*-egov_innovation-*.json")
    with serving(out) as served:
        visit = Visit(browser, served)
        visit.open(f"/report/{report.stem}#{KEY}")
        seen, _, _ = box_on_paper(visit.page)
        assert seen["width"] > 10
        visit.press("b")
        wait_for(lambda: visit.page.locator("#blink").get_attribute("aria-pressed") == "true")
        assert "২০২২" in visit.page.locator(".again-set").first.text_content()
        visit.close()


@pytest.mark.skipif(not libreoffice(), reason="LibreOffice is not installed")
def test_a_word_file_shows_its_pages_and_the_table_as_read(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(ROOT / "samples" / "word" / f"{ODD}.docx", tmp_path / "in")
    out = tmp_path / "out"
    convert_again(out)
    with serving(out) as served:
        visit = Visit(browser, served)
        page = visit.page
        visit.open(f"/report/{report_ids(out)[f'{ODD}.docx']}#indicator:1.1.1/targets/90")
        wait_for(lambda: page.locator(".src.lit").count() == 1)
        lit, paper = page.locator(".src.lit"), page.locator("#paper")
        wait_for(lambda: _is_within(lit.bounding_box(), paper.bounding_box()))
        size = "img => img.complete && img.naturalWidth > 500"
        wait_for(lambda: page.locator(".sheet img").first.evaluate(size))
        visit.close()


def review(visit: Visit, report_id: str) -> tuple[int, int]:
    """Decide everything in a report by keyboard; how many findings, and how many keys."""
    page = visit.page
    visit.open(f"/report/{report_id}")
    keys = 0
    while page.locator(".item:not(.done)").count():
        now, before = page.locator(".item.now"), page.locator(".item.done").count()
        keys += 1
        if "done" in now.get_attribute("class").split():
            visit.press("j")
            continue
        visit.press("1" if page.locator("#candidates button").count() else "a")
        wait_for(lambda b=before: page.locator(".item.done").count() > b)  # type: ignore[misc]
    return page.locator(".item").count(), keys


@pytest.mark.skipif(not FONTS or not shutil.which("tesseract"), reason="scans cannot be read here")
def test_two_reports_and_two_scans_are_reviewed_without_a_mouse(
    browser: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "in"
    into.mkdir()
    for path in SEEDS or (SAMPLES / f"{ODD}.tsv", SAMPLES / f"{OFFICIAL}.tsv"):
        shutil.copy(path, into)
    (into / "scan_1.pdf").write_bytes(as_pdf(scan_of(with_date_error(), "medium")))
    (into / "scan_2.tiff").write_bytes(as_tiff(scan_of(blocks_of(lines(OFFICIAL)), "stamp")))
    out = tmp_path / "out"
    convert_again(out)
    told: list[str] = []
    findings = keys = 0
    started = time.monotonic()
    with serving(out) as served:
        visit = Visit(browser, served)
        for sample, report_id in sorted(report_ids(out).items()):
            begun = time.monotonic()
            n, pressed = review(visit, report_id)
            told.append(f"{sample}: {n} with {pressed} keys, {time.monotonic() - begun:.0f} s")
            findings, keys = findings + n, keys + pressed
            visit.page.reload()
            done, _, due = visit.page.locator(".head .share").inner_text().partition("/")
            assert done.strip() == due.strip()
        visit.close()
    with capsys.disabled():
        print(  # noqa: T201  # the figure that reviewers ask for
            f"\n{findings} findings decided with {keys} keys ({keys / findings:.2f} each) "
            f"in {time.monotonic() - started:.0f} s; " + "; ".join(told)
        )
    assert len(told) == 4
    assert findings > 40
    assert keys <= 2 * findings
