"""A real server as a process, and Debian's Chromium in front of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from tests.audit_site import ROOT

CHROMIUM = which("chromium") or which("chromium-browser")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

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
