"""Three forms of one text: the stored one, the one for parsing, and the key for comparing.

Only `nfc` may touch text that is kept. `repair` and `plain` are transient, `link_key` is an index.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from unicodedata import category, decimal, is_normalized, normalize

from normalize.dashes import UNIFY

# Unicode category Cf and the variation selectors: nothing of them is seen in print.
_HIDDEN = (
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f"
)
_SPACES = "\t\n\x0b\x0c\r\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DANDAS = "|\u00a6\u01c0\u0965\u09f7\u2223\uff5c"
_SIGNS = "\u09be-\u09cc\u09d7"  # vowel signs
_MARKS = "\u0981-\u0983"  # chandrabindu, anusvara, visarga

# A composed letter is left to NFC; these are the pairs that look alike and NFC leaves alone.
_PAIRS = {
    "\u0985\u09be": "\u0986",  # a + aa sign
    "\u0993\u09d7": "\u0994",  # o + au length mark
    "\u09ac\u09bc": "\u09b0",  # ba + nukta prints as ra
    "\u09be\u09c7": "\u09cb",  # the two halves of the o sign, typed the wrong way round
}
_PAIR = re.compile("|".join(_PAIRS))
_OLD_KHANDA_TA = "\u09a4\u09cd\u200d"
_KHANDA_TA = "\u09ce"
_NUKTA = "\u09bc"
_LETTERS = {0x09F0: "\u09b0", 0x09F1: "\u09ac"} | {  # Assamese ra and wa
    ord(bar): "\u0964" for bar in _DANDAS
}
_HIDE = re.compile(f"[{_HIDDEN}]")
_SPACE = re.compile(f"[{_SPACES}]")
_RUN = re.compile(f"[{_SIGNS}{_MARKS}\u09bc]{{2,}}")
_HASANTAS = re.compile("\u09cd{2,}")
# Texts of these characters alone need NFC only where _SEQUENCE finds something; the letters that
# NFC takes apart are not among them.
_ORDINARY = re.compile(
    "[\x20-\x7b\x7d\x7e\u0964\u0980-\u09db\u09de\u09e0-\u09ef\u2013\u2014\u2018-\u201d]*"
)
_SEQUENCE = re.compile(
    f"[{_SIGNS}{_MARKS}\u0985\u0993\u09ac\u09bc\u09cd](?:"
    f"[{_SIGNS}](?<=[{_SIGNS}{_MARKS}\u0985\u0993].)|[{_MARKS}](?<=[{_MARKS}].)"
    f"|\u09bc(?<=[{_SIGNS}{_MARKS}\u09ac\u09bc\u09cd].)|\u09cd(?<=\u09cd.))"
)
_ROUNDS = 12  # hypothesis found no text that needs more than 4

_PUNCTUATION = UNIFY | {
    ord(mark): plain
    for plain, marks in {
        "%": "\u066a\ufe6a\uff05",
        ".": "\u00b7\u2219\u22c5\u066b\uff0e",
        ",": "\u066c\u060c\u201a\uff0c",
        "/": "\u2044\u2215\uff0f",
        ":": "\uff1a\u2236",
        "'": "\u2018\u2019\u02bc\u2032",
        "(": "\uff08",
        ")": "\uff09",
        "+": "\uff0b",
    }.items()
    for mark in marks
}
# Bangla and ASCII that are NFC already: no letter that NFC takes apart, no dot below behind a
# hasanta, which NFC would put before it, no two halves of one vowel sign.
_STORED = re.compile(
    "(?:[\\t-~\u0964\u0965\u2010-\u2026\u0981-\u09bb\u09bd-\u09c6\u09c8-\u09d6\u09e6-\u09f1]"
    "|\u09c7(?![\u09be\u09d7])|(?<!\u09cd)\u09bc)*"
)
_ODD = re.compile(f"[{''.join(re.escape(chr(code)) for code in _PUNCTUATION)}]")


def nfc(text: str) -> str:
    """The storage form: NFC and nothing else."""
    return text if _STORED.fullmatch(text) or is_normalized("NFC", text) else normalize("NFC", text)


def repair(text: str) -> str:
    """The text with look-alikes, hidden characters and misordered signs put right; never stored."""
    if _ORDINARY.fullmatch(text) and not _SEQUENCE.search(text):
        return text
    for _ in range(_ROUNDS):
        mended = _mend(text)
        if mended == text:
            break
        text = mended
    return text


def _mend(text: str) -> str:
    text = normalize("NFC", text).replace(_OLD_KHANDA_TA, _KHANDA_TA)
    text = _SPACE.sub(" ", _HIDE.sub("", text)).translate(_LETTERS)
    text = _PAIR.sub(lambda pair: _PAIRS[pair[0]], text)
    return normalize("NFC", _HASANTAS.sub("\u09cd", _RUN.sub(_order, text)))


def _order(run: re.Match[str]) -> str:
    """The signs on one letter: dot below, vowel, what stands above; each once in a row."""
    once = [sign for sign, _ in groupby(sorted(run[0], key=_rank))]
    return "".join(once)


def _rank(sign: str) -> int:
    if sign == _NUKTA:
        return 0
    return 2 if sign in "\u0981\u0982\u0983" else 1


def plain(text: str) -> str:
    """`repair`, and one character for each kind of dash, stop and sign; digits stay as they are."""
    return _unify(repair(text))


def _unify(text: str) -> str:
    return _ODD.sub(lambda mark: _PUNCTUATION[ord(mark[0])], text)


_CLUSTER = re.compile(f".[{_SIGNS}{_MARKS}\u09bc\u09cd\u0300-\u036f{_HIDDEN}]*", re.DOTALL)


def traced(text: str) -> tuple[str, tuple[int, ...] | None]:
    """`plain`, with the offset in `text` of each of its characters and of its end.

    Returns:
        The plain text, and the offsets; None stands for "each where it was".
    """
    mended = repair(text)
    if mended is text:
        return _unify(text), None
    pieces: list[str] = []
    offsets: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        piece = plain(cluster[0])
        pieces.append(piece)
        offsets.extend([cluster.start()] * len(piece))
    return "".join(pieces), (*offsets, len(text))


# Pairs that writers and scanners mix up. Of the classes that they merge in a list of 41,600 words,
# those with seven letters or more hold no two different words (0 of 40 looked at).
_FOLDS = {
    "\u09c0": "\u09bf",  # ii sign, i sign
    "\u0988": "\u0987",
    "\u09c2": "\u09c1",  # uu sign, u sign
    "\u098a": "\u0989",
    "\u09a3": "\u09a8",  # the two n
    "\u09b6": "\u09b8",  # the three s
    "\u09b7": "\u09b8",
    "\u09c8": "\u09c7",  # ai sign, e sign
    "\u0999": "\u0982",  # nga, anusvara
    "\u0983": None,
    "\u0981": None,
    "\u09bc": None,
}


class _Folding(dict[int, str | None]):
    """What becomes of each character in a key, worked out when first met."""

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        kind = category(sign)
        folded: str | None = None
        if kind == "Nd":
            folded = str(decimal(sign))
        elif kind[0] in "LM":
            folded = sign.casefold()
        if len(self) < _FOLDING_SIZE:
            self[code] = folded
        return folded


_FOLDING_SIZE = 8192  # characters; bounds the table whatever texts come
_FOLDING = _Folding({ord(sign): folded for sign, folded in _FOLDS.items()})


@lru_cache(maxsize=8192)
def link_key(text: str) -> str:
    """Equal for spellings of one name; an index only, and safe from seven letters on."""
    for _ in range(_ROUNDS):
        key = repair(text).translate(_FOLDING)
        if key == text:
            break
        text = key
    return text
