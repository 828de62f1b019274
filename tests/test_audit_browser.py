"""The page in Chromium: by keyboard alone, sums in sight, no foreign script, no serious barrier."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.audit_browser import CHROMIUM, SIZES, Visit, browsing, serving, wait_for
from tests.audit_site import ODD, convert_again, converted, report_ids, report_of

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine"),
    pytest.mark.timeout(240),
]
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

PAGES = "pages_ministry_2023-24_q3"
WEIGHT = "indicator:1.1.1/weight"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as opened:
        yield opened


def test_a_value_is_corrected_by_keyboard_and_the_next_run_applies_it(
    browser: Any, tmp_path: Path
) -> None:
    out = converted(tmp_path)
    with serving(out) as served:
        visit = Visit(browser, served)
        page = visit.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.get_by_role("link", name="রেলপথ মন্ত্রণালয়").focus()
        visit.press("Enter")
        page.wait_for_selector(".item.now")
        path = f"/report/{report_ids(out)[ODD]}"
        visit.open(f"{path}#{WEIGHT}")
        wait_for(lambda: page.locator(".lit").count() == 2)
        assert page.locator(".src.lit").inner_text() == "১০"
        assert "✓" in page.locator("#sums li").first.inner_text()
        visit.press("c", "Control+a")
        page.keyboard.type("৯")
        wait_for(lambda: "✗" in page.locator("#sums li").first.inner_text())
        assert "9" in page.locator("#means").inner_text()
        visit.press("Enter")
        wait_for(lambda: page.locator("#said").inner_text().startswith("Saved"))
        page.reload()
        page.wait_for_load_state("networkidle")
        cell = page.locator(f'.cell[data-key="{WEIGHT}"]')
        assert "corrected: ৯" in cell.inner_text()
        assert "১০" in cell.inner_text()
        visit.close()
    convert_again(out)
    report = report_of(out, ODD)
    weight = report["sections"][0]["activities"][0]["indicators"][0]["weight"]
    assert (weight["raw"], weight["value"]) == ("১০", 9)
    (told,) = [one for one in report["findings"] if one["code"] == "corrected"]
    assert told["evidence"]["by"] == "Tester"
    assert report["arithmetic"]["sections"][0]["difference"] == 1


def test_pointing_at_either_side_lights_the_other(browser: Any, tmp_path: Path) -> None:
    out = converted(tmp_path)
    with serving(out) as served:
        visit = Visit(browser, served)
        page = visit.page
        visit.open(f"/report/{report_ids(out)[ODD]}")
        page.locator('.cell[data-key="indicator:1.1.1/text"]').hover()
        assert "কমপক্ষে" in page.locator(".src.lit").inner_text()
        page.locator(".src", has_text="১৫.০৩.২০২৩").hover()
        assert page.locator(".cell.lit").get_attribute("data-key") == "indicator:1.1.1/remark"
        page.locator("#paper").focus()
        visit.press("ArrowDown", "ArrowDown")
        assert page.locator(".cell.lit").count() == 1
        page.locator("#grid").focus()
        visit.press("ArrowRight", "Enter")
        assert page.locator("#read-raw").inner_text()
        visit.close()


def test_all_parts_of_a_value_that_crosses_a_page_light_up(browser: Any, tmp_path: Path) -> None:
    out = converted(tmp_path, PAGES)
    with serving(out) as served:
        visit = Visit(browser, served)
        page = visit.page
        visit.open(f"/report/{report_ids(out)[PAGES]}")
        every = page.locator(".cell").evaluate_all(
            "cells => cells.map(cell => [cell.dataset.key, JSON.parse(cell.dataset.at)])"
        )
        crossing = [(key, at) for key, at in every if len({place[0] for place in at}) > 1]
        assert len(crossing) > 1
        for key, at in crossing:
            page.evaluate("key => { location.hash = key; }", key)
            parts = len(at)
            wait_for(lambda n=parts: page.locator(".src.lit").count() == n)  # type: ignore[misc]
        visit.close()


def test_two_reviewers_at_once_see_both_values(browser: Any, tmp_path: Path) -> None:
    out = converted(tmp_path)
    with serving(out) as served:
        first, second = Visit(browser, served), Visit(browser, served)
        for visit in (first, second):
            visit.open(f"/report/{report_ids(out)[ODD]}#{WEIGHT}")
            wait_for(lambda v=visit: v.page.locator(".lit").count() == 2)
        for visit, text in ((first, "৯"), (second, "৮")):
            visit.press("c", "Control+a")
            visit.page.keyboard.type(text)
            visit.press("Enter")
            wait_for(lambda v=visit: v.page.locator("#said").inner_text())
        said = second.page.locator("#said").inner_text()
        assert "Theirs: Tester corrected: ৯" in said
        assert "Yours: ৮" in said
        for visit in (first, second):
            visit.close()


def test_the_group_view_confirms_all_that_read_the_same(browser: Any, tmp_path: Path) -> None:
    out = converted(tmp_path)
    with serving(out) as served:
        visit = Visit(browser, served)
        visit.open("/values?column=weight&raw=৪")
        tiles = visit.page.locator(".tile").count()
        assert tiles > 1
        visit.page.locator("#confirm").focus()
        visit.press("Enter")
        wait_for(lambda: visit.page.locator("#confirmed").inner_text() == f"{tiles}/{tiles}")
        visit.open("/values?column=weight&raw=৪")
        assert visit.page.locator(".tile.done").count() == tiles
        visit.close()


# ---- for everybody


def axe_script() -> str:
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        pytest.skip("axe-core is not installed")
    return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("size", SIZES)
def test_nothing_bars_the_way(browser: Any, tmp_path: Path, size: str) -> None:
    out = converted(tmp_path)
    axe = axe_script()
    with serving(out) as served:
        visit = Visit(browser, served, size)
        page = visit.page
        serious: list[str] = []
        for path in (
            "/",
            "/values?column=weight&raw=৪",
            "/overview",
            f"/report/{report_ids(out)[ODD]}",
        ):
            for language in ("en", "bn") if size == "laptop" else ("bn",):
                visit.open(f"{path}{'&' if '?' in path else '?'}lang={language}")
                page.evaluate(axe)
                found = page.evaluate("axe.run().then(r => r.violations)")
                serious += [
                    f"{path} {one['id']}: {one['nodes'][0]['html'][:150]}"
                    for one in found
                    if one["impact"] in ("serious", "critical")
                ]
                too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                assert too_wide <= 0, f"{path} scrolls sideways"
        visit.close()
    assert serious == []


def test_bangla_is_set_in_the_font_that_comes_with_the_page(browser: Any, tmp_path: Path) -> None:
    out = converted(tmp_path)
    with serving(out) as served:
        visit = Visit(browser, served)
        visit.open("/")
        assert visit.page.evaluate("document.fonts.check('16px \"Noto Sans Bengali\"', 'ক')")
        loaded = visit.page.evaluate(
            "[...document.fonts].filter(f => f.status === 'loaded').length"
        )
        assert loaded >= 1
        visit.close()
