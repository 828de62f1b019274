"""How many planted contradictions are found, and how long an archive takes.

    python -m bench.archive [SEEDS] [COPIES]

SEEDS planted archives (12) are checked one by one, then one archive of COPIES times 20 offices (63,
which is 10,000 reports) at once.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter

from checks.archive_reports import check_archive, extract_of
from extract import read_bytes
from normalize.interpret import interpret
from samples.archive import Planted, planted_archive
from schemas.archive import Extract

KIB = 1024


def extracts(archive: Planted) -> dict[str, Extract]:
    """The extract of each file."""
    found: dict[str, Extract] = {}
    for name, text in archive.reports.items():
        meant = interpret(read_bytes(name, text.encode()))
        notes = tuple(entry.raw for entry in meant.ledger.entries if entry.role == "note")
        found[name] = extract_of(meant.report, notes)
    return found


def measure(seed: int) -> tuple[int, int, int]:
    """How many contradictions were found, how many false alarms and told look-alikes there are."""
    archive = planted_archive(seed)
    known = extracts(archive)
    names = {extract.report_id: name for name, extract in known.items()}
    told = {(names[id], one.code.value, one.ref) for id, one in check_archive(known.values())}
    marks = {
        kind: {(f"{m.name}.tsv", m.code, m.ref) for m in archive.marks if m.kind == kind}
        for kind in ("planted", "innocent")
    }
    planted = marks["planted"]
    # what an office prints all year is planted once and told in each report
    years = {(name[:13], code, ref) for name, code, ref in planted if code == "template-deviation"}
    false = [cell for cell in told - planted if (cell[0][:13], *cell[1:]) not in years]
    return len(planted & told), len(false), len(marks["innocent"] & told)


def copies(archive: Planted, n: int) -> Iterator[Extract]:
    """Many offices out of twenty."""
    known = list(extracts(archive).values())
    for number in range(n):
        for one in known:
            name = f"{one.office}-{number}"
            yield replace(one, report_id=f"{one.report_id}-{number}", office=name)


def main(arguments: list[str]) -> int:
    """Print the figures."""
    n_seeds, n_copies = (int(one) for one in (*arguments, *("12", "63")[len(arguments) :]))
    for seed in range(1, n_seeds + 1):
        found, false, innocent = measure(seed)
        print(f"archive {seed}: {found} of 40 found, {false} false alarms, {innocent} look-alikes")
    many = list(copies(planted_archive(), n_copies))
    start = perf_counter()
    told = check_archive(many)
    seconds = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB
    print(f"{len(many):,} reports: {seconds:.1f} s, {len(told):,} findings, peak {peak:.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
