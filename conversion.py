"""What is done with one file: read, understood, checked, and laid ready for the output folder."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from audit.decided import Corrections
from audit.insight import Insight
from batch.content import read_content
from batch.earlier import labels_for
from batch.run import Done
from batch.settling import Task
from batch.worker import Pulse
from checks import check_report
from checks.acceptance import once_told, unaccepted
from checks.arithmetic import arithmetic
from extract import read_bytes
from extract.office_pdf import office_pdf
from load.atomic import begin_sync, stage_file, sync_file
from load.quarter_tables import pack
from load.report_json import dump, output_path, validate
from load.rows import csv_rows, tables
from normalize.beside import mark_told, unsaid_by, with_facts
from normalize.concepts import with_concepts
from normalize.corrections import apply_corrections, reread
from normalize.interpret import Interpretation, Settings, interpret
from schemas.calibration import measured
from schemas.correction import Correction
from schemas.document import Document
from schemas.errors import InputFailed, OutputUnusable, Refusal
from schemas.plan import plan_for
from schemas.ports import Looking, Ocr
from schemas.report import Arithmetic, Report


def understand(
    document: Document,
    settings: Settings | None = None,
    corrections: Iterable[Correction] = (),
) -> Interpretation:
    """Interpret a document, apply what reviewers decided, do its sums, and check it.

    Raises:
        InputRejected: NOT_A_REPORT.
    """
    settings = settings or Settings()
    meant = interpret(document, settings)
    corrected = apply_corrections(meant.report, corrections, with_scores=settings.scores)
    report = with_concepts(corrected)
    summed = report.model_copy(update={"arithmetic": _sums(report)})
    findings = (*summed.findings, *check_report(summed))
    if document.recognition is not None:
        findings = once_told(findings)
    if settings.accept_risk is not None and document.recognition is not None:
        least = measured().threshold(settings.accept_risk)
        findings = (*findings, *unaccepted(summed, findings, least))
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
    rows: Path | bytes
    """The same for its rows, packed."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a worker does with each input: callable, and small enough to be sent along with it."""

    folder: Path | None
    """Where to write; None where the worker does not see the output folder."""
    settings: Settings
    ocr: Ocr = Ocr.AUTO
    corrections: Corrections = field(default_factory=dict[str, tuple[Correction, ...]])

    def __call__(self, task: Task, page_done: Pulse) -> Done[Converted]:
        """Write the report of one input under a temporary name, and hand back where it is.

        Raises:
            InputRejected, InputFailed: it was not converted.
            OutputUnusable: the folder cannot be written.
        """
        start = perf_counter()
        read = read_content(task.input)
        if hashlib.sha256(read).hexdigest() != task.sha256:
            raise InputFailed(
                Refusal.TOOL_FAILED, "The file was changed while it was read.", "Run again."
            )
        facts = {name: label.value for name, label in task.labels.items()}
        meant = understand(
            read_bytes(task.input.name, read, Looking(self.ocr, page_done)),
            with_facts(self.settings, facts),
            self.corrections.get(task.sha256, ()),
        )
        unsaid = unsaid_by(meant.report)
        used = labels_for(task.labels, unsaid)
        report = mark_told(meant.report, {name: label.basis for name, label in used.items()})
        content = dump(report)
        validate(content)

        def make_rows() -> bytes:
            named = tables().items()
            return pack({name: csv_rows(table, report, meant.ledger) for name, table in named})

        return Done(
            report_id=report.report_id,
            output=output_path(report),
            output_sha256=hashlib.sha256(content).hexdigest(),
            findings=dict(Counter(finding.severity.value for finding in report.findings)),
            payload=self._ready(content, make_rows),
            seconds=perf_counter() - start,
            unsaid=unsaid,
            labels=used,
        )

    def _ready(self, report: bytes, make_rows: Callable[[], bytes]) -> Converted:
        if self.folder is None:
            return Converted(report, make_rows())
        with missing_what_was_there(self.folder):
            staged = stage_file(self.folder, report, lasting=False)
            try:
                # the device writes it while the rows are made
                begin_sync(staged)
                # what a power cut takes of the rows is noticed, and the input done again
                rows = stage_file(self.folder, make_rows(), lasting=False)
                sync_file(staged)
            except BaseException:
                staged.unlink(missing_ok=True)
                raise
            return Converted(staged, rows)


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
