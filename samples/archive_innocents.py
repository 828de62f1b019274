"""What only looks like a contradiction in the planted archive, and must not be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from samples.archive_offices import QUARTERS, THINGS, YEARS, Draft, written_day
from samples.archive_plants import Ground, Mark, Place
from samples.described import Indicator
from samples.written import bn, number, shown

Innocent = Callable[[Ground], Mark]
STOCK = "কার্যক্রমটি কর্মপরিকল্পনা অনুযায়ী যথাসময়ে সম্পন্ন করার লক্ষ্যে চলমান রয়েছে।"


def _mark(draft: Draft, code: str, ref: str, about: str) -> Mark:
    return Mark("innocent", draft.name, code, ref, about)


def _remark(row: Indicator) -> str:
    return f"indicator:{row.id}/remark"


def _thing(place: Place) -> str:
    return f"{THINGS[place[0]]} নিয়ে"


def _stock_phrase(ground: Ground) -> Mark:
    place, row = ground.take("তারিখ")
    for draft in ground.reports(place)[:2]:
        draft.remark(row.id, STOCK)
    return _mark(ground.reports(place)[1], "remark-copied", _remark(row), "a stock phrase")


def _dashes(ground: Ground) -> Mark:
    place, row = ground.take("তারিখ")
    for draft in ground.reports(place):
        draft.remark(row.id, "----")
    return _mark(ground.reports(place)[2], "remark-copied", _remark(row), "a dash in all quarters")


def _restarts(ground: Ground) -> Mark:
    # counts of all offices begin anew in July; this one had many in June
    place, row = ground.take("সংখ্যা", YEARS[0])
    last = ground.reports(place)[-1]
    last.remark(row.id, "চলতি অর্থবছরে এ কাজে মোট ১৯টি সম্পন্ন করা হয়েছে।")
    first = ground.found[place[0], YEARS[1], 1]
    id = ground.other_row((place[0], YEARS[1]), "সংখ্যা")
    return _mark(first, "cumulative-fell", f"indicator:{id}/remark", "a count begins in July")


def _amended(ground: Ground, where: str) -> Mark:
    place, row = ground.take("সংখ্যা")
    if where == "title":
        # speaks of the whole plan, so that no other change of the place would be one
        place = ground.apart()
        row = next(
            one for one in ground.reports(place)[0].indicators().values() if one.unit.raw == "সংখ্যা"
        )
    for draft in ground.reports(place)[2:]:
        targets = (number(9), *draft.targets(row.id)[1:])
        draft.rows[row.id] = replace(draft.rows[row.id], targets=targets)
    draft = ground.reports(place)[2]
    if where == "remark":
        text = draft.rows[row.id].remark.raw
        for one in ground.reports(place)[2:]:
            one.remark(row.id, f"{text} মন্ত্রিপরিষদ বিভাগের সম্মতিতে লক্ষ্যমাত্রা সংশোধন করা হয়েছে।")
    elif where == "note":
        note = f"বি:দ্র: [{bn(row.id)}] সূচকের লক্ষ্যমাত্রা পুনঃনির্ধারণ করা হয়েছে।"
        for one in ground.reports(place)[2:]:
            one.notes.append(note)
    else:
        for one in ground.reports(place)[2:]:
            one.title_word = "সংশোধিত "
    return _mark(draft, "target-changed", f"indicator:{row.id}/targets/100", f"amended: {where}")


def _done_once(ground: Ground) -> Mark:
    place, row = ground.take("তারিখ")
    drafts = ground.reports(place)
    on = written_day(drafts[0].signed - timedelta(days=20))
    for draft in drafts:
        draft.remark(
            row.id, f"{THINGS[place[0]]}: মাননীয় মন্ত্রীর উপস্থিতিতে কাজটি {on} তারিখে সম্পন্ন করা হয়েছে।"
        )
    return _mark(drafts[1], "remark-copied", _remark(row), "done once, told each quarter")


def _of_the_quarter(ground: Ground) -> Mark:
    place, row = ground.take("সংখ্যা")
    drafts = ground.reports(place)
    for draft, done in zip(drafts, (3, 1, 2, 1), strict=True):
        draft.remark(row.id, f"এ ত্রৈমাসিকে {bn(done)}টি কাজ সম্পন্ন করা হয়েছে।")
    return _mark(drafts[1], "cumulative-fell", _remark(row), "figures of single quarters")


def _rate(ground: Ground) -> Mark:
    place, row = ground.take("%", YEARS[1])
    drafts = ground.reports(place)
    for draft, whole in zip(drafts, (96, 91, 94, 88), strict=True):
        rate = bn(f"{whole}.{ground.chance.randint(10, 99)}")
        draft.remark(row.id, f"ই-ফাইলে নোট নিষ্পত্তির হার {rate}% অর্জিত হয়েছে।")
    return _mark(drafts[1], "cumulative-fell", _remark(row), "a rate may fall")


def _spelt_otherwise(ground: Ground) -> Mark:
    place, row = ground.take("তারিখ")
    draft = ground.reports(place)[2]
    targets = list(draft.targets(row.id))
    at = targets[0].value
    if isinstance(at, date):
        targets[0] = shown(f"{at.day}.{at.month}.{at.year}", at)
    draft.rows[row.id] = replace(draft.rows[row.id], targets=tuple(targets))
    ref = f"indicator:{row.id}/targets/100"
    return _mark(draft, "target-changed", ref, "the same date in other digits")


def _planned(ground: Ground) -> Mark:
    place, row = ground.take("তারিখ")
    draft = ground.reports(place)[0]
    later = written_day(draft.signed + timedelta(days=40))
    draft.remark(row.id, f"{_thing(place)} জেলা প্রশাসকদের সঙ্গে আগামী {later} তারিখে সম্পন্ন করা হবে।")
    return _mark(draft, "date-after-period", _remark(row), "a date that is planned")


def _soon_after(ground: Ground) -> Mark:
    place, row = ground.take("তারিখ")
    draft = ground.reports(place)[1]
    soon = written_day(draft.signed - timedelta(days=1))
    draft.remark(row.id, f"{_thing(place)} নিরীক্ষার মতামতসহ {soon} তারিখে সম্পন্ন করা হয়েছে।")
    return _mark(draft, "date-after-period", _remark(row), "between period and signature")


def _letter(ground: Ground) -> Mark:
    place, row = ground.take("তারিখ")
    draft = ground.reports(place)[3]
    old = written_day(date(place[1], 5, 17))
    on = written_day(draft.signed - timedelta(days=25))
    draft.remark(row.id, f"{_thing(place)} {old} তারিখের স্মারক মোতাবেক {on} তারিখে শেষ করা হয়েছে।")
    return _mark(draft, "date-outside-year", _remark(row), "a letter of the year before")


def _begins_late(ground: Ground) -> Mark:
    place = ground.apart(YEARS[0])
    for quarter in (1, 2):
        del ground.found[place[0], place[1], quarter]
    return _mark(
        ground.found[place[0], place[1], 3], "report-missing", "report", "reports begin in January"
    )


def _ends_early(ground: Ground) -> Mark:
    place = ground.apart(YEARS[1])
    for quarter in (3, 4):
        del ground.found[place[0], place[1], quarter]
    return _mark(
        ground.found[place[0], place[1], 2], "report-missing", "report", "reports end in December"
    )


def _new_year(ground: Ground) -> Mark:
    # the same id has another target the year after: the plan of that year is another one
    place, _ = ground.take("তারিখ", YEARS[1])
    draft = ground.reports(place)[0]
    ref = "indicator:2.2.2/targets/100"
    return _mark(draft, "target-changed", ref, "another plan in another year")


def _shared_event(ground: Ground) -> Mark:
    on = written_day(date(YEARS[0], 9, 12))
    text = f"জাতীয় জাদুঘর মিলনায়তনে {on} তারিখে আয়োজিত উদ্ভাবন মেলায় অংশগ্রহণ করা হয়েছে।"
    places: list[Place] = []
    found = None
    for place, row in ground.rows("তারিখ", YEARS[0]):
        if len(places) < len(QUARTERS) and place not in places:
            places.append(place)
            ground.take_this(place, row.id)
            draft = ground.reports(place)[0]
            draft.remark(row.id, text)
            found = _mark(draft, "remark-copied", _remark(row), "an event of many offices")
    if found is None:
        raise LookupError("no row is left")
    return found


def _target_met(ground: Ground) -> Mark:
    place, row = ground.take("সংখ্যা")
    drafts = ground.reports(place)
    for draft in drafts[1:]:
        draft.remark(row.id, f"{THINGS[place[0]]} বিষয়ে চলতি অর্থবছরে মোট ৭টি অনুষ্ঠিত হয়েছে।")
    drafts[0].remark(row.id, f"{THINGS[place[0]]} বিষয়ে চলতি অর্থবছরে মোট ২টি অনুষ্ঠিত হয়েছে।")
    return _mark(drafts[2], "remark-copied", _remark(row), "the target is met, nothing is added")


INNOCENTS: dict[Innocent, int] = {
    _begins_late: 1,
    _ends_early: 1,
    _stock_phrase: 4,
    _dashes: 4,
    _restarts: 3,
    lambda ground: _amended(ground, "remark"): 2,
    lambda ground: _amended(ground, "note"): 2,
    lambda ground: _amended(ground, "title"): 1,
    _done_once: 4,
    _of_the_quarter: 3,
    _rate: 2,
    _spelt_otherwise: 3,
    _planned: 2,
    _soon_after: 2,
    _letter: 2,
    _new_year: 1,
    _shared_event: 1,
    _target_met: 2,
}
"""How many of each kind; 40 in all."""


def innocents(ground: Ground) -> tuple[Mark, ...]:
    """Write all of them into the archive."""
    return tuple(innocent(ground) for innocent, count in INNOCENTS.items() for _ in range(count))
