"""The commands that work on the folder that `convert` has written."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from console import exits, say
from schemas.errors import BadUsage, ExitCode


@click.command(epilog="\b\nExample:\n  ogrogoti load converted --to duckdb:///archive.duckdb")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "url",
    metavar="URL",
    help="duckdb:///file (the default, within FOLDER), postgresql://host/database, or "
    "parquet:///folder. A fourth slash begins a path from the root.",
)
@click.option("--quiet", is_flag=True, help="Say nothing but what was not loaded.")
@exits
def load(folder: Path, url: str | None, quiet: bool) -> ExitCode:
    """Load the reports of an output folder into a warehouse; loading them again changes nothing."""
    from load.warehouse import default_url, load_folder

    if not folder.is_dir():
        raise BadUsage(f"There is no folder {folder}.", "Name an output folder of convert.")
    loaded = load_folder(folder, url or default_url(folder))
    for declined in loaded.declined:
        say(f"{declined.name}: {declined.reason} {declined.remedy}")
    if not quiet:
        say(loaded.in_words())
    return ExitCode.SOME_REFUSED if loaded.declined else ExitCode.DONE


@click.command(epilog="\b\nExample:\n  ogrogoti check converted")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--quiet", is_flag=True, help="Say nothing but what could not be read.")
@exits
def check(folder: Path, quiet: bool) -> ExitCode:
    """Compare the reports of an output folder with each other, and write archive_findings.csv.

    Targets that change, counts that fall, copied remarks, dates after the signature, reports that
    are missing or superseded, and what deviates from most offices.
    """
    from collections import Counter

    from batch.lock import hold
    from checks.archive_reports import check_archive, extract_of
    from load.archive_findings import ARCHIVE_FILE, About, about, write_archive_findings
    from load.archive_reports import Opened, open_reports
    from load.datapackage import write_datapackage
    from schemas.archive import Extract

    if not folder.is_dir():
        raise BadUsage(f"There is no folder {folder}.", "Name an output folder of convert.")
    extracts: list[Extract] = []
    reports: dict[str, About] = {}
    n_declined = 0
    with hold(folder):
        for found in open_reports(folder):
            if isinstance(found, Opened):
                extracts.append(extract_of(found.report, found.notes))
                reports[found.report.report_id] = about(found.report)
            else:
                n_declined += 1
                say(f"{found.name}: {found.reason} {found.remedy}")
        told = check_archive(extracts)
        write_archive_findings(folder, told, reports)
        write_datapackage(folder)
    if not quiet:
        counts = Counter(finding.code.value for _, finding in told)
        listed = ", ".join(f"{number:,} {code}" for code, number in sorted(counts.items()))
        say(
            f"Reports: {len(reports):,}. Findings between them: {len(told):,} ({listed or 'none'})."
        )
        say(f"Look at {folder / ARCHIVE_FILE} for both places of each.")
    return ExitCode.SOME_REFUSED if n_declined else ExitCode.DONE


@click.command(epilog="\b\nExample:\n  ogrogoti report converted")
@click.argument("folder", type=click.Path(path_type=Path))
@exits
def report(folder: Path) -> ExitCode:
    """Write one page of pictures of an output folder, overview.html, with the SQL behind each."""
    from load.overview import write_overview

    if not folder.is_dir():
        raise BadUsage(f"There is no folder {folder}.", "Name an output folder of convert.")
    try:
        path = write_overview(folder)
    except LookupError as error:
        raise BadUsage(f"{error}.", "Name an output folder of convert.") from error
    click.echo(path)
    return ExitCode.DONE


@click.command(epilog="\b\nExample:\n  ogrogoti verify converted")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--warehouse", metavar="URL", help="Check a warehouse, as load names it.")
@click.option(
    "--anchor",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A copy of .audit/anchor.txt that was kept elsewhere.",
)
@exits
def verify(folder: Path | None, warehouse: str | None, anchor: Path | None) -> ExitCode:
    """Check an output folder again: schema, hashes, accounting, the trail, the sources rebuilt.

    With --warehouse, check a warehouse: keys, references, accepted values, and sums; with a folder
    besides, that it holds what is published of the reports that reviewers decided about.
    """
    if folder is None and warehouse is None:
        raise BadUsage("There is nothing to check.", "Name an output folder, or --warehouse URL.")
    codes = [_verify_folder(folder, anchor)] if folder is not None else []
    if warehouse is not None:
        codes.append(_verify_warehouse(warehouse, folder))
    return max(codes)


def _verify_warehouse(url: str, folder: Path | None) -> ExitCode:
    from audit.warehouse_agreement import warehouse_disagreements
    from load.warehouse import open_warehouse, verify_warehouse

    broken = verify_warehouse(url)
    with open_warehouse(url) as store:
        faults = warehouse_disagreements(folder, store.query) if folder is not None else ()
    for fault in faults:
        click.echo(f"{fault.where}: {fault.what} {fault.remedy}")
    for one in broken:
        click.echo(f"{one.what}: not so in {one.rows:,} rows.")
    if broken:
        say(
            f"{len(broken)} assertions do not hold. Load the converted folders into a new "
            "warehouse, and compare."
        )
    if faults:
        say(f"{len(faults)} values of the warehouse are not those of {folder}.")
    if broken or faults:
        return ExitCode.SOME_REFUSED
    say("The warehouse keeps its keys, references, accepted values and sums.")
    return ExitCode.DONE


def _verify_folder(folder: Path, anchor: Path | None) -> ExitCode:
    from load.verify import verify as problems_of

    if not folder.is_dir():
        raise BadUsage(f"There is no folder {folder}.", "Name an output folder of convert.")
    problems = problems_of(folder)
    for problem in problems:
        click.echo(f"{problem.path}: {problem.what} {problem.remedy}")
    n_faults = _verify_trail(folder, anchor)
    if problems or n_faults:
        say(f"{len(problems) + n_faults} problems in {folder}.")
        return ExitCode.SOME_REFUSED
    say(f"{folder} holds what was converted, and all of it agrees.")
    return ExitCode.DONE


def _verify_trail(folder: Path, anchor: Path | None) -> int:
    """Print what is wrong with the trail of reviewers' decisions, and count it."""
    from audit.agreement import disagreements
    from audit.chain import prove

    proof = prove(folder, anchor)
    faults = (*proof.faults, *(disagreements(folder) if not proof.faults else ()))
    for fault in faults:
        click.echo(f"{fault.where}: {fault.what} {fault.remedy}")
    for note in proof.notes:
        say(f"{note.where}: {note.what} {note.remedy}")
    if proof.n and not faults:
        say(f"The trail holds {proof.n:,} entries; the last hash is {proof.hash}.")
    return len(faults)


