"""A decision holds for what it was made about, and never for another finding or reading."""

import json
import random
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from audit.published import own_key, sheet_of
from ogrogoti import read_report
from schemas.finding import Code, Finding, report_finding
from schemas.reading import Place
from tests.audit_site import ODD, SAMPLES, Desk, client, converted, report_ids, site

INK = {"reason": "ink that is no writing, no rule and no seal"}
WEIGHT = "indicator:1.1.1/weight"


def ink(number: int) -> Finding:
    """A piece of ink that belongs to nothing: all have one ref, one code and one message."""
    box = (10.0 * number, 20.0, 10.0 * number + 5, 25.0)
    return report_finding(
        Code.LEFTOVER_TEXT, "page:1", at=(Place(1, 1, 1, box),), evidence=dict(INK), text=""
    )


PIECES = tuple(ink(number) for number in range(1, 7))
OTHERS: dict[str, dict[str, Any]] = {
    "another place": {"at": (Place(1, 1, 2, None),)},
    "another page": {"at": (Place(2, 1, 1, (10.0, 20.0, 15.0, 25.0)),)},
    "a box that moved": {"at": (Place(1, 1, 1, (10.0, 20.0, 15.0, 25.1)),)},
    "no place": {"at": ()},
    "another message": {"message": "Something else."},
    "another proof": {"evidence": {"reason": "a word"}},
    "no proof": {"evidence": None},
    "another candidate": {"candidates": ("৩",)},
    "another subject": {"ref": "page:2"},
    "another code": {"code": Code.CELL_LOST},
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_finding_that_says_something_else_has_another_key(name: str) -> None:
    assert own_key(PIECES[0].model_copy(update=OTHERS[name])) != own_key(PIECES[0])


def test_findings_of_one_kind_about_one_page_have_keys_of_their_own() -> None:
    keys = [own_key(one) for one in PIECES]
    assert len(set(keys)) == len(PIECES)
    assert all(key.startswith("page:1~leftover-text~") for key in keys)


def test_a_key_does_not_depend_on_the_order_or_on_how_evidence_is_written() -> None:
    both = {"reason": "x", "count": 2}
    turned = dict(reversed(both.items()))
    first, second = (PIECES[0].model_copy(update={"evidence": one}) for one in (both, turned))
    assert own_key(first) == own_key(second)


def test_no_key_moves_to_another_finding_when_some_are_gone_or_all_are_moved() -> None:
    report = read_report(SAMPLES / f"{ODD}.tsv")
    of_piece = {own_key(one): one.at for one in PIECES}
    picked = random.Random(3)  # noqa: S311  # the same orders each time
    for size in range(len(PIECES) + 1):
        for some in combinations(PIECES, size):
            moved = picked.sample(some, len(some))
            sheet = sheet_of(report.model_copy(update={"findings": tuple(moved)}))
            items = [one for one in sheet.items if one.code == Code.LEFTOVER_TEXT.value]
            assert {one.key: one.places for one in items} == {
                key: tuple((at.page, at.line, at.column, at.bbox) for at in places)
                for key, places in of_piece.items()
                if places in {one.at for one in some}
            }


# ---- the page, after another version of the program wrote the report again


class Published:
    """A converted report that is written anew, as a later version might."""

    def __init__(self, folder: Path) -> None:
        self.out = converted(folder, ODD)
        self.desk = Desk(client(site(self.out)), report_ids(self.out)[ODD])
        (self.path,) = self.out.glob(f"*/Q*/{self.desk.report_id}.json")
        self.whole: dict[str, Any] = json.loads(self.path.read_bytes())
        self.own = list(self.whole["findings"])

    def find(self, *pieces: Finding) -> None:
        told = [json.loads(one.model_dump_json()) for one in pieces]
        self.whole["findings"] = [*told, *self.own]
        self.write()

    def write(self) -> None:
        self.path.write_text(json.dumps(self.whole), encoding="utf-8")
        (self.out / "run.json").touch()

    def page(self) -> str:
        return self.desk.client.get(self.desk.path).text

    def done(self) -> set[str]:
        """The keys of the items that are shown as decided."""
        return set(re.findall(r'class="item [^"]*\bdone\b[^"]*" data-key="([^"]*)"', self.page()))

    def share(self) -> int:
        (done,) = re.findall(r"<span>(\d+)/\d+</span>", self.page())
        assert f"<span>{done}/" in self.desk.client.get("/").text
        return int(done)


@pytest.fixture
def written(tmp_path: Path) -> Published:
    return Published(tmp_path)


def test_a_decision_follows_its_finding_and_stands_open_without_it(written: Published) -> None:
    written.find(*PIECES[:4])
    second = own_key(PIECES[1])
    assert written.desk.decide(second, "accept").status_code == 200
    assert written.done() == {second}
    before = written.share()

    first, _, third, fourth = PIECES[:4]
    written.find(fourth, third, PIECES[1], first)
    assert written.done() == {second}
    assert "overtaken" not in written.page()

    written.find(third, fourth, first)
    assert written.done() == set()
    assert written.share() == before - 1
    (told,) = re.findall(r'<details class="overtaken">.*?</details>', written.page(), re.S)
    assert "Entry 1:" in told
    assert "leftover-text" in told
    assert "Rahim" in told

    written.find(third, PIECES[1], first)
    assert written.done() == {second}
    assert written.share() == before
    assert "overtaken" not in written.page()


def test_an_entry_of_a_finding_holds_its_place(written: Published) -> None:
    written.find(*PIECES[:3])
    written.desk.decide(own_key(PIECES[2]), "reject")
    told = written.desk.client.get(f"{written.desk.path}/trail.txt").text
    assert own_key(PIECES[2]) in told
    assert "page 1, line 1, column 1" in told
    (entry,) = site(written.out).trail.entries()
    assert [spot.bbox for spot in entry.places] == [PIECES[2].at[0].bbox]


def test_a_finding_that_is_gone_cannot_be_decided(written: Published) -> None:
    written.find(*PIECES[:2])
    version = written.desk.version(own_key(PIECES[0]))
    written.find(PIECES[1])
    assert written.desk.decide(own_key(PIECES[0]), "accept", version=version).status_code == 404


def test_a_reading_that_is_read_in_another_way_stands_open(written: Published) -> None:
    key = "indicator:1.1.1/targets/90"
    assert written.desk.decide(key, "correct", "১১/০৫/২০২৩").status_code == 200
    assert key in written.done()
    before = written.share()
    indicator = written.whole["sections"][0]["activities"][0]["indicators"][0]
    old = indicator["targets"]["90"]["raw"]
    indicator["targets"]["90"]["raw"] = "৩১/০৬/২০২৩"
    written.write()
    page = written.page()
    assert key not in written.done()
    assert written.share() == before - 1
    assert old in page.partition('class="overtaken"')[2].partition("</details>")[0]
    assert not re.search(rf'class="cell[^"]*decided[^"]*" data-key="{key}"', page)
    values = written.desk.client.get("/values", params={"raw": "৩১/০৬/২০২৩"}).text
    assert f'data-key="{key}"' in values
    assert 'data-decided="yes"' not in values
