"""Broken text never crashes the program, never stops it, and never loses a cell."""

import random
from pathlib import Path
from time import process_time

import pytest

from conversion import understand
from extract import read_bytes
from load.report_json import dump, validate
from load.rows import csv_rows, tables
from schemas.errors import InputRejected

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt")) or sorted(
    (ROOT / "samples" / "reports").glob("*.tsv")
)
PARTS, CASES = 10, 500
LIMIT_SECONDS = 2.0


def cut_line(lines: list[bytes], random: random.Random) -> None:
    number = random.randrange(len(lines))
    cut = lines[number][: random.randrange(len(lines[number]) + 1)]
    # most cuts fall between letters: the others end in ENCODING and test nothing further
    lines[number] = cut if random.random() < 0.1 else cut.decode("utf-8", "ignore").encode()


def drop_line(lines: list[bytes], random: random.Random) -> None:
    del lines[random.randrange(len(lines))]


def copy_line(lines: list[bytes], random: random.Random) -> None:
    lines.insert(random.randrange(len(lines)), random.choice(lines))


def shuffle_tabs(lines: list[bytes], random: random.Random) -> None:
    number = random.randrange(len(lines))
    fields = lines[number].split(b"\t")
    random.shuffle(fields)
    lines[number] = b"\t".join(fields)


def add_or_drop_tab(lines: list[bytes], random: random.Random) -> None:
    number = random.randrange(len(lines))
    if random.random() < 0.5:
        lines[number] = lines[number].replace(b"\t", b"", 1)
    else:
        place = random.randrange(len(lines[number]) + 1)
        before = lines[number][:place].decode("utf-8", "ignore").encode()
        lines[number] = before + b"\t" + lines[number][len(before) :]


def blank_line(lines: list[bytes], random: random.Random) -> None:
    lines.insert(random.randrange(len(lines)), random.choice([b"", b" ", b"\t\t", b"\f"]))


def odd_bytes(lines: list[bytes], random: random.Random) -> None:
    broken = random.choice([b"\xed\xa0\x80", b"\xff"]) if random.random() < 0.2 else b"\0"
    odd = [broken, b"\x1b[31m", b"\x07", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\xc2\x85", b"\r"]
    number = random.randrange(len(lines))
    place = lines[number].find(b"\t") + 1
    lines[number] = lines[number][:place] + random.choice(odd) + lines[number][place:]


def huge_cell(lines: list[bytes], random: random.Random) -> None:
    number = random.randrange(len(lines))
    unit = random.choice(["ক", "১", "১ ও ", "০১/", "[১", "\u200d", "মোট ", "-", "টি "])
    lines[number] += b"\t" + unit.encode() * random.randrange(1, 20_000)


def swap_columns(lines: list[bytes], random: random.Random) -> None:
    first, second = random.randrange(13), random.randrange(13)
    for number, line in enumerate(lines):
        fields = line.split(b"\t")
        if len(fields) > max(first, second):
            fields[first], fields[second] = fields[second], fields[first]
            lines[number] = b"\t".join(fields)


MUTATIONS = (
    cut_line, drop_line, copy_line, shuffle_tabs, add_or_drop_tab, blank_line, odd_bytes,
    huge_cell, swap_columns,
)  # fmt: skip


def mutate(content: bytes, random: random.Random) -> bytes:
    lines = content.split(b"\n")
    for _ in range(random.randrange(1, 8)):
        if lines:
            random.choice(MUTATIONS)(lines, random)
    return b"\n".join(lines)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
def test_mutated_reports(part: int) -> None:
    chance = random.Random(part)  # noqa: S311  the same cases in every run
    sources = [path.read_bytes() for path in SEEDS]
    n_read = 0
    for case in range(CASES):
        content = mutate(chance.choice(sources), chance)
        start = process_time()
        try:
            document = read_bytes("case.tsv", content)
            meant = understand(document)
        except InputRejected:
            continue
        finally:
            assert process_time() - start < LIMIT_SECONDS, f"part {part}, case {case} is slow"
        n_read += 1
        cells = [cell.text for page in document.pages for row in page.rows for cell in row.cells]
        assert [entry.raw for entry in meant.ledger.entries] == cells
        charset = document.source.media_type.partition("charset=")[2]
        assert meant.ledger.rebuild().encode(charset) == content
        accounting = meant.report.accounting
        assert sum(accounting.roles.values()) == accounting.cells == len(cells)
        validate(dump(meant.report))
        for table in tables().values():
            csv_rows(table, meant.report, meant.ledger)
    assert n_read > CASES / 3, "most mutations should still be reports"
