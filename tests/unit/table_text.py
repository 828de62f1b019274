"""Small reports as tab-separated text, and what must hold for the reading of any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract import read_bytes
from normalize.interpret import Interpretation, Settings, interpret
from schemas.document import Cell, Row
from schemas.finding import Code, Finding
from schemas.reading import Reading
from schemas.report import Indicator, Report

TITLE = (
    "শিল্প মন্ত্রণালয়ের ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২২-২৩",
    "(এপ্রিল-জুন ২০২৩ পর্যন্ত ৪র্থ ত্রৈমাসিক বাস্তবায়ন অগ্রগতি)",
)
LABELS = (
    "ক্রম\tকর্মসম্পাদন ক্ষেত্র\tমান\tকার্যক্রম\tকর্মসম্পাদন সূচক\tএকক\tকর্মসম্পাদন সূচকের মান"
    "\tলক্ষ্যমাত্রা ২০২২-২০২৩\t\t\t\t\tমন্তব্য"
)
BAND_NAMES = "\t" * 7 + "অসাধারণ\tঅতি উত্তম\tউত্তম\tচলতি মান\tচলতি মানের নিম্নে\t"
PERCENTS = "\t" * 7 + "১০০%\t৯০%\t৮০%\t৭০%\t৬০%\t"
NUMBERS = "১\t২\t৩\t৪\t৫\t৬\t৭\t৮\t৯\t১০\t১১\t১২\t১৩"
HEADER = (LABELS, BAND_NAMES, PERCENTS, NUMBERS)
COUNTS = ("৪", "৩", "২", "১", "-")
BEFORE = ("serial", "section", "section_weight", "activity", "text", "unit", "weight")
TARGETS = ("t100", "t90", "t80", "t70", "t60")
COLUMNS = (*BEFORE, *TARGETS, "remark")


def row(
    text: str = "", unit: str = "", weight: str = "", targets: Sequence[str] = (), **cells: str
) -> str:
    """A line of the usual form; what is not named is blank."""
    named = dict(zip(TARGETS, targets, strict=False)) | cells
    named |= {"text": text, "unit": unit, "weight": weight}
    return "\t".join(named.get(column, "") for column in COLUMNS)


def count_row(id_: str, **cells: str) -> str:
    """A whole row that counts something, with the id in Bangla digits."""
    usual: dict[str, str] = {"remark": "২টি সভা আয়োজন করা হয়েছে।"}
    if id_.count(".") == 2 and id_.endswith("১"):
        usual["activity"] = f"[{id_.rpartition('.')[0]}] কার্যক্রম"
    return row(f"[{id_}] সভা আয়োজিত", "সংখ্যা", "৪", COUNTS, **usual | cells)


FIRST = count_row("১.১.১", serial="১", section="[১] ক্ষেত্র", section_weight="৪")


def text_of(*rows: str, header: Sequence[str] = HEADER, title: Sequence[str] = TITLE) -> str:
    """A report of one page; a row may hold line ends of its own."""
    return "\n".join((*title, "", *header, *rows))


def read(text: str, settings: Settings | None = None) -> Interpretation:
    """The text, read; whatever is in it, all of it must be accounted for."""
    document = read_bytes("report.tsv", text.encode())
    meant = interpret(document, settings)
    assert_accounted(meant, text)
    return meant


def report_of(*rows: str, header: Sequence[str] = HEADER, title: Sequence[str] = TITLE) -> Report:
    """The report that such rows make."""
    return read(text_of(*rows, header=header, title=title)).report


def assert_accounted(meant: Interpretation, text: str) -> None:
    """Every cell has a role or is a leftover that is told, and the source can be rebuilt."""
    report, entries = meant.report, meant.ledger.entries
    assert meant.ledger.rebuild() == text
    assert len(entries) == report.accounting.cells == sum(report.accounting.roles.values())
    assert all(entry.role for entry in entries)
    left = [(one.line, one.column) for one in entries if one.role == "leftover"]
    told = [(one.at[0].line, one.at[0].column) for one in with_code(report, Code.LEFTOVER_TEXT)]
    assert sorted(left) == sorted(told)
    assert report.accounting.leftover == len(left)
    # what the ledger gives to an indicator's field stands there in the report, and nowhere else
    kept = {(one.line, one.column): one.raw for one in entries if is_kept(one.role)}
    read_at = [(place.line, place.column) for reading in leaves(report) for place in reading.at]
    assert sorted(read_at) == sorted(kept)


def is_kept(role: str) -> bool:
    """Whether the report itself holds cells of this role, and not the ledger alone."""
    top, _, field = role.partition(".")
    if top in ("section", "activity"):
        return not field.endswith("repeat")
    if top == "signature":
        return field in ("date", "designation", "office", "name")
    return top in ("title", "indicator", "orphan")


def leaves(report: Report) -> list[Reading]:
    """All readings of a report."""
    found = [report.title]
    for section in report.sections:
        found += [section.title, section.weight]
        for activity in section.activities:
            found.append(activity.title)
            for one in activity.indicators:
                found += [one.text, one.unit, one.weight, *one.targets.values(), one.remark]
                found += one.extra.values()
    tables = [table for one in report.indicators() for table in one.nested_tables]
    tables += [table for orphan in report.orphans for table in orphan.nested_tables]
    for table in tables:
        found += [*table.header, *(cell for line in table.rows for cell in line)]
    for orphan in report.orphans:
        found += orphan.cells
    signature = report.signature
    return [*found, signature.date, signature.designation, signature.office, signature.name]


def with_code(report: Report, code: Code) -> list[Finding]:
    """The findings of one code."""
    return [finding for finding in report.findings if finding.code is code]


def refs(report: Report, code: Code) -> list[str]:
    """What the findings of one code are about."""
    return [finding.ref for finding in with_code(report, code)]


def left_over(meant: Interpretation) -> list[str]:
    """The texts of the leftover cells."""
    return [entry.raw for entry in meant.ledger.entries if entry.role == "leftover"]


def values(one: Indicator) -> Mapping[str, object]:
    """The values of an indicator's targets by band."""
    return {band: target.value for band, target in one.targets.items()}


def cells_of(line: str, number: int = 1) -> Row:
    """One physical row of a table."""
    fields = line.split("\t")
    found = tuple(
        Cell(field, 1, number, column) for column, field in enumerate(fields, start=1) if field
    )
    return Row(number, len(fields), found, 1)
