import numpy as np
import pytest

from extract._lattice import Box
from extract.scan.engine import ReadText, Word
from extract.scan.repeated import Reading, Repeated, is_same
from tests.unit.extract.scan.sketched_page import Gray, noisy, put_word

DPI = 200
HEADER = Box((0, 3), (6, 7), 0.0, 0.0, 60.0, 40.0)
BODY = Box((4, 5), (6, 7), 0.0, 0.0, 60.0, 40.0)
TEXT = ReadText(((Word("কখ", 0.9, (0, 0, 40, 20)),),))


def crop(left: float = 4.0, length: float = 22.0) -> Gray:
    page = np.full((60, 130), 240, np.uint8)
    put_word(page, left, 5.0, DPI, length)
    return page


@pytest.mark.parametrize(
    ("other", "is_alike"),
    [
        (crop(), True),
        (noisy(crop(), 8), True),
        (np.roll(crop(), 1, axis=1), True),
        (crop(length=26.0), False),
        (crop()[:, :100], False),
        (np.full((60, 130), 240, np.uint8), False),
        (np.zeros((1, 1), np.uint8), False),
    ],
    ids=["itself", "noise", "moved", "longer", "narrower", "blank", "tiny"],
)
def test_writing_is_the_same_if_no_place_of_it_differs(other: Gray, is_alike: bool) -> None:
    assert is_same(crop(), other, DPI) is is_alike
    assert is_same(other, crop(), DPI) is is_alike


def test_a_small_stroke_more_is_another_writing() -> None:
    changed = crop()
    changed[24:29, 60:68] = 0
    assert not is_same(crop(), changed, DPI)


def test_a_header_is_known_on_the_next_page_and_a_body_is_not() -> None:
    repeated = Repeated()
    assert repeated.known(HEADER, crop(), DPI) is None
    for box in (HEADER, BODY):
        repeated.learn(box, Reading(crop(), DPI, TEXT))
    assert repeated.known(HEADER, noisy(crop(), 8), DPI) == TEXT
    assert repeated.known(BODY, crop(), DPI) is None


def test_a_header_of_another_resolution_or_another_text_is_read() -> None:
    repeated = Repeated()
    repeated.learn(HEADER, Reading(crop(), DPI, TEXT))
    assert repeated.known(HEADER, crop(), 300) is None
    assert repeated.known(HEADER, crop(length=26.0), DPI) is None


@pytest.mark.parametrize(
    "doubtful",
    [
        ReadText(((Word("কখ", 0.95, (0, 0, 9, 9)), Word("গ", 0.89, (9, 0, 19, 9))),)),
        ReadText(TEXT.lines, unread=((0, 0, 9, 9),)),
        ReadText(),
    ],
    ids=["a-word-is-unsure", "a-line-is-unread", "nothing-was-read"],
)
def test_a_doubtful_reading_is_carried_to_no_other_page(doubtful: ReadText) -> None:
    repeated = Repeated()
    repeated.learn(HEADER, Reading(crop(), DPI, doubtful))
    assert repeated.known(HEADER, crop(), DPI) is None
    repeated.learn(HEADER, Reading(crop(), DPI, TEXT))
    assert repeated.known(HEADER, crop(), DPI) == TEXT
