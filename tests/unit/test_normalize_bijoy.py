"""Bijoy codes to Unicode, and words that another converter left half done."""

import re
from pathlib import Path
from time import process_time
from typing import get_args
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.bijoy import decode
from normalize.bijoy_leftovers import decode_leftovers, leftover_codes
from samples.bijoy_writer import Dialect, encode

SEEDS = sorted((Path(__file__).parents[3] / "shared/seeds").glob("*.txt"))
DIALECTS: tuple[Dialect, ...] = get_args(Dialect)
LATIN = re.compile("[A-Za-z0-9]")

# Sentences published with their Unicode by bijoytounicode, bondhon and bijoy_helper.
PUBLISHED = {
    "stories": (
        "‡Kv‡bv †Kv‡bv w`b, AvKvk‡Rvov †gN K‡i, Kv‡R gb e‡m bv| †W‡¯‹i mvg‡bi c`©v Zz‡j w`B|",
        "কোনো কোনো দিন, আকাশজোড়া মেঘ করে, কাজে মন বসে না। ডেস্কের সামনের পর্দা তুলে দিই।",
    ),
    "screens": ("w¯Œ‡b ZvKvB, †`wL bv, `‚ieZ©x AvKvk", "স্ক্রিনে তাকাই, দেখি না, দূরবর্তী আকাশ"),
    "state": ("RvZxq msMx‡Zi myi ‡jv‡Ki gb Qyu‡q hvq|", "জাতীয় সংগীতের সুর লোকের মন ছুঁয়ে যায়।"),
    "culture": ("ms¯‹…wZ Ges wk‡í evsjv‡`‡ki ‰ewPZª¨", "সংস্কৃতি এবং শিল্পে বাংলাদেশের বৈচিত্র্য"),
    "three-rephs": ("gy”Q©v×©b¥", "মুর্চ্ছার্দ্ধন্ম"),
}
CODES = {
    "reph-first": ("Kg©KZ©v", "কর্মকর্তা"),
    "reph-after-sign": ("KgKZv©", "কমকর্তা"),
    "reph-between-signs": ("wZ©wb", "র্তিনি"),
    "reph-before-ya": ("Kvh©¨vjq", "কার্য্যালয়"),
    "reph-over-u": ("KZ©…K", "কর্তৃক"),
    "pre-sign-over-conjunct": ("wcÖ †kÖ ˆ¯¿ ‰¯^", "প্রি শ্রে স্ত্রৈ স্বৈ"),
    "o-in-two": ("‡Kv †kÖvZv", "কো শ্রোতা"),
    "au-in-two": ("†bŠKv", "নৌকা"),
    "chandrabindu-first": ("Puv` ‡Luv", "চাঁদ খোঁ"),
    "chandrabindu-after-pre": ("wuK", "কিঁ"),
    "aa-letter": ("Avwg", "আমি"),
    "ya-on-a": ("A¨vc", "অ্যাপ"),
    "ra-with-ya": ("i¨ve", "র\u200d্যাব"),
    "reph-with-ya": ("Kvh©", "কার্য"),
    "digits": ("04/05/2023", "০৪/০৫/২০২৩"),
    "stops": ("K| L\\", "ক। খ॥"),
    "quotes": ("ÒKÓ ÔLÕ", "“ক” ‘খ’"),
    "taka": ("500$", "৫০০৳"),
    "ta-old": ("š— ¯—", "ন্ত স্ত"),
    "ta-new": ("šÍ ¯Í", "ন্ত স্ত"),
    "tma-old": ("AvÍv", "আত্মা"),
    "sna-old": ("øvb ‡øn", "স্নান স্নেহ"),
    "la-new": ("cøvb mskøvi", "প্লান সংশ্লার"),
    "u-old": ("`ª“Z i“", "দ্রুত রু"),
    "u-new": ("`ªæZ iæ eªæ", "দ্রুত রু ব্রু"),
    "mna-old": ("wbæ", "নিম্ন"),
    "ksha-new": ("cÿ ‡ÿ‡Î", "পক্ষ ক্ষেত্রে"),
    "ksha-old": ("c¶", "পক্ষ"),
    "rga-old": ("Lÿ", "খড়্গ"),
    "rga-new": ("L—M", "খড়্গ"),
    "nda-new": ("`Ð ÐK", "দণ্ড ণ্ডক"),
    "hyphen-old": ("2022Ð23", "২০২২-২৩"),
    "kshma": ("j²x", "লক্ষ্মী"),
    "kshna": ("Zx¶è", "তীক্ষ্ণ"),
    "hna": ("Aciv‡nè Aciv‡nœ", "অপরাহ্ণে অপরাহ্ণে"),
    "nna": ("welYè", "বিষণ্ণ"),
    "mpa-old": ("K¤c K¤ú", "কম্প কম্প"),
    "kma-tna-lba": ("i´ hZœ j¦", "রক্ম যত্ন ল্ব"),
    "shcha-sla-hba": ("wkiñ ¯¬ nŸ ®^", "শিরশ্ছ স্ল হ্ব ষ্ব"),
    "visible-hasanta": ("evK& X&X", "বাক্ ঢ্ঢ"),
    "soft-hyphen": ("wec\u00ade", "বিপ্লব"),
    "minus-sign": ("j\u2212", "ল্ল"),
    "greek-mu": ("\u03bcq", "ক্রয়"),
    "latin-1-reader": ("\u0087K \u009a\u0097", "কে ন্ত"),
    "symbol-font": ("\uf087\uf04b \uf041\uf076\uf069", "কে আর"),
    "dash-of-the-word-processor": ("XvKv – Lyjbv", "ঢাকা – খুলনা"),
}


