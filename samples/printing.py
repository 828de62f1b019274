"""Prints the samples to PDF by programs that offices use, where these are installed.

    python -m samples.printing [FOLDER]

LibreOffice prints the Word files, Chromium prints web pages, both without the tags of accessible
PDFs, with which the files are four times as large. FOLDER is `samples/pdf` if it is not named. The
files tell when they were made, so the bytes differ each time; the gold is that of the
text samples.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from samples.blocks import Block, blocks_of
from samples.html import html_bytes
from samples.make import samples, sheet_of
from samples.versions import dressed_lines
from samples.word_xml import Typist, packed, word_bytes

PRINTED = Path(__file__).parent / "pdf"
TYPIST = Typist("Mukti")
"""Of Debian's fonts-beng-extra. Its digits are narrow: in wider fonts dates are cut in two."""
SMALLER = 9
"""Half points: dates must fit into the narrow columns, or LibreOffice cuts them."""
SIZE = re.compile(rb'(<w:szC?s? w:val=")\d+"')
TAGGED = json.dumps({"UseTaggedPDF": {"type": "boolean", "value": "true"}})


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
    """The program, if it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def chromium() -> str | None:
    """The program, if it is installed."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def has_font() -> bool:
    """Whether the font that the samples are printed in is installed."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    asked = [lister, TYPIST.font, "family"]
    return bool(subprocess.run(asked, check=False, capture_output=True).stdout)  # noqa: S603


def print_by_libreoffice(
    files: Mapping[str, bytes], folder: Path, *, tagged: bool = False
) -> dict[str, bytes]:
    """Word files, in one call; the folder is for its work."""
    program = libreoffice() or "soffice"
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    profile = (folder / "profile").as_uri()
    kind = f"pdf:writer_pdf_Export:{TAGGED}" if tagged else "pdf"
    options = ["--headless", "--norestore", "--convert-to", kind, "--outdir", str(folder)]
    subprocess.run(  # noqa: S603  a program of this machine, with fixed arguments
        [program, f"-env:UserInstallation={profile}", *options]
        + [str(folder / f"{name}.docx") for name in files],
        check=True,
        capture_output=True,
        timeout=110,
    )
    return {name: (folder / f"{name}.pdf").read_bytes() for name in files}


def print_by_chromium(
    files: Mapping[str, bytes], folder: Path, *, tagged: bool = True
) -> dict[str, bytes]:
    """Web pages, one call for each; the folder is for its work."""
    program = chromium() or "chromium"
    printed: dict[str, bytes] = {}
    for name, content in files.items():
        page, out = folder / f"{name}.html", folder / f"{name}.pdf"
        page.write_bytes(content)
        subprocess.run(  # noqa: S603  a program of this machine, with fixed arguments
            [
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                *([] if tagged else ["--disable-pdf-tagging"]),
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


def as_blocks() -> dict[str, tuple[Block, ...]]:
    """The samples, as they are to be printed."""
    return {
        sample.name: blocks_of(dressed_lines(sample, sheet_of(sample).lines))
        for sample in samples()
    }


def print_all(folder: Path) -> list[str]:
    """Print all samples into a folder, and say what was printed, or why not."""
    folder.mkdir(parents=True, exist_ok=True)
    if not has_font():
        return [f"Nothing is printed: the font {TYPIST.font} (fonts-beng-extra) is not installed."]
    known, said = as_blocks(), list[str]()
    with TemporaryDirectory() as work:
        if libreoffice():
            words = {name: smaller(word_bytes(one, TYPIST)) for name, one in known.items()}
            _keep(print_by_libreoffice(words, Path(work)), "libreoffice", folder)
            said.append(f"{len(words)} reports are printed by LibreOffice.")
        else:
            said.append("LibreOffice is not installed, so its PDFs are not made.")
        if chromium():
            # an activity that repeats an indicator has another end if a page break cuts it
            pages = {
                name: html_bytes(one, TYPIST, rows_split=not name.startswith("odd_cells"))
                for name, one in known.items()
            }
            _keep(print_by_chromium(pages, Path(work), tagged=False), "chromium", folder)
            said.append(f"{len(pages)} reports are printed by Chromium.")
        else:
            said.append("Chromium is not installed, so its PDFs are not made.")
    return said


def _keep(printed: Mapping[str, bytes], program: str, folder: Path) -> None:
    for name, content in printed.items():
        (folder / f"{name}.{program}.pdf").write_bytes(content)


def main(arguments: list[str]) -> int:
    """Print into the named folder."""
    print("\n".join(print_all(Path(arguments[0]) if arguments else PRINTED)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
