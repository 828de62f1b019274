"""Kills, lost connections, a second writer, and readers: only whole loads, and never a wait."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path

import psycopg
import pytest

from load.warehouse import load_folder, verify_warehouse
from load.warehouse_load import Loaded
from schemas.errors import OutputLocked, OutputUnusable
from tests.warehouse_folders import (
    ask,
    corrected,
    counts,
    empty,
    pairs,
    postgres,
    write_folder,
)

ROOT = Path(__file__).parents[2]

KILLS = int(os.environ.get("OGROGOTI_KILLS", "20"))
"""For each engine; 1.5 s each on a quiet machine."""

N_REPORTS = 30

CHILD = """
import sys
from pathlib import Path
import load.warehouse_duckdb, load.warehouse_postgres
from load.warehouse import load_folder
print("ready", flush=True)
sys.stdin.readline()
load_folder(Path(sys.argv[1]), sys.argv[2])
print("done", flush=True)
"""


@pytest.fixture(scope="module")
def server() -> Generator[str]:
    with postgres() as url:
        yield url


class Child:
    """A load in a process of its own, which waits for the word to begin."""

    def __init__(self, folder: Path, url: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(folder), url],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip
        assert self._read() == b"ready\n"

    def go(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        self._process.stdin.flush()

    def end(self) -> bytes:
        said = self._read()
        assert self._process.wait() == 0
        self._close()
        return said

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._close()

    def _read(self) -> bytes:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


def time_of_a_load(folder: Path, url: str) -> float:
    child = Child(folder, url)
    start = time.monotonic()
    child.go()
    assert child.end() == b"done\n"
    return time.monotonic() - start


@pytest.mark.timeout(30 + 20 * KILLS)
def test_a_killed_load_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311  # reproducible
    url = f"duckdb:///{tmp_path}/out/w.duckdb"
    before = write_folder(tmp_path / "a", pairs(3))
    folder = write_folder(tmp_path / "b", pairs(N_REPORTS))
    load_folder(before, url)
    old = counts(url)
    whole = f"duckdb:///{tmp_path}/whole.duckdb"
    takes = time_of_a_load(folder, whole)
    new = counts(whole)
    seen: set[str] = set()
    for _ in range(KILLS):
        child = Child(folder, url)
        child.go()
        time.sleep(chance.random() * takes * 1.1)
        child.kill()
        found = counts(url)
        assert found in (old, new)
        seen.add("old" if found == old else "new")
        if found == new:
            (tmp_path / "out/w.duckdb").unlink()
            load_folder(before, url)
    assert "old" in seen
    load_folder(folder, url)
    assert counts(url) == new
    assert verify_warehouse(url) == ()
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"w.duckdb", ".w.duckdb.lock"}


@pytest.mark.timeout(30 + 20 * KILLS)
def test_a_killed_load_leaves_whole_reports(tmp_path: Path, server: str) -> None:
    chance = random.Random(8)  # noqa: S311  # reproducible
    url = empty(server)
    folder = write_folder(tmp_path / "b", pairs(N_REPORTS))
    takes = time_of_a_load(folder, url)
    new = counts(url)
    empty(server)
    load_folder(write_folder(tmp_path / "a", pairs(1, first=1)), url)
    parts: set[int] = set()
    for _ in range(KILLS):
        child = Child(folder, url)
        child.go()
        time.sleep(chance.random() * takes * 0.9)
        child.kill()
        # each part of the proof counts the rows that a report itself tells
        assert verify_warehouse(url) == ()
        ((n_reports,),) = ask(url, "SELECT count(*) FROM report")
        assert isinstance(n_reports, int)
        parts.add(n_reports)
        if n_reports == N_REPORTS:
            empty(server)
            load_folder(tmp_path / "a", url)
    assert any(1 < part < N_REPORTS for part in parts)
    load_folder(folder, url)
    assert counts(url) == new
    assert verify_warehouse(url) == ()


class Cut:
    """Ends the connection of a load before or after its n-th statement."""

    def __init__(self, admin: psycopg.Connection[tuple[object, ...]], at: int, after: bool) -> None:
        self.admin, self.at, self.after = admin, at, after
        self.count = 0

    def around(self, real: Callable[..., object]) -> Callable[..., object]:
        def called(cursor: psycopg.Cursor[object], *given: object, **named: object) -> object:
            self.count += 1
            now = self.count == self.at
            if now and not self.after:
                self._end(cursor.connection.info.backend_pid)
            done = real(cursor, *given, **named)
            if now and self.after:
                self._end(cursor.connection.info.backend_pid)
            return done

        return called

    def _end(self, pid: int) -> None:
        self.admin.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


@pytest.mark.timeout(600)
def test_a_connection_lost_at_any_statement_does_no_harm(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = empty(server)
    first, second = pairs(2)
    load_folder(write_folder(tmp_path / "a", [first]), url)
    folder = write_folder(tmp_path / "b", [corrected(first, "নতুন"), second])
    whole = f"duckdb:///{tmp_path}/whole.duckdb"
    load_folder(tmp_path / "a", whole)
    load_folder(folder, whole)
    due = counts(whole)
    n_cut = 0
    with psycopg.connect(server, autocommit=True) as admin:
        for after in (False, True):
            for at in range(1, 200):
                empty(server)
                load_folder(tmp_path / "a", url)
                cut = Cut(admin, at, after)
                with monkeypatch.context() as patched:
                    for name in ("execute", "copy"):
                        real = getattr(psycopg.Cursor, name)
                        patched.setattr(psycopg.Cursor, name, cut.around(real))
                    ended = attempt(folder, url)
                if cut.count < at:
                    break
                n_cut += 1
                assert ended is not None or after
                assert verify_warehouse(url) == ()
                load_folder(folder, url)
                assert counts(url) == due
                assert verify_warehouse(url) == ()
            else:
                raise AssertionError("a load of two reports has fewer statements")
    assert n_cut > 40


def attempt(folder: Path, url: str) -> OutputUnusable | None:
    try:
        load_folder(folder, url)
    except OutputUnusable as error:
        return error
    return None


def test_a_second_load_is_refused(tmp_path: Path, server: str) -> None:
    folder = write_folder(tmp_path / "in", pairs(1))
    from load.warehouse_duckdb import fill_duckdb
    from load.warehouse_postgres import fill_postgres

    path = tmp_path / "w.duckdb"
    with fill_duckdb(path), pytest.raises(OutputLocked):
        load_folder(folder, f"duckdb:///{path}")
    with fill_postgres(empty(server)), pytest.raises(OutputLocked):
        load_folder(folder, server)


def test_a_folder_that_is_being_converted_is_not_loaded(tmp_path: Path) -> None:
    from batch.lock import hold

    folder = write_folder(tmp_path / "in", pairs(1))
    with hold(folder), pytest.raises(OutputLocked, match="A conversion is writing"):
        load_folder(folder, f"duckdb:///{tmp_path}/w.duckdb")
    assert load_folder(folder, f"duckdb:///{tmp_path}/w.duckdb").reports == {"new": 1}


def test_a_file_that_somebody_writes_into_is_left_alone(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", pairs(1))
    (tmp_path / "w.duckdb.wal").write_bytes(b"")
    with pytest.raises(OutputLocked, match="Another program"):
        load_folder(folder, f"duckdb:///{tmp_path}/w.duckdb")


READS = 200
LOADS = 6


@pytest.mark.parametrize("kind", ["duckdb", "postgres"])
def test_readers_see_whole_loads_and_never_wait(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = (
        f"duckdb:///{tmp_path}/w.duckdb"
        if kind == "duckdb"
        else empty(request.getfixturevalue("server"))
    )
    given = pairs(4)
    load_folder(write_folder(tmp_path / "0", given), url)
    loaded: list[Loaded] = []

    def keep_loading() -> None:
        for number in range(1, LOADS + 1):
            changed = [corrected(pair, f"remark {number}") for pair in given]
            loaded.append(load_folder(write_folder(tmp_path / f"{number}", changed), url))

    writer = threading.Thread(target=keep_loading)
    writer.start()
    n_reads = 0
    while writer.is_alive() or n_reads < READS // 10:
        found = ask(url, "SELECT count(*), count(DISTINCT report_id) FROM wide")
        assert found == [(8, 4)]
        n_reads += 1
    writer.join()
    assert [one.reports for one in loaded] == [{"corrected": 4}] * LOADS
    assert n_reads > LOADS