@pytest.mark.parametrize(("codes", "text"), (PUBLISHED | CODES).values(), ids=PUBLISHED | CODES)
def test_decodes(codes: str, text: str) -> None:
    decoded = decode(codes)
    assert decoded.text == normalize("NFC", text)
    assert decoded.doubts == ()
    assert decoded.n_codes > 0


DOUBTS = {
    "latin-digit-word": ("3D wcÖw›Us", ("3D",)),
    "fourth-industrial": ("4IR", ("4IR",)),
    "acronym": ("SDG", ("SDG",)),
    "address": ("moind.gov.bd", ("moind.gov.bd",)),
    "mail": ("a@b.gov.bd", ("a@b.gov.bd",)),
    "no-such-glyph": ("KŽ €", ("Ž", "€")),
    "other-script": ("K Ж", ("Ж",)),
    "lone-reph": ("© 2023", ("©",)),
    "lone-sign": ("K x", ("x",)),
    "quote-of-the-word-processor": ("“K", ("“",)),
    "ellipsis": ("Kv…", ("…",)),
    "doubled-sign": ("Kvv", ("াা",)),
    "degrees": ("25°", ("°",)),
    "u-that-may-be-a-dash": ("Kj–", ("–",)),
}


@pytest.mark.parametrize(("codes", "doubts"), DOUBTS.values(), ids=DOUBTS)
def test_tells_what_is_hardly_meant(codes: str, doubts: tuple[str, ...]) -> None:
    assert decode(codes).doubts == doubts


KEPT = {"degrees": "25°", "no-such-glyph": "KŽ", "lone-reph": "© ", "quote": "“K"}


@pytest.mark.parametrize("codes", KEPT.values(), ids=KEPT)
def test_what_no_table_knows_stays(codes: str) -> None:
    left = re.findall("[^A-Za-z0-9 ]", codes)
    assert [char for char in decode(codes).text if char in left] == left


def test_counts_what_was_turned() -> None:
    assert decode("~").n_codes == 0
    assert decode("Avwg 5 [x]").n_codes == len("Avwg5x")
    assert decode("25° ()").n_codes == len("25")


@pytest.mark.parametrize("word", ["GK", "GB", "KZ", "MZ", "IB", "1g", "4_©", "8B", "5wU", "2q"])
def test_plain_words_raise_no_doubt(word: str) -> None:
    assert decode(word).doubts == ()


@pytest.mark.skipif(not SEEDS, reason="the shared reports are not here")
@pytest.mark.parametrize("reph_last", [False, True], ids=["reph-first", "reph-last"])
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_every_word_of_a_report_comes_back(seed: Path, dialect: Dialect, reph_last: bool) -> None:
    words = [word for word in seed.read_text("utf-8").split() if not LATIN.search(word)]
    assert len(words) > 400
    typed = [encode(word, dialect, seed=at, reph_last=reph_last) for at, word in enumerate(words)]
    assert [decode(word).text for word in typed] == [normalize("NFC", word) for word in words]


