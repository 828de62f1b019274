"""Reports a second and memory, beside a plain reader that understands nothing, in one run.

    python -m bench.throughput [--reports 10 100 1000 10000] [--folder FOLDER_OF_REPORTS]

The reference reads the same rows with the csv module and pandas, and does nothing with them. Both
are whole processes; a rate is reports for each second of CPU time of all their processes, so that
other work on the machine does not count, and the process's start is told apart by the row of ten.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent
PR_SET_CHILD_SUBREAPER = 36

REFERENCE = """
import csv, io, sys
from pathlib import Path
import pandas
rows = 0
for path in sorted(Path(sys.argv[1]).iterdir()):
    text = path.read_text(encoding="utf-8")
    width = max(len(row) for row in csv.reader(io.StringIO(text), delimiter="\\t"))
    frame = pandas.read_csv(
        io.StringIO(text), sep="\\t", header=None, names=range(width), dtype=str, quoting=3
    )
    rows += len(frame)
print(rows)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process and its children took."""

    wall_s: float
    cpu_s: float
    peak_mib: float


def adopt_orphans() -> None:
    """Make this process the parent of what its children leave behind, workers above all."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def spend(arguments: Sequence[str]) -> Cost:
    """Run a process to its end and tell what it and all below it took."""
    start = perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, used = os.wait4(process.pid, 0)
    wall_s = perf_counter() - start
    if status:
        said = process.stderr.read().decode() if process.stderr else ""
        raise SystemExit(f"{arguments} ended with {os.waitstatus_to_exitcode(status)}: {said}")
    all_used = [used]
    with suppress(ChildProcessError):
        while True:
            all_used.append(os.wait4(-1, 0)[2])
    cpu_s = sum(each.ru_utime + each.ru_stime for each in all_used)
    return Cost(wall_s, cpu_s, max(each.ru_maxrss for each in all_used) / 1024)


def make_archive(sources: Sequence[Path], folder: Path, n_reports: int) -> None:
    """Distinct reports of the sources' size: each has its own number in its last remark."""
    folder.mkdir()
    texts = [path.read_text(encoding="utf-8") for path in sources]
    for number in range(n_reports):
        text = texts[number % len(texts)]
        head, mark, tail = text.rpartition("\u0964")
        bangla = str(number).translate({ord(str(d)): 0x09E6 + d for d in range(10)})
        marked = f"{head} ({bangla}){mark}{tail}" if mark else f"{text}\n{bangla}"
        (folder / f"{number:06}.tsv").write_text(marked, encoding="utf-8")


def main() -> None:
    """Print one row for each size of archive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--folder", type=Path, default=ROOT / "samples" / "reports")
    parser.add_argument("--jobs", type=int, default=1)
    chosen = parser.parse_args()
    adopt_orphans()
    sources = sorted(path for path in chosen.folder.iterdir() if _is_utf8(path))
    print(
        f"{len(sources)} reports of {sum(p.stat().st_size for p in sources) // len(sources):,} "
        f"bytes on average, {chosen.jobs} worker"
    )
    print("reports   ours/cpu-s  ours/wall-s  peak MiB   plain/cpu-s  plain MiB   ours:plain")
    before: tuple[int, Cost, Cost] | None = None
    for n_reports in chosen.reports:
        with tempfile.TemporaryDirectory() as scratch:
            archive = Path(scratch, "archive")
            make_archive(sources, archive, n_reports)
            ours = spend(
                [
                    sys.executable,
                    str(ROOT / "pipeline.py"),
                    "convert",
                    str(archive),
                    "--out",
                    str(Path(scratch, "out")),
                    "--jobs",
                    str(chosen.jobs),
                    "--quiet",
                ]
            )
            plain = spend([sys.executable, "-c", REFERENCE, str(archive)])
        print(
            f"{n_reports:7,}  {n_reports / ours.cpu_s:11.1f}  {n_reports / ours.wall_s:11.1f}"
            f"  {ours.peak_mib:8.0f}  {n_reports / plain.cpu_s:12.1f}  {plain.peak_mib:9.0f}"
            f"  {ours.cpu_s / plain.cpu_s:10.2f}"
        )
        if before is not None:
            more = n_reports - before[0]
            ours_ms, plain_ms = (
                (now.cpu_s - then.cpu_s) / more * 1000
                for now, then in ((ours, before[1]), (plain, before[2]))
            )
            kib = (ours.peak_mib - before[1].peak_mib) / more * 1024
            print(
                f"         each further report: {ours_ms:.2f} ms of CPU, plain {plain_ms:.2f} ms,"
                f" memory {kib:+.1f} KiB"
            )
        before = (n_reports, ours, plain)


def _is_utf8(path: Path) -> bool:
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True


if __name__ == "__main__":
    main()
