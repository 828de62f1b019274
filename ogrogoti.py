"""Ogrogoti for Python, and the order of the steps: a file in, a report out.

    from ogrogoti import read_report
    report = read_report("report.tsv")

With pipeline.py, which is its command line, the only module that knows all rooms.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter

from batch.inputs import Input, discover, read_member
from batch.lock import hold
from batch.progress import Mode, telling
from batch.run import Done, Plan, Task, run
from batch.run_file import RunFile, fingerprint
from checks import check_report
from checks.arithmetic import arithmetic
from extract import read_bytes, read_file
from load.atomic import make_folder, naming_trouble, place_file, remove_leftovers, stage_file
from load.datapackage import write_datapackage
from load.formats import formats_named, write_formats
from load.quarter_tables import Spool
from load.report_json import dump, output_path, validate
from load.rows import csv_rows, tables
from normalize.interpret import Interpretation, Settings, interpret
from normalize.titles import Hints
from schemas.document import Document
from schemas.errors import BadUsage, ExitCode, OutputUnusable
from schemas.finding import Severity
from schemas.plan import plan_for
from schemas.report import Report

__all__ = ["Hints", "Options", "Report", "Settings", "convert", "read_report"]

ROOT = Path(__file__).parent


def read_report(path: str | Path, settings: Settings | None = None) -> Report:
    """Read one file as a progress report, with its sums and findings.

    Raises:
        InputRejected: it is no report, or cannot be read as one; `.code` says why.
        InputFailed: this machine could not read it; a later try may.
    """
    return understand(read_file(Path(path)), settings).report


def understand(document: Document, settings: Settings | None = None) -> Interpretation:
    """Interpret a document, do its sums, and check it.

    Raises:
        InputRejected: NOT_A_REPORT.
    """
    meant = interpret(document, settings)
    report = meant.report
    plan = plan_for(report.plan_type, report.fiscal_year.label, report.level)
    summed = report.model_copy(
        update={"arithmetic": arithmetic(report.sections, report.orphans, plan)}
    )
    findings = (*summed.findings, *check_report(summed))
    return Interpretation(summed.model_copy(update={"findings": findings}), meant.ledger)


@dataclass(frozen=True, slots=True)
class Converted:
    """A report that lies ready, and the rows that it adds to the tables."""

    staged: Path
    rows: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a worker does with each input: callable, and small enough to be sent along with it."""

    folder: Path
    settings: Settings

    def __call__(self, task: Task) -> Done[Converted]:
        """Write the report of one input under a temporary name, and hand back where it is.

        Raises:
            InputRejected, InputFailed: it was not converted.
            OutputUnusable: the folder cannot be written.
        """
        start = perf_counter()
        meant = understand(_read(task.input), self.settings)
        report = meant.report
        content = dump(report)
        validate(content)
        rows = {name: csv_rows(table, report, meant.ledger) for name, table in tables().items()}
        return Done(
            report_id=report.report_id,
            output=output_path(report),
            output_sha256=hashlib.sha256(content).hexdigest(),
            findings=dict(Counter(finding.severity.value for finding in report.findings)),
            seconds=perf_counter() - start,
            payload=Converted(stage_file(self.folder, content), rows),
        )


def _read(found: Input) -> Document:
    if found.member is not None:
        return read_bytes(found.name, read_member(found))
    return read_file(found.path, found.name)


@dataclass(frozen=True, slots=True)
class Options:
    """How a conversion runs."""

    settings: Settings = field(default_factory=Settings)
    jobs: int | None = None
    """Worker processes; None is one for each core."""
    formats: tuple[str, ...] = ()
    """Further formats of the tables, such as `parquet`."""
    ocr: str = "auto"
    timeout_s: float = 300.0
    resume: bool = True
    mode: Mode = "quiet"


@dataclass(frozen=True, slots=True)
class Summary:
    """How a conversion ended."""

    code: ExitCode
    text: str
    """For people."""
    n_errors: int
    """Findings of level error."""


def convert(paths: Iterable[Path], folder: Path, options: Options | None = None) -> Summary:
    """Convert files, folders and archives into an output folder.

    Raises:
        BadUsage: an input does not exist, or a format is unknown.
        OutputLocked: another run holds the folder.
        OutputUnusable: the folder cannot be written, or lies within an input.
    """
    options = options or Options()
    formats = formats_named(options.formats)
    given = tuple(paths)
    _keep_apart(given, folder)
    inputs = discover(given)
    with naming_trouble(folder):
        make_folder(folder)
    with naming_trouble(folder), hold(folder):
        remove_leftovers(folder)
        spool = Spool(folder)

        def collect(done: Done[Converted]) -> None:
            place_file(done.payload.staged, folder / done.output)
            spool.add(done.output, done.payload.rows)

        def complete() -> None:
            changed = {table.parent for table in spool.merge()}
            write_formats(sorted(changed), formats)
            write_datapackage(folder)
            remove_leftovers(folder)

        settings = asdict(options.settings) | {"ocr": options.ocr}
        plan = Plan(
            folder=folder,
            convert=Conversion(folder, options.settings),
            collect=collect,
            complete=complete,
            fingerprint=fingerprint(ROOT, settings),
            settings=settings,
            jobs=options.jobs or os.cpu_count() or 1,
            timeout_s=options.timeout_s,
            resume=options.resume,
        )
        with telling(options.mode, len(inputs)) as tell:
            file, code = run(plan, inputs, tell)
    return Summary(_exit_code(file, code), _in_words(file, folder), file.findings[Severity.ERROR])


def _keep_apart(paths: Iterable[Path], folder: Path) -> None:
    """Refuse a run that would read what it writes."""
    out = folder.resolve()
    for path in paths:
        given = path.resolve()
        if given == out or (path.is_dir() and given in out.parents) or out in given.parents:
            raise OutputUnusable(
                f"The output {folder} and the input {path} lie within each other.",
                "Choose an output folder outside the inputs.",
            )


def _exit_code(file: RunFile, code: ExitCode) -> ExitCode:
    refused = any(":" in state for state in file.states)
    return ExitCode.SOME_REFUSED if code is ExitCode.DONE and refused else code


def _in_words(file: RunFile, folder: Path) -> str:
    counts = ", ".join(f"{number:,} {state}" for state, number in sorted(file.states.items()))
    findings = ", ".join(
        f"{file.findings[level]:,} of level {level}" for level in Severity if file.findings[level]
    )
    return (
        f"Inputs: {file.states.total():,} ({counts or 'nothing to do'}).\n"
        f"Findings: {findings or 'none'}.\n"
        f"Look at {folder}/run.json for what became of each input."
    )


def settings_from(hints: Mapping[str, object]) -> Settings:
    """Settings from the options of the command line.

    Raises:
        BadUsage: the fiscal year is none.
    """
    from normalize.fiscal import parse_fiscal_year
    from schemas.reading import State

    year = hints.get("fiscal_year")
    if isinstance(year, str) and parse_fiscal_year(year).state is not State.VALUE:
        raise BadUsage(f"{year} is no fiscal year.", "Write it as 2022-23.")
    organisation, quarter = hints.get("organisation"), hints.get("quarter")
    return Settings(
        Hints(
            organisation if isinstance(organisation, str) else None,
            year if isinstance(year, str) else None,
            quarter if isinstance(quarter, int) else None,
        ),
        join=not hints.get("no_join"),
        scores=bool(hints.get("scores")),
    )
