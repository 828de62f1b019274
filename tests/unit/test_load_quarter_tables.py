from __future__ import annotations

import errno
import itertools
import os
import resource
import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest

from load import atomic
from load.quarter_tables import SPOOL, Spool, pack
from load.rows import header, tables
from schemas.errors import OutputUnusable
from tests.load_samples import Converted, convert, ledger, report

TABLES = ("cells", "findings", "indicators")


def sample(number: int, quarter: int | None = 4, text: str = 'x\r\n"y"') -> Converted:
    held = ledger(f"ঘর {number}", text)
    return convert(report(held, quarter=quarter), held)


SAMPLES = tuple(sample(number, quarter) for number in range(4) for quarter in (1, 4, None))


def merge(out: Path, samples: Iterable[Converted], gone: Iterable[str] = ()) -> dict[Path, str]:
    spool = Spool(out)
    for found in samples:
        spool.add(found.output, pack(found.rows))
    for output in gone:
        spool.drop(output)
    return spool.merge()


def tree(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("whole")
    merge(out, SAMPLES)
    return tree(out)


def test_there_is_one_of_each_table_for_each_quarter(whole: dict[str, bytes]) -> None:
    quarters = ("2022-23/Q1", "2022-23/Q4", "unplaced")
    assert sorted(whole) == [f"{quarter}/{name}.csv" for quarter in quarters for name in TABLES]


def test_rows_are_sorted_by_report(whole: dict[str, bytes]) -> None:
    due = sorted(found.output for found in SAMPLES if "Q4" in found.output)
    rows = {found.output: found.rows["cells"] for found in SAMPLES}
    assert whole["2022-23/Q4/cells.csv"] == header(tables()["cells"].FIELDS) + b"".join(
        rows[output] for output in due
    )


@pytest.mark.parametrize("turn", range(6))
def test_the_order_of_the_inputs_does_not_matter(
    tmp_path: Path, whole: dict[str, bytes], turn: int
) -> None:
    merge(tmp_path, [*reversed(SAMPLES[turn:]), *SAMPLES[:turn]])
    assert tree(tmp_path) == whole


@pytest.mark.parametrize("cut", range(0, len(SAMPLES) + 1, 3))
def test_two_runs_write_what_one_run_writes(
    tmp_path: Path, whole: dict[str, bytes], cut: int
) -> None:
    merge(tmp_path, SAMPLES[cut:])
    merge(tmp_path, SAMPLES[: cut + 1])
    assert tree(tmp_path) == whole


def test_only_touched_quarters_are_written(tmp_path: Path) -> None:
    merge(tmp_path, SAMPLES)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.csv")}
    written = merge(tmp_path, [sample(9, 1)])
    changed = [path for path, time in before.items() if path.stat().st_mtime_ns != time]
    assert sorted(written) == sorted(changed)
    assert {path.parent.name for path in written} == {"Q1"}


def test_a_new_version_of_a_report_replaces_its_rows(
    tmp_path: Path, whole: dict[str, bytes]
) -> None:
    old = Converted(SAMPLES[1].output, b"", {**SAMPLES[1].rows, "findings": b""})
    merge(tmp_path, [old, *SAMPLES[2:], SAMPLES[0]])
    assert tree(tmp_path) != whole
    merge(tmp_path, [SAMPLES[1]])
    assert tree(tmp_path) == whole


def test_the_last_version_in_a_run_counts(tmp_path: Path, whole: dict[str, bytes]) -> None:
    old = Converted(SAMPLES[1].output, b"", {**SAMPLES[1].rows, "findings": b""})
    merge(tmp_path, [old, *SAMPLES])
    assert tree(tmp_path) == whole


def test_a_report_that_is_gone_leaves_the_tables(tmp_path: Path, whole: dict[str, bytes]) -> None:
    merge(tmp_path, [*SAMPLES, sample(8), sample(9)])
    merge(tmp_path, [], gone=[sample(8).output, sample(9).output])
    assert tree(tmp_path) == whole


def test_a_quarter_without_reports_keeps_no_tables(tmp_path: Path) -> None:
    merge(tmp_path, [sample(1)])
    assert merge(tmp_path, [], gone=[sample(1).output]) == {}
    assert tree(tmp_path) == {}


def test_a_table_without_rows_has_its_header(tmp_path: Path) -> None:
    held = ledger("a")
    found = convert(report(held, findings=()), held)
    merge(tmp_path, [found])
    due = header(tables()["findings"].FIELDS)
    assert (tmp_path / "2022-23/Q4/findings.csv").read_bytes() == due


def test_a_later_run_takes_up_what_a_killed_one_left(
    tmp_path: Path, whole: dict[str, bytes]
) -> None:
    killed = Spool(tmp_path)
    for found in SAMPLES[:7]:
        killed.add(found.output, pack(found.rows))
    merge(tmp_path, SAMPLES[7:])
    assert tree(tmp_path) == whole


def test_a_merge_that_stopped_anywhere_is_repeated(
    tmp_path: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    for fail_at in range(1, 40):
        out = tmp_path / str(fail_at)
        merge(out, SAMPLES[:5])
        spool = Spool(out)
        for found in SAMPLES:
            spool.add(found.output, pack(found.rows))
        with monkeypatch.context() as patch:
            fail_a_rename(patch, fail_at)
            stopped = is_stopped(spool)
        merge(out, [])
        assert tree(out) == whole
        if not stopped:
            break
    else:
        pytest.fail("the merge never ended well")


def fail_a_rename(patch: pytest.MonkeyPatch, fail_at: int) -> None:
    real = os.replace
    counter = itertools.count(1)

    def rename(old: str, new: str) -> None:
        if next(counter) == fail_at:
            raise OSError(errno.ENOSPC, "full")
        real(old, new)

    patch.setattr(os, "replace", rename)


def is_stopped(spool: Spool) -> bool:
    try:
        spool.merge()
    except OutputUnusable:
        return True
    return False


def test_rows_that_a_power_cut_has_torn_do_not_wait(tmp_path: Path) -> None:
    first, second = sample(1), sample(2, text="y")
    spool = Spool(tmp_path)
    for found in (first, second):
        spool.add(found.output, pack(found.rows))
    (path,) = (tmp_path / SPOOL).rglob(f"{Path(second.output).stem}*")
    content = path.read_bytes()
    torn = [content[:end] for end in range(0, len(content), 97)]
    for rest in (*torn, content[:-1] + b"?", content + b"?", bytes(len(content))):
        path.write_bytes(rest)
        again = Spool(tmp_path)
        assert again.holds(first.output)
        assert not again.holds(second.output)
        assert not path.exists()
    again = Spool(tmp_path)
    again.add(second.output, pack(second.rows))
    again.merge()
    due = b"".join(found.rows["cells"] for found in sorted((first, second), key=output_of))
    assert (tmp_path / "2022-23/Q4/cells.csv").read_bytes().endswith(due)


def test_reports_of_a_killed_run_outlive_a_power_cut_before_tables_tell_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sample(1)
    quarter = (tmp_path / first.output).parent
    quarter.mkdir(parents=True)
    Spool(tmp_path).add(first.output, pack(first.rows))
    synced: list[tuple[Path, bool]] = []
    real = atomic.sync_folder

    def watched(folder: Path) -> None:
        synced.append((folder, any(folder.glob("*.csv"))))
        real(folder)

    monkeypatch.setattr("load.quarter_tables.sync_folder", watched)
    Spool(tmp_path).merge()
    assert synced == [(quarter, False)]


def test_only_the_note_that_a_report_is_gone_must_outlive_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(atomic.os, "fsync", synced.append)
    spool = Spool(tmp_path)
    spool.add(sample(1).output, pack(sample(1).rows))
    n_folders = len(synced)
    spool.add(sample(1).output, pack(sample(1).rows))
    assert len(synced) == n_folders
    spool.drop(sample(1).output)
    assert len(synced) == n_folders + 2


def output_of(found: Converted) -> str:
    return found.output


def test_a_full_disk_leaves_the_spool_as_it_was(tmp_path: Path, whole: dict[str, bytes]) -> None:
    spool = Spool(tmp_path)
    for found in SAMPLES[1:]:
        spool.add(found.output, pack(found.rows))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(OutputUnusable, match="larger than this machine allows"):
            spool.add(SAMPLES[0].output, pack(SAMPLES[0].rows))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    spool.add(SAMPLES[0].output, pack(SAMPLES[0].rows))
    spool.merge()
    assert tree(tmp_path) == whole


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param(b",header,", b",head,er,", "12 cells, not 11", id="one cell more"),
        pytest.param(b"\r\n", b"\n", "ends within a row", id="other line ends"),
        pytest.param(b'"', b"", "row 2 has 9 cells", id="quotes gone"),
        pytest.param(b",1,", b",one,", "page: 'one'", id="no number"),
        pytest.param(b"report_id,", b"id,", "other columns", id="other header"),
        pytest.param(b"unknown-", b"Unknown-", "report_id", id="other report_id"),
    ],
)
def test_a_table_changed_from_outside_is_never_overwritten(
    tmp_path: Path, old: bytes, new: bytes, fault: str
) -> None:
    merge(tmp_path, [sample(1), sample(2)])
    path = tmp_path / "2022-23/Q4/cells.csv"
    path.write_bytes(path.read_bytes().replace(old, new))
    before = tree(tmp_path)
    with pytest.raises(OutputUnusable, match=fault) as told:
        merge(tmp_path, [sample(3)])
    assert "--no-resume" in told.value.remedy
    assert {
        name: content for name, content in tree(tmp_path).items() if SPOOL not in name
    } == before


