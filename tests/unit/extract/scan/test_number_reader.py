from __future__ import annotations

import os
import subprocess
import sys
from itertools import groupby, product
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from extract.scan import number_reader
from extract.scan.ctc_beam import readings
from extract.scan.number_reader import ALPHABET, HEIGHT, Gray, NumberReader, prepare

FONTS = Path("/usr/share/fonts/truetype")
NOTO = FONTS / "noto/NotoSansBengali-Regular.ttf"
MUKTI = FONTS / "fonts-beng-extra/Mukti.ttf"
DEJAVU = FONTS / "dejavu/DejaVuSans.ttf"

NUMBERS = (
    "১৫/০৬/২০২৩", "৩১.১২.২০২৪", "০১-০৭-২০২২", "৩১/০২/২০২৩",
    "০", "১", "২", "৩", "৪", "৫", "৬", "৭", "৮", "৯",
    "১০০", "৯০", "২.৫", "১২.৭৫", "৫০%", "[১.২.৩]", "[১.১]", "(১)", "১,২৩,৪৫৬", "২০২৩-২৪",
)  # fmt: skip
LATIN_NUMBERS = ("15/06/2023", "2047", "12.75", "[1.2.3]", "1,23,456", "60%")
WORDS = ("তারিখ", "সংখ্যা", "প্রযোজ্য নয়", "ত্রৈমাসিক", "ওয়েবসাইট")


@pytest.fixture(scope="module")
def reader() -> NumberReader:
    return NumberReader()


UNSEEN_DASHES = {("-", 8, 300), ("-", 10, 300)}


def written(text: str, dpi: int, font: Path = NOTO, points: float = 10, margin: int = 6) -> Gray:
    """Black on nearly white, with a margin; signs a font lacks come from another, as in offices."""
    size = round(points * dpi / 72)
    bangla, latin = (ImageFont.truetype(str(path), size) for path in (font, DEJAVU))
    picture = Image.new("L", (size * (len(text) + 2), size * 3), 248)
    pencil = ImageDraw.Draw(picture)
    across = float(size)
    for own, run in groupby(text, key=lambda sign: "ঀ" <= sign <= "৿" or sign == " "):
        face, piece = (bangla if own else latin), "".join(run)
        pencil.text((across, size * 2), piece, font=face, fill=20, anchor="ls")
        across += face.getlength(piece)
    page = np.asarray(picture, dtype=np.uint8)
    rows, columns = (np.flatnonzero((page < 200).any(axis=axis)) for axis in (1, 0))
    return page[
        rows[0] - margin : rows[-1] + 1 + margin, columns[0] - margin : columns[-1] + 1 + margin
    ]


def test_nothing_is_told_to_anybody(tmp_path: Path) -> None:
    """The runtime's telemetry leaves an identifier in the home folder before it sends anything."""
    script = (
        "import numpy, time\n"
        "from extract.scan.number_reader import NumberReader\n"
        "print(len(NumberReader().read([numpy.full((40, 60), 255, numpy.uint8)], 200)))\n"
        "time.sleep(1)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        cwd=Path(number_reader.__file__).parents[2],
        check=True,
        capture_output=True,
        text=True,
    )
    assert ran.stdout == "1\n"
    assert [*tmp_path.rglob("*")] == []


@pytest.mark.parametrize("dpi", [150, 200, 300, 400])
@pytest.mark.parametrize("font", [NOTO, MUKTI], ids=lambda font: font.stem)
def test_numbers_are_read(reader: NumberReader, font: Path, dpi: int) -> None:
    guesses = reader.read([written(text, dpi, font) for text in NUMBERS], dpi)
    assert [guess.text for guess in guesses] == list(NUMBERS)
    assert not [guess for guess in guesses if guess.letters]


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_latin_numbers_are_read(reader: NumberReader, dpi: int) -> None:
    guesses = reader.read([written(text, dpi) for text in LATIN_NUMBERS], dpi)
    assert [guess.text for guess in guesses] == list(LATIN_NUMBERS)


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("font", [NOTO, MUKTI], ids=lambda font: font.stem)
def test_words_are_no_numbers(reader: NumberReader, font: Path, dpi: int) -> None:
    guesses = reader.read([written(word, dpi, font) for word in WORDS], dpi)
    assert all(guess.letters for guess in guesses), [guess.text for guess in guesses]


@pytest.mark.parametrize(
    ("text", "number"),
    [("২ টি", "২"), ("১০ জন", "১০"), ("৫০ শতাংশ", "৫০")],
    ids=["piece", "persons", "percent"],
)
def test_the_number_before_a_word_is_read(reader: NumberReader, text: str, number: str) -> None:
    (guess,) = reader.read([written(text, 200)], 200)
    assert guess.text == number + "#"
    assert guess.letters


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("points", [8, 10, 12])
@pytest.mark.parametrize("dash", ["-", "–", "—"], ids=["hyphen", "en", "em"])
def test_a_lone_dash_is_a_dash(
    request: pytest.FixtureRequest, reader: NumberReader, dash: str, points: int, dpi: int
) -> None:
    if (dash, points, dpi) in UNSEEN_DASHES:
        # a known fault of the net that ships; pages are safe from it, see test_dashes.py
        request.applymarker(pytest.mark.xfail(strict=True, reason="the net sees nothing there"))
    (guess,) = reader.read([written(dash, dpi, DEJAVU, points)], dpi)
    assert guess.text == "-"


def test_several_dashes_stay_several(reader: NumberReader) -> None:
    guesses = reader.read([written(text, 200) for text in ("--", "---")], 200)
    assert [guess.text for guess in guesses] == ["--", "---"]


def blank_paper(height: int, width: int, level: int, noise: float) -> Gray:
    chance = np.random.default_rng(height * width)
    return np.clip(chance.normal(level, noise, (height, width)), 0, 255).astype(np.uint8)


