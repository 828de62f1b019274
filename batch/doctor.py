"""What this machine has, and what it lacks for which kind of input."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = {
    "bangla": "reading digits",
    "pydantic": "the contract of the outputs",
    "jsonschema-rs": "proving the outputs",
    "rapidfuzz": "matching spellings",
    "lxml": "Word and Excel files",
    "playa-pdf": "PDF files",
    "pypdfium2": "PDF files",
    "fonttools": "PDF files",
    "pytesseract": "scans",
    "onnxruntime": "scans",
    "opencv-python-headless": "scans",
}
"""Without these nothing runs."""

EXTRAS = {
    "xlsxwriter": ("--format excel", "Run uv sync --frozen."),
    "duckdb": ("--format parquet, and load", "Run uv sync --frozen."),
    "psycopg": ("load into PostgreSQL", "Run uv sync --frozen."),
    "ray": ("--engine ray", "Run uv sync --frozen --extra distributed."),
    "fsspec": (
        "inputs and outputs at addresses such as s3://",
        "Run uv sync --frozen --extra distributed.",
    ),
}
"""What some options need, and how to get it."""

CONFINING = ("setpriv", "unshare", "prlimit")
"""Programs of util-linux that keep a foreign program without a network and inside its limits."""

CALL_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Part:
    """Something that this machine has or lacks."""

    name: str
    found: str | None
    """Its version, or None."""
    use: str
    remedy: str
    needed: bool = False
    """Whether nothing works without it."""

    def line(self) -> str:
        """One line for people."""
        if self.found:
            return f"ok       {self.name} {self.found}: {self.use}"
        return f"missing  {self.name}: {self.use}. {self.remedy}"


def examine() -> tuple[Part, ...]:
    """Look for every library and program that some kind of input needs."""
    libraries = tuple(
        Part(name, _version(name), use, "Run make demo, or uv sync --frozen.", needed=True)
        for name, use in PACKAGES.items()
    )
    extras = tuple(
        Part(name, _version(name), use, remedy) for name, (use, remedy) in EXTRAS.items()
    )
    return (
        *libraries,
        _kernel(),
        *extras,
        Part(
            "util-linux",
            _first_line("unshare", "--version") if all(map(shutil.which, CONFINING)) else None,
            "LibreOffice without a network and inside its limits",
            "On Debian: apt-get install util-linux",
        ),
        Part(
            "LibreOffice",
            _libreoffice(),
            "old Word and Excel files, Rich Text and OpenDocument",
            "On Debian: apt-get install --no-install-recommends "
            "libreoffice-writer-nogui libreoffice-calc-nogui",
        ),
        Part(
            "Bangla fonts",
            _fonts(),
            "Bangla on this screen",
            "On Debian: apt-get install fonts-noto-core",
        ),
    )


def _kernel() -> Part:
    """Whether a worker's end can be waited for."""
    return Part(
        "Linux",
        os.uname().release
        if hasattr(os, "pidfd_open") and Path("/proc/self/fd").is_dir()
        else None,
        "worker processes that are ended with all that they start",
        "A kernel from 5.3 on with /proc is needed.",
        needed=True,
    )


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _first_line(program: str, *arguments: str) -> str | None:
    lines = _output(program, *arguments)
    return lines[0] if lines else None


def _libreoffice() -> str | None:
    """Its version, such as 7.4.7.2; by the setting, if that names a program."""
    program = os.environ.get("OGROGOTI_LIBREOFFICE")
    for name in (program,) if program else ("soffice", "libreoffice"):
        if line := _first_line(name, "--version"):
            return line.removeprefix("LibreOffice ").split(" ")[0]
    return None


def _fonts() -> str | None:
    families = _output("fc-list", ":lang=bn", "family")
    return f"{len(families)} families" if families else None


def _output(program: str, *arguments: str) -> list[str]:
    """The lines that a program prints; none if it is not there or does not answer."""
    path = shutil.which(program)
    if path is None:
        return []
    try:
        ran = subprocess.run(  # noqa: S603  a fixed program with fixed arguments
            [path, *arguments], capture_output=True, text=True, timeout=CALL_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return (ran.stdout or ran.stderr).splitlines()
