"""Ogrogoti for Python, and the order of the steps: a file in, a report out.

    from ogrogoti import read_report
    report = read_report("report.tsv")

With pipeline.py, which is its command line, the only module that knows all rooms.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from audit.decided import Corrections, corrections_of, decided_anew
from audit.insight import Insight
from batch.content import read_content
from batch.discovery import discover
from batch.earlier import Earlier, hash_of, labels_for
from batch.engines import engine_named
from batch.inputs import is_address, shown
from batch.labels import labelling
from batch.limits import Limits
from batch.lock import hold
from batch.progress import Mode, log_json, telling
from batch.run import Done, Plan, Ran, run
from batch.run_file import fingerprint
from batch.settling import Task
from batch.slots import work
from batch.tally import summary
from batch.worker import Pulse
from checks import check_report
from checks.arithmetic import arithmetic
from extract import read_bytes, read_file
from extract.office_pdf import office_pdf
from load.atomic import (
    make_folder,
    naming_trouble,
    place_file,
    remove_leftovers,
    replace_file,
    stage_file,
)
from load.datapackage import write_datapackage
from load.formats import formats as all_formats
from load.formats import formats_named, write_formats
from load.quarter_tables import Spool
from load.report_json import dump, output_path, validate
from load.rows import csv_rows, tables
from normalize.beside import FACTS, mark_told, unsaid_by, with_facts
from normalize.corrections import apply_corrections, reread
from normalize.interpret import Interpretation, Settings, interpret
from normalize.titles import Hints
from schemas.correction import Correction
from schemas.document import Document
from schemas.errors import BadUsage, ExitCode, InputFailed, OutputUnusable, Refusal
from schemas.finding import Severity
from schemas.plan import plan_for
from schemas.ports import Format
from schemas.report import Arithmetic, Report

__all__ = ["Hints", "Options", "Report", "Settings", "convert", "read_report"]

ROOT = Path(__file__).parent


def read_report(path: str | Path, settings: Settings | None = None) -> Report:
    """Read one file as a progress report, with its sums and findings.

    Raises:
        InputRejected: it is no report, or cannot be read as one; `.code` says why.
        InputFailed: this machine could not read it; a later try may.
    """
    return understand(read_file(Path(path)), settings).report


def understand(
    document: Document,
    settings: Settings | None = None,
    corrections: Iterable[Correction] = (),
) -> Interpretation:
    """Interpret a document, apply what reviewers decided, do its sums, and check it.

    Raises:
        InputRejected: NOT_A_REPORT.
    """
    meant = interpret(document, settings)
    scores = settings is not None and settings.scores
    report = apply_corrections(meant.report, corrections, with_scores=scores)
    summed = report.model_copy(update={"arithmetic": _sums(report)})
    findings = (*summed.findings, *check_report(summed))
    return Interpretation(summed.model_copy(update={"findings": findings}), meant.ledger)


def _sums(report: Report) -> Arithmetic:
    plan = plan_for(report.plan_type, report.fiscal_year.label, report.level)
    return arithmetic(report.sections, report.orphans, plan)


def insight() -> Insight:
    """What the auditors' page asks of the other rooms."""
    return Insight(
        reread=reread,
        reckon=lambda report, corrections: _sums(apply_corrections(report, corrections)),
        office_pdf=office_pdf,
        version=version("ogrogoti"),
    )