def ruled(paper: Gray) -> Gray:
    worn = paper.copy()
    worn[:, :2] = 30
    worn[-2:, :] = 30
    return worn


BLANKS = {
    "white": np.full((40, 90), 255, np.uint8),
    "grey": blank_paper(38, 120, 205, 6),
    "small": blank_paper(9, 7, 230, 3),
    "rules at the edges": ruled(blank_paper(36, 100, 240, 3)),
    "high": blank_paper(150, 60, 225, 5),
    "no pixels": np.zeros((0, 12), np.uint8),
}


@pytest.mark.parametrize("paper", BLANKS.values(), ids=BLANKS.keys())
def test_an_empty_cell_says_nothing(reader: NumberReader, paper: Gray) -> None:
    (guess,) = reader.read([paper], 200)
    assert guess.text == ""
    assert not guess.letters


def test_a_black_cell_is_no_number(reader: NumberReader) -> None:
    (guess,) = reader.read([np.zeros((30, 60), np.uint8)], 200)
    assert guess.text in {"", "#"}


def test_rules_beside_a_number_are_not_read(reader: NumberReader) -> None:
    lines = [ruled(written(text, 200, margin=8)) for text in ("১৫/০৬/২০২৩", "৭", "[১.২]")]
    assert [guess.text for guess in reader.read(lines, 200)] == ["১৫/০৬/২০২৩", "৭", "[১.২]"]


def test_a_number_off_the_middle_of_a_high_cell_is_found(reader: NumberReader) -> None:
    line = np.pad(written("২৭.০৪", 200), ((70, 4), (30, 3)), constant_values=248)
    (guess,) = reader.read([line], 200)
    assert guess.text == "২৭.০৪"


def test_an_answer_does_not_depend_on_the_other_cells(reader: NumberReader) -> None:
    lines = [written(text, 200) for text in (*NUMBERS, *WORDS, "-")]
    together = reader.read(lines, 200)
    alone = [reader.read([line], 200)[0] for line in lines]
    assert [guess.text for guess in together] == [guess.text for guess in alone]
    assert [guess.confidence for guess in together] == pytest.approx(
        [guess.confidence for guess in alone], abs=1e-4
    )
    assert reader.read([], 200) == ()


def test_alternatives_are_ranked_and_share_one_probability(reader: NumberReader) -> None:
    smudged = [
        np.asarray(cv2.GaussianBlur(written(text, 150, points=7), (0, 0), 2.2), np.uint8)
        for text in ("১৫/০৬/২০২৩", "৩৬৯", "৮")
    ]
    clear = reader.read([written(text, 150, points=7) for text in ("১৫/০৬/২০২৩", "৩৬৯", "৮")], 150)
    for smudge, sure in zip(reader.read(smudged, 150), clear, strict=True):
        assert smudge.confidence < sure.confidence
        chances = [smudge.confidence, *(chance for _, chance in smudge.alternatives)]
        assert chances == sorted(chances, reverse=True)
        assert 0 < sum(chances) <= 1 + 1e-6
        assert smudge.text not in dict(smudge.alternatives)
        assert smudge.weakest <= 1


@given(
    height=st.integers(1, 130), width=st.integers(1, 200), dpi=st.floats(100, 600),
    level=st.integers(0, 255),
)  # fmt: skip
def test_any_picture_is_prepared(height: int, width: int, dpi: float, level: int) -> None:
    ink = prepare(np.full((height, width), level, np.uint8), dpi)
    assert ink.shape[0] == HEIGHT
    assert ink.shape[1] % number_reader.WIDTH_STEP == 0
    assert ink.min() >= 0
    assert ink.max() <= 1


def test_the_net_stays_small() -> None:
    model = Path(number_reader.__file__).with_name("number_reader.onnx")
    assert model.stat().st_size <= 3_000_000


def test_a_line_keeps_to_one_script() -> None:
    frames = np.full((3, len(ALPHABET) + 1), 1e-9)
    frames[0, 1 + ALPHABET.index("২")] = 1
    frames[1, 0] = 1
    frames[2, 1 + ALPHABET.index("8")], frames[2, 1 + ALPHABET.index("৪")] = 0.7, 0.3
    best = number_reader.guess(frames)
    assert best.text == "২৪"
    assert 0.9 < best.confidence < 1
    assert best.alternatives[0][0] == "২8"


def texts_of_all_paths(frames: list[list[float]], alphabet: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for path in product(range(len(alphabet) + 1), repeat=len(frames)):
        text = "".join(alphabet[sign - 1] for sign, _ in groupby(path) if sign)
        chance = float(np.prod([frame[sign] for frame, sign in zip(frames, path, strict=True)]))
        found[text] = found.get(text, 0.0) + chance
    return found


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=8))
def test_the_beam_sums_all_paths_of_a_text(chances: list[float]) -> None:
    frames = [[1 - chance, chance] for chance in chances]
    expected = texts_of_all_paths(frames, "৫")
    found = {reading.text: reading.probability for reading in readings(np.array(frames), "৫")}
    assert found == pytest.approx({text: expected[text] for text in found}, abs=1e-5)
    assert next(iter(found)) == max(found, key=lambda text: expected[text])


@given(st.lists(st.lists(st.floats(0.01, 1), min_size=4, max_size=4), min_size=1, max_size=5))
def test_the_beam_never_promises_too_much(weights: list[list[float]]) -> None:
    frames = [[weight / sum(row) for weight in row] for row in weights]
    expected = texts_of_all_paths(frames, "১২৩")
    for reading in readings(np.array(frames), "১২৩"):
        assert reading.probability <= expected[reading.text] * (1 + 1e-9)
        assert 0 < reading.weakest <= 1
