"""Readings kept in a file and given again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.scan.engine import Kind, Picture, ReadText, Word
from extract.scan.recorded import Recorder, key_of, load_readings, save_readings

PICTURE = Picture(np.arange(12, dtype=np.uint8).reshape(3, 4), 200.0, Kind.LINE)
OTHER = Picture(np.zeros((3, 4), np.uint8), 200.0, Kind.LINE)


@dataclass(frozen=True, slots=True)
class Parrot:
    """Says the same of every picture."""

    text: ReadText
    name: str = "parrot"
    version: str = "1.2 grey"
    languages: str = "bn"

    def read(self, pictures: Sequence[Picture]) -> tuple[ReadText, ...]:
        return (self.text,) * len(pictures)


boxes = st.tuples(*(st.integers(0, 9000),) * 4)
words = st.builds(
    Word, st.text('০১২৩/.কখ -"\\\n', min_size=1), st.floats(0, 1, allow_nan=False), boxes
)
readings = st.builds(
    ReadText,
    st.lists(st.lists(words, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple),
    st.lists(boxes, max_size=2).map(tuple),
)


@given(readings)
def test_what_was_recorded_is_given_again(
    tmp_path_factory: pytest.TempPathFactory, text: ReadText
) -> None:
    path = tmp_path_factory.mktemp("recorded") / "readings.json"
    recorder = Recorder(Parrot(text))
    assert recorder.read([PICTURE, OTHER]) == (text, text)
    save_readings(recorder, path)
    again = load_readings(path)
    assert (again.name, again.version, again.languages) == ("parrot", "1.2 grey", "bn")
    assert again.read([OTHER, PICTURE, OTHER]) == (text,) * 3


def test_the_file_does_not_depend_on_the_order(tmp_path: Path) -> None:
    for name, pictures in (("a", [PICTURE, OTHER]), ("b", [OTHER, PICTURE])):
        recorder = Recorder(Parrot(ReadText()))
        recorder.read(pictures)
        save_readings(recorder, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_picture_never_seen_is_no_blank(tmp_path: Path) -> None:
    recorder = Recorder(Parrot(ReadText()))
    recorder.read([PICTURE])
    save_readings(recorder, tmp_path / "readings.json")
    with pytest.raises(LookupError, match="line of 4 by 3 pixels"):
        load_readings(tmp_path / "readings.json").read([OTHER])


@pytest.mark.parametrize(
    "other",
    [
        OTHER,
        Picture(PICTURE.image, 300.0, Kind.LINE),
        Picture(PICTURE.image, 200.0, Kind.BLOCK),
        Picture(PICTURE.image.reshape(4, 3), 200.0, Kind.LINE),
    ],
    ids=["pixels", "resolution", "kind", "shape"],
)
def test_a_key_is_of_all_that_matters(other: Picture) -> None:
    assert key_of(other) != key_of(PICTURE)
    assert key_of(Picture(PICTURE.image.copy(), 200.0, Kind.LINE)) == key_of(PICTURE)


@pytest.mark.parametrize("content", ["{}", "[]", '{"readings": {"a": 1}}', "no json"])
def test_another_file_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "readings.json"
    path.write_text(content)
    with pytest.raises(ValueError, match=r"holds no recorded|Expecting value|string indices"):
        load_readings(path)
