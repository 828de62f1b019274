import struct
import zlib
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from extract.scan.image_file import FRAMES_LIMIT, ImageFile
from extract.scan.page_image import BrokenPage, PageImage
from schemas.errors import InputRejected, Refusal
from tests.unit.extract.scan.sketched_page import put_word, sketched

TABLE = """
+-----+-----+
|a    |b    |
+-----+-----+
"""
UPRIGHT_BY_EXIF = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
"""By orientation, how an upright page is stored; a viewer undoes it."""


def page(dpi: int = 100) -> Image.Image:
    return Image.fromarray(sketched(TABLE, dpi))


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def pages_of(content: bytes) -> Iterator[PageImage | BrokenPage]:
    with closing(ImageFile(content)) as file:
        yield from map(file.page, range(1, file.n_pages + 1))


def read(content: bytes) -> list[PageImage | BrokenPage]:
    return list(pages_of(content))


def only(content: bytes) -> PageImage:
    (one,) = read(content)
    assert isinstance(one, PageImage)
    return one


def with_alpha() -> Image.Image:
    """Ink on nothing: what is transparent is black underneath."""
    gray = page()
    return Image.merge("LA", (Image.new("L", gray.size, 0), ImageOps.invert(gray)))


def sixteen() -> Image.Image:
    return Image.fromarray(np.asarray(page(), np.uint16) * 257)


MODES = {
    "grey": lambda: saved(page(), "PNG"),
    "one bit": lambda: saved(page().convert("1"), "PNG"),
    "palette": lambda: saved(page().convert("RGB").quantize(16), "PNG"),
    "colour": lambda: saved(page().convert("RGB"), "PNG"),
    "alpha": lambda: saved(with_alpha(), "PNG"),
    "colour and alpha": lambda: saved(with_alpha().convert("RGBA"), "PNG"),
    "16 bits": lambda: saved(sixteen(), "PNG"),
    "CMYK TIFF": lambda: saved(page().convert("RGB").convert("CMYK"), "TIFF"),
    "16 bits TIFF": lambda: saved(sixteen(), "TIFF"),
    "fax TIFF": lambda: saved(page().convert("1"), "TIFF", compression="group4"),
    "LZW TIFF": lambda: saved(page(), "TIFF", compression="tiff_lzw"),
    "floats TIFF": lambda: saved(Image.fromarray(np.asarray(page(), np.float32) / 255), "TIFF"),
}


@pytest.mark.parametrize("mode", MODES)
def test_the_same_page_however_it_is_stored(mode: str) -> None:
    found = only(MODES[mode]())
    difference = np.abs(found.gray.astype(int) - np.asarray(page(), int))
    assert difference.max() <= 2


@pytest.mark.parametrize("kind", ["L", "RGB", "CMYK"])
def test_jpegs_of_all_colours(kind: str) -> None:
    found = only(saved(page().convert("RGB").convert(kind), "JPEG", quality=95))
    assert np.abs(found.gray.astype(int) - np.asarray(page(), int)).mean() < 2


@pytest.mark.parametrize("orientation", UPRIGHT_BY_EXIF)
def test_exif_orientation(orientation: int) -> None:
    marks = Image.Exif()
    marks[0x0112] = orientation
    way = UPRIGHT_BY_EXIF[orientation]
    lying = page() if way is None else page().transpose(Image.Transpose(way))
    found = only(saved(lying, "PNG", exif=marks))
    assert np.array_equal(found.gray, np.asarray(page()))


@pytest.mark.parametrize(
    ("told", "true", "guessed"),
    [(None, 200, True), (72, 200, True), (96, 300, True), (200, 200, False), (300, 300, False)],
)
def test_resolution(told: int | None, true: int, guessed: bool) -> None:
    size = (round(11.69 * true), round(8.27 * true))
    options = {"dpi": (told, told)} if told else {}
    found = only(saved(Image.new("L", size, 255), "PNG", **options))
    assert round(found.dpi) == true
    assert found.is_dpi_guessed == guessed
    assert found.width == pytest.approx(842, abs=2)


def test_a_fax_is_as_wide_as_it_is_high() -> None:
    fax = Image.new("1", (1728, 1145), 1)
    found = only(saved(fax, "TIFF", dpi=(204, 98), compression="group4"))
    assert (round(found.width / 72, 1), round(found.height / 72, 1)) == (8.5, 11.7)


def test_a_stamp_is_kept_in_colour() -> None:
    stamped = page().convert("RGB")
    stamped.paste((40, 40, 200), (100, 100, 200, 140))
    assert only(saved(stamped, "PNG")).colour is not None
    assert only(saved(page().convert("RGB"), "PNG")).colour is None


def png_header(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(head))
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + struct.pack(">I", 0)
        + b"IDAT"
    )


def jpeg_header(width: int, height: int) -> bytes:
    content = bytearray(saved(Image.new("L", (8, 8)), "JPEG"))
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(content)


