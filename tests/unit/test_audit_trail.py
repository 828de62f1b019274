"""The trail cannot be bent: every change of an entry, its place or its number is found."""

import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audit.chain import anchor_again, prove
from audit.entries import Conflict, Entry, Spot, digest, parse_entry
from audit.export import as_text
from audit.trail import SCHEMA, Trail, anchor_path, standing, trail_path
from tests.audit_site import ROOT, together

ENTRIES = 500
LONG = 30
"""Entries of a trail on which slower attacks are tried."""


def entry(n: int, kind: str = "correct") -> Entry:
    return Entry(
        kind=kind,  # type: ignore[arg-type]  # tables of tests name it
        report_id="r-egov-2022-23-q4-aaaaaaaa",
        source_file="প্রতিবেদন.tsv",
        source_sha256="a" * 64,
        key=f"indicator:1.{n}/weight",
        codes=("number-invalid",),
        places=(Spot(1, n, 3, (1.5, 2.0, 3.0, 4.25)),),
        old_raw="৩",
        old_state="value",
        old_value="3",
        text="৫",
        new_state="value",
        new_value="5",
        by="রহিমা",
        why="seen in the original",
    )


def written(folder: Path, n: int) -> Trail:
    trail = Trail(folder)
    for number in range(1, n + 1):
        trail.append(entry(number), 0)
    return trail


@pytest.fixture(scope="module")
def long_trail(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes, Path]:
    folder = tmp_path_factory.mktemp("long")
    last = written(folder, 1)
    kept = list(last.entries())

    def fill(rows: list[list[object]]) -> None:
        rows[:] = chained(
            [*kept, *(replace(entry(n), when=kept[0].when) for n in range(2, ENTRIES))]
        )

    rewritten(folder, fill)
    last.append(entry(ENTRIES), 0)
    return trail_path(folder).read_bytes(), anchor_path(folder).read_bytes(), folder


def rewritten(folder: Path, change: Callable[[list[list[object]]], None]) -> None:
    """Bend the rows of a trail as somebody with the file and its program would."""
    path = trail_path(folder)
    with sqlite3.connect(path) as connection:
        rows = [list(row) for row in connection.execute("SELECT * FROM entry ORDER BY n")]
    connection.close()
    change(rows)
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute(SCHEMA[0])
        connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", rows)
        for statement in SCHEMA[1:]:
            connection.execute(statement)
    connection.close()


def copy_of(folder: Path, made: tuple[bytes, bytes]) -> Path:
    trail_path(folder).parent.mkdir(exist_ok=True)
    trail_path(folder).write_bytes(made[0])
    anchor_path(folder).write_bytes(made[1])
    return folder


