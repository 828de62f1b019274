"""An entry that is read at once has the bytes that zipfile gives, or none."""

import io
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extract._package import ZIP_ERRORS
from extract._zip_entry import WHOLE_LIMIT_BYTES, find_entry

PART = b"<x>" + b"1234 " * 40 + b"</x>"


def zipped(
    name: str = "word/a.xml", part: bytes = PART, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(name, part)
    return buffer.getvalue()


def inflated(content: bytes, info: zipfile.ZipInfo) -> bytes | None:
    found = find_entry(content, info)
    return found.part() if found is not None else None


def entry(content: bytes) -> tuple[zipfile.ZipFile, zipfile.ZipInfo]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return archive, archive.infolist()[0]


@pytest.mark.parametrize(
    ("content", "is_taken"),
    [
        pytest.param(zipped(), True, id="as Office writes it"),
        pytest.param(b"before" + zipped(), True, id="behind something else"),
        pytest.param(zipped(part=b"x"), True, id="short"),
        pytest.param(zipped(part=b" " * WHOLE_LIMIT_BYTES), True, id="just small enough"),
        pytest.param(zipped(part=b" " * (WHOLE_LIMIT_BYTES + 1)), False, id="too long"),
        pytest.param(zipped(method=zipfile.ZIP_STORED), True, id="not packed"),
        pytest.param(zipped(method=zipfile.ZIP_BZIP2), False, id="packed in another way"),
        pytest.param(zipped("word/ক.xml"), False, id="a name beyond ASCII"),
    ],
)
def test_what_is_inflated_at_once(content: bytes, is_taken: bool) -> None:
    archive, info = entry(content)
    assert inflated(content, info) == (archive.read(info) if is_taken else None)


WHOLE = zipped()
DIRECTORY = WHOLE.index(b"PK\x01\x02")


STORED = zipped(method=zipfile.ZIP_STORED)


@pytest.mark.parametrize("whole", [WHOLE, STORED], ids=["packed", "not packed"])
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
@example(6, 1)  # encrypted
@example(8, 4)  # another method
@example(14, 1)  # another checksum, in the local header only
@example(30, 1)  # another name
@example(DIRECTORY + 16, 1)  # another checksum
@example(DIRECTORY + 24, 1)  # another size
def test_damaged_entries_are_left_to_zipfile(whole: bytes, place: int, change: int) -> None:
    content = bytearray(whole)
    content[place] ^= change
    try:
        archive, info = entry(bytes(content))
        expected = archive.read(info)
    except (*ZIP_ERRORS, IndexError):
        return
    assert inflated(bytes(content), info) in (expected, None)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(0, id="mark"),
        pytest.param(30, id="name"),
        pytest.param(45, id="bytes"),
        pytest.param(DIRECTORY + 16, id="checksum"),
        pytest.param(DIRECTORY + 24, id="size"),
    ],
)
def test_what_zipfile_refuses_is_not_taken(place: int) -> None:
    content = bytearray(WHOLE)
    content[place] ^= 1
    archive, info = entry(bytes(content))
    with pytest.raises(ZIP_ERRORS):
        archive.read(info)
    assert inflated(bytes(content), info) is None