@dataclass(frozen=True, slots=True)
class Converted:
    """A report that lies ready, and the rows that it adds to the tables."""

    report: Path | bytes
    """Where it was written under a temporary name, or all of it."""
    rows: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a worker does with each input: callable, and small enough to be sent along with it."""

    folder: Path | None
    """Where to write; None where the worker does not see the output folder."""
    settings: Settings
    corrections: Corrections = field(default_factory=dict[str, tuple[Correction, ...]])

    def __call__(self, task: Task, page_done: Pulse) -> Done[Converted]:
        """Write the report of one input under a temporary name, and hand back where it is.

        Raises:
            InputRejected, InputFailed: it was not converted.
            OutputUnusable: the folder cannot be written.
        """
        # readers of page pictures will call it; none of today's takes so long
        del page_done
        start = perf_counter()
        read = read_content(task.input)
        if hashlib.sha256(read).hexdigest() != task.sha256:
            raise InputFailed(
                Refusal.TOOL_FAILED, "The file was changed while it was read.", "Run again."
            )
        facts = {name: label.value for name, label in task.labels.items()}
        meant = understand(
            read_bytes(task.input.name, read),
            with_facts(self.settings, facts),
            self.corrections.get(task.sha256, ()),
        )
        unsaid = unsaid_by(meant.report)
        used = labels_for(task.labels, unsaid)
        report = mark_told(meant.report, {name: label.basis for name, label in used.items()})
        content = dump(report)
        validate(content)
        rows = {name: csv_rows(table, report, meant.ledger) for name, table in tables().items()}
        return Done(
            report_id=report.report_id,
            output=output_path(report),
            output_sha256=hashlib.sha256(content).hexdigest(),
            findings=dict(Counter(finding.severity.value for finding in report.findings)),
            seconds=perf_counter() - start,
            payload=Converted(_stage(self.folder, content) if self.folder else content, rows),
            unsaid=unsaid,
            labels=used,
        )


def _stage(folder: Path, content: bytes) -> Path:
    with missing_what_was_there(folder):
        return stage_file(folder, content)


@contextmanager
def missing_what_was_there(folder: Path) -> Generator[None]:
    """Tell that an output folder was taken away while a run writes into it.

    Raises:
        OutputUnusable: it was.
    """
    try:
        yield
    except FileNotFoundError as error:
        if not str(error.filename).startswith(str(folder)):
            raise
        raise OutputUnusable(
            f"{folder} was taken away, or part of it, while it was written.",
            "See that nothing else works on that folder, and run again.",
        ) from error


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
    sidecar: Path | None = None
    """A CSV table that tells what documents leave unsaid."""
    path_pattern: str | None = None
    """How the folders tell it, such as `{organisation}/{fiscal_year}/Q{quarter}/*`."""
    engine: str = "local"
    mode: Mode = "quiet"


@dataclass(frozen=True, slots=True)
class Summary:
    """How a conversion ended."""

    code: ExitCode
    text: str
    """For people."""
    n_errors: int
    """Findings of level error."""


def convert(
    paths: Iterable[str | Path], folder: str | Path, options: Options | None = None
) -> Summary:
    """Convert files, folders and archives into an output folder.

    Args:
        paths: files, folders, archives, patterns, or addresses such as `s3://bucket/archive`.
        folder: where to, a path or an address.
        options: how.

    Raises:
        BadUsage: an input does not exist, or a format is unknown.
        OutputLocked: another run holds the folder.
        OutputUnusable: the folder cannot be written, or lies within an input.
    """
    options = options or Options()
    if not is_address(str(folder)):
        return _convert(paths, Path(folder), options)
    from batch.remote import mirrored

    with mirrored(str(folder)) as here:
        summary = _convert(paths, here, options)
    return replace(summary, text=summary.text.replace(str(here), str(folder)))


def _convert(paths: Iterable[str | Path], folder: Path, options: Options) -> Summary:
    formats = formats_named(options.formats)
    given = [os.fspath(path) for path in paths]
    labels = labelling(options.sidecar, options.path_pattern, FACTS)
    engine = engine_named(options.engine)
    _keep_apart(given, folder)
    inputs = discover(given)
    _keep_apart({found.place for found in inputs}, folder)
    with naming_trouble(folder):
        make_folder(folder)
    with missing_what_was_there(folder), naming_trouble(folder), hold(folder):
        remove_leftovers(folder)
        output = _Output(folder, formats)
        settings = asdict(options.settings) | {"ocr": options.ocr}
        corrections = corrections_of(folder)
        plan = Plan(
            folder=folder,
            convert=Conversion(folder if engine is work else None, options.settings, corrections),
            collect=output.collect,
            discard=output.discard,
            complete=output.complete,
            rows=output.spool,
            fingerprint=fingerprint(ROOT, settings),
            settings=settings,
            labels_of=labels.of,
            formats=options.formats,
            jobs=options.jobs or os.cpu_count() or 1,
            limits=Limits(stall_s=options.timeout_s),
            resume=options.resume,
            engine=engine,
            again=decided_anew(folder, corrections),
        )
        with telling(options.mode, len(inputs)) as tell:
            ran = run(plan, inputs, tell)
    tally = ran.tally
    if options.mode == "json":
        log_json("summary", {"exit_code": int(_exit_code(ran)), "counts": dict(tally.states)})
    return Summary(_exit_code(ran), _in_words(ran, folder), tally.findings[Severity.ERROR])


class _Output:
    """The output folder of a run, and the rows on their way into its tables."""

    def __init__(self, folder: Path, formats: tuple[Format, ...]) -> None:
        self.folder = folder
        self.formats = formats
        self.spool = Spool(folder)

    def collect(self, done: Done[Converted]) -> None:
        path = self.folder / done.output
        if isinstance(done.payload.report, bytes):
            with replace_file(path) as out:
                out.write(done.payload.report)
        else:
            place_file(done.payload.report, path)
        self.spool.add(done.output, done.payload.rows)

    def discard(self, output: str) -> None:
        self.spool.drop(output)
        (self.folder / output).unlink(missing_ok=True)

    def complete(self, earlier: Earlier) -> dict[str, str]:
        """Bring all rows into the tables; the tables and their hashes."""
        changed = {table.parent for table in self.spool.merge()}
        quarters = changed | {(self.folder / path).parent for path in earlier.sealed}
        quarters = {quarter for quarter in quarters if quarter.is_dir()}
        known = formats_named(name for name in earlier.formats if name in all_formats())
        # what an earlier run wrote must not fall behind, and what is new has to be made everywhere
        write_formats(sorted(changed), known)
        write_formats(sorted(quarters), [module for module in self.formats if module not in known])
        write_datapackage(self.folder)
        remove_leftovers(self.folder)
        sealed: dict[str, str] = {}
        for quarter in quarters:
            for name in tables():
                path = quarter / f"{name}.csv"
                within = path.relative_to(self.folder).as_posix()
                stays = None if quarter in changed else earlier.sealed.get(within)
                if sha256 := stays or hash_of(path):
                    sealed[within] = sha256
        return sealed


def _keep_apart(places: Iterable[str], folder: Path) -> None:
    """Refuse a run that would read what it writes."""
    out = folder.resolve()
    for place in places:
        if is_address(place):
            continue
        given = Path(place).resolve()
        if given == out or (given.is_dir() and given in out.parents) or out in given.parents:
            raise OutputUnusable(
                f"The output {folder} and the input {shown(place)} lie within each other.",
                "Choose an output folder outside the inputs.",
            )


def _exit_code(ran: Ran) -> ExitCode:
    refused = bool(ran.tally.refusals)
    return ExitCode.SOME_REFUSED if ran.code is ExitCode.DONE and refused else ran.code


def _in_words(ran: Ran, folder: Path) -> str:
    counts = ran.tally.findings
    findings = ", ".join(
        f"{counts[level]:,} of level {level}" for level in Severity if counts[level]
    )
    return summary(ran.tally, findings or "none", str(folder))


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
