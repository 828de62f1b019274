"""Signs that one cannot see are named; signs that shape Bangla are left alone."""

import pytest

from audit.shown import shown

CASES = {
    "plain": ("৩১/০৪/২০২৩ ok", "৩১/০৪/২০২৩ ok"),
    "conjunct with a joiner": ("র\u200d্যাব", "র\u200d্যাব"),
    "non-joiner behind a hasanta": ("ক্\u200cষ", "ক্\u200cষ"),
    "joiner alone": ("a\u200db", "a⟦U+200D⟧b"),
    "right to left override": ("abc\u202etxt", "abc⟦U+202E⟧txt"),
    "isolate": ("\u2067x\u2069", "⟦U+2067⟧x⟦U+2069⟧"),
    "zero width space": ("১\u200b২", "১⟦U+200B⟧২"),
    "byte order mark": ("\ufeffx", "⟦U+FEFF⟧x"),
    "soft hyphen": ("a\u00adb", "a⟦U+00AD⟧b"),
    "null": ("a\x00b", "a␀b"),
    "escape": ("\x1b[2J", "␛[2J"),
    "delete": ("a\x7f", "a␡"),
    "tag sign": ("x\U000e0041", "x⟦U+E0041⟧"),
    "line separator": ("a\u2028b", "a⟦U+2028⟧b"),
    "line ends and tabs stay": ("a\n\tb", "a\n\tb"),
    "nothing": (None, ""),
}


@pytest.mark.parametrize("name", CASES)
def test_hidden_signs_are_marked(name: str) -> None:
    text, expected = CASES[name]
    assert shown(text) == expected
