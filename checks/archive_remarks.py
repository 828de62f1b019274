"""Remarks copied from the quarter before, or from another office."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from checks._archive_editions import Edition, histories
from checks._archive_tell import Spot, Told, tell
from checks._archive_text import amended, distinctive, n_figures, remark_key, sentences, wording
from checks._archive_tracks import same_indicator
from schemas.archive import Archive, ArchiveRow, Extract
from schemas.finding import Code
from schemas.reading import State

ARCHIVE_CODES = (Code.REMARK_COPIED,)

LEAST_LETTERS = 12
"""Code points without spaces and figures. Stock phrases go up to 60, so that length alone decides
nothing: it only leaves out what is hardly a remark."""
STOCK_OFFICES = 3
"""Offices that write the same: a stock phrase, or an event that they all took part in."""
OWN_WORDS = 2
"""Words that stand neither in plans nor in stock phrases, and in remarks of two offices at most."""
LONG_LETTERS = 40
"""Code points from which one such word is enough: a sentence of six words or more."""
MOSTLY = 0.6
"""Of the remarks with a word: from there on it is one office's, even if others copied from it."""
AT_HOME = 0.5
"""Words, counted by shares, by which a remark must be nearer to one of two offices."""
FIGURES_OF_ONE = 4
"""Digits: what one office repeats by chance, a count or a year, has fewer or no date beside it."""
FIGURES_OF_TWO = 10
"""Digits: a date has 8, and of 20 offices two name the same date of a quarter by chance."""
FIGURES_OF_DATE = 8
"""Digits: of 80 percents with two decimals one or two pairs are equal by chance."""
RARE = 0.05
"""Of the remarks of one wording: where so few agree in their figures, those agree by no chance."""
RARE_LEAST = 20
"""Remarks of one wording from which that is learnt."""

REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark that is long enough to be compared."""

    extract: Extract
    ordinal: int
    row: ArchiveRow
    text: str
    key: str

    @property
    def spot(self) -> Spot:
        """Its cell."""
        return Spot(self.extract, f"indicator:{self.row.id}/{REMARK}", self.row.remark)


@dataclass(frozen=True, slots=True)
class Habits:
    """What offices write, learnt from all remarks."""

    offices_of_key: Mapping[str, frozenset[str]]
    offices_of_wording: Mapping[str, frozenset[str]]
    keys_of_wording: Mapping[str, frozenset[tuple[str, str]]]
    """Office and key."""
    uses_of_word: Mapping[str, Counter[str]]
    """By word: in how many different remarks each office uses it."""

    def own_words(self, text: str) -> int:
        """How many words of a remark are those of two offices at most, or mostly of one."""
        return sum(self._is_own_word(word) for word in distinctive(text))

    def _is_own_word(self, word: str) -> bool:
        uses = self.uses_of_word[word]
        return len(uses) < STOCK_OFFICES or max(uses.values()) >= MOSTLY * uses.total()

    def at_home(self, remark: Remark) -> float:
        """How many own words the office has for itself, this remark left out."""
        office = remark.extract.office
        found = 0.0
        for word in filter(self._is_own_word, distinctive(remark.text)):
            # the copy stands in this remark too, in both offices
            others = Counter({name: n - 1 for name, n in self.uses_of_word[word].items() if n > 1})
            if others:
                found += others[office] / others.total()
        return found

    def is_own(self, remark: Remark) -> bool:
        """Whether a remark is in words of its own."""
        n_own = self.own_words(remark.text)
        is_long = len(wording(remark.key)) >= LONG_LETTERS
        return n_own >= OWN_WORDS or (n_own > 0 and is_long)

    def is_rare(self, key: str) -> bool:
        """Whether remarks of the same wording otherwise differ in their figures."""
        said = self.keys_of_wording[wording(key)]
        repeated = len(said) - len({one for _, one in said})
        return len(said) >= RARE_LEAST and repeated <= RARE * len(said)


def check_archive(archive: Archive) -> Iterator[Told]:
    """Tell remarks that say the same as another report's, where that is no chance."""
    told = histories(archive)
    remarks = [
        remark for history in told for edition in history.editions for remark in _remarks(edition)
    ]
    habits = _habits(remarks)
    for history in told:
        for before, after in pairwise(history.editions):
            yield from _repeated(before, after, habits)
    yield from _taken(remarks, habits)


def _remarks(edition: Edition) -> Iterator[Remark]:
    for row in edition.holds.rows:
        if row.remark.state is not State.VALUE:
            continue
        # that the plan was amended is told in each report after it
        told = sentences(str(row.remark.value))
        text = "।".join(sentence for sentence in told if amended(sentence) is None)
        key = remark_key(text)
        if len(wording(key)) >= LEAST_LETTERS:
            yield Remark(edition.holds, edition.ordinal, row, text, key)


