"""What facts are about: offices, times, plans, indicators, sources; and the report versions.

Keys are names or hashes of content, so that a second load, in whatever order, gives the same.
"""

from __future__ import annotations

from load.warehouse_schema import Column, Reference, WarehouseTable, required, text
from schemas.errors import Refusal

ORGANISATION = WarehouseTable(
    "organisation",
    "Offices that send reports. What a report itself says of its office stands in report.",
    (
        required("organisation_key", "text", "The slug of the name; unknown if none is stated."),
        text("name", "Official Bangla name; for others the name in the first report loaded."),
        text("name_en", "English name, where the registry has one."),
        text("level", "ministry, department or field, where the registry says so."),
        required("in_registry", "boolean", "Whether the registry of offices has it."),
    ),
    ("organisation_key",),
)

FISCAL_YEAR = WarehouseTable(
    "fiscal_year",
    "Fiscal years of Bangladesh, July to June.",
    (
        required("fiscal_year_key", "text", "Such as 2022-23; unknown if none is stated."),
        Column("starts_on", "date", "1 July."),
        Column("ends_on", "date", "30 June."),
    ),
    ("fiscal_year_key",),
)

QUARTER = WarehouseTable(
    "quarter",
    "Quarters of fiscal years.",
    (
        required("quarter_key", "text", "Such as 2022-23-q4; unknown for what is not stated."),
        required("fiscal_year_key", "text", "Its fiscal year."),
        Column("quarter", "integer", "1 (July to September) to 4 (April to June)."),
        Column("starts_on", "date", "Its first day."),
        Column("ends_on", "date", "Its last day."),
    ),
    ("quarter_key",),
    (Reference(("fiscal_year_key",), "fiscal_year"),),
)

PLAN = WarehouseTable(
    "plan",
    "Plans that offices report on: one for each type, level and fiscal year.",
    (
        required("plan_key", "text", "Type, level and fiscal year, with slashes between."),
        required("plan_type", "text", "Such as egov_innovation; unknown if not stated."),
        required("level", "text", "ministry, department, field or unknown."),
        required("fiscal_year_key", "text", "Its fiscal year."),
        text("plan_file", "The plan file that tells the form, where there is one."),
        Column("total_weight", "number", "The total that the form is worth, where it is known."),
    ),
    ("plan_key",),
    (Reference(("fiscal_year_key",), "fiscal_year"),),
)

CONCEPT = WarehouseTable(
    "concept",
    "What indicators measure, in one name over the years.",
    (required("concept_key", "text", "Such as efile_note_disposal."),),
    ("concept_key",),
)

INDICATOR = WarehouseTable(
    "indicator",
    "Indicators of a plan. The same id means other things in other plans and years.",
    (
        required(
            "indicator_key",
            "text",
            "Plan key, slash, id. Where the id does not fit the activity it stands under, the "
            "activity and a colon come before the id.",
        ),
        required("plan_key", "text", "Its plan."),
        required("activity_id", "text", "The activity that it stands under."),
        required("indicator_id", "text", "Its id, as reports print it."),
        text("concept_key", "What it measures, where a plan file tells it."),
        text("plan_text", "Its wording in the plan file."),
        text("plan_unit", "Its unit in the plan file, as printed."),
        Column("plan_weight", "number", "Its weight in the plan file."),
    ),
    ("indicator_key",),
    (Reference(("plan_key",), "plan"), Reference(("concept_key",), "concept")),
)

SOURCE_DOCUMENT = WarehouseTable(
    "source_document",
    "Files that reports were read from.",
    (
        required("source_key", "text", "The SHA-256 of the file."),
        required("file", "text", "Its name when it was first loaded."),
        required("media_type", "text", "What kind of file it is."),
        required("bytes", "integer", "Its size."),
        required("pages", "integer", "Its pages."),
    ),
    ("source_key",),
)

ORGANISATION_STATES = ("value", "inferred", "missing")

