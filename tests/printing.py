"""Samples printed to PDF by programs that offices use, where these are installed."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

from samples.word_xml import packed

SMALLER = 9
"""Half points: dates must fit into the narrow columns, or LibreOffice cuts them."""
SIZE = re.compile(rb'(<w:szC?s? w:val=")\d+"')


def smaller(word: bytes) -> bytes:
    """A Word file with all its text in a smaller size."""
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        return packed(
            [
                (name, SIZE.sub(rb'\g<1>%d"' % SMALLER, package.read(name)))
                for name in package.namelist()
            ]
        )


def libreoffice() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("google-chrome")


def print_by_libreoffice(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Word files, in one call."""
    program = libreoffice()
    assert program
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    profile = (folder / "profile").as_uri()
    options = ["--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder]
    subprocess.run(
        [program, f"-env:UserInstallation={profile}", *options]
        + [folder / f"{name}.docx" for name in files],
        check=True,
        capture_output=True,
        timeout=110,
    )
    return {name: (folder / f"{name}.pdf").read_bytes() for name in files}


def print_by_chromium(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Web pages, one call for each."""
    program = chromium()
    assert program
    printed: dict[str, bytes] = {}
    for name, content in files.items():
        page, out = folder / f"{name}.html", folder / f"{name}.pdf"
        page.write_bytes(content)
        subprocess.run(
            [
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--user-data-dir={folder / 'chromium'}",
                f"--print-to-pdf={out}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
        printed[name] = out.read_bytes()
    return printed
