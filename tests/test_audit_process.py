"""The server as a process: where it listens, what it does with rude callers, and when killed."""

import json
import os
import random
import resource
import signal
import socket
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from audit.chain import anchor_again, prove
from audit.trail import Trail
from tests.audit_browser import Served, serving
from tests.audit_site import FULL, ODD, cases, converted, report_ids

PATIENCE = 1.5
KEY = "indicator:2.2.1/weight"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return converted(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def served(out: Path) -> Iterator[Served]:
    with serving(out, patience=PATIENCE) as found:
        yield found


def cookie_of(served: Served) -> str:
    connection = HTTPConnection("127.0.0.1", served.port, timeout=10)
    connection.request("GET", served.address.partition(str(served.port))[2])
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return (answer.headers["set-cookie"] or "").partition(";")[0]


def ask(served: Served, cookie: str) -> tuple[int, float]:
    started = time.monotonic()
    connection = HTTPConnection("127.0.0.1", served.port, timeout=10)
    connection.request("GET", "/static/page.css", headers={"cookie": cookie})
    status = connection.getresponse().status
    connection.close()
    return status, time.monotonic() - started


def own_addresses() -> list[str]:
    """Addresses of this machine beside the loopback ones."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing
        except OSError:
            return []
        return [probe.getsockname()[0]]


def test_it_listens_on_the_loopback_address_only(served: Served) -> None:
    _, *lines = map(str.split, Path("/proc/net/tcp").read_text("ascii").splitlines())
    listening = [line[1].split(":") for line in lines if line[3] == "0A"]
    hosts = [host for host, port in listening if int(port, 16) == served.port]
    assert hosts == ["0100007F"]
    for address in own_addresses():
        with socket.socket() as stranger:
            stranger.settimeout(2)
            assert stranger.connect_ex((address, served.port)) != 0


def say(served: Served, *pieces: bytes, pause: float = 0.0, limit: float = 6.0) -> bytes:
    with socket.create_connection(("127.0.0.1", served.port), timeout=limit) as caller:
        heard = b""
        try:
            for piece in pieces:
                caller.sendall(piece)
                time.sleep(pause)
            while chunk := caller.recv(65536):
                heard += chunk
        except (ConnectionError, TimeoutError):
            pass
        return heard


RUDE = (
    "10 MB of headers", "a body of 2 GB", "no HTTP", "two lengths", "length and chunks",
    "bad chunk", "no host", "half a request", "a query of 1 MB",
)  # fmt: skip


def rude(served: Served) -> dict[str, tuple[bytes, set[bytes]]]:
    host = f"Host: 127.0.0.1:{served.port}\r\n".encode()
    own = (
        f"Origin: http://127.0.0.1:{served.port}\r\nSec-Fetch-Site: same-origin\r\n"
        "Content-Type: application/json\r\n"
    ).encode()
    post = b"POST /report/x/decide HTTP/1.1\r\n" + host + own
    return {
        "10 MB of headers": (b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 10_000_000, {b"431"}),
        "a body of 2 GB": (post + b"Content-Length: 2147483648\r\n\r\n" + b"x" * 1000, {b"413"}),
        "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", {b"400"}),
        "two lengths": (post + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", {b"400"}),
        "length and chunks": (
            post
            + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n",
            {b"400", b"403"},
        ),
        "bad chunk": (post + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", {b"400", b"403"}),
        "no host": (b"GET / HTTP/1.1\r\n\r\n", {b"400", b"421"}),
        "half a request": (b"GET / HTTP/1.1\r\nHo", {b"408"}),
        "a query of 1 MB": (
            b"GET /?q=" + b"a" * 1_000_000 + b" HTTP/1.1\r\n" + host + b"\r\n",
            {b"431"},
        ),
    }


@pytest.mark.parametrize("name", RUDE)
def test_rude_callers_are_refused_and_the_page_goes_on(served: Served, name: str) -> None:
    cookie = cookie_of(served)
    request, statuses = rude(served)[name]
    heard = say(served, request)
    codes = {line.split()[1] for line in heard.splitlines() if line.startswith(b"HTTP/1.1 ")}
    assert len(codes) <= 1
    assert codes <= statuses
    if "MB" not in name:  # the answer may be lost while the caller still sends
        assert codes
    status, seconds = ask(served, cookie)
    assert status == 200
    assert seconds < 1.0


@pytest.fixture
def many_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 2 * CALLERS)), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


CALLERS = 1000


@pytest.mark.usefixtures("many_files")
def test_a_thousand_idle_callers_do_not_stop_the_page(served: Served) -> None:
    cookie = cookie_of(served)
    callers = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(CALLERS)]
    for caller in callers:
        caller.sendall(b"GET / HTTP/1.1\r\n")
    status, seconds = ask(served, cookie)
    assert status == 200
    assert seconds < 1.0
    time.sleep(PATIENCE + 0.5)
    assert callers[0].recv(100).startswith(b"HTTP/1.1 408")
    for caller in callers:
        caller.close()


def test_who_sends_a_sign_now_and_then_is_cut_off(served: Served) -> None:
    cookie = cookie_of(served)
    callers = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(50)]
    for caller in callers:
        caller.sendall(b"GET / HTTP/1.1\r\nX: ")
    started = time.monotonic()
    cut: set[socket.socket] = set()
    slowest = 0.0
    while len(cut) < len(callers):
        assert time.monotonic() - started < PATIENCE + 3
        for caller in callers:
            if caller in cut:
                continue
            try:
                caller.sendall(b"a")
            except OSError:  # it was closed
                cut.add(caller)
        status, seconds = ask(served, cookie)
        assert status == 200
        slowest = max(slowest, seconds)
        time.sleep(0.1)
    for caller in callers:
        caller.close()
    assert slowest < 1.0


EDIT_SECONDS = 0.03
"""What an edit takes: a kill falls anywhere in it."""


def test_a_server_that_is_killed_in_an_edit_keeps_all_of_it_or_nothing(tmp_path: Path) -> None:
    out = converted(tmp_path)
    report_id = report_ids(out)[ODD]
    picked = random.Random(8)  # noqa: S311  # the same attacks each time
    told = half_way = whole = 0
    for _ in range(cases(100, 3)):
        with serving(out) as served:
            cookie = cookie_of(served)
            own = {
                "cookie": cookie, "origin": f"http://127.0.0.1:{served.port}",
                "sec-fetch-site": "same-origin", "content-type": "application/json",
            }  # fmt: skip
            connection = HTTPConnection("127.0.0.1", served.port, timeout=10)

            def send(own: dict[str, str] = own, connection: HTTPConnection = connection) -> None:
                connection.request("GET", f"/report/{report_id}/cell?key={KEY}", headers=own)
                answer = connection.getresponse()
                answer.read()
                body = {"key": KEY, "kind": "correct", "text": "৪", "why": "x", "by": "R"}
                headers = own | {"if-match": answer.headers["etag"] or ""}
                connection.request("POST", f"/report/{report_id}/decide", json.dumps(body), headers)

            for _ in range(picked.randrange(1, 4)):
                send()
                told = json.loads(connection.getresponse().read())["entry"]
            send()
            time.sleep(picked.uniform(0, EDIT_SECONDS))
            os.kill(served.pid, signal.SIGKILL)
            connection.close()
        written = len(Trail(out).entries())
        assert told <= written <= told + 1
        assert anchor_again(out).faults == ()
        half_way += written == told
        whole += written > told
    with serving(out):
        assert prove(out).faults == ()
    assert told > 3
    if FULL:  # they fell before the edit, and after it
        assert min(half_way, whole) > 5
