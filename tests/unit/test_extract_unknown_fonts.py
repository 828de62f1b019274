"""PDFs in a font of which no glyph is known, and none says what it stands for."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from extract import _font_programs, _glyph_words, read_bytes
from extract import _pdf_pages as pages
from extract._drawn import DrawnPage, Way
from extract._glyph_order import spelled
from extract._glyph_outlines import contours
from extract._glyph_pictures import draw_word
from extract._glyph_table import KnownGlyphs, known_glyphs
from extract._glyph_teacher import PictureTeacher
from extract._glyph_verdicts import Learned
from extract._glyph_words import COMMON, WORDS_A_GLYPH, Stroke, Words
from extract._pdf_pages import drawn_pages
from extract._text_lines import text_lines
from samples.pdf_writer import Mapping as Says
from samples.pdf_writer import write_pdf
from schemas.finding import Code
from schemas.ports import Looking, Ocr
from schemas.reading import Place

FONT = Path("/usr/share/fonts/truetype/lohit-bengali/Lohit-Bengali.ttf")
LINES = (
    "কর্মসম্পাদন সূচক ও উদ্ভাবন কর্মপরিকল্পনা বাস্তবায়ন কার্যক্রম",
    "[১.২.৩] লক্ষ্যমাত্রা ৩১/০৫/২০২৩ ৯৬.৮২% কর্মকর্তা পরিকল্পনা",
    "৩১/০৫/২০২৩ ১৪/০৭/২০২৬ ২৯/০৮/২০১৯ ৪৫৬.৭৮ কর্মশালা উদ্ভাবনী",
    "কার্যালয় কর্মসূচি বাস্তবায়িত সম্পাদন পরিকল্পিত লক্ষ্য মাত্রা বন পাস",
)

pytestmark = pytest.mark.skipif(not FONT.is_file(), reason="the font is not installed")
with_tesseract = pytest.mark.skipif(
    not shutil.which("tesseract"), reason="Tesseract is not installed"
)


@pytest.fixture(autouse=True)
def no_character_map(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice and PDF printers leave it out."""

    def nothing_said(font: object, *, contexts: bool = True) -> dict[str, str]:
        del font, contexts
        return {}

    monkeypatch.setattr(_font_programs, "by_characters", nothing_said)
    monkeypatch.setattr(_font_programs, "symbols", nothing_said)


class Listener:
    """Keeps the words that it is asked about, and answers nothing."""

    def __init__(self) -> None:
        self.asked: list[Words] = []

    def learn(self, words: Words) -> Mapping[bytes, Learned]:
        self.asked.append(words)
        return {}


def nothing() -> KnownGlyphs:
    return KnownGlyphs((), (), b"", known_glyphs().symbols)


def unseen() -> KnownGlyphs:
    """All but the outlines of the font, which others look like."""
    own = Listener()
    list(drawn_pages(printed(), nothing(), own))
    return known_glyphs().without(int.from_bytes(key, "big") for key in own.asked[0].unknown)


def printed(lines: tuple[str, ...] = LINES) -> bytes:
    return write_pdf(lines, FONT, Says.NONE)


def plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\u200d", "")


def words_of(page: DrawnPage) -> list[tuple[str, bool]]:
    """The words of a page, and whether all of each is beyond doubt."""
    found: list[tuple[str, bool]] = []
    for line in text_lines(page.tokens):
        sure = [way not in (Way.NEAREST, Way.UNREAD) for text, _, way in line.runs for _ in text]
        at = 0
        for word in line.text.split(" "):
            found.append((plain(word), all(sure[at : at + len(word)])))
            at += len(word) + 1
    return found


def test_a_teacher_is_asked_once_for_all_pages_and_only_about_what_nobody_knows() -> None:
    many = printed(LINES * 20)
    listener = Listener()
    assert len(list(drawn_pages(many, nothing(), listener))) > 1
    (words,) = listener.asked
    assert set(words.unknown) == {
        part for parts in words.words for part in parts if isinstance(part, bytes)
    }
    assert not any(parts.count(" ") for parts in words.words)
    known = Listener()
    list(drawn_pages(many, None, known))
    assert known.asked == []


def test_a_word_is_asked_about_once_and_a_glyph_in_few_words() -> None:
    listener = Listener()
    list(drawn_pages(printed(LINES * 3), nothing(), listener))
    once = Listener()
    list(drawn_pages(printed(), nothing(), once))
    assert set(listener.asked[0].words) == set(once.asked[0].words)
    numbers = tuple(f"{number}".translate(BANGLA) for number in range(100, 200))
    digits = Listener()
    list(drawn_pages(printed(numbers), nothing(), digits))
    assert len(digits.asked[0].words) <= 10 * WORDS_A_GLYPH < len(numbers)