@click.command(epilog="\b\nExample:\n  ogrogoti audit converted --originals archive")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--originals",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Where the files lie that were converted; they are known by their hash.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Default: a free one.")
@click.option("--reviewer", metavar="NAME", help="Who decides (default: the login name).")
@click.option("--no-browser", is_flag=True, help="Print the address, and open nothing.")
@exits
def audit(
    folder: Path, originals: Path | None, port: int, reviewer: str | None, no_browser: bool
) -> ExitCode:
    """Review a converted folder on a local page: original beside extracted, decisions kept."""
    from getpass import getuser

    from audit.open import Wishes, open_page
    from conversion import insight

    if not folder.is_dir():
        raise BadUsage(f"There is no folder {folder}.", "Name an output folder of convert.")
    wishes = Wishes(originals, port, reviewer or getuser(), browser=not no_browser)
    open_page(folder, insight(), wishes, say)
    return ExitCode.DONE


@click.command(epilog="\b\nExample:\n  ogrogoti dossier converted/2022-23/Q4/x.json --out x.html")
@click.argument("report", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The HTML file.")
@click.option(
    "--originals",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Where the files lie that were converted, for pieces of page pictures.",
)
@click.option("--language", type=click.Choice(["en", "bn"]), default="en", help="Of the words.")
@exits
def dossier(
    report: Path, out: Path, originals: Path | None, language: Literal["en", "bn"]
) -> ExitCode:
    """Write the evidence of one report into one HTML file that needs no server and no network."""
    from audit.open import Wishes, write_dossier
    from conversion import insight
    from load.atomic import replace_file

    if not report.is_file():
        raise BadUsage(f"There is no {report}.", "Name a report of an output folder of convert.")
    content = write_dossier(report, insight(), Wishes(originals=originals), language)
    with replace_file(out) as handle:
        handle.write(content)
    return ExitCode.DONE


COMMANDS = (load, check, report, verify, audit, dossier)
