"""Glyphs in the order in which they are drawn, put into the order in which Bangla is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract._drawn import Token, Way
from extract._glyph_symbols import HALF_TA, HASANTA, KHANDA, KHANDA_OR_HALF, RA, REPH

NUKTA = "\u09bc"
YA = "\u09af"
JOINER, NON_JOINER = "\u200d", "\u200c"
PRE_SIGNS = frozenset("\u09bf\u09c7\u09c8")
SIGNS = frozenset(
    "\u09be\u09bf\u09c0\u09c1\u09c2\u09c3\u09c4\u09c7\u09c8\u09cb\u09cc\u09d7\u09e2\u09e3"
)
MARKS = frozenset("\u0981\u0982\u0983")
_E_SIGN, _AA_SIGN, _AU_MARK = "\u09c7", "\u09be", "\u09d7"
_TWO_PARTS = {_E_SIGN + _AA_SIGN: "\u09cb", _E_SIGN + _AU_MARK: "\u09cc"}
_AFTER_HALF_TA = frozenset("\u09a4\u09a5\u09a8\u09ac\u09ae")
"""In old and new spelling alike these join with ta; before others khanda ta is written."""
_BEFORE_LETTER = PRE_SIGNS | {REPH}
"""Noto Serif Bengali has ি with a reph as one glyph."""
_LETTERS = frozenset(
    [chr(code) for code in (*range(0x0985, 0x09BA), 0x09CE, 0x09DC, 0x09DD, 0x09DF, 0x09F0, 0x09F1)]
    + [KHANDA_OR_HALF]
)
_REACH = 0.35
"""Of the font size: how far right of a cluster its next glyph may begin. Chromium and Word place
every glyph by itself, and leave up to 0.1; the narrowest spaces measured are 0.2 and their own
glyphs in all those files."""
_MARK_REACH = 1.2
"""The same for marks without advance: Noto Sans Bengali 3.011 draws the reph of র্জি between
its ি and its letter."""
_BACK = 1.6
"""Of the font size: how far left the next glyph of a cluster may begin."""
_OFF_LINE = 0.5
"""Of the font size: Word lifts the reph by 0.02."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A token to be, with what decides whether it joins others."""

    token: Token
    is_final: bool
    """Whether the text is in its right order already, as ActualText is."""


@dataclass(slots=True)
class Order:
    """Signs that tell whether a page has its glyphs in the order of drawing."""

    n_first: int = 0
    """Pre-base signs at the beginning of words: in written order they never stand there."""
    n_last: int = 0
    """Pre-base signs at the end of words: as glyphs they never stand there."""
    n_reph: int = 0

    @property
    def is_visual(self) -> bool:
        """Whether signs come as they are drawn, as far as is known."""
        return self.n_reph > 0 or self.n_first >= self.n_last

    def __add__(self, other: Order) -> Order:
        return Order(
            self.n_first + other.n_first, self.n_last + other.n_last, self.n_reph + other.n_reph
        )


def order_of(pieces: Sequence[Piece]) -> Order:
    """Count the signs of a page."""
    found = Order()
    before: Piece | None = None
    for piece in pieces:
        if piece.is_final or not piece.token.text:
            before = None
            continue
        text = piece.token.text
        starts = (
            before is None
            or not _in_word(before)
            or _is_apart(before.token, piece.token, before.token.x1)
        )
        if starts and before is not None and before.token.text[-1] in PRE_SIGNS:
            found.n_last += 1
        found.n_reph += text == REPH
        found.n_first += starts and text[0] in PRE_SIGNS
        before = piece
    return found


def clusters(pieces: Iterable[Piece], *, visual: bool) -> Iterator[Token]:
    """Join the glyphs of each cluster to one token and put its characters into order."""
    held: list[Token] = []
    for piece in pieces:
        token = piece.token
        if held and (piece.is_final or _begins(token, held, visual=visual)):
            yield _joined(held, visual=visual)
            held = []
        if piece.is_final:
            yield token
        else:
            held.append(token)
    if held:
        yield _joined(held, visual=visual)


def spelled(drawn: Iterable[str]) -> str:
    """What the glyphs of one word stand for, in the order of drawing, put in that of writing."""
    pieces = [
        Piece(Token(text, 0, 0, 1, 1, 0, 10, None, Way.OUTLINE), is_final=False)
        for text in drawn
        if text
    ]
    return "".join(token.text for token in clusters(pieces, visual=True))


