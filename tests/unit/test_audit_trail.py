"""The trail cannot be bent: every change of an entry, its place or its number is found."""

import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audit.chain import anchor_again, prove
from audit.entries import Conflict, Entry, Spot, digest
from audit.export import as_text
from audit.trail import SCHEMA, Trail, anchor_path, standing, trail_path
from tests.audit_site import ROOT, cases, together

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
    with closing(sqlite3.connect(trail_path(folder))) as connection:
        hashes = connection.execute("SELECT n, hash FROM entry ORDER BY n").fetchall()
    lines = (f"{n} {hash_} {'0' * 64}\n" for n, hash_ in hashes)  # only the last tells of the file
    anchor_path(folder).write_text("".join(lines), encoding="ascii")
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


def flipped(content: bytes, bit: int) -> bytes:
    bent = bytearray(content)
    bent[bit // 8] ^= 1 << (bit % 8)
    return bytes(bent)


def test_each_of_1000_changed_bits_of_an_entry_names_that_entry(
    tmp_path: Path, long_trail: tuple[bytes, bytes, Path]
) -> None:
    whole, anchor, folder = long_trail
    copy_of(tmp_path, (whole, anchor))
    contents = [one.content().encode() for one in Trail(folder).entries()]
    picked = random.Random(1)  # noqa: S311  # the same attacks each time
    named: list[int | None] = []
    bent: list[int | None] = []
    for _ in range(cases(1000, 100)):
        n = picked.randrange(ENTRIES)
        at = whole.index(contents[n]) * 8 + picked.randrange(len(contents[n]) * 8)
        trail_path(tmp_path).write_bytes(flipped(whole, at))
        (fault, *_) = prove(tmp_path).faults
        assert fault.what.encode()
        named.append(fault.entry)
        bent.append(n + 1)
    assert named == bent


def test_each_of_1000_changed_bits_of_the_file_is_found(
    tmp_path: Path, long_trail: tuple[bytes, bytes, Path]
) -> None:
    whole, anchor, _ = long_trail
    copy_of(tmp_path, (whole, anchor))
    picked = random.Random(2)  # noqa: S311  # the same attacks each time
    missed = unnamed = 0
    for _ in range(cases(1000, 100)):
        trail_path(tmp_path).write_bytes(flipped(whole, picked.randrange(len(whole) * 8)))
        faults = prove(tmp_path).faults
        missed += not faults
        unnamed += bool(faults) and faults[0].entry is None
    assert (missed, unnamed) == (0, 0)


def places(some: int) -> list[int]:
    """Places in the long trail: all of them, or the ends and a few between."""
    picked = random.Random(4)  # noqa: S311  # the same attacks each time
    return sorted({0, 1, ENTRIES - 1, *picked.sample(range(ENTRIES), cases(ENTRIES, some))})


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


ATTACKS: dict[str, tuple[Callable[[list[list[object]], int], None], Callable[[int], int]]] = {
    "dropped": (drop, lambda at: at + 1),
    "dropped and renumbered": (drop_and_renumber, lambda at: at + 1),
    "inserted": (insert, lambda at: at + 1),
    "swapped": (swap, lambda at: max(at, 1)),
    "doubled": (duplicate, lambda at: at + 2),
}
"""What is done to an entry, and the number of the first that is then not as it was."""


@pytest.mark.parametrize("name", ATTACKS)
def test_an_entry_that_is_moved_is_named(
    tmp_path: Path, long_trail: tuple[bytes, bytes, Path], name: str
) -> None:
    attack, first = ATTACKS[name]
    for at in places(12):
        copy_of(tmp_path, long_trail[:2])
        rewritten(tmp_path, lambda rows, at=at: attack(rows, at))  # type: ignore[misc]
        (fault, *_) = prove(tmp_path).faults
        assert fault.entry == first(at), (at, fault)


def test_a_tail_cut_off_anywhere_is_found_by_the_anchor(
    tmp_path: Path, long_trail: tuple[bytes, bytes, Path]
) -> None:
    for keep in places(20):
        copy_of(tmp_path, long_trail[:2])
        rewritten(tmp_path, lambda rows, keep=keep: rows.__delitem__(slice(keep, None)))  # type: ignore[misc]
        (fault, *_) = prove(tmp_path).faults
        assert fault.entry == keep + 1
        anchor_path(tmp_path).unlink()
        if keep:
            (fault, *_) = prove(tmp_path).faults
            assert "not anchored" in fault.what


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


def test_a_tail_written_anew_to_the_same_length_is_found(
    tmp_path: Path, long_trail: tuple[bytes, bytes, Path]
) -> None:
    picked = random.Random(6)  # noqa: S311  # the same attacks each time
    entries = Trail(long_trail[2]).entries()
    for keep in [0, 1, ENTRIES - 1, *(picked.randrange(ENTRIES) for _ in range(cases(197, 9)))]:
        copy_of(tmp_path, long_trail[:2])
        forged = chained([*entries[:keep], *(entry(1000 + n) for n in range(ENTRIES - keep))])
        rewritten(tmp_path, lambda rows, forged=forged: rows.__setitem__(slice(None), forged))  # type: ignore[misc]
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


def test_no_name_in_the_export_looks_like_another_entry(tmp_path: Path) -> None:
    trail = Trail(tmp_path)
    forged = "\nEntry 9   2026-05-16T08:30:00Z   accept   by "
    names = {"by": f"R\u202e{forged}", "source_file": f"a{forged}.tsv", "why": f"x{forged}"}
    trail.append(replace(entry(1), **names), 0)  # type: ignore[arg-type]  # all of them are texts
    text = as_text(trail.entries())
    assert [line for line in text.splitlines() if line.startswith("Entry")] == [
        line for line in text.splitlines() if line.startswith("Entry 1 ")
    ]
    assert "\u202e" not in text
    assert "⟦U+202E⟧" in text


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
