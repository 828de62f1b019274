"""A converted folder under review, and requests as its own page sends them."""

from __future__ import annotations

import json
import os
import shutil
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from starlette.testclient import TestClient

from audit.open import Wishes, gated, site_of
from audit.site import Site
from conversion import insight
from ogrogoti import Options, convert

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples" / "reports"
ODD = "odd_cells_2022-23_q3"
OFFICIAL = "official_ministry_2021-22_q3"
PORT = 8000
TOKEN = "a-token-of-this-start"  # noqa: S105  # of a test
HOST = f"127.0.0.1:{PORT}"
OWN = {
    "origin": f"http://{HOST}",
    "sec-fetch-site": "same-origin",
    "content-type": "application/json",
}

FULL = bool(os.environ.get("OGROGOTI_FULL"))


def cases(all_of_them: int, some: int) -> int:
    """How many seeded attacks to try: all of them with OGROGOTI_FULL, else the first of them."""
    return all_of_them if FULL else some


@cache
def _converted(names: tuple[str, ...]) -> Path:
    folder = Path(mkdtemp(prefix="ogrogoti-test-"))
    (folder / "in").mkdir()
    for name in names:
        shutil.copy(SAMPLES / f"{name}.tsv", folder / "in")
    convert([folder / "in"], folder / "out", Options(jobs=1))
    return folder


def converted(into: Path, *names: str) -> Path:
    """A fresh copy of samples and what they were converted to: `in` and `out`."""
    shutil.copytree(_converted(names or (ODD, OFFICIAL)), into, dirs_exist_ok=True)
    return into / "out"


def convert_again(out: Path) -> None:
    convert([out.parent / "in"], out, Options(jobs=1))


def site(out: Path) -> Site:
    return site_of(out, insight(), Wishes(originals=out.parent / "in", reviewer="Tester"))


def client(of: Site, *, enter: bool = True) -> TestClient:
    made = TestClient(
        gated(of, PORT, TOKEN), base_url=f"http://{HOST}", raise_server_exceptions=False
    )
    if enter:
        assert made.get(f"/?token={TOKEN}").status_code == 200
    return made


@dataclass(frozen=True)
class Desk:
    """One report, and what a reviewer does with it."""

    client: TestClient
    report_id: str

    @property
    def path(self) -> str:
        return f"/report/{self.report_id}"

    def version(self, key: str) -> str:
        return self.client.get(f"{self.path}/cell", params={"key": key}).headers["etag"]

    def decide(
        self, key: str, kind: str, text: str | None = None, version: str = "", by: str = "Rahim"
    ) -> Any:
        body = {"key": key, "kind": kind, "text": text, "why": "as printed", "by": by}
        headers = {**OWN, "if-match": version or self.version(key)}
        return self.client.post(f"{self.path}/decide", content=json.dumps(body), headers=headers)


def report_ids(out: Path) -> dict[str, str]:
    """The report of each sample, by the sample's name."""
    found: dict[str, str] = {}
    for path in (*out.glob("*/Q*/*.json"), *out.glob("unplaced/*.json")):
        report = json.loads(path.read_bytes())
        found[report["source"]["file"].removesuffix(".tsv")] = report["report_id"]
    return found


def report_of(out: Path, sample: str) -> dict[str, Any]:
    (path,) = out.rglob(f"{report_ids(out)[sample]}.json")
    read: dict[str, Any] = json.loads(path.read_bytes())
    return read


def together(*calls: Any) -> list[Any]:
    """Run calls at the same time; their results in order."""
    found: list[Any] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def run(n: int) -> None:
        gate.wait()
        found[n] = calls[n]()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
