"""Two readers of one cell, and what may be said after both have spoken.

The reader of numbers and the reader of text are trained on different data and see different
pictures, so what both say is sure. Where they differ, both readings are kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.scan.engine import ReadText
from extract.scan.number_form import is_well_formed, kind_of
from extract.scan.number_reader import ALPHABET, NO_NUMBER, Guess
from extract.scan.spots import Look
from schemas.calibration import Agreement, Calibration, FieldKind, Judged
from schemas.document import Sight

UNREADABLE = "\ufffd"
"""Stands for ink that nobody can read."""
UNDECIDED = 0.6
"""Below this the likelier of two readings is no value: it is wrong two times in five."""
PARTLY_READ = 0.05
"""Confidence in a text of which some line could not be read: it is not the text of the cell."""
BOTH_DASHES = re.compile(r"[-\u2010-\u2015\u2212]")
"""Hyphens, dashes and the minus: in print they differ by a hair's length."""
BRACKETS = re.compile(r"[()\[\]]")
LETTERS = re.compile(rf"[^{re.escape(ALPHABET.replace(NO_NUMBER, ''))}]+")
ENDINGS = "।,;:.|"
"""Signs that end a word of a sentence and belong to no number."""
EDGES = f"{ENDINGS}{NO_NUMBER} "
SURE_OF_WORD = 0.9
"""Of its least sure sign; below it the reader of numbers was wrong in words as often as right."""
POSSIBLE = 0.01
"""Probability of a line's next best text from which on the reader of numbers holds it possible."""
WORDY = 3
"""Letters of the reader of text from which on they are a word, if digits are fewer."""
OPEN_END = ("/", "-", ".")
"""What a date may end with where its cell is too narrow for it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a cell says, and how it came to be known."""

    text: str
    sight: Sight
    judged: Judged
    """By which measured readings its confidence was told."""


def decide_number(
    guesses: Sequence[Guess], read: ReadText, *, overprinted: bool, calibration: Calibration
) -> Verdict:
    """A cell that the reader of numbers can read.

    Args:
        guesses: its lines, from the top down.
        read: what the reader of text made of it.
        overprinted: whether something else is printed over it.
        calibration: what was measured of such readings.
    """
    text = join_lines([guess.text for guess in guesses])
    score = min(guess.weakest for guess in guesses)
    other = plain(join_lines(read.text.split("\n")))
    rivals: list[str] = []
    if other == text:
        agreement = Agreement.BOTH
    elif not any(char.isdecimal() for char in other):
        agreement = Agreement.ALONE
    else:
        agreement = Agreement.DIFFER
        chance = _chance(guesses, read)
        if chance >= POSSIBLE and is_well_formed(other) and not is_well_formed(text):
            # both hold possible what only one of them likes best, and nothing else is a number
            text, other, score = other, text, chance
        rivals.append(other)
    judged = Judged(kind_of(text), agreement, overprinted, score)
    confidence = calibration.confidence(judged)
    if any(guess.rival for guess in guesses):
        # the page's script speaks for one, the picture for the other
        rivals.append(join_lines([guess.rival or guess.text for guess in guesses]))
    if not rivals and confidence < UNDECIDED and len(guesses) == 1:
        rivals = [likely for likely, _ in guesses[0].alternatives[:1]]
    disputes = tuple((text, rival) for rival in dict.fromkeys(rivals) if rival != text)
    return Verdict(
        text, Sight(confidence, disputes, bool(disputes) and confidence < UNDECIDED), judged
    )


def _chance(guesses: Sequence[Guess], read: ReadText) -> float:
    """How likely the reader of numbers holds what the reader of text says, line by line."""
    lines = [plain(" ".join(word.text for word in line)) for line in read.lines]
    if len(lines) != len(guesses):
        return 0.0
    chances = (
        {guess.text: guess.confidence, **dict(guess.alternatives)}.get(line, 0.0)
        for line, guess in zip(lines, guesses, strict=True)
    )
    return min(chances)


def decide_dash(
    guess: Guess, n_dashes: int, *, overprinted: bool, calibration: Calibration
) -> Verdict:
    """A cell whose ink is nothing but dashes, so many of them."""
    disputes: tuple[tuple[str, str], ...] = ()
    text = "-" * n_dashes
    if guess.text and not guess.text.strip("-"):
        agreement = Agreement.BOTH
    elif not guess.text:
        agreement = Agreement.ALONE
    else:
        agreement, disputes = Agreement.DIFFER, ((text, guess.text),)
    judged = Judged(FieldKind.DASH, agreement, overprinted, guess.weakest)
    confidence = calibration.confidence(judged)
    return Verdict(
        text, Sight(confidence, disputes, bool(disputes) and confidence < UNDECIDED), judged
    )


