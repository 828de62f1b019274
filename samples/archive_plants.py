"""The contradictions of the planted archive: each changes reports and names its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from samples.archive_offices import QUARTERS, THINGS, YEARS, Draft, period_end, written_day
from samples.described import Indicator
from samples.written import Written, bn, day, number, percent

Drafts = dict[tuple[int, int, int], Draft]
Place = tuple[int, int]
"""Office and year."""
APART = 9
"""Places with whole reports left out or doubled: seven, and some to choose from."""
VERSION = 10
"""Added to the quarter in the key of a further version of a report."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell of the archive and what must, or must not, be told of it."""

    kind: str
    """`planted` or `innocent`."""
    name: str
    """Of the report."""
    code: str
    ref: str
    about: str


COUNTS = {
    "target_blip": 4,
    "target_stays": 3,
    "weight_changed": 2,
    "fell": 5,
    "spent_fell": 2,
    "repeated": 5,
    "taken": 4,
    "after_signature": 3,
    "before_year": 2,
    "whole_year_target": 2,
    "whole_year_weight": 1,
    "row_left_out": 1,
    "another_text": 1,
    "gap": 3,
    "second_version": 2,
}
"""How many of each kind; 40 in all."""


class Ground:
    """Gives out offices and years, so that two plants never meet in one cell."""

    def __init__(self, found: Drafts, chance: Random) -> None:
        self.found, self.chance = found, chance
        self._places = sorted({(office, year) for office, year, _ in found})
        chance.shuffle(self._places)
        # whole reports are left out or doubled here; no cell of them is changed
        self._apart = [self._places.pop() for _ in range(APART)]
        self._used: set[tuple[Place, str]] = set()

    def rows(self, unit: str, year: int | None = None) -> Iterator[tuple[Place, Indicator]]:
        """Rows of a unit that no plant has taken yet, in an order of chance."""
        self._places.append(self._places.pop(0))
        for place in self._places:
            if year is not None and place[1] != year:
                continue
            draft = next(
                self.found[place[0], place[1], q] for q in QUARTERS if (*place, q) in self.found
            )
            rows = [one for one in draft.indicators().values() if one.unit.raw == unit]
            self.chance.shuffle(rows)
            yield from (
                (place, row)
                for row in rows
                if all((*place, q) in self.found for q in QUARTERS)
                and (place, row.id) not in self._used
            )

    def take(self, unit: str, year: int | None = None) -> tuple[Place, Indicator]:
        """One such row, given away."""
        place, row = next(self.rows(unit, year))
        self._used.add((place, row.id))
        return place, row

    def other_row(self, place: Place, unit: str) -> str:
        """The id of a row of a certain place that no plant has taken yet, given away."""
        rows = self.found[place[0], place[1], 1].indicators().values()
        id = next(
            one.id for one in rows if one.unit.raw == unit and (place, one.id) not in self._used
        )
        self.take_this(place, id)
        return id

    def take_this(self, place: Place, id: str) -> None:
        """Give a certain row away."""
        self._used.add((place, id))

    def apart(self, year: int | None = None) -> Place:
        """A place of which no other plant changes anything."""
        place = next(one for one in self._apart if year in (None, one[1]))
        self._apart.remove(place)
        return place

    def reports(self, place: Place) -> list[Draft]:
        """The four reports of a place."""
        return [self.found[place[0], place[1], q] for q in QUARTERS]


Plant = Callable[[Ground], Mark]


def _mark(draft: Draft, code: str, ref: str, about: str) -> Mark:
    return Mark("planted", draft.name, code, ref, about)


def _other(target: Written) -> Written:
    """Another target of the same kind."""
    raw = target.raw or ""
    if isinstance(target.value, int):
        return percent(target.value - 3) if raw.endswith("%") else number(target.value + 3)
    at = target.value
    if not isinstance(at, date):
        return number(1)
    moved = at + timedelta(days=9)
    return day(moved.day, moved.month, moved.year)


