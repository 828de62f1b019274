"""A real PostgreSQL server for tests: a cluster of its own, reached by a socket in its folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

PLACES = "/usr/lib/postgresql/*/bin"
"""Debian keeps the server's programs beside the path."""

USER = "postgres"

# a test's cluster need not outlive a power cut; crashes of processes are another matter
FAST = ("-c", "fsync=off")


def find_programs() -> Path | None:
    """The folder of initdb and pg_ctl of the latest version; None without a server."""
    on_path = shutil.which("initdb")
    found = [Path(on_path)] if on_path else sorted(Path("/").glob(f"{PLACES[1:]}/initdb"))
    return found[-1].parent if found else None


@contextmanager
def serve(settings: Sequence[str] = FAST) -> Generator[str]:
    """Start a server; the URL of its database."""
    programs = find_programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # socket paths are short
    as_root = os.geteuid() == 0
    if as_root:
        shutil.chown(folder, USER)

    def run(name: str, *arguments: str) -> None:
        command = [str(programs / name), "-D", f"{folder}/data", *arguments]
        whole = ["runuser", "-u", USER, "--", *command] if as_root else command
        done = subprocess.run(whole, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        run("initdb", "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = ["-k", str(folder), "-c", "listen_addresses=", *settings]
        run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", " ".join(options), "start")
        try:
            yield f"postgresql://{USER}@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
