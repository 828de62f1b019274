"""A document in, its report and its ledger out: the order of the steps of this room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from normalize.accounting import accounting_of, ledger_of, tell_unplaced, tell_unseen
from normalize.achievement import Context, derive
from normalize.addresses import addressed
from normalize.drafts import (
    ActivityDraft,
    IndicatorDraft,
    OrphanDraft,
    SectionDraft,
    TableDraft,
)
from normalize.inference import infer_organisation
from normalize.joints import LINE_JOINT, Part
from normalize.legacy_text import decode_legacy
from normalize.nested_tables import nested_table
from normalize.nests import Rows
from normalize.readings import (
    BLANK,
    DISPLACED,
    LOST,
    doubts,
    prose_reading,
    said_in,
    target_kinds,
    text_reading,
    typed_reading,
    unit_reading,
    weight_reading,
)
from normalize.rows import assemble
from normalize.signatures import read_signature
from normalize.slugs import report_id
from normalize.suggestions import suggestions
from normalize.titles import Hints, TitleFacts, read_title
from normalize.wordlists import word_test
from schemas.document import Cell, Document, Ledger
from schemas.finding import Finding
from schemas.plan import plan_for
from schemas.reading import Reading, State
from schemas.report import (
    Activity,
    Indicator,
    NestedTable,
    OcrUse,
    Orphan,
    Report,
    Section,
    Source,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the caller may choose."""

    hints: Hints = field(default_factory=Hints)
    join: bool = True
    """Put rows back together that a page break cut."""
    scores: bool = False
    """Add unofficial scores."""
    accept_risk: float | None = None
    """The share of values read from pictures that may be wrong among those accepted unseen."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What a document means, and what became of each of its cells."""

    report: Report
    ledger: Ledger


def interpret(document: Document, settings: Settings | None = None) -> Interpretation:
    """Read a document as a progress report; checks and sums are not its business.

    Raises:
        InputRejected: NOT_A_REPORT.
    """
    settings = settings or Settings()
    document = decode_legacy(document)
    draft = assemble(document, word_test(document), join=settings.join)
    title = read_title(draft.titles, draft.header_years, settings.hints)
    signature = read_signature(draft)
    context = Context(
        title.fiscal_year,
        title.period,
        signature.date.value if isinstance(signature.date.value, date) else None,
        with_scores=settings.scores,
    )
    builder = _Builder(draft, context)
    sections = tuple(map(builder.section, draft.sections))
    orphans = tuple(builder.orphan(*numbered) for numbered in enumerate(draft.orphans))
    cells = tuple(document.cells())
    draft.findings.extend(tell_unplaced(cells, draft.roles))
    draft.findings.extend(tell_unseen(cells))
    ledger = ledger_of(cells, draft.roles, document.tail)
    source = document.source
    organisation_findings = infer_organisation(title.organisation, sections, signature)
    report = Report(
        report_id=report_id(
            title.organisation, title.plan_type, title.fiscal_year, title.period, source.sha256
        ),
        plan_type=title.plan_type,
        level=title.level,
        title=_lines(draft.titles),
        organisation=title.organisation,
        fiscal_year=title.fiscal_year,
        period=title.period,
        sections=sections,
        orphans=orphans,
        signature=signature,
        findings=(
            *addressed(document.findings, ledger),
            *title.findings,
            *organisation_findings,
            *draft.findings,
            *builder.findings,
            *_suggested(document, sections, title),
        ),
        accounting=accounting_of(ledger),
        source=Source(
            file=source.name,
            sha256=source.sha256,
            bytes=source.size_bytes,
            media_type=source.media_type,
            pages=len(document.pages),
            reader=document.reader,
            ocr=OcrUse(**asdict(document.recognition)) if document.recognition else None,
        ),
    )
    return Interpretation(report, ledger)


