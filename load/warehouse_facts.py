"""What reports say: one row for each reading that is a fact, with where it stands."""

from __future__ import annotations

from load.warehouse_schema import Column, Reference, WarehouseTable, required, text
from schemas.finding import Code, Severity
from schemas.reading import State

VERSION = required("version_key", "key", "The version of the report that says so.")
OF_REPORT = Reference(("version_key",), "report")
OF_INDICATOR = Reference(("version_key", "indicator_no"), "progress")
INDICATOR_NO = required("indicator_no", "integer", "The indicator's place in the report, from 1.")
UNITS = ("date", "count", "percent", "amount", "text")

VALUE = (
    text("value", "What it means: an ISO date, a plain number, or text in NFC."),
    Column("value_number", "number", "The value, if it is a number of at most 23 digits."),
    Column("value_date", "date", "The value, if it is a date."),
)

READING = (
    text("raw", "Exactly as in the source, its parts joined; NULL if nothing was there."),
    required("state", "text", "Why there is a value, or none.", tuple(State)),
    *VALUE,
    text("candidates", "Values that a person could choose from: a JSON array, or NULL."),
    required("confidence", "ratio", "How sure the reading is, 0 to 1."),
)

PLACE = (
    Column("page", "integer", "The page of its first cell, from 1."),
    Column("line", "integer", "The line (text) or grid row (other formats) of that cell, from 1."),
    Column("grid_column", "integer", "The tab column (text) or grid column of that cell, from 1."),
)

CONCEPT = (
    Column(
        "concept_state",
        "text",
        "How sure it is what the indicator measures; NULL in versions from before it was told.",
        enum=("value", "inferred", "missing"),
    ),
    text("concept_basis", "What decided that, or why nothing did."),
    Column("concept_score", "ratio", "How alike the closest known wording is, 0 to 100."),
    Column("concept_margin", "ratio", "By how much it is ahead of the next other indicator's."),
    text("concept_evidence", "That wording, and the plan file in which it stands."),
)

PROGRESS = WarehouseTable(
    "progress",
    "One row per indicator and report: what it asks, and what the remark says of it.",
    (
        VERSION,
        INDICATOR_NO,
        required("indicator_key", "text", "The indicator of the plan."),
        text("concept_key", "What it measures; NULL where neither wording nor id decide."),
        required("section_no", "integer", "The section's place in the report, from 1."),
        required("section_id", "text", "The section (কর্মসম্পাদন ক্ষেত্র)."),
        text("section_title", "Its title, in NFC."),
        required("activity_id", "text", "The activity (কার্যক্রম)."),
        text("activity_title", "Its title, in NFC."),
        required("indicator_id", "text", "The indicator's id, as printed."),
        text("indicator_text", "Its text without the number in brackets, in NFC."),
        text("indicator_text_raw", "Its text, as written."),
        required("indicator_text_state", "text", "Why there is a text, or none.", tuple(State)),
        Column("unit", "text", "What the targets are (একক).", enum=UNITS),
        text("unit_raw", "The unit, as written."),
        required("unit_state", "text", "Why there is a unit, or none.", tuple(State)),
        text("remark", "The remark (মন্তব্য), in NFC."),
        text("remark_raw", "The remark, as written."),
        required("remark_state", "text", "Why there is a remark, or none.", tuple(State)),
        required("remark_dates", "integer", "Dates that the remark states."),
        required("remark_percents", "integer", "Percents that the remark states."),
        required("remark_counts", "integer", "Counts that the remark states."),
        text("achievement", "What the remark says was achieved: interpretation, not reading."),
        Column("achievement_number", "number", "The achievement, if it is a number."),
        Column("achievement_date", "date", "The achievement, if it is a date."),
        text("achievement_basis", "The rule that decided, or why it abstained."),
        Column("achievement_confidence", "ratio", "How sure the interpretation is, 0 to 1."),
        Column(
            "achievement_covers",
            "text",
            "What stretch the remark restricts its figure to; NULL if unsaid.",
            enum=("quarter", "year_to_date"),
        ),
        text("achievement_band", "The band that is certain to be reached."),
        required("min_confidence", "ratio", "The least confidence of its readings."),
        required("n_findings", "integer", "Errors and warnings about it."),
        *PLACE,
        *CONCEPT,
    ),
    ("version_key", "indicator_no"),
    (OF_REPORT, Reference(("indicator_key",), "indicator"), Reference(("concept_key",), "concept")),
)

TARGET = WarehouseTable(
    "target",
    "One row per indicator, report and band: the target.",
    (
        VERSION,
        INDICATOR_NO,
        required("band", "text", "The band as the header prints it, such as 100."),
        *READING,
        *PLACE,
    ),
    ("version_key", "indicator_no", "band"),
    (OF_INDICATOR,),
)

