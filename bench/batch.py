"""Files a second with one and two workers, and what it costs to guard each file.

    python -m bench.batch [--reports 2000] [--jobs 1 2] [--ways bare pool guarded convert]

One archive, half text and half Word, is read in one run by a bare loop, by a pool of Python's own
without any limit, by guarded workers alone, and by the whole `convert`. Each is a process of its
own; CPU time is that of all its processes, so that other work on the machine counts less. The peak
of memory is that of the parent, without its workers.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import resource
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter

from batch.inputs import Input
from batch.limits import Limits
from batch.settling import Task
from batch.slots import work
from bench.throughput import adopt_orphans, make_archive, spend
from conversion import Conversion
from ogrogoti import Options, Settings, convert

ROOT = Path(__file__).parent.parent
WORD = sorted((ROOT / "samples" / "word").glob("*[!m].docx"))
TEXT = sorted((ROOT / "samples" / "reports").glob("[!u]*.tsv"))


def make_mixed(folder: Path, n_reports: int) -> None:
    """Distinct reports, every second of them a Word file."""
    make_archive(TEXT, folder, n_reports // 2)
    for number in range(n_reports - n_reports // 2):
        path = folder / f"{number:06}.docx"
        shutil.copy(WORD[number % len(WORD)], path)
        # another comment is another file, and the same report
        with zipfile.ZipFile(path, "a") as package:
            package.comment = str(number).encode()


def tasks(folder: Path) -> Iterator[Task]:
    """What the workers are given."""
    for number, path in enumerate(sorted(folder.iterdir())):
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        yield Task(number, Input(path.name, str(path)), sha256, {})


def do_one(conversion: Conversion, task: Task) -> str:
    """Convert one report, and hand back its name."""
    return conversion(task, lambda: None).report_id


def bare(archive: Path, out: Path, jobs: int) -> None:
    """A loop, and nothing else."""
    del jobs
    for task in tasks(archive):
        do_one(Conversion(out, Settings()), task)


def pool(archive: Path, out: Path, jobs: int) -> None:
    """Processes without limits: one that dies takes the run with it."""
    with multiprocessing.get_context("forkserver").Pool(jobs) as workers:
        one = partial(do_one, Conversion(out, Settings()))
        for _ in workers.imap_unordered(one, tasks(archive)):
            pass


def guarded(archive: Path, out: Path, jobs: int) -> None:
    """The workers of a run, without its journal, places and tables."""
    for outcome in work(Conversion(out, Settings()), tasks(archive), jobs=jobs, limits=Limits()):
        if outcome.result is None:
            raise SystemExit(f"{outcome.task.input.name}: {outcome.trouble}")


def whole(archive: Path, out: Path, jobs: int) -> None:
    """All that a user gets."""
    convert([archive], out, Options(jobs=jobs))


WAYS: dict[str, Callable[[Path, Path, int], None]] = {
    "bare": bare,
    "pool": pool,
    "guarded": guarded,
    "convert": whole,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One way, as measured."""

    way: str
    jobs: int
    wall_s: float
    cpu_s: float
    parent_mib: float


def measure(way: str, jobs: int, archive: Path, n_reports: int) -> Row:
    """Run one way in a process of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        said = Path(scratch, "said")
        out = Path(scratch, "out")
        out.mkdir()
        cost = spend(
            [sys.executable, "-m", "bench.batch", "--inside", way, str(jobs), str(archive),
             str(out), str(said)]
        )  # fmt: skip
        wall_s, parent_mib = map(float, said.read_text().split())
    row = Row(way, jobs, wall_s, cost.cpu_s, parent_mib)
    print(
        f"{way:8} {jobs:4}  {n_reports / wall_s:8.1f}  {1000 * wall_s / n_reports:8.2f}  "
        f"{1000 * cost.cpu_s / n_reports:8.2f}  {parent_mib:6.0f}",
        flush=True,
    )
    return row


def inside(arguments: Sequence[str]) -> None:
    """The measured process."""
    way, jobs, archive, out, said = arguments
    start = perf_counter()
    WAYS[way](Path(archive), Path(out), int(jobs))
    wall_s = perf_counter() - start
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Path(said).write_text(f"{wall_s} {peak_mib}", encoding="ascii")


def main() -> None:
    """Print one row for each way and number of workers, and what follows from them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=[*WAYS])
    parser.add_argument("--inside", nargs=5, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        inside(chosen.inside)
        return
    adopt_orphans()
    with tempfile.TemporaryDirectory() as scratch:
        archive = Path(scratch, "archive")
        make_mixed(archive, chosen.reports)
        print(f"{chosen.reports:,} reports, half text and half Word")
        print("way      jobs   files/s   wall ms    cpu ms  parent MiB")
        rows = {
            (way, jobs): measure(way, jobs, archive, chosen.reports)
            for way in chosen.ways
            for jobs in (chosen.jobs if way != "bare" else [1])
        }
    for (way, jobs), row in rows.items():
        if jobs > 1 and (way, 1) in rows:
            gain = rows[way, 1].wall_s / row.wall_s
            print(f"{way}: {jobs} workers are {gain:.2f} times as fast as one")
    for way in ("bare", "pool"):
        if (way, 1) in rows and ("guarded", 1) in rows:
            ours, theirs = rows["guarded", 1], rows[way, 1]
            print(
                f"guarding costs {1000 * (ours.cpu_s - theirs.cpu_s) / chosen.reports:.2f} ms of "
                f"CPU and {1000 * (ours.wall_s - theirs.wall_s) / chosen.reports:.2f} ms of wall "
                f"time a file more than {way}"
            )


if __name__ == "__main__":
    main()
