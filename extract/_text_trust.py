"""Whether the text of a page can be passed on as what the page says."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from extract._drawn import DrawnPage, TextLine, Way
from extract._glyph_order import JOINER, MARKS, NON_JOINER, NUKTA, SIGNS
from extract._glyph_readings import UNREAD
from extract._glyph_symbols import HASANTA
from extract._text_lines import text_lines

ILLEGAL_LIMIT = 1.0
"""Sequences that Bangla has not, of 100 Bangla characters. The two seed reports have 0.00, what is
read by outlines at most 0.06, and wrong text layers 3.3 to 40."""
UNREAD_LIMIT = 0.02
"""Share of drawn glyphs without text; of right layers none has any."""
DOUBTFUL_LIMIT = 0.12
"""Share of characters read by likeness. Of two fonts taken out of the known ones, SolaimanLipi had
9.6 % and 1.6 % wrong characters, Nikosh 13.4 % and 16 %."""
TAUGHT_LIMIT = 0.5
"""The same on a page some of whose glyphs were learnt: the others were voted on as well, and were
right in 82 % (224 of 272) by too few votes to be sure."""
_BANGLA = range(0x0980, 0x0A00)
_NO_BASE = SIGNS | MARKS | frozenset((HASANTA, NUKTA))
_JOINERS = frozenset((JOINER, NON_JOINER))


@dataclass(frozen=True, slots=True)
class Trust:
    """How far a text can be believed."""

    n_bangla: int
    """Bangla characters."""
    n_illegal: int
    """Sequences that Bangla has not: signs without a letter, two signs, characters of no script."""
    n_unread: int
    """Glyphs with ink and without text."""
    n_doubtful: int
    """Characters that were read by likeness."""
    usable: bool

    @property
    def score(self) -> float:
        """From 1, nothing speaks against it, down to 0."""
        rate = 100 * self.n_illegal / max(1, self.n_bangla)
        unread = self.n_unread / max(1, self.n_unread + self.n_bangla)
        return max(0.0, 1 - rate / (2 * ILLEGAL_LIMIT) - unread / (2 * UNREAD_LIMIT))


def page_trust(page: DrawnPage) -> Trust:
    """Judge the text of a page."""
    return trust(text_lines(page.tokens), page.n_unread)


def trust(lines: Iterable[TextLine], n_unread: int = 0) -> Trust:
    """Judge lines of text, of which this many glyphs have none."""
    n_bangla = n_illegal = n_doubtful = n_inked = n_learned = 0
    for line in lines:
        n_bangla += sum(ord(character) in _BANGLA for character in line.text)
        n_inked += sum(not character.isspace() for character in line.text)
        n_illegal += illegal(line.text)
        n_doubtful += sum(len(text) for text, _, way in line.runs if way is Way.NEAREST)
        n_learned += sum(way is Way.LEARNED for _, _, way in line.runs)
    usable = (
        n_illegal <= ILLEGAL_LIMIT / 100 * max(n_bangla, n_inked)
        and n_unread <= UNREAD_LIMIT * max(1, n_inked)
        and n_doubtful <= (TAUGHT_LIMIT if n_learned else DOUBTFUL_LIMIT) * max(1, n_inked)
    )
    return Trust(n_bangla, n_illegal, n_unread, n_doubtful, usable)


def illegal(text: str) -> int:
    """How many sequences of a text Bangla has not."""
    found = 0
    before = " "
    for character in text:
        if character in _JOINERS:
            continue
        if ord(character) in _BANGLA:
            found += _is_wrong(before, character)
        elif _is_of_no_script(character) and character != UNREAD:
            found += 1
        before = character
    return found


def _is_wrong(before: str, character: str) -> bool:
    if not unicodedata.name(character, ""):
        return True
    if character in _NO_BASE and not _carries(before):
        return True
    if character in SIGNS:
        return before in SIGNS or before == HASANTA or before in MARKS
    if character == HASANTA:
        return before in SIGNS or before == HASANTA or before in MARKS
    return before.isascii() and before.isalpha() and unicodedata.category(character)[0] == "L"


def _carries(character: str) -> bool:
    """Whether a sign can stand behind it: a letter, or what belongs to one."""
    return ord(character) in _BANGLA and unicodedata.category(character)[0] in "LM"


def _is_of_no_script(character: str) -> bool:
    return unicodedata.category(character) in ("Co", "Cn", "Cc")