def _habits(remarks: Iterable[Remark]) -> Habits:
    keys: defaultdict[str, set[str]] = defaultdict(set)
    wordings: defaultdict[str, set[str]] = defaultdict(set)
    said: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    uses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for remark in remarks:
        office = remark.extract.office
        keys[remark.key].add(office)
        wordings[wording(remark.key)].add(office)
        is_new = (office, remark.key) not in said[wording(remark.key)]
        said[wording(remark.key)].add((office, remark.key))
        for word in distinctive(remark.text) if is_new else ():
            uses[word][office] += 1
    return Habits(
        {key: frozenset(found) for key, found in keys.items()},
        {key: frozenset(found) for key, found in wordings.items()},
        {key: frozenset(found) for key, found in said.items()},
        dict(uses),
    )


def _repeated(before: Edition, after: Edition, habits: Habits) -> Iterator[Told]:
    """What an office wrote in its report before, of the same indicator."""
    earlier: defaultdict[str, list[Remark]] = defaultdict(list)
    for remark in _remarks(before):
        earlier[remark.key].append(remark)
    for remark in _remarks(after):
        same = next(
            (one for one in earlier[remark.key] if same_indicator(one.row.text, remark.row.text)),
            None,
        )
        if same is None or _still_holds(same, remark):
            continue
        is_stock = len(habits.offices_of_key[remark.key]) >= STOCK_OFFICES
        if n_figures(remark.text) >= FIGURES_OF_ONE or (not is_stock and habits.is_own(remark)):
            yield _tell(remark, same, "same office")


def _still_holds(before: Remark, after: Remark) -> bool:
    """Whether nothing was left to do, so that the remark is as true as it was.

    What was done once on a day of the same year is done; so is a count that met its best target.
    """
    if before.extract.fiscal_year != after.extract.fiscal_year or after.row.covers == "quarter":
        return False
    done = after.row.achievement
    if isinstance(done, date):
        return done <= _known_until(before.extract)
    best = next((cell.value for _, cell in after.row.targets if cell.state is State.VALUE), None)
    if after.row.unit.value != "count" or not isinstance(done, int | Decimal):
        return False
    return isinstance(best, int | Decimal) and done >= best


def _known_until(extract: Extract) -> date:
    """The last day of which a report can tell."""
    signed = extract.signed.value
    return signed if isinstance(signed, date) else extract.end or date.min


def _taken(remarks: Iterable[Remark], habits: Habits) -> Iterator[Told]:
    """What exactly two offices wrote, word by word and figure by figure."""
    by_key: defaultdict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        by_key[remark.key].append(remark)
    for key, found in by_key.items():
        if len(habits.offices_of_key[key]) != STOCK_OFFICES - 1 or not _is_own(found[0], habits):
            continue
        first, second = (
            min((one for one in found if one.extract.office == office), key=_when)
            for office in sorted(habits.offices_of_key[key])
        )
        for copy, original in _directions(first, second, habits):
            yield _tell(copy, original, "another office")


def _is_own(remark: Remark, habits: Habits) -> bool:
    """Whether two offices cannot have written it independently."""
    n_digits = n_figures(remark.text)
    if habits.is_own(remark) or n_digits >= FIGURES_OF_TWO:
        return True
    return n_digits >= FIGURES_OF_DATE and habits.is_rare(remark.key)


def _when(remark: Remark) -> int:
    return remark.ordinal


def _directions(first: Remark, second: Remark, habits: Habits) -> tuple[tuple[Remark, Remark], ...]:
    """Which of two is the copy: the later one, else the one that is strange in its office.

    Returns:
        Copy and original; both ways if nothing tells.
    """
    if first.ordinal != second.ordinal:
        pair = (second, first) if first.ordinal < second.ordinal else (first, second)
        return (pair,)
    here, there = habits.at_home(first), habits.at_home(second)
    if abs(here - there) >= AT_HOME:
        return ((second, first),) if here > there else ((first, second),)
    one, two = first.extract.signed.value, second.extract.signed.value
    if isinstance(one, date) and isinstance(two, date) and one != two:
        return ((second, first),) if one < two else ((first, second),)
    return (first, second), (second, first)


def _tell(copy: Remark, original: Remark, of: str) -> Told:
    return tell(
        Code.REMARK_COPIED,
        copy.spot,
        original.spot,
        evidence={"of": of},
        other=f"{original.extract.report_id} {original.spot.ref}",
    )