BANGLA = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


def test_no_more_words_are_kept_than_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_glyph_words, "MOST", 5)
    listener = Listener()
    list(drawn_pages(printed(), nothing(), listener))
    assert len(listener.asked[0].words) == 5


def test_parts_of_words_are_those_around_rare_glyphs() -> None:
    listener = Listener()
    list(drawn_pages(printed(("কলম কলস কলা কল কলহ নকল",)), nothing(), listener))
    (words,) = listener.asked
    counts = {key: sum(key in parts for parts in words.words) for key in words.unknown}
    rare = {key for key, count in counts.items() if count < COMMON}
    windows = list(words.windows())
    assert rare
    assert windows
    assert all(
        rare.intersection(part for part in one.parts if isinstance(part, bytes)) for one in windows
    )
    assert not {one.parts for one in windows} & set(words.words)


def test_a_picture_shows_holes_and_no_ink_outside() -> None:
    ring = (
        ("moveTo", ((0, 0),)),
        *(("lineTo", (point,)) for point in ((0, 900), (900, 900), (900, 0))),
        ("closePath", ()),
        ("moveTo", ((300, 300),)),
        *(("lineTo", (point,)) for point in ((600, 300), (600, 600), (300, 600))),
        ("closePath", ()),
    )
    assert [len(one) for one in contours(ring)] == [5, 5]
    picture = draw_word([Stroke(ring, 1000, 0, 0), Stroke(ring, 1000, 1.5, 0)])
    assert picture is not None
    height, width = picture.shape
    assert picture[height // 2, width // 2] == 255
    assert (picture[0] == 255).all()
    assert (picture[:, 0] == 255).all()
    dark = (picture < 128).sum() / picture.size
    assert 0.3 < dark < 0.6
    assert draw_word([]) is None
    assert draw_word([Stroke(ring, 1, 0, 0)]) is None


@with_tesseract
def test_numbers_and_words_of_an_unseen_font_are_learnt() -> None:
    teacher = PictureTeacher()
    (page,) = drawn_pages(printed(), unseen(), teacher)
    read = words_of(page)
    want = [plain(word) for line in LINES for word in line.split()]
    assert teacher.recognition is not None
    assert len(read) == len(want)
    wrong = [(word, got) for word, (got, _) in zip(want, read, strict=True) if word != got]
    silent = [got for word, (got, sure) in zip(want, read, strict=True) if sure and word != got]
    numbers = [(word, got) for word, got in wrong if any(sign.isdecimal() for sign in word)]
    assert not silent
    assert not numbers
    assert len(wrong) <= 1
    assert sum(sure for _, sure in read) >= 0.7 * len(read)
    assert Way.LEARNED in {token.way for token in page.tokens}


@with_tesseract
def test_a_page_that_was_learnt_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    known = unseen()
    monkeypatch.setattr(pages, "known_glyphs", lambda: known)
    document = read_bytes("x.pdf", printed())
    assert document.recognition is not None
    (told,) = [one for one in document.findings if one.code is Code.TEXT_LAYER_UNUSABLE]
    assert told.ref == "page:1"
    doubted: set[Place] = {
        place for one in document.findings if one.code is Code.LOW_CONFIDENCE for place in one.at
    }
    for cell in document.cells():
        assert cell.layout.sight is not None
        assert (cell.layout.sight.confidence < 0.6) is (cell.at in doubted)


def test_without_pictures_nothing_of_it_is_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    known = unseen()
    monkeypatch.setattr(pages, "known_glyphs", lambda: known)
    monkeypatch.setenv("OGROGOTI_TESSERACT", "/nowhere/tesseract")
    (page,) = drawn_pages(printed(), known, PictureTeacher())
    (untaught,) = drawn_pages(printed(), known)
    assert page == untaught
    ways = {token.way for token in page.tokens if token.text.strip()}
    assert ways == {Way.NEAREST, Way.UNREAD}


def test_who_wants_no_pictures_is_taught_by_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: PictureTeacher, words: Words) -> Mapping[bytes, Learned]:
        raise AssertionError(self, words)

    monkeypatch.setattr(PictureTeacher, "learn", refuse)
    monkeypatch.setattr(pages, "known_glyphs", unseen)
    with pytest.raises(Exception, match="OCR"):
        read_bytes("x.pdf", printed(), Looking(Ocr.NEVER))


def test_spelling_puts_drawn_glyphs_into_the_order_of_writing() -> None:
    assert spelled(["ি", "ক", "", "ম", "\ue000"]) == "কির্ম"
