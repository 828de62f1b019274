"""Pages of a PDF, a scan and a Word file in Chromium: rows across pages, barriers, filters."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from samples.blocks import blocks_of
from samples.html import html_bytes
from samples.make import samples, sheet_of
from samples.paint import LATIN, Pen
from samples.printing import libreoffice, print_by_chromium
from samples.scans import as_pdf, installed_fonts, scanned
from samples.word_xml import Typist
from tests.audit_browser import CHROMIUM, SIZES, Served, Visit, browsing, serving, wait_for
from tests.audit_site import ODD, ROOT, convert_again, report_ids

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine"),
    pytest.mark.timeout(300),
]
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

PAGES = "pages_ministry_2023-24_q3"
CROSSING = {"indicator:1.3.1/text": [1, 2], "indicator:2.1.2/remark": [4, 5]}
"""What stands on two pages of that sample, and on which."""

FONTS = installed_fonts()
READS_SCANS = bool(FONTS) and LATIN.is_file() and bool(shutil.which("tesseract"))
scans = pytest.mark.skipif(not READS_SCANS, reason="scans cannot be read here")
word = pytest.mark.skipif(not libreoffice(), reason="LibreOffice is not installed")
KINDS = ["pdf", pytest.param("scan", marks=scans), pytest.param("word", marks=word)]


@dataclass(frozen=True)
class Pictured:
    """A folder with a report of each kind, served."""

    served: Served
    ids: dict[str, str]

    def path(self, kind: str) -> str:
        name = {"pdf": "pages.pdf", "scan": "scan.pdf", "word": f"{ODD}.docx"}[kind]
        return f"/report/{self.ids[name]}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pictured]:
    folder = tmp_path_factory.mktemp("pages")
    into = folder / "in"
    into.mkdir()
    blocks = blocks_of(next(sheet_of(one).lines for one in samples() if one.name == PAGES))
    html = html_bytes(blocks, Typist(font="Mukti"), rows_split=True)
    (into / "pages.pdf").write_bytes(print_by_chromium({"pages": html}, folder)["pages"])
    if READS_SCANS:
        scan = scanned(blocks, Pen(FONTS[0], 9.0), 300, "clean", 3)
        (into / "scan.pdf").write_bytes(as_pdf(scan))
    shutil.copy(ROOT / "samples" / "word" / f"{ODD}.docx", into)
    convert_again(folder / "out")
    with serving(folder / "out") as served:
        yield Pictured(served, report_ids(folder / "out"))


def lit_on(page: Any) -> list[int]:
    """The pages on which boxes are lit."""
    found = page.locator(".sheet rect.lit").evaluate_all(
        "boxes => boxes.map(box => Number(box.closest('.sheet').dataset.page))"
    )
    return sorted(found)


@pytest.mark.parametrize("kind", KINDS[:2])
@pytest.mark.parametrize("key", CROSSING)
def test_pointing_at_a_value_that_crosses_a_page_lights_both_boxes(
    browser: Any, pictured: Pictured, kind: str, key: str
) -> None:
    visit = Visit(browser, pictured.served)
    page = visit.page
    visit.open(pictured.path(kind))
    cell = page.locator(f'.cell[data-key="{key}"]')
    assert [place[0] for place in json.loads(cell.get_attribute("data-at"))] == CROSSING[key]
    cell.hover()
    wait_for(lambda: lit_on(page) == CROSSING[key])
    assert page.locator(".cell.lit").count() == 1
    # the other way round, from the piece on the second page
    page.mouse.move(2, 2)
    wait_for(lambda: lit_on(page) != CROSSING[key])
    second = page.locator(f'.sheet[data-page="{CROSSING[key][1]}"] rect[data-key="{key}"]')
    second.scroll_into_view_if_needed()
    second.hover()
    wait_for(lambda: lit_on(page) == CROSSING[key])
    assert page.locator(".cell.lit").get_attribute("data-key") == key
    visit.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_bars_the_way_to_pages(
    browser: Any, pictured: Pictured, kind: str, size: str
) -> None:
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        pytest.skip("axe-core is not installed")
    axe = (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")
    visit = Visit(browser, pictured.served, size)
    page = visit.page
    found: list[str] = []
    for path in (pictured.path(kind), "/findings"):
        for language in ("en", "bn"):
            visit.open(f"{path}?lang={language}")
            if "report" in path:
                page.locator(".sheet").first.scroll_into_view_if_needed()
                wait_for(lambda: page.locator(".sheet svg[viewBox]").count())
            page.evaluate(axe)
            found += [
                f"{path} {language} {one['id']}: {one['nodes'][0]['html'][:150]}"
                for one in page.evaluate("axe.run().then(r => r.violations)")
                if one["impact"] in ("serious", "critical")
            ]
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, f"{path} scrolls sideways"
    assert found == []
    visit.close()


@pytest.mark.parametrize("kind", KINDS[1:2])
def test_why_a_page_is_doubtful_is_said_in_the_language_of_the_page(
    browser: Any, pictured: Pictured, kind: str
) -> None:
    visit = Visit(browser, pictured.served)
    for language, said in (("en", "lines than any table"), ("bn", "রেখা")):
        visit.open(f"{pictured.path(kind)}?lang={language}")
        texts = visit.page.locator(".item .text").all_text_contents()
        assert texts, said
        if language == "bn":
            assert not [text for text in texts if "rule" in text or "ink that" in text]
    visit.close()


def test_values_are_filtered_together_by_keyboard(browser: Any, pictured: Pictured) -> None:
    visit = Visit(browser, pictured.served)
    page = visit.page
    visit.open("/values?lang=en")
    before = page.locator(".tile").count()
    for name, said in (
        ("column", "targets/90"),
        ("code", "digits-mixed"),
        ("organisation", "railways"),
    ):
        page.locator(f'.filters select[name="{name}"]').select_option(said)
    page.locator('.filters input[name="confidence"]').fill("0.95")
    page.locator('.filters input[name="raw"]').focus()
    with page.expect_navigation(wait_until="networkidle"):
        visit.press("Enter")
    keys = page.locator(".tile").evaluate_all("tiles => tiles.map(tile => tile.dataset.key)")
    assert 0 < len(keys) < before
    assert {key.partition("/")[2] for key in keys} == {"targets/90"}
    chosen = {name: page.locator(f'.filters [name="{name}"]').input_value()
              for name in ("column", "code", "organisation", "confidence")}  # fmt: skip
    assert chosen == {"column": "targets/90", "code": "digits-mixed",
                      "organisation": "railways", "confidence": "0.95"}  # fmt: skip
    page.locator('.filters select[name="organisation"]').select_option("land")
    page.locator('.filters input[name="raw"]').focus()
    with page.expect_navigation(wait_until="networkidle"):
        visit.press("Enter")
    assert page.locator(".tile").count() == 0
    visit.close()
