"""Tesseract as an engine: what it reads, what it is run with, and what is said when it cannot."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extract._confined import Limits
from extract.scan import tesseract
from extract.scan.engine import Kind, NullEngine, Picture, ReadText
from extract.scan.legible import Gray
from extract.scan.tesseract import OWN_MODEL, SETTING, TesseractEngine, find_program, open_engine
from schemas.errors import InputFailed, Refusal

ROOT = Path(__file__).parents[4]
NOTO = Path("/usr/share/fonts/truetype/noto/NotoSansBengali-Regular.ttf")
DPI = 200
QUICK = Limits(cpu_seconds=20, wall_seconds=1, file_bytes=1024 * 1024)

has_tesseract = pytest.mark.skipif(find_program() is None, reason="Tesseract is not installed")
has_font = pytest.mark.skipif(not NOTO.is_file(), reason="fonts-noto-core is not installed")

Stub = Callable[[str], Path]


def typed(*lines: str, points: float = 10, paper: int = 240) -> Gray:
    """Lines of type as a scan at `DPI` would have them, on greyish paper."""
    size = round(points * DPI / 72)
    font = ImageFont.truetype(NOTO, size)
    width = round(max(font.getlength(line) for line in lines)) + 2 * size
    picture = Image.new("L", (width, round((len(lines) * 1.4 + 1) * size)), paper)
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        draw.text((size, (1 + number * 1.4) * size), line, 30, font, anchor="ls")
    return np.asarray(picture, np.uint8)


@pytest.fixture(scope="module")
def engine() -> TesseractEngine:
    return open_engine()


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stub:
    """Puts a shell script in the place of Tesseract."""

    def place(script: str) -> Path:
        program = tmp_path / "tesseract"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv(SETTING, str(program))
        return program

    return place


@has_tesseract
@has_font
class TestReading:
    @pytest.mark.parametrize(
        "text",
        [
            "১৫/০৬/২০২৩",
            "[১.২.৩]",
            "৯৬.৮২%",
            "৪",
            "৭",
            "১০০",
            "তারিখ",
            "কর্মসম্পাদন সূচক",
        ],
    )
    def test_a_line(self, engine: TesseractEngine, text: str) -> None:
        (read,) = engine.read([Picture(typed(text), DPI, Kind.LINE)])
        assert read.text == text
        assert not read.unread
        assert 0 < read.confidence <= 1

    def test_pictures_keep_their_places_among_blank_ones(self, engine: TesseractEngine) -> None:
        blank = np.full((40, 60), 235, np.uint8)
        pictures = [
            Picture(blank, DPI, Kind.LINE),
            Picture(typed("২০২২-২৩"), DPI, Kind.LINE),
            Picture(blank, DPI, Kind.BLOCK),
            Picture(typed("সেবা সহজিকরণ", "ও বাস্তবায়ন"), DPI, Kind.BLOCK),
            Picture(np.zeros((1, 1), np.uint8), DPI, Kind.LINE),
        ]
        texts = [read.text for read in engine.read(pictures)]
        assert texts[:4] == ["", "২০২২-২৩", "", "সেবা সহজিকরণ\nও বাস্তবায়ন"]
        assert len(texts) == len(pictures)

    def test_no_line_of_a_long_block_is_lost(self, engine: TesseractEngine) -> None:
        # in page mode 6 the rows of such a remark are taken for noise here and there
        lines = ["আমদানিকৃত অথবা স্থানীয়ভাবে", "বেসরকারি শিল্প প্রতিষ্ঠানে", "জারি করা হয়।"] * 7
        (read,) = engine.read([Picture(typed(*lines), DPI, Kind.BLOCK)])
        assert len(read.lines) == len(lines)

    def test_boxes_stand_on_the_words(self, engine: TesseractEngine) -> None:
        image = np.pad(typed("মোট ১২"), ((30, 10), (50, 20)), constant_values=240)
        (read,) = engine.read([Picture(image, DPI, Kind.LINE)])
        ((first, second),) = read.lines
        ink = np.argwhere(image < 120)
        (top, left), (bottom, right) = ink.min(axis=0), ink.max(axis=0)
        assert first.box[0] == pytest.approx(left, abs=4)
        assert second.box[2] == pytest.approx(right, abs=4)
        assert first.box[2] <= second.box[0]
        assert first.box[1] == pytest.approx(top, abs=4)
        assert first.box[3] == pytest.approx(bottom, abs=4)

    def test_no_pictures_need_no_process(self, engine: TesseractEngine) -> None:
        nowhere = replace(engine, program=Path("/nonexistent/tesseract"))
        assert nowhere.read([]) == ()
        blank = Picture(np.full((9, 9), 255, np.uint8), DPI, Kind.BLOCK)
        assert nowhere.read([blank]) == (ReadText(),)

    def test_the_own_model_comes_first_and_is_part_of_the_version(
        self, engine: TesseractEngine
    ) -> None:
        assert engine.languages == OWN_MODEL
        release, name, digest = engine.version.split(" ")
        assert release[0].isdigit()
        assert (name, len(digest)) == (OWN_MODEL, 12)


def test_the_null_engine_reads_nothing() -> None:
    pictures = [Picture(np.zeros((5, 5), np.uint8), DPI, Kind.LINE)] * 3
    assert NullEngine().read(pictures) == (ReadText(),) * 3


def test_a_missing_program_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "/nonexistent/tesseract")
    with pytest.raises(InputFailed, match="not on this machine") as failed:
        open_engine()
    assert failed.value.code is Refusal.TOOL_MISSING


class TestModels:
    LISTING = 'echo "List of available languages in \\"{}\\" (2):"'

    @pytest.mark.parametrize(
        ("installed", "expected"),
        [
            (["Bengali", "ben", "eng"], "Bengali"),
            (["script/Bengali", "ben"], "script/Bengali"),
            (["ben", "eng"], "ben"),
            (["eng"], None),
        ],
        ids=["both", "in-a-folder", "language", "english"],
    )
    def test_debian_models_stand_in(
        self,
        installed: list[str],
        expected: str | None,
        stub: Stub,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(tesseract, "OWN_MODEL", "absent")
        for name in installed:
            path = tmp_path / "data" / f"{name}.traineddata"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        program = stub(self.LISTING.format(tmp_path / "data/"))
        found = tesseract.find_model(program)
        assert (found.name if found else None) == expected

    def test_no_bangla_model_is_told(self, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tesseract, "OWN_MODEL", "absent")
        stub(self.LISTING.format("/nonexistent"))
        with pytest.raises(InputFailed, match="no Bangla model") as failed:
            open_engine()
        assert failed.value.code is Refusal.TOOL_MISSING


INK = Picture(np.pad(np.zeros((20, 20), np.uint8), 10, constant_values=255), DPI, Kind.LINE)

VERSION = '[ "$1" = --version ] && echo "tesseract 5.3.0" && exit 0\n'


class TestTrouble:
    def test_a_program_that_fails(self, stub: Stub) -> None:
        stub(f"{VERSION}echo broken >&2; exit 3")
        with pytest.raises(InputFailed, match="broken") as failed:
            open_engine().read([INK])
        assert failed.value.code is Refusal.TOOL_FAILED

    def test_lines_that_are_not_told_of(self, stub: Stub) -> None:
        stub(f"{VERSION}echo level > $2.tsv")
        with pytest.raises(InputFailed, match="every line") as failed:
            open_engine().read([INK])
        assert failed.value.code is Refusal.TOOL_FAILED

    def test_a_program_that_takes_too_long_is_ended(self, stub: Stub, tmp_path: Path) -> None:
        stub(f"{VERSION}echo $$ > {tmp_path}/started; sleep 987.5")
        engine = replace(open_engine(), limits=QUICK)
        with pytest.raises(InputFailed, match="longer than 1 seconds") as failed:
            engine.read([INK])
        assert failed.value.code is Refusal.TIMEOUT_STALL
        assert (tmp_path / "started").is_file()
        assert gone("987.5")

    def test_it_runs_on_one_core_with_the_model_alone(self, stub: Stub, tmp_path: Path) -> None:
        stub(f'{VERSION}echo "$OMP_THREAD_LIMIT $@" > {tmp_path}/told; echo level > $2.tsv')
        with pytest.raises(InputFailed):
            open_engine().read([INK])
        told = (tmp_path / "told").read_text().split()
        assert told[0] == "1"
        assert told[told.index("-l") + 1] == OWN_MODEL
        assert told[told.index("--psm") + 1] == "13"
        assert "--tessdata-dir" in told

    @pytest.mark.skipif(shutil.which("setpriv") is None, reason="util-linux is not installed")
    def test_a_killed_worker_takes_it_along(self, stub: Stub, tmp_path: Path) -> None:
        stub(f"{VERSION}touch {tmp_path}/started; sleep 986.5")
        code = (
            "import numpy as np\n"
            "from extract.scan.engine import Kind, Picture\n"
            "from extract.scan.tesseract import open_engine\n"
            "image = np.pad(np.zeros((20, 20), np.uint8), 10, constant_values=255)\n"
            "open_engine().read([Picture(image, 200, Kind.LINE)])\n"
        )
        worker = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env={**os.environ})
        wait_for((tmp_path / "started").is_file)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        assert gone("986.5")


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


def gone(mark: str) -> bool:
    """Whether every process with this argument ends within some seconds."""

    def none_left() -> bool:
        for command in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if mark.encode() in command.read_bytes().split(b"\0"):
                    return False
            except OSError:
                continue
        return True

    wait_for(none_left, 10)
    return True