@pytest.fixture(scope="module")
def short_trail(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    folder = tmp_path_factory.mktemp("short")
    written(folder, LONG)
    return trail_path(folder).read_bytes(), anchor_path(folder).read_bytes()


def test_a_trail_that_nobody_touched_is_sound(long_trail: tuple[bytes, bytes, Path]) -> None:
    proof = prove(long_trail[2])
    assert (proof.n, proof.faults, proof.notes) == (ENTRIES, (), ())


def test_no_trail_is_no_fault(tmp_path: Path) -> None:
    assert prove(tmp_path).faults == ()


def test_each_of_1000_changed_bits_of_the_entries_is_found_and_named(tmp_path: Path) -> None:
    trail = written(tmp_path, LONG)
    contents = [one.content() for one in trail.entries()]
    picked = random.Random(1)  # noqa: S311  # the same attacks each time
    found = 0
    for _ in range(1000):
        n = picked.randrange(LONG)
        content = bytearray(contents[n].encode())
        bit = picked.randrange(len(content) * 8)
        content[bit // 8] ^= 1 << (bit % 8)
        try:
            bent = content.decode()
            changed = digest(parse_entry(bent).content()) != digest(contents[n])
        except ValueError:
            changed = True
        found += changed
    assert found == 1000


def test_each_of_1000_changed_bits_of_the_file_is_found(
    tmp_path: Path, short_trail: tuple[bytes, bytes]
) -> None:
    copy_of(tmp_path, short_trail)
    picked = random.Random(2)  # noqa: S311  # the same attacks each time
    missed = unnamed = 0
    for _ in range(1000):
        bent = bytearray(short_trail[0])
        bit = picked.randrange(len(bent) * 8)
        bent[bit // 8] ^= 1 << (bit % 8)
        trail_path(tmp_path).write_bytes(bent)
        faults = prove(tmp_path).faults
        missed += not faults
        unnamed += bool(faults) and faults[0].entry is None
    assert (missed, unnamed) == (0, 0)


def drop(rows: list[list[object]], at: int) -> None:
    del rows[at]


def drop_and_renumber(rows: list[list[object]], at: int) -> None:
    del rows[at]
    for n, row in enumerate(rows, start=1):
        row[0] = n


def insert(rows: list[list[object]], at: int) -> None:
    content = entry(999).linked(at + 1, "0" * 64).content()
    rows.insert(at, [0, "a" * 64, "indicator:1.999/weight", "correct", content, digest(content)])
    for n, row in enumerate(rows, start=1):
        row[0] = n


def swap(rows: list[list[object]], at: int) -> None:
    other = at - 1 if at else 1
    rows[at][1:], rows[other][1:] = rows[other][1:], rows[at][1:]


def duplicate(rows: list[list[object]], at: int) -> None:
    rows.insert(at, list(rows[at]))
    for n, row in enumerate(rows, start=1):
        row[0] = n


@pytest.mark.parametrize("attack", [drop, drop_and_renumber, insert, swap, duplicate])
def test_a_dropped_inserted_swapped_or_doubled_entry_is_named(
    tmp_path: Path,
    short_trail: tuple[bytes, bytes],
    attack: Callable[[list[list[object]], int], None],
) -> None:
    for at in range(LONG):
        copy_of(tmp_path, short_trail)
        rewritten(tmp_path, lambda rows, at=at: attack(rows, at))  # type: ignore[misc]
        faults = prove(tmp_path).faults
        assert faults, at
        near = {at, at + 1, at + 2, LONG}
        assert faults[0].entry in near, (at, faults[0])


def test_a_tail_cut_off_anywhere_is_found_by_the_anchor(
    tmp_path: Path, short_trail: tuple[bytes, bytes]
) -> None:
    for keep in range(LONG):
        copy_of(tmp_path, short_trail)
        rewritten(tmp_path, lambda rows, keep=keep: rows.__delitem__(slice(keep, None)))  # type: ignore[misc]
        (fault, *_) = prove(tmp_path).faults
        assert fault.entry == keep + 1


def test_without_an_anchor_the_tail_is_never_called_sound(
    tmp_path: Path, short_trail: tuple[bytes, bytes]
) -> None:
    copy_of(tmp_path, short_trail)
    anchor_path(tmp_path).unlink()
    (fault,) = prove(tmp_path).faults
    assert "not anchored" in fault.what


def chained(contents: list[Entry]) -> list[list[object]]:
    rows: list[list[object]] = []
    previous = "0" * 64
    for n, one in enumerate(contents, start=1):
        content = one.linked(n, previous).content()
        previous = digest(content)
        rows.append([n, one.source_sha256, one.key, one.kind, content, previous])
    return rows


@pytest.mark.parametrize("keep", [0, 1, 20, LONG - 1])
def test_a_tail_written_anew_to_the_same_length_is_found(
    tmp_path: Path, short_trail: tuple[bytes, bytes], keep: int
) -> None:
    copy_of(tmp_path, short_trail)
    kept = list(Trail(tmp_path).entries()[:keep])
    forged = chained([*kept, *(entry(1000 + n) for n in range(LONG - keep))])

    def forge(rows: list[list[object]]) -> None:
        rows[:] = forged

    rewritten(tmp_path, forge)
    (fault, *_) = prove(tmp_path).faults
    assert fault.entry == keep + 1


def test_an_anchor_kept_elsewhere_sees_a_trail_forged_with_its_anchor(
    tmp_path: Path, short_trail: tuple[bytes, bytes]
) -> None:
    kept = tmp_path / "notebook.txt"
    kept.write_bytes(short_trail[1])
    written(tmp_path, LONG)  # all of it anew, with an anchor file that agrees
    assert prove(tmp_path).faults == ()
    forged = tmp_path / "forged"
    forged.mkdir()
    trail = Trail(forged)
    trail.append(entry(7), 0)
    assert prove(forged, kept).faults


def test_the_file_refuses_changes(tmp_path: Path) -> None:
    written(tmp_path, 2)
    with sqlite3.connect(trail_path(tmp_path)) as connection:
        for statement in (
            "UPDATE entry SET kind = 'accept'",
            "DELETE FROM entry",
            "INSERT INTO entry VALUES (9, '', '', '', '', '')",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                connection.execute(statement)
    connection.close()


def test_a_clock_that_is_set_back_is_told_and_the_order_stands(tmp_path: Path) -> None:
    trail = Trail(tmp_path)
    now = datetime(2026, 5, 1, tzinfo=UTC)
    for n, days in enumerate((0, 1, -3, 2)):
        trail.append(entry(n), 0, now + timedelta(days=days))
    proof = prove(tmp_path)
    assert proof.faults == ()
    assert [note.entry for note in proof.notes] == [3]
    assert [one.n for one in trail.entries()] == [1, 2, 3, 4]


KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from audit.chain import anchor_again
from audit.trail import Trail
from tests.unit.test_audit_trail import entry

folder, picked, sound, told = Path(sys.argv[1]), random.Random(3), 0, 0
for turn in range(100):
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        n = turn * 1000
        while True:
            n += 1
            added = Trail(folder).append(entry(n), 0)
            os.write(writes, added.n.to_bytes(4, "big"))
    os.close(writes)
    time.sleep(picked.uniform(0.002, 0.03))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    said = os.read(reads, 1 << 20)
    os.close(reads)
    told = max(told, int.from_bytes(said[-4:], "big")) if said else told
    proof = anchor_again(folder)
    sound += not proof.faults and proof.n >= told and proof.n <= told + 1
    told = max(told, proof.n)
print(sound, told)
"""


def test_a_hundred_kills_while_writing_lose_nothing_that_was_told(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stderr == ""
    sound, told = map(int, ran.stdout.split())
    assert sound == 100
    assert told > 5


def test_of_two_at_once_one_is_told_of_the_other(tmp_path: Path) -> None:
    trail = Trail(tmp_path)

    def add(by: str) -> str:
        try:
            trail.append(entry(1), 0)
        except Conflict as conflict:
            return "conflict" if conflict.latest else "nobody"
        return by

    for _ in range(5):
        trail = Trail(tmp_path / str(_))
        (tmp_path / str(_)).mkdir()
        said = together(lambda: add("one"), lambda: add("two"))
        assert sorted(said)[0] == "conflict"
        assert len(trail.entries()) == 1


def test_the_last_decision_stands_and_a_withdrawn_one_does_not(tmp_path: Path) -> None:
    trail = Trail(tmp_path)
    trail.append(entry(1), 0)
    trail.append(entry(1, "accept"), 1)
    trail.append(entry(2), 0)
    trail.append(entry(2, "withdraw"), 3)
    stands = standing(trail.entries())
    assert {key: one.kind for (_, key), one in stands.items()} == {"indicator:1.1/weight": "accept"}


def test_the_export_can_be_read_and_cited(tmp_path: Path) -> None:
    trail = written(tmp_path, 2)
    text = as_text(trail.entries())
    for part in ("Entry 2", "রহিমা", '"৩" (value: 3)', '"৫" (value: 5)', "page 1, line 2, column 3"):
        assert part in text
    assert digest(trail.entries()[1].content()) in text


def test_entries_that_a_killed_server_left_are_anchored_and_nothing_else_is(tmp_path: Path) -> None:
    written(tmp_path, 3)
    whole = anchor_path(tmp_path).read_bytes()
    lines = whole.splitlines(keepends=True)
    anchor_path(tmp_path).write_bytes(b"".join(lines[:2]) + lines[2][:30])
    assert prove(tmp_path).faults
    assert anchor_again(tmp_path).faults == ()
    assert anchor_path(tmp_path).read_bytes() == whole
    anchor_path(tmp_path).unlink()
    assert anchor_again(tmp_path).faults