def decide_text(
    read: ReadText,
    numbers: Mapping[tuple[int, int], Guess],
    *,
    overprinted: bool,
    calibration: Calibration,
) -> Verdict:
    """A cell of words; one that nobody can read is lost.

    Args:
        read: its words.
        numbers: by line and word, what the reader of numbers says to words with digits.
        overprinted: whether something else is printed over it.
        calibration: what was measured of such readings.
    """
    lines: list[str] = []
    disputes: list[tuple[str, str]] = []
    for line, words in enumerate(read.lines):
        texts: list[str] = []
        for place, word in enumerate(words):
            guess = numbers.get((line, place))
            settled = settle(word.text, guess) if guess else Settled(word.text)
            texts.append(settled.text)
            if settled.other is not None:
                disputes.append((settled.text, settled.other))
        lines.append(" ".join(texts))
    # a line's end is layout
    text = " ".join(lines).strip()
    agreement = Agreement.DIFFER if disputes else Agreement.ALONE
    judged = Judged(FieldKind.TEXT, agreement, overprinted, read.confidence)
    if not text:
        return Verdict(UNREADABLE, Sight(0.0, lost=True), judged)
    confidence = calibration.confidence(judged)
    if read.unread:
        # nothing is lost in silence: the text shows that there is more
        text, confidence = f"{text} {UNREADABLE}", min(confidence, PARTLY_READ)
    return Verdict(text, Sight(confidence, tuple(disputes)), judged)


@dataclass(frozen=True, slots=True)
class Settled:
    """A word with digits after both readers have spoken."""

    text: str
    other: str | None = None
    """What the reader that was not followed says."""


def settle(word: str, guess: Guess) -> Settled:
    """One word of a text: digits are taken from the reader of numbers where it is sure of all.

    Both readings are told wherever they differ; a reader of numbers that is not sure says nothing.
    """
    if guess.weakest < SURE_OF_WORD or not any(char.isdecimal() for char in guess.text):
        return Settled(word)
    seen, read = guess.text.strip(EDGES), pattern(word).strip(EDGES)
    if seen == read:
        return Settled(word)
    if guess.letters or len(LETTERS.sub("", word)) < len(word) / 2:
        # partly words: only the digits can be compared, and the text keeps what was read
        same = digits(guess.text) == digits(word)
        return Settled(word) if same else Settled(word, guess.text)
    if is_balanced(read) and BRACKETS.sub("", seen) in BRACKETS.sub("", read):
        # the word was cut out at a gap inside of it: what is seen of it is no other reading
        return Settled(word)
    bare = word.rstrip(ENDINGS)
    return Settled(guess.text.rstrip(ENDINGS) + word[len(bare) :], word)


def digits(text: str) -> str:
    """Digits alone."""
    return "".join(char for char in text if char.isdecimal())


def pattern(word: str) -> str:
    """A word as the reader of numbers sees it: all that is no part of a number is one sign."""
    return LETTERS.sub(NO_NUMBER, plain(word))


def is_number(look: Look, guesses: Sequence[Guess], read: ReadText) -> bool:
    """Whether the lines of a cell are numbers.

    Args:
        look: what the ink is.
        guesses: what the reader of numbers says; of 1,426 words it took 21 for numbers.
        read: what the reader of text says; it takes digits for letters, but not many in a row.
    """
    seen = [char for guess in guesses for char in guess.text if char.isdecimal()]
    letters = sum(char.isalpha() for char in read.text)
    return (
        look is Look.WRITING
        and bool(seen)
        and not any(guess.letters for guess in guesses)
        and (letters < WORDY or letters <= len(seen))
    )


def is_balanced(text: str) -> bool:
    """Whether each bracket has its other half."""
    return all(text.count(left) == text.count(right) for left, right in ("()", "[]"))


def has_digits(word: str) -> bool:
    """Whether a word may hold a number or an id."""
    return any(char.isdecimal() or char in "[]" for char in word)


def plain(text: str) -> str:
    """A text as the reader of numbers writes it: one kind of dash, no blanks in numbers."""
    return BOTH_DASHES.sub("-", text).strip()


def join_lines(lines: Sequence[str]) -> str:
    """Lines of a numeric cell; a date that is cut at its sign has no blank there."""
    text = ""
    for line in lines:
        bare = line.strip()
        if not bare:
            continue
        cut = (text.endswith(OPEN_END) and text[-2:-1].isdecimal()) or bare.startswith("/")
        text = f"{text}{bare}" if cut or not text else f"{text} {bare}"
    return text
