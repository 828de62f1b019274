"""The page's server: who may ask, what a request may do, and that two people lose nothing."""

import asyncio
import json
import random
import re
import sqlite3
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from audit.app import page_app
from audit.chain import prove
from audit.index import FOLDER, INDEX, refresh
from audit.open import gated
from audit.serving import hosts_of
from audit.shown import shown
from audit.site import Site
from tests.audit_site import (
    HOST,
    ODD,
    OFFICIAL,
    OWN,
    PORT,
    TOKEN,
    Desk,
    cases,
    client,
    convert_again,
    converted,
    report_ids,
    site,
    together,
)

DATE = "indicator:1.1.1/targets/90"
WEIGHT = "indicator:2.2.1/weight"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return converted(tmp_path_factory.mktemp("audit"))


@pytest.fixture(scope="module")
def opened(out: Path) -> Iterator[Desk]:
    with client(site(out)) as made:
        yield Desk(made, report_ids(out)[ODD])


@pytest.fixture
def fresh(tmp_path: Path) -> Desk:
    out = converted(tmp_path)
    return Desk(client(site(out)), report_ids(out)[ODD])


def routes(desk: Desk) -> list[tuple[str, str]]:
    reads = ("", "/page/1.png", "/page/1.json", "/crop.png?key=x", "/original", "/dossier",
             "/trail.txt", f"/cell?key={DATE}")  # fmt: skip
    return [
        *(
            ("GET", path)
            for path in ("/", "/values", "/findings", "/overview", "/trail.txt", "/static/page.js")
        ),
        *(("GET", desk.path + path) for path in reads),
        ("POST", f"{desk.path}/decide"),
        ("POST", f"{desk.path}/try"),
    ]


# ---- H1, H3: hosts and other people's pages

WRONG_HOSTS = (
    "evil.example", f"evil.example:{PORT}", "127.0.0.1", "localhost", f"127.0.0.1.nip.io:{PORT}",
    f"localhost.:{PORT}", f"LOCALHOST@evil.example:{PORT}", "", f"0.0.0.0:{PORT}",
    f"127.0.0.2:{PORT}", f"127.1:{PORT}", f"2130706433:{PORT}", f"[::]:{PORT}",
    f"[::1%25lo]:{PORT}",
    "127.0.0.1:80", f"127.0.0.1:{PORT}0", f"127.0.0.1:{PORT},evil.example", f"evil.example#{HOST}",
    f"{HOST}.evil.example", f"{HOST}/", f" {HOST}", f"http://{HOST}", f"ⓛocalhost:{PORT}",
)  # fmt: skip


def ask_raw(
    desk: Desk, method: str, path: str, headers: list[tuple[bytes, bytes]], raw: bytes | None = None
) -> tuple[int, bytes]:
    """One request with exactly these headers, below what an HTTP library would allow."""
    sent: list[dict[str, Any]] = []
    path, _, query = path.partition("?")
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": raw or path.encode(),
        "query_string": query.encode(), "headers": headers, "root_path": "", "scheme": "http",
        "http_version": "1.1", "server": ("127.0.0.1", PORT), "client": ("127.0.0.1", 1),
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        await desk.client.app(scope, receive, send)

    asyncio.run(run())
    body = b"".join(message.get("body", b"") for message in sent)
    return sent[0]["status"], body


def test_every_wrong_host_is_misdirected_on_every_route_and_gets_no_body(opened: Desk) -> None:
    own = [(name.encode(), value.encode()) for name, value in OWN.items()]
    cookie = [(b"cookie", f"ogrogoti-{PORT}={TOKEN}".encode())]
    wrong = [[(b"host", host.encode())] for host in WRONG_HOSTS]
    wrong += [[], [(b"host", HOST.encode()), (b"host", b"evil.example")]]
    assert len(wrong) >= 24
    for method, path in routes(opened):
        for host in wrong:
            assert ask_raw(opened, method, path, [*host, *own, *cookie]) == (421, b""), host
    absolute = ask_raw(opened, "GET", "/", [(b"host", HOST.encode()), *cookie], b"http://evil/")
    assert absolute == (421, b"")


@pytest.mark.parametrize("name", sorted(hosts_of(PORT)))
def test_its_own_names_are_answered(opened: Desk, name: str) -> None:
    answer = opened.client.get("/", headers={"host": name})
    assert answer.status_code == 200