def tiff_header(width: int, height: int) -> bytes:
    content = saved(Image.new("L", (513, 514)), "TIFF")
    for side, claimed in ((513, width), (514, height)):
        for size in ("<I", "<H"):
            # the first entries of the directory are width and height
            old = struct.pack("<HHI", 256 if side == 513 else 257, 4 if size == "<I" else 3, 1)
            place = content.find(old + struct.pack("<I", side))
            if place >= 0:
                new = struct.pack("<HHII", 256 if side == 513 else 257, 4, 1, claimed)
                content = content[:place] + new + content[place + 12 :]
    return content


@pytest.mark.parametrize(
    "content",
    [
        png_header(50_000, 50_000),
        png_header(13_000, 13_000),
        jpeg_header(60_000, 60_000),
        jpeg_header(13_000, 13_000),
        tiff_header(50_000, 50_000),
    ],
    ids=["png 2.5 GP", "png 169 MP", "jpeg 3.6 GP", "jpeg 169 MP", "tiff 2.5 GP"],
)
def test_bombs_are_not_decoded(content: bytes) -> None:
    with pytest.raises(InputRejected) as refused:
        read(content)
    assert refused.value.code == Refusal.IMAGE_BOMB


@pytest.mark.parametrize("kept", [0.05, 0.3, 0.6, 0.9])
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("JPEG", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("TIFF", {"compression": "group4"}),
    ],
    ids=["png", "jpeg", "tiff", "lzw", "fax"],
)
def test_half_a_page_is_refused(kind: str, options: dict[str, Any], kept: float) -> None:
    chance = np.random.default_rng(3)
    noise = Image.fromarray(chance.integers(0, 255, (400, 300), np.uint8))
    if "group4" in options.values():
        noise = noise.convert("1")
    content = saved(noise, kind, **options)
    with pytest.raises(InputRejected) as refused:
        read(content[: int(len(content) * kept)])
    assert refused.value.code == Refusal.IMAGE_BROKEN


def test_pages_come_one_by_one() -> None:
    frames: list[Image.Image] = []
    for number in range(5):
        gray = sketched(TABLE, 100)
        put_word(gray, 100.0 + 20 * number, 300.0, 100)
        frames.append(Image.fromarray(gray))
    content = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:], dpi=(100, 100))
    pages = pages_of(content)
    first = next(pages)
    assert isinstance(first, PageImage)
    assert np.array_equal(first.gray, np.asarray(frames[0]))
    assert [one.number for one in pages] == [2, 3, 4, 5]


@pytest.mark.parametrize("n_frames", [FRAMES_LIMIT, FRAMES_LIMIT + 1])
def test_how_many_pages(n_frames: int) -> None:
    tiny = [Image.new("L", (4, 4), 255)] * (n_frames - 1)
    content = saved(Image.new("L", (4, 4), 255), "TIFF", save_all=True, append_images=tiny)
    if n_frames <= FRAMES_LIMIT:
        assert sum(1 for _ in pages_of(content)) == n_frames
        return
    with pytest.raises(InputRejected) as refused:
        list(islice(pages_of(content), 1))
    assert refused.value.code == Refusal.PAGE_LIMIT


def test_a_page_that_fails_is_named_and_the_others_are_kept() -> None:
    chance = np.random.default_rng(5)
    frames = [Image.fromarray(chance.integers(0, 255, (90, 80), np.uint8)) for _ in range(3)]
    options: dict[str, Any] = {"compression": "tiff_lzw", "append_images": frames[1:]}
    content = bytearray(saved(frames[0], "TIFF", save_all=True, **options))
    with Image.open(BytesIO(bytes(content))) as image:
        image.seek(1)
        tags: Any = image
        offset = tags.tag_v2[273][0]
    content[offset : offset + 4000] = b"\xff" * 4000
    kinds = [type(one) for one in pages_of(bytes(content))]
    assert kinds == [PageImage, BrokenPage, PageImage]
    broken = read(bytes(content))[1]
    assert isinstance(broken, BrokenPage)
    assert broken.number == 2
    assert broken.reason


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n"], ids=repr)
def test_what_is_no_picture(content: bytes) -> None:
    with pytest.raises(InputRejected) as refused:
        read(content)
    assert refused.value.code == Refusal.IMAGE_BROKEN


OUTCOMES = {"pages", Refusal.IMAGE_BROKEN, Refusal.IMAGE_BOMB, Refusal.PAGE_LIMIT}


def outcome(content: bytes) -> str:
    try:
        first = next(pages_of(content))
    except InputRejected as refused:
        return refused.code
    assert first.number == 1
    return "pages"


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(["PNG", "JPEG", "TIFF"]),
    where=st.floats(0, 1, exclude_max=True),
    new=st.binary(min_size=1, max_size=40),
)
def test_damage_is_told_or_harmless(kind: str, where: float, new: bytes) -> None:
    content = bytearray(saved(Image.new("L", (60, 50), 200), kind))
    at = int(where * len(content))
    content[at : at + len(new)] = new
    assert outcome(bytes(content)) in OUTCOMES


def test_pictures_of_others() -> None:
    corpus = Path(__file__).parents[5] / "shared" / "corpus"
    files = sorted(
        path for kind in ("png", "jpg", "jpeg", "tif", "tiff") for path in corpus.rglob(f"*.{kind}")
    )[:60]
    if not files:
        pytest.skip("no corpus here")
    for path in files:
        assert outcome(path.read_bytes()) in OUTCOMES
