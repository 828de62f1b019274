"""Ogrogoti for Python, and the order of the steps: a file in, a report out.

    from ogrogoti import read_report
    report = read_report("report.tsv")

With pipeline.py, which is its command line, the only module that knows all rooms.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from audit.decided import corrections_of, decided_anew
from batch.discovery import discover, roots
from batch.earlier import Earlier, hash_of
from batch.engines import engine_named
from batch.inputs import is_address, shown
from batch.labels import labelling
from batch.limits import Limits
from batch.lock import hold
from batch.progress import Mode, log_json, telling
from batch.run import Done, Plan, Ran, run
from batch.run_file import fingerprint
from batch.slots import work
from batch.tally import summary
from conversion import Conversion, Converted, missing_what_was_there, understand
from extract import read_file
from load.atomic import (
    make_folder,
    naming_trouble,
    place_file,
    remove_leftovers,
    stage_file,
)
from load.datapackage import write_datapackage
from load.formats import formats as all_formats
from load.formats import formats_named, write_formats
from load.quarter_tables import Spool
from load.rows import tables
from normalize.beside import FACTS
from normalize.interpret import Settings
from normalize.titles import Hints
from schemas.calibration import measured
from schemas.errors import BadUsage, ExitCode, OutputUnusable
from schemas.finding import Severity
from schemas.ports import Format, Ocr
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


@dataclass(frozen=True, slots=True)
class Options:
    """How a conversion runs."""

    settings: Settings = field(default_factory=Settings)
    jobs: int | None = None
    """Worker processes; None is one for each core."""
    formats: tuple[str, ...] = ()
    """Further formats of the tables, such as `parquet`."""
    ocr: str = "auto"
    """When pictures of pages are read: auto, never or always."""
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
    _keep_apart((root for place in given for root, _ in roots(place)), folder)
    inputs = discover(given)
    with naming_trouble(folder):
        make_folder(folder)
    with missing_what_was_there(folder), naming_trouble(folder), hold(folder):
        remove_leftovers(folder)
        jobs = options.jobs or os.cpu_count() or 1
        output = _Output(folder, formats, jobs)
        settings = asdict(options.settings) | {"ocr": options.ocr}
        corrections = corrections_of(folder)
        plan = Plan(
            folder=folder,
            convert=Conversion(
                folder if engine is work else None, options.settings, Ocr(options.ocr), corrections
            ),
            collect=output.collect,
            discard=output.discard,
            complete=output.complete,
            rows=output.spool,
            fingerprint=fingerprint(ROOT, settings),
            settings=settings,
            labels_of=labels.of,
            formats=options.formats,
            jobs=jobs,
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

    def __init__(self, folder: Path, formats: tuple[Format, ...], jobs: int) -> None:
        self.folder = folder
        self.formats = formats
        self.jobs = jobs
        self.spool = Spool(folder)

    def collect(self, done: Done[Converted]) -> None:
        report = done.payload.report
        if isinstance(report, bytes):
            report = stage_file(self.folder, report)
        # the merge makes all names of a quarter last; until then an input whose report a power cut
        # takes is done again
        place_file(report, self.folder / done.output, lasting=False)
        self.spool.add(done.output, done.payload.rows)

    def discard(self, output: str) -> None:
        self.spool.drop(output)
        (self.folder / output).unlink(missing_ok=True)

    def complete(self, earlier: Earlier) -> dict[str, str]:
        """Bring all rows into the tables; the tables and their hashes."""
        written = self.spool.merge(self.jobs)
        changed = {table.parent for table in written}
        quarters = changed | {(self.folder / path).parent for path in earlier.sealed}
        quarters = {quarter for quarter in quarters if quarter.is_dir()}
        known = formats_named(name for name in earlier.formats if name in all_formats())
        # what an earlier run wrote must not fall behind, and what is new has to be made everywhere
        write_formats(sorted(changed), known)
        write_formats(sorted(quarters), [module for module in self.formats if module not in known])
        write_datapackage(self.folder, written)
        remove_leftovers(self.folder)
        sealed: dict[str, str] = {}
        for quarter in quarters:
            for name in tables():
                path = quarter / f"{name}.csv"
                within = path.relative_to(self.folder).as_posix()
                stays = None if quarter in changed else earlier.sealed.get(within)
                if sha256 := written.get(path) or stays or hash_of(path):
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
        BadUsage: the fiscal year is none, or the risk is smaller than any that was measured.
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
        accept_risk=_promised(hints.get("accept_risk")),
    )


def _promised(risk: object) -> float | None:
    if not isinstance(risk, float):
        return None
    if measured().threshold(risk) is None:
        raise BadUsage(
            f"Too little was measured of readings of pictures to promise a risk of {risk:g}.",
            "Name a larger risk, or leave --accept-risk out and compare all such values.",
        )
    return risk
