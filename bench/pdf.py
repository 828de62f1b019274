"""CPU time and peak memory for a page of a PDF: ours, and other table readers that are installed.

    python -m bench.pdf FILE.pdf...
    uv run --frozen --with camelot-py --with pymupdf python -m bench.pdf FILE.pdf...

Each reader runs in a process of its own, with nothing of the others; the best of three is told, as
the first one may have to compile what it imports. Memory is that of the whole process, in MB.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""Set, each process compiles all that it imports, which takes 4 MB and a third of a second."""
RUNS = 3
READERS = {
    "ours": """
from extract import pdf
from schemas.document import SourceFile
content = open(path, "rb").read()
started()
found = pdf.read(SourceFile("x.pdf", "", len(content), ""), content)
tables = len({row.table for page in found.pages for row in page.rows if row.table})
""",
    "pdfplumber extract_tables": """
import pdfplumber
started()
tables = 0
with pdfplumber.open(path) as found:
    for page in found.pages:
        tables += len(page.extract_tables())
        page.close()
""",
    "camelot lattice": """
import camelot
started()
tables = len(camelot.read_pdf(path, pages="all", flavor="lattice"))
""",
    "PyMuPDF find_tables": """
import pymupdf
started()
tables = sum(len(page.find_tables().tables) for page in pymupdf.open(path))
""",
}
AROUND = """
import json, logging, resource, sys, time
logging.disable(logging.CRITICAL)
path = sys.argv[1]
begun = [0.0]
def started():
    begun[0] = time.process_time()
{body}
seconds = time.process_time() - begun[0]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 1_000_000
print(json.dumps([tables, seconds, peak]))
"""


def n_pages_of(path: Path) -> int:
    """How many pages a file has."""
    pdfium: Any = import_module("pypdfium2")
    return len(pdfium.PdfDocument(path))


def measure(path: Path, body: str) -> tuple[int, float, int] | None:
    """Tables, CPU seconds and peak MB of one reader; None if it is not installed or fails."""
    runs = [_run(path, body) for _ in range(RUNS)]
    measured = [run for run in runs if run is not None]
    if not measured:
        return None
    return measured[0][0], min(run[1] for run in measured), min(run[2] for run in measured)


def _run(path: Path, body: str) -> tuple[int, float, int] | None:
    compiled = {name: value for name, value in os.environ.items() if name != NO_BYTECODE}
    ran = subprocess.run(
        [sys.executable, "-c", AROUND.replace("{body}", body), str(path)],
        cwd=ROOT,
        env=compiled,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        return None
    tables, seconds, peak = json.loads(ran.stdout.splitlines()[-1])
    return int(tables), float(seconds), int(peak)


def main(arguments: list[str]) -> int:
    """Print one line for each file and reader."""
    for path in map(Path, arguments):
        n_pages = n_pages_of(path)
        print(f"{path.name}: {n_pages} pages")
        for name, body in READERS.items():
            measured = measure(path.resolve(), body)
            if measured is None:
                print(f"  {name:26} not measured")
                continue
            tables, seconds, peak = measured
            print(f"  {name:26} {tables:4} tables {1000 * seconds / n_pages:6.1f} ms {peak:5} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