REPORT = WarehouseTable(
    "report",
    "Reports, each with all versions that were ever loaded; is_current marks the one that holds.",
    (
        required("version_key", "key", "A hash of the report's content; facts point to it."),
        required("report_id", "text", "The report's name, also that of its JSON file."),
        required("source_key", "text", "The file that it was read from."),
        required("organisation_key", "text", "Whose report it is."),
        required("quarter_key", "text", "What time it is about."),
        required("plan_key", "text", "The plan that it reports on."),
        text("title", "Its title, in NFC."),
        text("title_raw", "Its title, as written."),
        required(
            "organisation_state",
            "text",
            "Whether the office is stated, inferred or missing.",
            ORGANISATION_STATES,
        ),
        text("organisation_name", "The office, as this report states it."),
        text("organisation_raw", "The office, as written."),
        text("organisation_basis", "What tells the office: title, signature, option."),
        text("fiscal_year_raw", "The fiscal year, as written."),
        required("period_kind", "text", "month, quarter, half_year, year, range or unknown."),
        Column("period_start", "date", "The first day of the period that it states."),
        Column("period_end", "date", "The last day of the period that it states."),
        Column("cumulative", "boolean", "True if figures run from July; NULL if unsaid."),
        text("period_raw", "The period, as written."),
        Column("signed_on", "date", "The date of the signature."),
        text("signed_on_raw", "The date of the signature, as written."),
        text("signed_by", "The name in the signature."),
        text("signed_as", "The designation in the signature."),
        text("signed_at", "The office in the signature."),
        required("n_cells", "integer", "Non-empty cells of the source; so many rows are in cell."),
        required("n_leftover", "integer", "Cells among them that got no role."),
        required("n_indicators", "integer", "So many rows are in progress."),
        required("n_findings", "integer", "So many rows are in finding."),
        Column("plan_total", "number", "The plan's official total."),
        required("weight_total", "number", "The weights of all indicators, added up."),
        required("source_file", "text", "The name of the file, when this version was read."),
        required("reader", "text", "What read it."),
        text("ocr_engine", "What read its page pictures, with the version; NULL if nothing did."),
        Column("ocr_confidence", "ratio", "The mean confidence of that reading, 0 to 1."),
        text("program_version", "The program that converted it, where the folder tells."),
        required("version", "integer", "1 for the first version loaded of this source, and so on."),
        required("is_current", "boolean", "Whether this version holds; the others are history."),
        required("loaded_at", "time", "When it was loaded, in UTC."),
    ),
    ("version_key",),
    (
        Reference(("source_key",), "source_document"),
        Reference(("organisation_key",), "organisation"),
        Reference(("quarter_key",), "quarter"),
        Reference(("plan_key",), "plan"),
    ),
)

INPUT_FILE = WarehouseTable(
    "input_file",
    "Every input of the conversions whose folders were loaded, the refused ones too.",
    (
        required("input_key", "text", "A hash of the file's name and content."),
        required("file", "text", "Its name."),
        text("source_key", "The SHA-256 of the file; NULL if it could not be read."),
        required("state", "text", "What became of it.", ("converted", "rejected", "failed")),
        Column("code", "text", "Why it was refused.", enum=tuple(Refusal)),
        text("reason", "The same in words."),
        text("remedy", "What to do about it."),
        text("report_id", "The report that came of it."),
    ),
    ("input_key",),
)

MIGRATION = WarehouseTable(
    "migration",
    "The versions that this warehouse's tables have had.",
    (
        required("schema_version", "integer", "The version."),
        required("applied_at", "time", "Since when, in UTC."),
    ),
    ("schema_version",),
)

DIMENSIONS = (
    ORGANISATION,
    FISCAL_YEAR,
    QUARTER,
    PLAN,
    CONCEPT,
    INDICATOR,
    SOURCE_DOCUMENT,
)
"""In an order in which each comes after those it refers to."""
