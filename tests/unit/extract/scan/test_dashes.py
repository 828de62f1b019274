"""A lone dash is told by its ink, in every size and resolution, whatever the net makes of it."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extract.scan.decide import decide_dash
from extract.scan.number_reader import NumberReader
from extract.scan.spots import Look, ink_of, look_of, without_dust
from schemas.calibration import measured

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
READER = NumberReader()

pytestmark = pytest.mark.skipif(not FONT.is_file(), reason="DejaVu is not installed")


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("points", [8, 10, 12])
@pytest.mark.parametrize("dash", ["-", "–", "—"], ids=["hyphen", "en", "em"])
def test_a_lone_dash_is_a_dash(dash: str, points: int, dpi: int) -> None:
    size = round(points * dpi / 72)
    picture = Image.new("L", (20 * size, 5 * size), 248)
    pencil = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONT), size)
    pencil.text((2 * size, 3 * size), dash, font=font, fill=20, anchor="ls")
    # some writing tells how dark ink is
    pencil.text((10 * size, 3 * size), "MMMMM", font=font, fill=20, anchor="ls")
    page = np.asarray(picture, np.uint8)
    ink = ink_of(page, dpi)
    cell = without_dust([spot for spot in ink.spots if spot.x1 < 9 * size], ink.speck)
    assert look_of(cell, dpi) is Look.DASH
    left, right = min(spot.x0 for spot in cell), max(spot.x1 for spot in cell)
    crop = page[int(2 * size) : int(3.5 * size), left - 8 : right + 8]
    (guess,) = READER.read([crop], dpi)
    verdict = decide_dash(guess, len(cell), overprinted=False, calibration=measured())
    assert verdict.text == "-"
    assert not verdict.sight.disputes, "the net may see nothing, and never a digit"
