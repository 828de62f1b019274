from contextlib import closing
from importlib import import_module
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from extract.scan.page_image import BrokenPage, PageImage
from extract.scan.pdf_image import DRAWN_DPI, PdfImages
from tests.unit.extract.scan.sketched_page import noisy, sketched

pypdfium2: Any = import_module("pypdfium2")
TABLE = """
+-----+-----+
|a    |b    |
+-----+-----+
"""


def page(dpi: int = 200) -> Image.Image:
    return Image.fromarray(noisy(sketched(TABLE, dpi), 6))


def as_pdf(image: Image.Image, dpi: float = 200, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, "PDF", resolution=dpi, **options)
    return out.getvalue()


def turned(content: bytes, rotation: int) -> bytes:
    out = BytesIO()
    with closing(pypdfium2.PdfDocument(content)) as file:
        file[0].set_rotation(rotation)
        file.save(out)
    return out.getvalue()


def scanned(content: bytes, number: int = 1) -> PageImage | BrokenPage:
    with closing(PdfImages(content)) as images:
        return images.scanned(number)


def whole(content: bytes) -> PageImage:
    found = scanned(content)
    assert isinstance(found, PageImage)
    return found


def test_a_scan_is_taken_as_it_is_stored() -> None:
    bilevel = page().convert("1")
    found = whole(as_pdf(bilevel))
    assert np.array_equal(found.gray, np.asarray(bilevel.convert("L")))
    assert found.dpi == pytest.approx(200, abs=0.5)
    assert (found.width, found.height) == pytest.approx((842, 595), abs=1)


@pytest.mark.parametrize("kind", ["L", "RGB"])
def test_jpegs(kind: str) -> None:
    found = whole(as_pdf(page().convert(kind), quality=95))
    assert found.gray.shape == np.asarray(page()).shape
    assert np.abs(found.gray.astype(int) - np.asarray(page(), int)).mean() < 4


@pytest.mark.parametrize(("rotation", "turns"), [(90, 3), (180, 2), (270, 1)])
def test_a_page_is_as_it_is_shown(rotation: int, turns: int) -> None:
    bilevel = page().convert("1")
    found = whole(turned(as_pdf(bilevel), rotation))
    assert np.array_equal(found.gray, np.rot90(np.asarray(bilevel.convert("L")), turns))


def test_a_small_picture_is_no_scan() -> None:
    logo, out = BytesIO(), BytesIO()
    Image.new("L", (800, 600), 90).save(logo, "JPEG")
    with closing(pypdfium2.PdfDocument.new()) as file:
        sheet = file.new_page(842, 595)
        picture = pypdfium2.PdfImage.new(file)
        picture.load_jpeg(logo)
        picture.set_matrix(pypdfium2.PdfMatrix().scale(200, 150))
        sheet.insert_obj(picture)
        sheet.gen_content()
        file.save(out)
    found = whole(out.getvalue())
    assert found.dpi == pytest.approx(DRAWN_DPI, abs=0.5)
    assert found.gray.shape == (2480, 3509)


def test_coarse_pictures_are_drawn() -> None:
    found = whole(as_pdf(page(50), 50))
    assert found.dpi == pytest.approx(DRAWN_DPI, abs=0.5)


def test_rendering_at_a_resolution() -> None:
    with closing(PdfImages(as_pdf(page()))) as images:
        found = images.render(1, 150)
    assert found.dpi == pytest.approx(150, abs=0.5)
    assert found.gray.shape == (1240, 1755)


def test_a_huge_page_is_drawn_small() -> None:
    with closing(pypdfium2.PdfDocument.new()) as file:
        file.new_page(14_400, 14_400)
        out = BytesIO()
        file.save(out)
    with closing(PdfImages(out.getvalue())) as images:
        assert images.render(1).gray.size <= 50_100_000


def test_a_jpeg_that_was_cut_off_is_told() -> None:
    content = as_pdf(page().convert("RGB"), quality=95)
    start, end = content.index(b"\xff\xd8"), content.rindex(b"\xff\xd9") + 2
    middle = (start + end) // 2
    broken = scanned(content[:middle] + b"\x00" * (end - middle) + content[end:])
    assert isinstance(broken, BrokenPage)
    assert broken.number == 1
