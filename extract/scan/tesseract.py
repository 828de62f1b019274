"""Reads crops with Tesseract: one process for all the lines of all the crops of a page."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module, resources
from pathlib import Path
from typing import Protocol, cast

from PIL import Image

from extract._confined import SYSTEM_PATH, Limits, wrapping
from extract.scan.engine import Picture, ReadText, Word
from extract.scan.legible import READ_DPI, Gray
from extract.scan.line_pages import LinePage, line_pages
from schemas.errors import InputFailed, Refusal

SETTING = "OGROGOTI_TESSERACT"
"""Names the program where it is not on the PATH."""

OWN_MODEL = "ogrogoti"
FALLBACKS = ("script/Bengali", "Bengali", "ben")
"""Models of Debian's packages, the better first: `ben` reads 3.3 % of the signs of text cells wrong
at 200 dpi, the script's 1.8 %. Never with `eng`: it finds Latin words in Bangla ones."""

PAGE_MODE = 13
"""Each page is one line, cut to its ink, and Tesseract looks for none itself. Where it does, it
takes lone digits and dashes for noise (mode 7: 195 of 207 numbers right, 13: 204) and drops or
mixes lines of a block (mode 6). Crops not cut to their ink are of no use in mode 13."""

OPTIONS = (
    # no report is printed white on black, and looking for it costs a second reading
    ("tessedit_do_invert", "0"),
)

LIMITS = Limits(cpu_seconds=240, wall_seconds=240, file_bytes=256 * 1024 * 1024)
"""A page of 160 cells takes 2 to 4 seconds."""

PREFIX = "ogrogoti-tesseract-"
WRAPPER = "tesseract.sh"
PROBE_SECONDS = 10
DIGEST_LENGTH = 12
WORD_LEVEL = "5"
PERCENT = 100.0

INSTALL = "On Debian: apt-get install --no-install-recommends tesseract-ocr tesseract-ocr-ben"

LISTED = re.compile(r'available languages in "(?P<folder>[^"]+)"')


@dataclass(frozen=True, slots=True)
class Model:
    """A `.traineddata` file."""

    name: str
    folder: Path

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / f"{self.name}.traineddata"


def find_program() -> Path | None:
    """The program that the setting names, or else the one on the PATH."""
    found = shutil.which(os.environ.get(SETTING) or "tesseract")
    return Path(found) if found else None


def find_model(program: Path) -> Model | None:
    """The model of this project, or else the best of those that are installed."""
    own = Model(OWN_MODEL, Path(str(resources.files("extract.scan"))) / "tessdata")
    if own.path.is_file():
        return own
    listed = LISTED.search(_ask(program, "--list-langs"))
    installed = (Model(name, Path(listed["folder"])) for name in FALLBACKS) if listed else ()
    return next((model for model in installed if model.path.is_file()), None)


def open_engine() -> TesseractEngine:
    """The engine as this machine has it.

    Raises:
        InputFailed: TOOL_MISSING.
    """
    program = find_program()
    model = find_model(program) if program else None
    if program is None or model is None:
        lacking = "which is not on this machine" if program is None else "which has no Bangla model"
        raise InputFailed(Refusal.TOOL_MISSING, f"Scans are read by Tesseract, {lacking}.", INSTALL)
    release = _ask(program, "--version").split("\n", 1)[0].removeprefix("tesseract ").strip()
    digest = hashlib.sha256(model.path.read_bytes()).hexdigest()[:DIGEST_LENGTH]
    return TesseractEngine(program, model, f"{release} {model.name} {digest}")