def _set_target(draft: Draft, id: str) -> str:
    targets = list(draft.targets(id))
    targets[0] = _other(targets[0])
    draft.rows[id] = replace(draft.rows[id], targets=tuple(targets))
    return f"indicator:{id}/targets/100"


def _later_quarter(ground: Ground) -> int:
    return ground.chance.choice((1, 2, 3))


def _target_blip(ground: Ground) -> Mark:
    place, row = ground.take(ground.chance.choice(("তারিখ", "সংখ্যা", "%")))
    draft = ground.reports(place)[_later_quarter(ground)]
    return _mark(draft, "target-changed", _set_target(draft, row.id), "another target once")


def _target_stays(ground: Ground) -> Mark:
    place, row = ground.take(ground.chance.choice(("তারিখ", "সংখ্যা", "%")))
    drafts = ground.reports(place)[_later_quarter(ground) :]
    refs = [_set_target(draft, row.id) for draft in drafts]
    return _mark(drafts[0], "target-changed", refs[0], "another target from then on")


def _set_weight(draft: Draft, row: Indicator) -> str:
    value = row.weight.value
    heavier = number((value if isinstance(value, int) else 1) + 1)
    draft.rows[row.id] = replace(draft.rows[row.id], weight=heavier)
    return f"indicator:{row.id}/weight"


def _weight_changed(ground: Ground) -> Mark:
    place, row = ground.take("তারিখ")
    draft = ground.reports(place)[_later_quarter(ground)]
    return _mark(draft, "target-changed", _set_weight(draft, row), "another weight once")


def _fell(ground: Ground) -> Mark:
    place, row = ground.take("সংখ্যা")
    drafts, at = ground.reports(place), _later_quarter(ground)
    for quarter, draft in enumerate(drafts):
        done = quarter + 3 if quarter < at else quarter + 1
        draft.remark(row.id, f"চলতি অর্থবছরে এ কাজে মোট {bn(done)}টি সম্পন্ন করা হয়েছে।")
    return _mark(drafts[at], "cumulative-fell", f"indicator:{row.id}/remark", "a count falls")


def _spent_fell(ground: Ground) -> Mark:
    place, row = next(
        found for found in ground.rows("%", YEARS[0]) if "ব্যয়" in str(found[1].text.value)
    )
    drafts, at = ground.reports(place), 2
    drafts[at].remark(row.id, "বরাদ্দ অর্থের ৯.১৭% ব্যয় করা হয়েছে।")
    ground.take_this(place, row.id)
    return _mark(drafts[at], "cumulative-fell", f"indicator:{row.id}/remark", "spending falls")


def _repeated(ground: Ground) -> Mark:
    place, row = ground.take("%")
    drafts, at = ground.reports(place), _later_quarter(ground)
    before = drafts[at - 1].rows[row.id].remark
    drafts[at].rows[row.id] = replace(drafts[at].rows[row.id], remark=before)
    return _mark(drafts[at], "remark-copied", f"indicator:{row.id}/remark", "as the quarter before")


def _taken(ground: Ground) -> Mark:
    place, row = ground.take("তারিখ")
    other = next(
        found
        for found, same in ground.rows("তারিখ", place[1])
        if same.id == row.id and found[0] != place[0]
    )
    ground.take_this(other, row.id)
    quarter = ground.chance.choice(range(4))
    source, copy = ground.reports(place)[quarter], ground.reports(other)[quarter]
    copy.rows[row.id] = replace(copy.rows[row.id], remark=source.rows[row.id].remark)
    return _mark(copy, "remark-copied", f"indicator:{row.id}/remark", "as another office")


