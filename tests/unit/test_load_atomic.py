from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from load.atomic import TEMPORARY, remove_leftovers, replace_file
from schemas.errors import ExitCode, OutputUnusable

LIMITED = """
import resource, sys
from pathlib import Path
from load.atomic import replace_file
from schemas.errors import OutputUnusable
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    with replace_file(Path(sys.argv[1])) as handle:
        handle.write(b"x" * 100_000)
except OutputUnusable as error:
    sys.exit(int(error.exit_code))
"""

CALLS = ("fsync", "open", "rename", "replace", "mkdir")


def write(path: Path, content: bytes) -> None:
    with replace_file(path) as handle:
        handle.write(content)


def write_half(path: Path, error: type[BaseException]) -> None:
    with replace_file(path) as handle:
        handle.write(b"half")
        raise error


def test_a_file_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    write(tmp_path / "2022-23" / "Q4" / "a.json", b"new")
    assert (tmp_path / "2022-23" / "Q4" / "a.json").read_bytes() == b"new"


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    write(tmp_path / "a", b"old")
    write(tmp_path / "a", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"new")]


def test_the_file_has_the_usual_rights(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    write(tmp_path / "a", b"")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, MemoryError])
def test_after_an_exception_the_old_file_is_there(
    tmp_path: Path, error: type[BaseException]
) -> None:
    write(tmp_path / "a", b"old")
    with pytest.raises(error):
        write_half(tmp_path / "a", error)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EIO])
def test_whichever_call_fails_the_file_is_old_or_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    told = 0
    for fail_at in range(1, 50):
        folder = tmp_path / str(fail_at)
        write(folder / "a", b"old")
        with monkeypatch.context() as patch:
            calls = make_faulty(patch, fail_at, code)
            told += told_unusable(folder / "a")
        assert [path.name for path in folder.iterdir()] == ["a"]
        content = (folder / "a").read_bytes()
        assert content in {b"old", b"new"}
        if len(calls) < fail_at:
            assert content == b"new"
            break
    assert told == 4  # open, rename, and the fsync of the file and of the folder


def make_faulty(patch: pytest.MonkeyPatch, fail_at: int, code: int) -> list[str]:
    """Let the n-th of all calls to the operating system fail; the calls, as they come."""
    calls: list[str] = []

    def around(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            calls.append(name)
            if len(calls) == fail_at:
                raise OSError(code, os.strerror(code))
            return real(*args, **options)

        return call

    for name in CALLS:
        patch.setattr(os, name, around(name, getattr(os, name)))
    return calls


def told_unusable(path: Path) -> bool:
    try:
        write(path, b"new")
    except OutputUnusable as error:
        return error.exit_code == ExitCode.OUTPUT and bool(error.remedy)
    return False


def test_a_size_limit_leaves_nothing_behind(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "a")]
    ended = subprocess.run(command, cwd=root, check=False, timeout=60)
    assert ended.returncode == ExitCode.OUTPUT
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(OutputUnusable, match="not a folder"):
        write(tmp_path / "out" / "a", b"new")
    assert (tmp_path / "out").read_bytes() == b"mine"


def test_a_folder_where_the_file_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OutputUnusable, match="a folder has the name"):
        write(tmp_path / "a", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_other_troubles_are_not_taken_for_the_output(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), replace_file(tmp_path / "a"):
        (tmp_path / "missing").read_bytes()


def test_leftovers_of_a_killed_run_are_removed(tmp_path: Path) -> None:
    (tmp_path / "Q4").mkdir()
    (tmp_path / "Q4" / f"{TEMPORARY}1").write_bytes(b"half")
    (tmp_path / "Q4" / f"{TEMPORARY}2").mkdir()
    (tmp_path / "Q4" / "a.json").write_bytes(b"whole")
    assert remove_leftovers(tmp_path) == 2
    assert [path.name for path in (tmp_path / "Q4").iterdir()] == ["a.json"]
