"""Whatever goes wrong, and whenever: what was there is whole, and the next run completes it."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import ogrogoti
from batch.earlier import RUN
from batch.journal import JOURNAL
from batch.run import Engine
from load.quarter_tables import SPOOL
from ogrogoti import convert
from schemas.errors import ExitCode, OutputLocked, OutputUnusable
from tests.batch_disk import Disk, failing, inline, killed, watched

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "samples" / "reports").glob("[!u]*.tsv"))
"""Those in UTF-8, which stay reports with a line end more."""

FULL = bool(os.environ.get("OGROGOTI_FULL"))
N_KILLS = 300 if FULL else 60
SEED = 20261120

N_STARTS = 20

STRIDE = 1 if FULL else 3
"""Each step fails in one way of three at least; each of them in each way by hand."""

ERRORS = {
    "no space": (errno.ENOSPC, 1, 1),
    "device": (errno.EIO, 1, STRIDE),
    "no right": (errno.EACCES, 2, STRIDE),
    "read-only": (errno.EROFS, 3, STRIDE),
}
"""The error, the first step at which it happens, and how many steps lie between."""


def tree(out: Path) -> dict[str, str]:
    """Hashes of all outputs but the one that holds times."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != RUN
    }


def always_inline(name: str) -> Engine:
    """The engine of any name."""
    del name
    return inline


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ogrogoti, "work", inline)
    monkeypatch.setattr(ogrogoti, "engine_named", always_inline)


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Inputs, an output that lacks one of them, and the output that has all."""
    root = tmp_path_factory.mktemp("faults")
    inputs = root / "inputs"
    inputs.mkdir()
    for number in range(2):
        (inputs / f"{number}.tsv").write_bytes(SAMPLES[0].read_bytes() + b"\n" * number)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ogrogoti, "work", inline)
        patch.setattr(ogrogoti, "engine_named", always_inline)
        convert([inputs / "0.tsv"], root / "before")
        convert([inputs], shutil.copytree(root / "before", root / "after"))
    return inputs, root / "before", root / "after"


def assert_whole(out: Path, before: Path, after: Path) -> None:
    """Every file is as it was before or as it will be after."""
    told = json.loads((out / RUN).read_bytes())
    assert told["counts"]["inputs"] == len(told["inputs"])
    old, new = tree(before), tree(after)
    for name, sha256 in tree(out).items():
        if not Path(name).name.startswith(".") and not name.startswith(SPOOL):
            assert sha256 in (old.get(name), new.get(name)), name
    assert tree(out).keys() >= old.keys()


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("error", ERRORS)
def test_the_disk_fails_at_each_step(
    error: str, states: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    inputs, before, after = states
    number, first, stride = ERRORS[error]
    at = n_faults = 0
    for at in range(first, 1000, stride):
        out = shutil.copytree(before, tmp_path / str(at))
        disk = Disk(out, at, failing(number))
        try:
            with watched(disk):
                convert([inputs], out)
        except OutputUnusable:
            n_faults += 1
        if disk.n_done < at:
            break
        assert_whole(out, before, after)
        assert convert([inputs], out).code is ExitCode.DONE
        assert tree(out) == tree(after)
        shutil.rmtree(out)
    # some steps may fail without harm, such as taking away what nobody needs
    assert n_faults > 0.8 * (at // stride) > 15


@pytest.mark.usefixtures("in_this_process")
def test_the_run_is_killed_at_each_step(states: tuple[Path, Path, Path], tmp_path: Path) -> None:
    inputs, before, after = states
    at = 0
    for at in range(1, 1000):
        out = shutil.copytree(before, tmp_path / str(at))
        code = in_child(lambda out=out, at=at: run_watched(inputs, Disk(out, at, killed)))
        assert_whole(out, before, after)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        assert convert([inputs], out).code is ExitCode.DONE
        assert tree(out) == tree(after)
        shutil.rmtree(out)
    assert at > 20


def run_watched(inputs: Path, disk: Disk) -> None:
    with watched(disk):
        convert([inputs], Path(disk.folder))


def in_child(work: Callable[[], object]) -> int:
    """The exit code of a forked process that does some work, or the negative signal."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            work()
            code = 0
        except OutputLocked as locked:
            code = int(locked.exit_code)
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str], float]:
    """Twenty inputs, what comes of them, and how long that takes."""
    root = tmp_path_factory.mktemp("batch")
    inputs = root / "inputs"
    inputs.mkdir()
    for number in range(20):
        source = SAMPLES[number % len(SAMPLES)].read_bytes()
        (inputs / f"{number:02}.tsv").write_bytes(source + b"\n" * (number // len(SAMPLES)))
    start = time.monotonic()
    ran = subprocess.run([*command(inputs), root / "out"], check=False, stderr=subprocess.DEVNULL)
    seconds = time.monotonic() - start
    assert ran.returncode == 0
    return inputs, tree(root / "out"), seconds


def command(inputs: Path) -> list[str]:
    pipeline = str(ROOT / "pipeline.py")
    return [sys.executable, pipeline, "convert", str(inputs), "--quiet", "--jobs", "2", "--out"]


def below(process: int) -> Iterator[int]:
    """All processes below one."""
    for thread in Path("/proc", str(process), "task").iterdir():
        for word in (thread / "children").read_text().split():
            yield int(word)
            yield from below(int(word))


N_GROUPS = 6


@pytest.mark.timeout(60 + 10 * N_KILLS // N_GROUPS)
@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("group", range(N_GROUPS))
def test_a_run_is_killed_at_any_time(
    group: int, batch: tuple[Path, dict[str, str], float], tmp_path: Path
) -> None:
    inputs, expected, seconds = batch
    times = random.Random(SEED + group)  # noqa: S311  no secret
    for kill in range(N_KILLS // N_GROUPS):
        out = tmp_path / str(kill)
        running = subprocess.Popen([*command(inputs), out], stderr=subprocess.DEVNULL)
        time.sleep(times.uniform(0.2, seconds))
        processes = [*below(running.pid)] if running.poll() is None else []
        running.kill()
        running.wait()
        made = {*out.rglob("*.json")} if out.exists() else set[Path]()
        assert wait_for_end_of(processes) == []
        for path in made:
            json.loads(path.read_bytes())
        assert convert([inputs], out).code is ExitCode.DONE
        assert tree(out) == expected
        shutil.rmtree(out)


def wait_for_end_of(processes: list[int], seconds: float = 5.0) -> list[int]:
    """Those that still run after so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        processes = [process for process in processes if is_running(process)]
        if not processes:
            break
        time.sleep(0.02)
    return processes


def is_running(process: int) -> bool:
    try:
        state = Path("/proc", str(process), "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_what_a_killed_run_did_is_not_done_again(
    batch: tuple[Path, dict[str, str], float], tmp_path: Path
) -> None:
    inputs, expected, _ = batch
    out = tmp_path / "out"
    running = subprocess.Popen([*command(inputs), out], stderr=subprocess.DEVNULL)
    journal = out / JOURNAL
    while not journal.exists() or journal.read_bytes().count(b"\n") < 8:
        time.sleep(0.005)
    running.kill()
    running.wait()
    n_known = sum(b'"converted"' in line for line in journal.read_bytes().splitlines())
    assert subprocess.run([*command(inputs), out], check=False).returncode == 0
    counts = json.loads((out / RUN).read_bytes())["counts"]
    assert counts["unchanged"] == n_known
    assert counts["converted"] == 20 - n_known
    assert tree(out) == expected


@pytest.mark.usefixtures("in_this_process")
def test_of_many_starts_at_once_one_runs(
    batch: tuple[Path, dict[str, str], float], tmp_path: Path
) -> None:
    inputs, expected, _ = batch
    out = tmp_path / "out"
    held, release = os.pipe()
    tried, told = os.pipe()

    def start() -> None:
        os.close(release)
        os.read(held, 1)
        try:
            convert([inputs], out)
        finally:
            os.write(told, b"x")

    children: list[int] = []
    for _ in range(N_STARTS):
        process = os.fork()
        if process == 0:
            code = 1
            try:
                start()
                code = 0
            except OutputLocked as locked:
                code = int(locked.exit_code)
            finally:
                os._exit(code)
        children.append(process)
    os.close(release)
    codes = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
    for handle in (held, tried, told):
        os.close(handle)
    assert codes == [0] + [75] * (N_STARTS - 1)
    assert tree(out) == expected


@pytest.mark.usefixtures("in_this_process")
def test_a_lock_of_a_killed_run_is_taken_over(
    batch: tuple[Path, dict[str, str], float], tmp_path: Path
) -> None:
    inputs, expected, _ = batch
    out = tmp_path / "out"
    out.mkdir()
    (out / ".lock").write_text("1\n", encoding="ascii")
    assert convert([inputs], out).code is ExitCode.DONE
    assert tree(out) == expected


def test_a_vanished_output_is_told(
    batch: tuple[Path, dict[str, str], float], tmp_path: Path
) -> None:
    inputs, _, _ = batch
    out = tmp_path / "out"
    running = subprocess.Popen([*command(inputs), out], stderr=subprocess.PIPE, text=True)
    while not (out / JOURNAL).exists():
        time.sleep(0.005)
    shutil.rmtree(out, ignore_errors=True)
    _, said = running.communicate(timeout=60)
    assert running.returncode == ExitCode.OUTPUT, said
    assert "Traceback" not in said