FOREIGN = {
    "no headers": {"origin": None, "sec-fetch-site": None},
    "no fetch site": {"sec-fetch-site": None},
    "no origin": {"origin": None},
    "cross-site": {"sec-fetch-site": "cross-site"},
    "same-site": {"sec-fetch-site": "same-site"},
    "another origin": {"origin": "http://evil.example"},
    "another port": {"origin": f"http://127.0.0.1:{PORT + 1}"},
    "another name of this server": {"origin": f"http://localhost:{PORT}"},
    "null origin": {"origin": "null"},
    "https": {"origin": f"https://{HOST}"},
    "a form": {"content-type": "application/x-www-form-urlencoded"},
    "plain text": {"content-type": "text/plain"},
    "no type": {"content-type": None},
}


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("action", ["decide", "try"])
def test_other_pages_cannot_decide(opened: Desk, name: str, action: str) -> None:
    headers = {key: value for key, value in (OWN | FOREIGN[name]).items() if value is not None}
    answer = opened.client.post(f"{opened.path}/{action}", content=b"{}", headers=headers)
    assert (answer.status_code, answer.content) == (403, b"")


def test_without_the_token_nothing_is_told(opened: Desk) -> None:
    stranger = TestClient(opened.client.app, base_url=f"http://{HOST}")
    for method, path in routes(opened):
        assert stranger.request(method, path, headers=OWN).status_code == 403
    assert stranger.get("/?token=wrong").status_code == 403
    assert stranger.get("/", headers={"cookie": f"ogrogoti-{PORT}=wrong"}).status_code == 403


def test_every_answer_is_shielded(opened: Desk) -> None:
    for method, path in (*routes(opened), ("GET", "/no-such-page")):
        answer = opened.client.request(
            method, path, headers=OWN, content=b"{}" if method == "POST" else None
        )
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in answer.headers


# ---- H6, H7, H8: files, originals, redirects

TRAVERSALS = [
    prefix + target
    for prefix in (
        "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "%252e%252e%252f", "..%5c", "..\\", "/", "//",
        "....//", "..;/", "%c0%ae%c0%ae/", "\\\\host\\", "file:///", "%00",
    )
    for target in ("etc/passwd", "run.json", "../../../../etc/passwd", "in/x.tsv")
]  # fmt: skip


def test_no_path_leads_out(opened: Desk) -> None:
    assert len(set(TRAVERSALS)) == 60
    bases = ("/static/", "/report/", f"{opened.path}/page/", f"{opened.path}/",
             f"{opened.path}/crop.png?key=", f"{opened.path}/cell?key=")  # fmt: skip
    for attack in TRAVERSALS:
        for base in bases:
            answer = opened.client.get(base + attack, follow_redirects=False)
            # below what an HTTP library would allow: the path as it is, and decoded
            raw = [
                ask_raw(opened, "GET", base + said, own_headers())
                for said in (attack, unquote(attack))
            ]
            assert {answer.status_code, *(code for code, _ in raw)} <= {400, 403, 404, 405}, attack
            for content in (answer.content, *(body for _, body in raw)):
                assert b"root:" not in content
                assert b"inputs" not in content


def test_a_link_among_the_originals_is_not_followed(tmp_path: Path) -> None:
    out = converted(tmp_path)
    secret = tmp_path / "secret.tsv"
    original = tmp_path / "in" / f"{ODD}.tsv"
    secret.write_bytes(original.read_bytes())
    original.unlink()
    original.symlink_to(secret)
    desk = Desk(client(site(out)), report_ids(out)[ODD])
    assert desk.client.get(f"{desk.path}/original").status_code == 404


def test_originals_and_dossiers_are_saved_and_never_shown(opened: Desk) -> None:
    original = opened.client.get(f"{opened.path}/original")
    assert original.headers["content-type"] == "application/octet-stream"
    assert "ক্রম".encode() in original.content
    for path in ("/original", "/dossier", "/trail.txt"):
        answer = opened.client.get(opened.path + path)
        assert answer.headers["content-disposition"].startswith("attachment"), path


REDIRECTS = (
    "//evil.example", "//evil.example/", "/\\evil.example", "/?next=//evil.example",
    "/report//evil", "/values/", "/https://evil.example", "/%2f%2fevil.example", "/report/x/",
    "/static/", "///evil.example", "/\\\\evil.example", "/%5cevil.example", "/%09/evil.example",
    "/?token=//evil.example", "/?lang=//evil.example", "/overview/", "/report/../../evil.example",
    "/;//evil.example", "/@evil.example",
)  # fmt: skip