def test_rows_out_of_order_are_noticed(tmp_path: Path) -> None:
    found = sorted((sample(1), sample(2)), key=output_of, reverse=True)
    path = tmp_path / "2022-23/Q4/cells.csv"
    path.parent.mkdir(parents=True)
    rows = b"".join(one.rows["cells"] for one in found)
    path.write_bytes(header(tables()["cells"].FIELDS) + rows)
    with pytest.raises(OutputUnusable, match="out of order"):
        merge(tmp_path, [sample(3)])


def test_a_table_of_an_older_version_is_replaced_if_all_of_it_is(
    tmp_path: Path, whole: dict[str, bytes]
) -> None:
    merge(tmp_path, SAMPLES)
    for path in tmp_path.rglob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"report_id,", b"id,", 1))
    merge(tmp_path, SAMPLES)
    assert tree(tmp_path) == whole


def test_rows_of_another_report_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputUnusable, match="a row of another report"):
        merge(tmp_path, [Converted(sample(1).output, b"", sample(2).rows)])


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    one = sample(1, text="x" * 50_000)
    report_id = Path(one.output).stem
    merge(tmp_path, [sample(2)])
    tracemalloc.start()
    spool = Spool(tmp_path)
    for number in range(300):
        other = f"{report_id[:-8]}{number:08}"
        rows = {
            name: part.replace(report_id.encode(), other.encode())
            for name, part in one.rows.items()
        }
        spool.add(f"2022-23/Q4/{other}.json", pack(rows))
    spool.merge()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "2022-23/Q4/cells.csv").stat().st_size > 15_000_000
    assert peak < 3_000_000