CLUSTERS = """
ক ক্ক ক্ট ক্ট্র ক্ত ক্ত্র ক্ব ক্ম ক্য ক্র ক্ল ক্ষ ক্ষ্ণ ক্ষ্ম ক্ষ্য ক্স খ্য গ্গ গ্দ গ্ধ গ্ন
গ্ব গ্ম গ্র গ্ল ঘ্ন ঙ্ক ঙ্ক্ষ ঙ্খ ঙ্গ ঙ্ঘ চ্চ চ্ছ চ্ছ্ব চ্ছ্র চ্ঞ জ্জ জ্জ্ব জ্ঝ জ্ঞ জ্ব ঞ্চ
ঞ্ছ ঞ্জ ঞ্ঝ ট্ট ট্র ড্ড ণ্ট ণ্ঠ ণ্ড ণ্ড্র ণ্ঢ ণ্ণ ণ্ব ত্ত ত্ত্ব ত্থ ত্ন ত্ম ত্য ত্র থ্ব দ্গ
দ্ঘ দ্দ দ্ধ দ্ব দ্ভ দ্ভ্র দ্ম দ্র ধ্ব ন্ট ন্ট্র ন্ঠ ন্ড ন্ত ন্ত্ব ন্ত্র ন্ত্য ন্থ ন্দ ন্দ্ব
ন্দ্র ন্ধ ন্ধ্র ন্ন ন্ব ন্ম ন্স প্ট প্ত প্ন প্প প্র প্ল প্স ফ্র ফ্ল ব্জ ব্দ ব্ধ ব্ব ব্র ব্ল
ভ্র ম্ন ম্প ম্প্র ম্ফ ম্ব ম্ভ ম্ভ্র ম্ম ম্ল য্য ল্ক ল্গ ল্ট ল্ড ল্প ল্ফ ল্ব ল্ম ল্ল শ্চ শ্ছ
শ্ন শ্ব শ্ম শ্র শ্ল ষ্ক ষ্ক্র ষ্ট ষ্ট্র ষ্ঠ ষ্ণ ষ্প ষ্ফ ষ্ব ষ্ম স্ক স্ক্র স্খ স্ট স্ট্র স্ত
স্ত্র স্থ স্ন স্প স্ফ স্ব স্ম স্র স্ল হ্ণ হ্ন হ্ব হ্ম হ্য হ্র হ্ল র ল শ হ য় ৎ গ ম
"""
VOWELS = ("", "া", "ি", "ী", "ু", "ূ", "ৃ", "ে", "ৈ", "ো", "ৌ")
syllables = st.tuples(
    st.sampled_from(("", "", "র্")),
    st.sampled_from(CLUSTERS.split()),
    st.sampled_from(VOWELS),
    st.sampled_from(("", "", "ঁ", "ং", "ঃ")),
).map("".join)
# Apart, since two syllables in a row may be typed like one: ষ্প and স্ন like ষ্প্ল.
apart = st.lists(syllables, min_size=1, max_size=4).map("-".join)


@given(apart, st.sampled_from(DIALECTS), st.integers(0, 999), st.booleans())
def test_what_a_typist_writes_comes_back(
    text: str, dialect: Dialect, seed: int, reph_last: bool
) -> None:
    written = normalize("NFC", text.replace("র্র", "র"))
    typed = encode(written, dialect, seed=seed, reph_last=reph_last)
    assert decode(typed).text == written


@given(st.text(max_size=60))
def test_any_text_gives_an_answer_in_nfc(text: str) -> None:
    decoded = decode(text)
    assert decoded.text == normalize("NFC", decoded.text)
    assert 0 <= decoded.n_codes <= len(text)
    leftovers = decode_leftovers(text)
    assert leftovers.text == normalize("NFC", leftovers.text)


LONG = ("w", "¯", "A", "K&", "a.b.", "@", "1A", "Z©", "ক¤", "¤")


@pytest.mark.parametrize("piece", LONG)
def test_time_grows_with_the_text_alone(piece: str) -> None:
    started = process_time()
    for text in (piece * 20_000, piece * 20_000 + "A"):
        decode(text)
        decode_leftovers(text)
    assert process_time() - started < 5


HALF_DONE = {
    "reph": ("প্রকৃত অজ©ন", "প্রকৃত অর্জন"),
    "two-codes": ("নি¤œস্বাক্ষরকারী", "নিম্নস্বাক্ষরকারী"),
    "behind-half": ("স্বা¯’্য", "স্বাস্থ্য"),
    "at-the-start": ("¯¦াধীন", "স্বাধীন"),
    "ya": ("ব¨য়", "ব্যয়"),
    "reph-behind-sign": ("কতা© ", "কর্তা "),
}
PROPER = {
    "apostrophe": "ক’টি দু’টি হ’ল",
    "dash": "ঢাকা–খুলনা এপ্রিল—জুন",
    "quotes": "“এক”টি ‘দুই’টি",
    "degrees": "২৫°সে ১০±২",
    "currency": "৫০£ ¥২০",
    "times": "দৈর্ঘ্য×প্রস্থ",
    "copyright": "© ২০২৩ মন্ত্রণালয়",
    "latin-name": "Zürichে caféতে",
    "square": "মি² ১½",
}


@pytest.mark.parametrize(("text", "whole"), HALF_DONE.values(), ids=HALF_DONE)
def test_half_done_words_are_finished(text: str, whole: str) -> None:
    assert leftover_codes(text)
    assert decode_leftovers(text).text == normalize("NFC", whole)
    turned = decode_leftovers(text).n_codes
    assert turned == sum(not "\u0980" <= char <= "\u09ff" and char != " " for char in text)


@pytest.mark.parametrize("text", PROPER.values(), ids=PROPER)
def test_proper_text_is_left_alone(text: str) -> None:
    assert not leftover_codes(text)
    assert decode_leftovers(text).text == normalize("NFC", text)
    assert decode_leftovers(text).n_codes == 0


def test_a_mark_between_two_letters_is_told() -> None:
    assert decode_leftovers("গ্রী®ম").doubts == ("®",)
    assert decode_leftovers("কম©").doubts == ("কম©",)