def own_headers() -> list[tuple[bytes, bytes]]:
    return [(b"host", HOST.encode()), (b"cookie", f"ogrogoti-{PORT}={TOKEN}".encode())]


def test_nothing_redirects(opened: Desk) -> None:
    assert len(set(REDIRECTS)) == 20
    for path in REDIRECTS:
        assert ask_raw(opened, "GET", path, own_headers())[0] not in range(300, 400), path


# ---- H9, H10, H14: decisions


def test_a_decision_needs_the_version_it_was_made_for(fresh: Desk) -> None:
    body = {"key": DATE, "kind": "accept", "by": "Rahim"}
    answer = fresh.client.post(f"{fresh.path}/decide", content=json.dumps(body), headers=OWN)
    assert answer.status_code == 428


def test_the_second_of_two_gets_both_values(fresh: Desk) -> None:
    version = fresh.version(DATE)
    first = fresh.decide(DATE, "correct", "১১/০৫/২০২৩", version, by="Rahim")
    second = fresh.decide(DATE, "correct", "১২/০৫/২০২৩", version, by="Karim")
    assert (first.status_code, second.status_code) == (200, 412)
    said = second.json()
    assert said["stands"]["by"] == "Rahim"
    assert said["stands"]["text"] == "১১/০৫/২০২৩"
    assert said["sent"] == {"kind": "correct", "by": "Karim", "text": "১২/০৫/২০২৩"}
    assert fresh.decide(DATE, "correct", "১২/০৫/২০২৩", said["etag"], by="Karim").status_code == 200


def test_fifty_pairs_of_editors_lose_nothing(tmp_path: Path) -> None:
    out = converted(tmp_path)
    of = site(out)
    report_id = report_ids(out)[ODD]
    desks = [Desk(client(of), report_id) for _ in range(2)]
    accepted = 0
    for turn in range(50):
        version = desks[0].version(WEIGHT)
        answers = together(
            *(
                partial(desk.decide, WEIGHT, "correct", str(turn % 9 + 1), version, by)
                for desk, by in zip(desks, ("one", "two"), strict=True)
            )
        )
        codes = sorted(answer.status_code for answer in answers)
        assert codes == [200, 412]
        accepted += 1
    assert len(of.trail.entries()) == accepted
    assert prove(out).faults == ()


def test_500_random_interleavings_keep_every_accepted_edit(tmp_path: Path) -> None:
    out = converted(tmp_path)
    of = site(out)
    picked = random.Random(5)  # noqa: S311  # the same attacks each time
    desk = Desk(client(of), report_ids(out)[ODD])
    keys = [f"indicator:{one}/weight" for one in ("1.1.1", "1.2.1", "2.2.1")]
    held = {(who, key): desk.version(key) for who in "ab" for key in keys}
    accepted: list[tuple[str, str]] = []
    for n in range(500):
        who, key = picked.choice("ab"), picked.choice(keys)
        if picked.random() < 0.4:
            held[who, key] = desk.version(key)
            continue
        answer = desk.decide(key, "correct", str(n % 90 + 1), held[who, key], by=who)
        if answer.status_code == 200:
            accepted.append((key, str(n % 90 + 1)))
            held[who, key] = answer.headers["etag"]
        else:
            assert answer.status_code == 412
    assert [(one.key, one.text) for one in of.trail.entries()] == accepted


def indicators_of(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        one["id"]: one
        for section in report["sections"]
        for activity in section["activities"]
        for one in activity["indicators"]
    }


def test_20_decisions_for_what_was_published_before_are_refused(tmp_path: Path) -> None:
    out = converted(tmp_path)
    desk = Desk(client(site(out)), report_ids(out)[ODD])
    (path,) = out.glob(f"*/Q*/{desk.report_id}.json")
    whole = json.loads(path.read_bytes())
    fields = [(one, field) for one in indicators_of(whole) for field in ("weight", "remark")][:20]
    assert len(fields) == 20
    for indicator, field in fields:
        key = f"indicator:{indicator}/{field}"
        before = desk.version(key)
        indicators_of(whole)[indicator][field]["raw"] = f"৯{indicator}"
        path.write_text(json.dumps(whole), encoding="utf-8")
        (out / "run.json").touch()
        answer = desk.decide(key, "accept", version=before)
        assert answer.status_code == 412
        assert answer.json()["stands"]["raw"] == f"৯{indicator}"
        assert desk.decide(key, "accept").status_code == 200


