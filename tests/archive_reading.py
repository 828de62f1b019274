"""Reads planted archives as conversion does, without files."""

from __future__ import annotations

from checks.archive_reports import check_archive, extract_of
from extract import read_bytes
from normalize.interpret import interpret
from samples.archive import Planted
from schemas.archive import Extract
from schemas.document import Ledger
from schemas.finding import Finding
from schemas.report import Report

Cell = tuple[str, str, str]
"""File, code and ref."""


def read(name: str, text: str) -> tuple[Report, Ledger]:
    meant = interpret(read_bytes(name, text.encode()))
    return meant.report, meant.ledger


def extracts(archive: Planted) -> dict[str, tuple[str, Extract]]:
    """By report_id, the file and the extract."""
    found: dict[str, tuple[str, Extract]] = {}
    for name, text in archive.reports.items():
        report, ledger = read(name, text)
        notes = tuple(entry.raw for entry in ledger.entries if entry.role == "note")
        found[report.report_id] = (name, extract_of(report, notes))
    return found


def told(archive: Planted) -> dict[Cell, Finding]:
    known = extracts(archive)
    findings = check_archive(extract for _, extract in known.values())
    return {(known[id][0], one.code.value, one.ref): one for id, one in findings}


def planted(archive: Planted) -> set[Cell]:
    return {
        (f"{one.name}.tsv", one.code, one.ref) for one in archive.marks if one.kind == "planted"
    }


def innocent(archive: Planted) -> set[Cell]:
    return {
        (f"{one.name}.tsv", one.code, one.ref) for one in archive.marks if one.kind != "planted"
    }


def false_alarms(archive: Planted, found: dict[Cell, Finding]) -> set[Cell]:
    """What is told beside the plants; a deviation of a whole year stands in each of its reports."""
    years = {
        (one.name.rpartition("_")[0], one.code, one.ref)
        for one in archive.marks
        if one.kind == "planted" and one.code == "template-deviation"
    }
    return {
        (name, code, ref)
        for name, code, ref in found.keys() - planted(archive)
        if (name.rpartition("_")[0], code, ref) not in years
    }