@dataclass(frozen=True, slots=True)
class TesseractEngine:
    """Tesseract with one model."""

    program: Path
    model: Model
    version: str
    """Of the program, then the model's name and the start of its SHA-256."""
    limits: Limits = LIMITS
    name: str = "tesseract"

    @property
    def languages(self) -> str:
        """The model alone; several would be asked in turn."""
        return self.model.name

    def read(self, pictures: Sequence[Picture]) -> tuple[ReadText, ...]:
        """What the pictures say, by one process.

        Raises:
            InputFailed: TOOL_FAILED or TIMEOUT_STALL, or NO_SPACE for the pictures themselves.
        """
        pages = [page for n, picture in enumerate(pictures) for page in line_pages(picture, n)]
        words = self._read_pages(pages) if pages else ()
        return tuple(
            _text([(p, w) for p, w in zip(pages, words, strict=True) if p.picture == number])
            for number in range(len(pictures))
        )

    def _read_pages(self, pages: Sequence[LinePage]) -> tuple[tuple[Word, ...], ...]:
        try:
            with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
                table = self._run(Path(name), [page.image for page in pages])
        except OSError as error:
            raise InputFailed(
                Refusal.NO_SPACE,
                f"Pictures could not be handed to Tesseract ({error.strerror}).",
                f"Make room in {tempfile.gettempdir()}, or point TMPDIR elsewhere.",
            ) from error
        return _words(table, pages)

    def _run(self, folder: Path, pages: Sequence[Gray]) -> str:
        """The TSV of one process; a page of the TIFF is a line."""
        # imported when a page is read: pandas comes with it, 1.3 CPU seconds
        pytesseract = cast(_Pytesseract, import_module("pytesseract.pytesseract"))
        first, *rest = map(Image.fromarray, pages)
        lines = folder / "lines.tif"
        first.save(lines, save_all=True, append_images=rest)
        # it takes its program from this name only, and none with arguments
        pytesseract.tesseract_cmd = str(_wrapper(folder, self.program, self.limits))
        try:
            return pytesseract.image_to_data(
                str(lines),
                lang=self.model.name,
                config=_configuration(self.model),
                timeout=round(self.limits.wall_seconds),
            )
        except pytesseract.TesseractError as error:
            raise _failed(f"Tesseract could not read the lines of a page: {error}") from error
        except RuntimeError as error:  # what pytesseract raises at its timeout
            raise InputFailed(
                Refusal.TIMEOUT_STALL,
                f"Tesseract took longer than {self.limits.wall_seconds:g} seconds for a page.",
                "Scan the page at 300 dpi, in grey, and convert that.",
            ) from error


class _Pytesseract(Protocol):
    """What is used of a module that has no type hints."""

    tesseract_cmd: str
    TesseractError: type[RuntimeError]

    def image_to_data(self, image: str, *, lang: str, config: str, timeout: int) -> str:
        """The TSV of the pages of a file."""
        ...


def _ask(program: Path, question: str) -> str:
    """What the program says of itself; nothing if it does not."""
    try:
        ran = subprocess.run(  # noqa: S603  the program found above, with fixed arguments
            [program, question],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PROBE_SECONDS,
            check=False,
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ran.stdout + ran.stderr


def _failed(reason: str) -> InputFailed:
    return InputFailed(
        Refusal.TOOL_FAILED, reason, f"See whether Tesseract works on this machine. {INSTALL}"
    )


def _configuration(model: Model) -> str:
    options = (f"-c {name}={value}" for name, value in OPTIONS)
    folder = shlex.quote(str(model.folder))
    return " ".join((f"--tessdata-dir {folder} --psm {PAGE_MODE} --dpi {READ_DPI}", *options))


def _wrapper(folder: Path, program: Path, limits: Limits) -> Path:
    """A program that runs Tesseract confined, on one core, ended when its worker is."""
    command = shlex.join([*wrapping(limits), str(program)])
    path = folder / WRAPPER
    # more threads take 2.6 times the CPU for the same page and save no time
    path.write_text(
        f'#!/bin/sh\nPATH={SYSTEM_PATH} OMP_THREAD_LIMIT=1 exec {command} "$@"\n', encoding="utf-8"
    )
    path.chmod(0o700)
    return path


def _text(lines: Sequence[tuple[LinePage, tuple[Word, ...]]]) -> ReadText:
    return ReadText(
        lines=tuple(words for _, words in lines if words),
        unread=tuple(page.box for page, words in lines if not words),
    )


def _words(table: str, pages: Sequence[LinePage]) -> tuple[tuple[Word, ...], ...]:
    """The words of the TSV for each page.

    Raises:
        InputFailed: TOOL_FAILED, when pages are missing from it.
    """
    _, *rows = (line.split("\t") for line in table.splitlines() if line)
    if len({row[1] for row in rows}) != len(pages):
        raise _failed("Tesseract did not tell of every line.")
    words: list[list[Word]] = [[] for _ in pages]
    for row in rows:
        text = unicodedata.normalize("NFC", row[-1].strip())
        if row[0] == WORD_LEVEL and text:
            number = int(row[1]) - 1
            word = Word(text, float(row[10]) / PERCENT, pages[number].place(row[6:10]))
            words[number].append(word)
    return tuple(_apart(line) for line in words)


def _apart(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words of one line, each ending where the next begins.

    In page mode 13 a word's box may reach to the end of the line.
    """
    ends = [following.box[0] for following in words[1:]]
    return (
        *(
            replace(word, box=(word.box[0], word.box[1], max(word.box[0], end), word.box[3]))
            if word.box[2] > end
            else word
            for word, end in zip(words, ends, strict=False)
        ),
        *words[-1:],
    )