def test_a_new_source_of_the_same_quarter_asks_for_another_review(tmp_path: Path) -> None:
    out = converted(tmp_path)
    source = tmp_path / "in" / f"{ODD}.tsv"
    text = "source changed: review again"
    report_id = report_ids(out)[ODD]
    for _ in range(cases(20, 3)):
        old = Desk(client(site(out)), report_id)
        assert old.decide(WEIGHT, "accept").status_code == 200
        assert text not in old.client.get(old.path).text
        there = {path.stem for path in out.glob("*/Q*/*.json")}
        source.write_bytes(source.read_bytes() + b"\n")
        convert_again(out)
        (report_id,) = {path.stem for path in out.glob("*/Q*/*.json")} - there
        new = Desk(client(site(out)), report_id)
        assert text in new.client.get("/").text
        assert text in new.client.get(new.path).text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"key": DATE, "kind": "correct", "text": "৩২/১৩/২০২২", "why": "x", "by": "R"}, 422),
        ({"key": DATE, "kind": "correct", "text": "১১/০৫/২০২৩", "why": " ", "by": "R"}, 422),
        ({"key": DATE, "kind": "accept", "by": " "}, 422),
        ({"key": DATE, "kind": "accept", "by": "R\x00"}, 422),
        ({"key": DATE, "kind": "delete", "by": "R"}, 422),
        ({"key": DATE, "kind": "accept", "by": "R", "more": 1}, 422),
        ({"key": DATE, "kind": "withdraw", "by": "R"}, 409),
        ({"key": "indicator:9.9.9/weight", "kind": "accept", "by": "R"}, 404),
        ({"key": "section:1~no-such-code", "kind": "accept", "by": "R"}, 404),
        ([], 422),
    ],
    ids=[
        "no date", "no reason", "no name", "null", "unknown kind", "more fields",
        "nothing to take back", "no value", "no finding", "no object",
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_declined_with_words(
    opened: Desk, body: Any, status: int
) -> None:
    headers = {**OWN, "if-match": opened.version(DATE)}
    if isinstance(body, dict) and body["key"] != DATE:
        headers["if-match"] = '"x"'
    answer = opened.client.post(f"{opened.path}/decide", content=json.dumps(body), headers=headers)
    assert answer.status_code == status
    assert answer.json()["message"]


def test_a_lone_surrogate_is_declined(opened: Desk) -> None:
    body = b'{"key": "%s", "kind": "accept", "by": "\\ud800"}' % DATE.encode()
    answer = opened.client.post(f"{opened.path}/decide", content=body, headers=OWN)
    assert answer.status_code == 422


def test_the_sums_follow_what_is_tried_and_what_is_decided(fresh: Desk) -> None:
    key = "indicator:1.1.1/weight"
    tried = fresh.client.post(
        f"{fresh.path}/try", content=json.dumps({"key": key, "text": "১"}), headers=OWN
    ).json()
    assert tried["value"] == "1"
    assert tried["sums"][0]["verdict"] == "wrong"
    assert fresh.client.get(fresh.path).text.count('class="wrong"') == 1
    decided = fresh.decide(key, "correct", "১").json()
    assert decided["sums"] == tried["sums"]
    taken_back = fresh.decide(key, "withdraw").json()
    assert taken_back["sums"][0]["verdict"] == "right"


def test_a_percent_is_computed_again_while_its_cell_is_tried(fresh: Desk) -> None:
    page = fresh.client.get(fresh.path, params={"code": "percent-disagrees"}).text
    found = re.search(r'class="item error"[^>]* data-key="([^"]+)"', page)
    assert found
    verdicts = {
        text: [
            one["verdict"]
            for one in fresh.client.post(
                f"{fresh.path}/try",
                content=json.dumps({"key": found[1], "text": text}),
                headers=OWN,
            ).json()["sums"]
            if "741" in one["text"]
        ]
        for text in ("৭৩%", "৭৮%")
    }
    assert verdicts == {"৭৩%": ["wrong"], "৭৮%": ["right"]}


# ---- H5: signs that one cannot see

HIDDEN = (
    "\u202e", "\u202d", "\u202a", "\u202b", "\u2066", "\u2067", "\u2068", "\u200b", "\u2060",
    "\u200e", "\x1b", "\x07",
)  # fmt: skip


def test_12_hidden_signs_are_shown_as_marks_and_what_holds_them_is_isolated(
    tmp_path: Path,
) -> None:
    assert len(HIDDEN) == 12
    out = converted(tmp_path, ODD)
    source = tmp_path / "in" / f"{ODD}.tsv"
    spoof = "".join(f"x{sign}txt.১২ " for sign in HIDDEN)
    text = source.read_text("utf-8").replace("দুটি স্টেশনে", spoof)
    assert spoof in text
    (tmp_path / "in" / f"a{HIDDEN[0]}vst.tsv").write_text(text, "utf-8")
    source.unlink()
    convert_again(out)
    (report_id,) = {path.stem for path in out.glob("*/Q*/*.json")} & {
        one for file, one in report_ids(out).items() if "vst" in file
    }
    desk = Desk(client(site(out)), report_id)
    key = "indicator:1.1.1/remark"
    assert desk.decide(key, "correct", spoof, by=f"R{HIDDEN[0]}").status_code == 200
    for path in ("/", "/overview", "/values?column=remark", desk.path, f"{desk.path}/dossier"):
        page = desk.client.get(path).text
        assert not [sign for sign in HIDDEN if sign in page], path
    page = desk.client.get(desk.path).text
    for sign in HIDDEN:
        mark = shown(sign)
        assert re.search(rf"<bdi[^>]*>[^<]*{re.escape(mark)}", page), mark


# ---- H12, H13, H16: searches, size, errors


def test_searches_are_taken_literally(opened: Desk) -> None:
    attacks = [
        attack + tail
        for attack in ("'", '"', "%", "_", "\\", "';--", "' OR '1'='1", "'); DROP TABLE report; --",
                       "(a+)+$", "\x00")
        for tail in ("", "x", " UNION SELECT 1", "%" * 300)
    ]  # fmt: skip
    assert len(attacks) == 40
    for attack in attacks:
        started = time.monotonic()
        for path, name in (
            ("/", "q"),
            ("/", "organisation"),
            ("/values", "raw"),
            ("/values", "confidence"),
            ("/values", "points"),
            ("/findings", "severity"),
            (opened.path, "code"),
            (opened.path, "column"),
            ("/", "start"),
        ):
            answer = opened.client.get(path, params={name: attack})
            assert answer.status_code == 200, (path, name, attack)
        assert time.monotonic() - started < 7
    assert "রেলপথ" in opened.client.get("/", params={"q": "রেলপথ"}).text


MANY = 100_000


def fill(out: Path, reports: int, rows: int) -> None:
    """An index as if so many reports, and one of so many rows, were published."""
    with sqlite3.connect(out / FOLDER / INDEX) as index:
        index.execute("PRAGMA synchronous = OFF")
        (model,) = index.execute("SELECT * FROM report WHERE report_id LIKE 'railways%'").fetchall()
        index.executemany(
            f"INSERT INTO report VALUES (NULL, {', '.join('?' * (len(model) - 1))})",  # noqa: S608
            (
                (*model[1:2], f"office-{n}", "", f"office-{n}", f"slot-{n}", *model[6:])
                for n in range(reports)
            ),
        )
        number = model[0]
        index.execute("UPDATE report SET n_rows = ? WHERE report = ?", (rows, number))
        index.executemany(
            "INSERT INTO line VALUES (?, ?, 'indicator', ?, 1, ?)",
            ((number, n, f"9.9.{n}", n) for n in range(1000, 1000 + rows)),
        )
        index.executemany(
            "INSERT INTO value VALUES (?, ?, ?, ?, 'weight', '৩', '3', 'value', 1.0, '', ?, '[]')",
            (
                (number, n, n, f"indicator:9.9.{n}/weight", f"[[1, {n}, 3, null]]")
                for n in range(1000, 1000 + rows)
            ),
        )
        index.executemany(
            "INSERT INTO item VALUES "
            "(?, ?, ?, 'x', 'date-invalid', 'error', 0, 1.0, 'm', 'm', ?, '[]', '[]')",
            ((number, n, f"indicator:9.9.{n}/weight", n) for n in range(1000, 1000 + rows)),
        )
    index.close()


def test_a_hundred_thousand_rows_open_within_a_second(tmp_path: Path) -> None:
    out = converted(tmp_path)
    of = site(out)
    desk = Desk(client(of), report_ids(out)[ODD])
    fill(out, MANY, MANY)
    pages = ("/", "/?start=99950", "/?q=office-99", "/?code=date-invalid", "/values", "/findings",
             "/findings?severity=due&start=99000",
             "/values?column=weight", desk.path, f"{desk.path}?rows=90000&start=90000")  # fmt: skip
    for path in pages:
        started = time.process_time()
        assert desk.client.get(path).status_code == 200
        assert time.process_time() - started < 1.0, path


BAD_PATHS = (
    "/x", "/trail.sqlite", "/.audit/trail.sqlite", "/run.json", "/static/x", "/static/page.py",
    "/static/", "/static/%00", "/report/", "/report/x", "/report/x/original", "/report/x/dossier",
    "/report/x/trail.txt", "/report/x/page/1.png", "/report/x/page/1.json", "/report/x/cell?key=x",
    "/report/x/crop.png?key=x", "/report/%00", "/report/%ff%fe", "/overview/x", "/values/x",
    "/index.html", "/favicon.ico", "/?token=", "/?token=wrong",
)  # fmt: skip
BAD_PARTS = (
    "/page/0.png", "/page/0.json", "/page/-1.png", "/page/1.5.png", "/page/x.png", "/page/1.svg",
    "/page/99999999999999999999.png", "/page/99999999999999999999.json", "/cell", "/cell?key=",
    "/cell?key=x", "/cell?key=%00", "/cell?key=%ff", "/crop.png", "/crop.png?key=x",
    f"/crop.png?key={DATE}", "/x", "/original/x", "/decide", "/try",
)  # fmt: skip
"""Behind a report that is there."""
BAD_METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")


def test_errors_tell_nothing_of_this_machine(out: Path, opened: Desk) -> None:
    asked = [
        *(("GET", path) for path in BAD_PATHS),
        *(("GET", opened.path + part) for part in BAD_PARTS),
        *((method, "/") for method in BAD_METHODS),
    ]
    assert len(set(asked)) == 50
    for method, path in asked:
        answer = opened.client.request(method, path, headers=OWN)
        assert answer.status_code in range(400, 500), path
        for told in ("Traceback", str(out), "/work", "sqlite", "starlette", "site-packages"):
            assert told not in answer.text.replace(path, "").replace(path.partition("?")[0], "")
        assert "server" not in answer.headers


def test_a_bug_tells_nothing_either(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(f"secret of {out}")

    monkeypatch.setattr("audit.app.overview", broken)
    answer = client(site(out)).get("/overview")
    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_a_report_that_went_away_is_told_without_a_trace(tmp_path: Path) -> None:
    out = converted(tmp_path)
    desk = Desk(client(site(out)), report_ids(out)[OFFICIAL])
    (path,) = out.glob(f"*/Q*/{desk.report_id}.json")
    path.unlink()
    assert desk.client.get(desk.path).status_code == 500
    (out / "run.json").touch()
    assert desk.client.get(desk.path).status_code == 404


# ---- what the pages show


def test_the_index_follows_what_is_published(tmp_path: Path) -> None:
    out = converted(tmp_path)
    assert refresh(out)
    assert not refresh(out)
    (tmp_path / "in" / f"{OFFICIAL}.tsv").unlink()
    convert_again(out)
    assert refresh(out)


def test_both_languages_have_every_page(opened: Desk) -> None:
    for language in ("en", "bn"):
        for path in ("/", "/values", "/findings", "/overview", opened.path):
            answer = opened.client.get(path, params={"lang": language})
            assert f'<html lang="{language}">' in answer.text
    assert opened.client.get("/").text.startswith('<!doctype html>\n<html lang="bn">')
    opened.client.get("/?lang=en")


def test_the_share_that_is_reviewed_grows(fresh: Desk) -> None:
    done = re.search(r"<span>0/(\d+)</span>", fresh.client.get(fresh.path).text)
    assert done
    assert fresh.decide(DATE, "accept").json()["due"] == int(done[1])
    assert f"<span>1/{done[1]}</span>" in fresh.client.get(fresh.path).text
    assert f"<span>1/{done[1]}</span>" in fresh.client.get("/").text


def test_a_dossier_needs_nothing_else(fresh: Desk) -> None:
    fresh.decide(DATE, "correct", "১১/০৫/২০২৩")
    text = fresh.client.get(f"{fresh.path}/dossier").text
    assert not re.findall(r"<(?:script|link|iframe|object)", text)
    assert set(re.findall(r'(?:src|href)="([^":]*):', text)) <= {"data"}
    for part in ("১১/০৫/২০২৩", "date-invalid", "as printed", "Σ", "SHA-256", "<mark>"):
        assert part in text


def test_tokens_differ_from_start_to_start(out: Path) -> None:
    of: Site = site(out)
    assert gated(of, PORT).token != gated(of, PORT).token
    assert len(page_app(of, hosts_of(PORT), "t").hosts) == 3
