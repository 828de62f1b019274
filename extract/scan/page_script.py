"""In which script the numbers of a page are written, as evidence for those that do not show it.

A lone Bangla 4 and a Latin 8 are one shape in many fonts, and mean different numbers. Who prints
all other numbers of a page in one script prints this one in it, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from extract.scan.number_reader import BANGLA, BOTH_SCRIPTS, LATIN, Guess

SURE = 0.95
"""Of the least sure sign of a line that counts. None of 4,294 held-out numbers above it, which both
readers read alike, was wrong."""
STRANGE = 0.05
"""A reading in the script that so few of the page's numbers have is told, however sure it is."""


@dataclass(frozen=True, slots=True)
class PageScript:
    """Lines of numbers in each script, of those that are sure."""

    n_bangla: int = 0
    n_latin: int = 0

    @classmethod
    def of(cls, guesses: Iterable[Guess]) -> PageScript:
        """Count the lines of a page."""
        sure = [set(guess.text) for guess in guesses if guess.weakest >= SURE]
        return cls(
            sum(bool(signs & BANGLA) and not signs & LATIN for signs in sure),
            sum(bool(signs & LATIN) and not signs & BANGLA for signs in sure),
        )

    def prior(self, text: str) -> float:
        """How likely a line of this page is in the script of a text; 1 if it is of none.

        It is Jeffreys' share of the page's lines (of both scripts the lesser), and never less than
        what the reader of numbers grants a line of both.
        """
        signs, n = set(text), self.n_bangla + self.n_latin + 1
        shares = [
            (n_same + 0.5) / n
            for script, n_same in ((BANGLA, self.n_bangla), (LATIN, self.n_latin))
            if signs & script
        ]
        return max(min(shares, default=1.0), BOTH_SCRIPTS)

    def read_with(self, guess: Guess) -> Guess:
        """A line's texts weighed anew; what it was by itself stays beside another one."""
        texts = ((guess.text, guess.confidence), *guess.alternatives)
        known = sum(chance for _, chance in texts)
        weighed = [(chance * self.prior(text), text) for text, chance in texts]
        whole = sum(weight for weight, _ in weighed) + max(1 - known, 0.0)
        (best, text), *others = sorted(weighed, key=lambda one: -one[0])
        if text != guess.text:
            chance = best / whole
            rest = tuple((other, weight / whole) for weight, other in others)
            return replace(
                guess, text=text, confidence=chance, weakest=chance, alternatives=rest,
                rival=guess.text,
            )  # fmt: skip
        if self.prior(text) < STRANGE:
            usual = next((one for one, _ in guess.alternatives if self.prior(one) > STRANGE), None)
            return replace(guess, rival=usual)
        return guess
