"""What the glyphs of a font stand for, by its own tables."""

from importlib import import_module
from typing import Any

import pytest

from extract._glyph_symbols import symbols

# they have no type hints
add_features: Any = import_module("fontTools.feaLib.builder").addOpenTypeFeaturesFromString
FontBuilder: Any = import_module("fontTools.fontBuilder").FontBuilder

CHARACTERS = {"ta": "ত", "khanda": "ৎ", "ma": "ম", "aa": "া", "hasanta": "্"}
LIGATURES = {
    "conjunct of two letters": ("ta hasanta ta", "ত্ত"),
    "khanda ta for the first half of a conjunct": ("khanda ta", "ত্ত"),
    "of another letter": ("khanda ma", "ত্ম"),
    "khanda ta at the end": ("ma khanda", "মৎ"),
    "khanda ta before a sign": ("khanda aa", "ৎা"),
}


@pytest.mark.parametrize("case", LIGATURES)
def test_a_ligature_stands_for_what_it_is_made_of(case: str) -> None:
    given, stands_for = LIGATURES[case]
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", *CHARACTERS, "made"])
    builder.setupCharacterMap({ord(text): name for name, text in CHARACTERS.items()})
    add_features(
        builder.font,
        f"languagesystem beng dflt; feature akhn {{ sub {given} by made; }} akhn;",
    )
    assert symbols(builder.font)["made"] == stands_for
