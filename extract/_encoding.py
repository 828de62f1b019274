"""Bytes to text, by proof only: a byte order mark, or a decoding that nothing else can be."""

from __future__ import annotations

import codecs
import unicodedata

from schemas.errors import InputRejected, Refusal

# UTF-32 first: its little-endian mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
UNMARKED = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")

PLAIN_SHARE = 0.98
"""Least share of Bengali, ASCII and general punctuation that proves an unmarked UTF-16 or UTF-32.

Real reports and the samples have 0.9996 and more; the same bytes in the other byte order stay at
or below 0.13.
"""

CONTROLS = frozenset("\t\r\n\f")


def decode(content: bytes) -> tuple[str, str]:
    """The text, any byte order mark kept as its first character, and the name of the encoding.

    Raises:
        InputRejected: ENCODING, if there is no proof of one encoding.
    """
    for mark, charset in MARKS:
        if content.startswith(mark):
            return _strictly(content, charset), charset
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        proven = [charset for charset in UNMARKED if _proves(content, charset)]
        if len(proven) == 1:
            return content.decode(proven[0]), proven[0]
        raise _unknown(f"byte {error.start + 1} is not UTF-8") from error


def _strictly(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset)
    except UnicodeDecodeError as error:
        raise _unknown(
            f"its byte order mark says {charset}, but byte {error.start + 1} is not"
        ) from error


def _proves(content: bytes, charset: str) -> bool:
    try:
        text = content.decode(charset)
    except UnicodeDecodeError:
        return False
    if any(
        unicodedata.category(char) in ("Cc", "Cn", "Co") and char not in CONTROLS for char in text
    ):
        return False
    plain = sum(char < "\x7f" or "\u0980" <= char <= "\u09ff" or _is_general(char) for char in text)
    return plain >= PLAIN_SHARE * len(text)


def _is_general(char: str) -> bool:
    # danda, and the block General Punctuation: dashes, quotation marks, joiners
    return char in "\u0964\u0965\ufeff\u00a0" or "\u2000" <= char <= "\u206f"


def _unknown(what: str) -> InputRejected:
    return InputRejected(
        Refusal.ENCODING,
        f"The encoding of the text is not certain: {what}.",
        "Save it as UTF-8 from the program that wrote it.",
    )
