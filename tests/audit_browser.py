"""A real server as a process, and Debian's Chromium in front of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any

from tests.audit_site import ROOT

CHROMIUM = which("chromium") or which("chromium-browser")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

SIZES = {"laptop": (1366, 768), "wide": (1920, 1080), "phone": (390, 844)}

IMPATIENT = """
import sys
import audit.serving as serving
serving.REQUEST_SECONDS = float(sys.argv.pop(1))
from pipeline import main
main()
"""


@dataclass(frozen=True)
class Served:
    address: str
    port: int
    pid: int


@contextmanager
def serving(out: Path, *, patience: float = 10.0) -> Generator[Served]:
    """`ogrogoti audit` on a folder; the address is the one that it prints."""
    command = ["audit", str(out), "--originals", str(out.parent / "in"), "--no-browser"]
    server = subprocess.Popen(
        [sys.executable, "-c", IMPATIENT, str(patience), *command, "--reviewer", "Tester"],
        cwd=ROOT, stderr=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True,
    )  # fmt: skip
    assert server.stderr is not None
    try:
        for line in server.stderr:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/\?token=\S+", line)
            if found:
                yield Served(found[0], int(found[1]), server.pid)
                break
    finally:
        if server.poll() is None:
            os.kill(server.pid, signal.SIGKILL)
        server.wait()
        server.stderr.close()


@contextmanager
def browsing() -> Generator[Any]:
    """Chromium, to be opened once for a module."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
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
