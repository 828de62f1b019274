"""Storage form, parse form, link key."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.digits import scripts, to_ascii
from normalize.unicode_forms import link_key, nfc, plain, repair, traced

bangla_like = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0980, max_codepoint=0x09FF),
        st.sampled_from("\u200c\u200d\u200b\u00ad\u00a0|-–/.,0123456789aZ \u0964'"),
        st.characters(),
    ),
    max_size=40,
)


@given(bangla_like)
def test_storage_is_nfc_and_nothing_else(text: str) -> None:
    assert nfc(text) == normalize("NFC", text)
    assert nfc(nfc(text)) == nfc(text)


@given(bangla_like)
def test_repair_and_key_are_idempotent(text: str) -> None:
    assert repair(repair(text)) == repair(text)
    assert link_key(link_key(text)) == link_key(text)
    assert link_key(repair(text)) == link_key(text)


@given(bangla_like)
def test_shortcut_of_repair_misses_nothing(text: str) -> None:
    # a character outside of the ordinary ones forces the long way
    assert repair(text + " \ue000") == repair(text) + " \ue000"


@given(bangla_like)
def test_trace_leads_back_into_the_text(text: str) -> None:
    mended, offsets = traced(text)
    if offsets is None:
        assert len(mended) == len(text)
        return
    assert len(offsets) == len(mended) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(text)


REPAIRS = {
    "ra-of-assam": ("ৰাজ", "রাজ"),
    "aa-in-two": ("\u0985\u09beইন", "\u0986ইন"),
    "ra-as-dotted-ba": ("\u09ac\u09bc", "\u09b0"),
    "old-khanda-ta": ("\u0989\u09a4\u09cd\u200d\u09b8", "\u0989\u09ce\u09b8"),
    "late-nukta": ("\u09af\u09be\u09bc", "\u09af\u09bc\u09be"),
    "double-hasanta": ("\u0995\u09cd\u09cd\u09b7", "\u0995\u09cd\u09b7"),
    "early-chandrabindu": ("\u099a\u0981\u09be", "\u099a\u09be\u0981"),
    "no-break-space": ("ক\u00a0খ", "ক খ"),
    "pipe-as-danda": ("হয়|", "হয়\u0964"),
}


@pytest.mark.parametrize(("text", "mended"), REPAIRS.values(), ids=REPAIRS)
def test_repair(text: str, mended: str) -> None:
    assert repair(text) == normalize("NFC", mended)


def test_plain_has_one_dash_and_keeps_digits() -> None:
    assert plain("০৪–০৫−২০২৩ ৫％") == "০৪-০৫-২০২৩ ৫%"


def test_digits_of_every_script() -> None:
    assert to_ascii("২\u0966\u0662\uff12𝟐") == "20222"
    assert scripts("২০ 23") == {"bengali", "latin"}


def test_words_that_differ_keep_apart() -> None:
    assert link_key("বাস্তবায়ন") != link_key("বাতায়ন")
    assert link_key("৪") != link_key("8")
