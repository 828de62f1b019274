"""Whether a text is in Bijoy codes."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.legacy_detection import Kind, is_legacy_font, page_is_legacy, score
from samples.bijoy_writer import encode

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT.parent / "shared/seeds").glob("*.txt"))
BANGLA = re.compile("[\u0985-\u09b9]")

FONTS = {
    "SutonnyMJ": True,
    "ABCDEF+SutonnyMJ,Bold": True,
    "SutonnyMJ-BoldItalic": True,
    "Sutonny MJ": True,
    "SulekhaMJ": True,
    "AdorshoLipi": True,
    "Kalpurush ANSI": True,
    "Bijoy Bangla": True,
    "SutonnyOMJ": False,
    "NikoshBAN": False,
    "Nikosh": False,
    "Kalpurush": False,
    "SolaimanLipi": False,
    "Siyam Rupali": False,
    "Siyam Rupali ANSI": True,
    "BCDEEE+NirmalaUI-Bold": False,
    "Vrinda": False,
    "Noto Sans Bengali": False,
    "Times New Roman": None,
    "Calibri": None,
    "": None,
    None: None,
}


@pytest.mark.parametrize(("name", "legacy"), FONTS.items(), ids=str)
def test_fonts(name: str | None, legacy: bool | None) -> None:
    assert is_legacy_font(name) is legacy


TEXTS = {
    "office": ("wkí gš¿Yvjq", Kind.LEGACY),
    "sentence": ("Avwg evsjvq Mvb MvB|", Kind.LEGACY),
    "conjuncts": ("ev¯—evqb AMÖMwZ", Kind.LEGACY),
    "one-word": ("Kg©KZ©v", Kind.LEGACY),
    "one-letter": ("K", Kind.UNSURE),
    "numbers": ("04/05/2023", Kind.UNSURE),
    "unicode": ("শিল্প মন্ত্রণালয়", Kind.NOT),
    "half-done": ("প্রকৃত অজ©ন", Kind.NOT),
    "mojibake": ("à¦\u00b6à¦¿à¦²à§", Kind.NOT),
    "english": ("Ministry of Industries", Kind.NOT),
    "capitals": ("MINISTRY OF INDUSTRIES", Kind.NOT),
    "german": ("Größenmaßstäbe für Flüsse", Kind.NOT),
    "turkish": ("Mısır", Kind.NOT),
    "vietnamese": ("Đông Á", Kind.NOT),
    "acronym": ("SDG 9, HPLC, iBAS++", Kind.NOT),
    "square-metres": ("12 mm²", Kind.NOT),
    "temperature": ("±2 °C", Kind.NOT),
    "copyright": ("© 2023", Kind.UNSURE),
    "file": ("report_final_v2.docx", Kind.NOT),
    "short-word": ("Kg©", Kind.LEGACY),
    "two-ascii-letters": ("cv", Kind.UNSURE),
    "quoted-name": ("`dev`", Kind.UNSURE),
    "quoted-word": ("`i‡`", Kind.LEGACY),
    "name-with-digits": ("cv2", Kind.UNSURE),
    "year-before-word": ("2023mv‡j", Kind.LEGACY),
    "member": ("$cv)", Kind.UNSURE),
    "special-method": ("__ixor__", Kind.UNSURE),
    "private-name": ("_M_x", Kind.UNSURE),
    "number-in-base-16": ("0x33bf", Kind.UNSURE),
    "phrase-with-a-name": ("wkí I cÖhyw³ IPv4", Kind.LEGACY),
}


@pytest.mark.parametrize(("text", "kind"), TEXTS.values(), ids=TEXTS)
def test_texts(text: str, kind: Kind) -> None:
    assert score(text).kind is kind


def bangla() -> list[str]:
    """Names of offices and the cells of tables of words, as typed in Unicode."""
    with (ROOT / "schemas/vocab/offices.csv").open(encoding="utf-8", newline="") as lines:
        names = [row["words"] for row in csv.DictReader(lines) if BANGLA.search(row["words"])]
    cells = [
        cell.strip()
        for path in SEEDS
        for cell in path.read_text("utf-8").replace("\n", "\t").split("\t")
        if BANGLA.search(cell) and not re.search("[A-Za-z]", cell)
    ]
    return list(dict.fromkeys(names + cells))


def latin() -> list[str]:
    """The lines of this project's own pages and programs."""
    paths = sorted((*ROOT.glob("docs/**/*.md"), *ROOT.glob("normalize/*.py"), ROOT / "README.md"))
    lines = (line.strip() for path in paths for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line and line.isascii()]


@pytest.mark.parametrize("dialect", ["old", "new"])
def test_cells_are_found(dialect: str) -> None:
    typed = [
        encode(cell, "old" if dialect == "old" else "new", seed=at)
        for at, cell in enumerate(bangla())
    ]
    kinds = [score(cell).kind for cell in typed]
    assert kinds.count(Kind.NOT) == 0
    assert kinds.count(Kind.LEGACY) >= 0.97 * len(kinds)


def test_unicode_is_never_taken_for_codes() -> None:
    assert {score(cell).kind for cell in bangla()} == {Kind.NOT}
    assert not page_is_legacy(bangla())


def test_other_text_is_hardly_ever_taken_for_codes() -> None:
    lines = latin()
    assert len(lines) > 2000
    found = [line for line in lines if score(line).kind is Kind.LEGACY]
    assert len(found) <= 0.001 * len(lines), found


def test_single_words_of_programs_are_hardly_ever_taken_for_codes() -> None:
    words = {word for line in latin() for word in line.split() if re.search("[A-Za-z]", word)}
    assert len(words) > 5000
    found = [word for word in sorted(words) if score(word).kind is Kind.LEGACY]
    assert len(found) <= 0.0005 * len(words), found


def test_most_single_words_are_found() -> None:
    words = sorted({word for cell in bangla() for word in cell.split() if BANGLA.search(word)})
    for dialect in ("old", "new"):
        typed = [
            encode(word, "old" if dialect == "old" else "new", seed=at)
            for at, word in enumerate(words)
        ]
        kinds = [score(word).kind for word in typed]
        assert kinds.count(Kind.LEGACY) >= 0.9 * len(kinds)
        assert kinds.count(Kind.NOT) <= 0.02 * len(kinds)


@pytest.mark.parametrize("size", [3, 12])
def test_pages(size: int) -> None:
    typed = [encode(cell, "old", seed=at) for at, cell in enumerate(bangla())]
    lines = latin()
    assert all(page_is_legacy(typed[at : at + size]) for at in range(0, len(typed) - size, size))
    assert not any(page_is_legacy(lines[at : at + size]) for at in range(0, len(lines), size))


def test_a_page_needs_more_than_one_cell_in_three() -> None:
    legacy, others = ["wkí gš¿Yvjq"], ["Ministry of Industries", "Report", "Quarter", "Remarks"]
    assert page_is_legacy(legacy * 3 + others[:1])
    assert not page_is_legacy(legacy + others)
    assert not page_is_legacy(["2023", "5%"])
    assert not page_is_legacy([])


@given(st.text(max_size=60))
def test_any_text_has_a_verdict(text: str) -> None:
    verdict = score(text)
    assert -2 <= verdict.score <= 2
    assert verdict.kind in Kind
