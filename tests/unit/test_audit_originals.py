"""Originals are found by their hash; a child draws a page, and a broken file ends the child."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from audit.originals import originals
from tests.audit_site import together


def picture(dpi: int = 200) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (1000, 500), "white").save(content, format="PNG", dpi=(dpi, dpi))
    return content.getvalue()


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_an_original_is_found_by_its_hash_in_folders_and_archives(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "a.png").write_bytes(b"one")
    with zipfile.ZipFile(tmp_path / "in" / "b.zip", "w") as archive:
        archive.writestr("../c.png", b"two")
    found = originals(tmp_path / "in", tmp_path, lambda _: None)
    assert found.content(sha(b"one")) == b"one"
    assert found.content(sha(b"two")) == b"two"
    assert found.content(sha(b"three")) is None
    (tmp_path / "in" / "deep" / "a.png").write_bytes(b"changed")
    assert found.content(sha(b"one")) is None


def test_a_page_is_drawn_once_with_its_size_in_points(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "scan.png").write_bytes(picture())
    found = originals(tmp_path / "in", tmp_path, lambda _: None)
    key = sha(picture())
    assert found.has_pages(key, "image/png")
    pages = together(*[lambda: found.picture(key, "image/png", 1)] * 3)
    for page in pages:
        assert page is not None
        assert (round(page.width_pt), round(page.height_pt)) == (360, 180)
        assert page.path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4 broken", b"", b"GIF89a"], ids=["PDF", "empty", "GIF"]
)
def test_what_cannot_be_drawn_is_no_page(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x").write_bytes(content)
    found = originals(tmp_path / "in", tmp_path, lambda _: None)
    assert found.picture(sha(content), "application/pdf", 1) is None
    assert found.picture(sha(b"not there"), "application/pdf", 1) is None


def test_a_page_that_is_not_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "scan.png").write_bytes(picture())
    found = originals(tmp_path / "in", tmp_path, lambda _: None)
    assert found.picture(sha(picture()), "image/png", 2) is None


def test_word_is_drawn_where_the_machine_can(tmp_path: Path) -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "report.docx").write_bytes(b"PK docx")
    unable = originals(tmp_path / "in", tmp_path / "1", lambda _: None)
    assert unable.picture(sha(b"PK docx"), word, 1) is None
    able = originals(tmp_path / "in", tmp_path / "2", lambda _: picture())
    assert able.picture(sha(b"PK docx"), word, 1) is not None