def _after_signature(ground: Ground) -> Mark:
    place, row = ground.take("তারিখ")
    draft = ground.reports(place)[0]
    late = written_day(draft.signed + timedelta(days=ground.chance.randint(3, 20)))
    draft.remark(
        row.id, f"{THINGS[place[0]]} নিয়ে কমিটির সভায় অনুমোদনের পর কাজটি {late} তারিখে সম্পন্ন করা হয়েছে।"
    )
    return _mark(draft, "date-after-period", f"indicator:{row.id}/remark", "after the signature")


def _before_year(ground: Ground) -> Mark:
    place, row = ground.take("তারিখ")
    draft = ground.reports(place)[_later_quarter(ground)]
    early = written_day(period_end(place[1] - 1, 3) - timedelta(days=ground.chance.randint(0, 60)))
    draft.remark(
        row.id, f"{THINGS[place[0]]} নিয়ে যাচাই কমিটির সুপারিশে কাজটি {early} তারিখে সম্পন্ন করা হয়েছে।"
    )
    return _mark(draft, "date-outside-year", f"indicator:{row.id}/remark", "in the year before")


def _whole_year_target(ground: Ground) -> Mark:
    place, row = ground.take("সংখ্যা")
    drafts = ground.reports(place)
    refs = [_set_target(draft, row.id) for draft in drafts]
    return _mark(drafts[0], "template-deviation", refs[0], "a target of its own all year")


def _whole_year_weight(ground: Ground) -> Mark:
    place, row = ground.take("তারিখ")
    drafts = ground.reports(place)
    refs = [_set_weight(draft, row) for draft in drafts]
    return _mark(drafts[0], "template-deviation", refs[0], "a weight of its own all year")


def _row_left_out(ground: Ground) -> Mark:
    place, row = ground.take("তারিখ")
    draft = ground.reports(place)[1]
    draft.sections = tuple(
        replace(
            section,
            activities=tuple(
                replace(one, indicators=tuple(two for two in one.indicators if two.id != row.id))
                for one in section.activities
            ),
        )
        for section in draft.sections
    )
    return _mark(draft, "template-deviation", f"indicator:{row.id}", "a row is left out")


def _another_text(ground: Ground) -> Mark:
    place, row = ground.take("তারিখ")
    draft = ground.reports(place)[2]
    draft.rows[row.id] = replace(draft.rows[row.id], text="কর্মচারীদের পরিচ্ছন্নতা সপ্তাহ উদযাপন")
    return _mark(draft, "template-deviation", f"indicator:{row.id}/text", "another indicator")


def _gap(ground: Ground) -> Mark:
    place = ground.apart()
    quarter = ground.chance.choice((2, 3))
    del ground.found[place[0], place[1], quarter]
    after = ground.found[place[0], place[1], quarter + 1]
    short = f"{place[1]}-{(place[1] + 1) % 100:02}"
    return _mark(after, "report-missing", f"report:{short}/Q{quarter}", "a quarter is not there")


def _second_version(ground: Ground) -> Mark:
    place = ground.apart()
    first = ground.reports(place)[1]
    second = replace(first, copy=1, signed=first.signed + timedelta(days=6), rows=dict(first.rows))
    ground.found[place[0], place[1], VERSION + first.quarter] = second
    return _mark(first, "report-superseded", "report", "signed again later")


PLANTS: dict[str, Plant] = {
    "target_blip": _target_blip,
    "target_stays": _target_stays,
    "weight_changed": _weight_changed,
    "fell": _fell,
    "spent_fell": _spent_fell,
    "repeated": _repeated,
    "taken": _taken,
    "after_signature": _after_signature,
    "before_year": _before_year,
    "whole_year_target": _whole_year_target,
    "whole_year_weight": _whole_year_weight,
    "row_left_out": _row_left_out,
    "another_text": _another_text,
    "gap": _gap,
    "second_version": _second_version,
}


def plants(ground: Ground) -> tuple[Mark, ...]:
    """Plant all contradictions; gaps and versions last, for they change which reports there are."""
    return tuple(PLANTS[name](ground) for name, count in COUNTS.items() for _ in range(count))