WEIGHT = WarehouseTable(
    "weight",
    "One row per section and per indicator of a report: its weight (মান).",
    (
        VERSION,
        required("scope", "text", "Whose weight it is.", ("section", "indicator")),
        required("scope_no", "integer", "The place of the section or indicator in the report."),
        required("scope_id", "text", "Its id, as printed."),
        required("section_no", "integer", "The place of its section in the report, from 1."),
        text("title", "The title of a section; NULL for an indicator."),
        *READING,
        Column("indicators_sum", "number", "For a section: its indicators' weights, added up."),
        Column("difference", "number", "For a section: declared less sum; NULL if unknown."),
        *PLACE,
    ),
    ("version_key", "scope", "scope_no"),
    (OF_REPORT,),
)

REMARK_FACT = WarehouseTable(
    "remark_fact",
    "One row per date, percent, count or period that a remark states.",
    (
        VERSION,
        INDICATOR_NO,
        required("fact_no", "integer", "Its place in the remark, from 1."),
        required("kind", "text", "date, percent, count, period and so on."),
        required("raw", "text", "The words that state it."),
        *VALUE,
        required("start_sign", "integer", "Where it begins in the remark's raw text, from 0."),
        required("end_sign", "integer", "Where it ends."),
    ),
    ("version_key", "indicator_no", "fact_no"),
    (OF_INDICATOR,),
)

EXTRA = WarehouseTable(
    "extra",
    "One row per cell of a column that only some forms have, such as evidence or score.",
    (
        VERSION,
        INDICATOR_NO,
        required("name", "text", "What the column is, such as responsible."),
        *READING,
        *PLACE,
    ),
    ("version_key", "indicator_no", "name"),
    (OF_INDICATOR,),
)

NESTED_CELL = WarehouseTable(
    "nested_cell",
    "One row per cell of a small table inside a cell, or among cells whose indicator is lost.",
    (
        VERSION,
        required("ref", "text", "Whose table it is: indicator:1.1.1, or orphan:0."),
        required("owner_no", "integer", "The place of the indicator or orphan in the report."),
        required("table_no", "integer", "Which of its tables, from 1; 0 for cells of no table."),
        required("row_no", "integer", "The row; 0 is the header."),
        required("column_no", "integer", "The column, from 1."),
        *READING,
        *PLACE,
    ),
    ("version_key", "ref", "owner_no", "table_no", "row_no", "column_no"),
    (OF_REPORT,),
)

PERCENT_CHECK = WarehouseTable(
    "percent_check",
    "One row per stated percent that can be computed again from the counts beside it.",
    (
        VERSION,
        required("check_no", "integer", "Its place in the report, from 1."),
        required("ref", "text", "Where the percent stands."),
        required("stated", "number", "The percent that is stated."),
        required("recomputed", "number", "The percent by computation."),
        required("agrees", "boolean", "Whether they are the same."),
        required("formula", "text", "The computation, such as 1355/(1355+24)."),
    ),
    ("version_key", "check_no"),
    (OF_REPORT,),
)

FINDING = WarehouseTable(
    "finding",
    "One row per finding: what a person must be told, with place and proof.",
    (
        VERSION,
        required("finding_no", "integer", "Its place in the report, from 1."),
        required("code", "text", "What kind of finding it is.", tuple(Code)),
        required("severity", "text", "How much it matters.", tuple(Severity)),
        text("ref", "What it is about, such as indicator:2.2.5/targets/100."),
        required("message", "text", "What was found, in English."),
        required("message_bn", "text", "What was found, in Bangla."),
        text("candidates", "Values that a person could choose from: a JSON array, or NULL."),
        text("evidence", "The proof: a JSON object, or NULL."),
        *PLACE,
    ),
    ("version_key", "finding_no"),
    (OF_REPORT,),
)

CELL = WarehouseTable(
    "cell",
    "The ledger: every non-empty cell of every source, with the role it was given.",
    (
        VERSION,
        required("cell_no", "integer", "Its place in reading order, from 1."),
        required("page", "integer", "The page, from 1."),
        required("line", "integer", "The line (text) or grid row (other formats), from 1."),
        required("grid_column", "integer", "The tab column (text) or grid column, from 1."),
        required("role", "text", "What it is, such as indicator.target.100; leftover if nothing."),
        text("ref", "What it belongs to, such as indicator:1.1.1."),
        required("raw", "text", "The cell, exactly as in the source."),
        text("before", r"What stands before it: \t, \n, \r, \\, \uXXXX, and blanks."),
        text("after", "What follows the last cell of the report, in the same notation."),
        Column("x0", "ratio", "The left edge of its box, in points from the page's left."),
        Column("top", "ratio", "The upper edge, in points from the page's top."),
        Column("x1", "ratio", "The right edge, in points; NULL where the source has no boxes."),
        Column("bottom", "ratio", "The lower edge, in points."),
    ),
    ("version_key", "cell_no"),
    (OF_REPORT,),
)

FACTS = (
    PROGRESS,
    TARGET,
    WEIGHT,
    REMARK_FACT,
    EXTRA,
    NESTED_CELL,
    PERCENT_CHECK,
    FINDING,
    CELL,
)