def _in_word(piece: Piece) -> bool:
    return "\u0980" <= piece.token.text[-1] <= "\u09e3" or piece.token.text in (
        REPH,
        KHANDA_OR_HALF,
    )


def _is_apart(before: Token, token: Token, end: float) -> bool:
    """Whether the token cannot belong to what ends at `end` with the token before."""
    size = max(before.size, token.size)
    reach = _REACH if token.x1 > token.x0 else _MARK_REACH
    return (
        abs(token.baseline - before.baseline) > _OFF_LINE * size
        or token.x0 > end + reach * size
        or token.x0 < before.x0 - _BACK * size
    )


def _begins(token: Token, held: Sequence[Token], *, visual: bool) -> bool:
    """Whether the glyph begins a new cluster."""
    text = token.text
    first = text[:1]
    if not text or _is_apart(held[-1], token, max(other.x1 for other in held)):
        return True
    if token.x1 <= token.x0 and token.way in _DOUBTFUL and held[-1].text.strip():
        return False  # a mark, whatever it is: the doubt belongs to the letter that it stands on
    if first in _LETTERS:
        end = held[-1].text[-1:]
        joins = end == HASANTA or (end == KHANDA_OR_HALF and first in _AFTER_HALF_TA)
        return not (joins or _awaits_letter(held, visual=visual))
    if first in PRE_SIGNS and visual:
        return True
    joins = first in SIGNS or first in MARKS or first in (HASANTA, NUKTA, REPH, JOINER, NON_JOINER)
    return not (joins and held[-1].text[-1:] not in ("", " "))


def _awaits_letter(held: Sequence[Token], *, visual: bool) -> bool:
    """Whether all that there is so far are signs that are drawn before their letter."""
    drawn = "".join(token.text for token in held)
    return visual and drawn[:1] in PRE_SIGNS and _BEFORE_LETTER.issuperset(drawn)


def _joined(held: Sequence[Token], *, visual: bool) -> Token:
    whole = _resolved("".join(token.text for token in held))
    text = written(whole) if visual else whole.replace(REPH, RA + HASANTA)
    if len(held) == 1:
        first = held[0]
        if text == first.text:
            return first
    worst = max(held, key=lambda token: _WAYS.index(token.way))
    # marks without advance have their origins anywhere: Nikosh's reph 0.1 behind its letter's end
    wide = [token for token in held if token.x1 > token.x0] or held
    return Token(
        text=text,
        x0=min(token.x0 for token in wide),
        top=min(token.top for token in held),
        x1=max(token.x1 for token in wide),
        bottom=max(token.bottom for token in held),
        baseline=max(token.baseline for token in held),
        size=max(token.size for token in held),
        font=held[0].font,
        way=worst.way,
        content=held[0].content,
    )


_WAYS = tuple(Way)
_DOUBTFUL = frozenset({Way.NEAREST, Way.UNREAD})


def written(drawn: str) -> str:
    """The characters of one cluster's glyphs, as they are drawn, in the order of writing.

    Letters with what is joined to them come first, led by the reph, then the vowel signs, then
    the marks ঁ, ং and ঃ.
    """
    letters: list[str] = [RA, HASANTA] if REPH in drawn else []
    signs: list[str] = []
    marks: list[str] = []
    whole = drawn.replace(REPH, "")
    at = 0
    while at < len(whole):
        character = whole[at]
        if character == HASANTA and at + 1 < len(whole) and whole[at + 1] in _LETTERS:
            if letters[-1:] == [RA] and letters[-2:-1] != [HASANTA] and whole[at + 1] == YA:
                letters.append(JOINER)  # without it ra and ya make a reph
            letters += [HASANTA, whole[at + 1]]
            at += 2
            continue
        (signs if character in SIGNS else marks if character in MARKS else letters).append(
            character
        )
        at += 1
    return "".join(letters) + _signs("".join(signs)) + "".join(marks)


def _signs(signs: str) -> str:
    for parts, whole in _TWO_PARTS.items():
        if signs.startswith(parts):
            return whole + signs[len(parts) :]
    return signs


def _resolved(text: str) -> str:
    """Decide between khanda ta and a joined ta, which some fonts draw alike."""
    parts = text.split(KHANDA_OR_HALF)
    for at, rest in enumerate(parts[1:]):
        parts[at] += HALF_TA if rest[:1] in _AFTER_HALF_TA else KHANDA
    return "".join(parts)