def _suggested(
    document: Document, sections: tuple[Section, ...], title: TitleFacts
) -> Iterator[Finding]:
    if document.recognition is not None:
        plan = plan_for(title.plan_type, title.fiscal_year.label, title.level)
        yield from suggestions(sections, plan)


class _Builder:
    """Turns drafts into the report's parts, collecting what the values have to tell."""

    def __init__(self, draft: TableDraft, context: Context) -> None:
        self.draft = draft
        self.context = context
        self.findings: list[Finding] = []

    def section(self, draft: SectionDraft) -> Section:
        """কর্মসম্পাদন ক্ষেত্র; a form without that column leaves its readings blank."""
        absent = LOST if self.draft.has_sections else BLANK
        weight, parsed = weight_reading(draft.weight, absent=absent)
        self.findings.extend(doubts(weight, parsed, f"section:{draft.id}/weight"))
        return Section(
            id=draft.id,
            title=text_reading(draft.title, absent=absent),
            weight=weight,
            activities=tuple(map(self.activity, draft.activities)),
        )

    def activity(self, draft: ActivityDraft) -> Activity:
        """কার্যক্রম."""
        return Activity(
            id=draft.id,
            title=text_reading(draft.title, absent=LOST),
            indicators=tuple(map(self.indicator, draft.indicators)),
        )

    def indicator(self, draft: IndicatorDraft) -> Indicator:
        """কর্মসম্পাদন সূচক."""
        ref = f"indicator:{draft.id}"
        cells, lost = draft.cells, draft.lost

        def absent(role: str) -> Reading:
            return LOST if role in lost else BLANK

        unit = unit_reading(cells.get("unit", ()), absent=absent("unit"))
        text = text_reading(cells.get("indicator", ()), absent=absent("indicator"), bare=State.LOST)
        weight, parsed = weight_reading(cells.get("weight", ()), absent=absent("weight"))
        self.findings.extend(doubts(weight, parsed, f"{ref}/weight"))
        weight = _unsure(weight) if "weight" in draft.doubtful else weight
        kinds = target_kinds(unit)
        targets: dict[str, Reading] = {}
        for band in draft.bands:
            role = f"target.{band}"
            target, parsed = typed_reading(cells.get(role, ()), kinds, absent=absent(role))
            self.findings.extend(doubts(target, parsed, f"{ref}/targets/{band}"))
            targets[band] = _unsure(target) if role in draft.doubtful else target
        remark = prose_reading(cells.get("remark", ()), absent=absent("remark"))
        return Indicator(
            id=draft.id,
            text=text,
            unit=unit,
            weight=weight,
            targets=targets,
            remark=remark,
            extra={
                role.removeprefix("extra."): prose_reading(parts)
                for role, parts in cells.items()
                if role.startswith("extra.")
            },
            nested_tables=self.tables(draft.nested, ref),
            derived=derive(
                unit,
                text,
                remark,
                targets,
                weight,
                self.context,
                said=said_in(remark, cells.get("remark", ())),
            ),
        )

    def tables(self, nested: Sequence[Rows], ref: str) -> tuple[NestedTable, ...]:
        """The small tables inside a cell."""
        return tuple(
            nested_table(rows, f"{ref}/nested_tables/{number}", self.findings)
            for number, rows in enumerate(nested)
        )

    def orphan(self, number: int, draft: OrphanDraft) -> Orphan:
        """Cells whose indicator is lost."""
        return Orphan(
            after=draft.after,
            before=draft.before,
            nested_tables=self.tables(draft.nested, f"orphan:{number}"),
            cells=tuple(prose_reading([Part(cell)]) for cell in draft.cells),
        )


def _unsure(reading: Reading) -> Reading:
    """A value that may stand one column off."""
    if reading.state is not State.VALUE:
        return reading
    return reading.model_copy(update={"confidence": min(reading.confidence, DISPLACED)})


def _lines(cells: Sequence[Cell]) -> Reading:
    return prose_reading(
        [Part(cell, LINE_JOINT if index else None) for index, cell in enumerate(cells)]
    )
