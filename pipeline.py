"""The command line. What it needs is imported by each command, so that `--help` stays quick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

import click

from console import exits, say
from folder_commands import COMMANDS
from schemas.errors import BadUsage, ExitCode

ROOT = Path(__file__).parent
P = ParamSpec("P")

EXAMPLES = """
\b
Examples:
  ogrogoti convert archive/ --out converted
  ogrogoti convert report.tsv more.zip --out converted --format excel
  ogrogoti inspect report.tsv
  ogrogoti check converted
  ogrogoti audit converted --originals archive
  ogrogoti verify converted
  ogrogoti load converted --to duckdb:///archive.duckdb
  ogrogoti schema report > report.schema.json
"""


@click.group(epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ogrogoti")
def main() -> None:
    """Turn archived Bangla progress reports into data that can be trusted.

    Every value keeps what was written, where it stands, and why there is none; whatever is odd
    becomes a finding, and nothing is corrected silently.
    """


def _hints(command: Callable[P, None]) -> Callable[P, None]:
    """The options for what a document may leave unsaid."""
    for option in (
        click.option("--organisation", metavar="NAME", help="Whose report, if it does not say."),
        click.option("--fiscal-year", metavar="2022-23", help="Its fiscal year, if unsaid."),
        click.option("--quarter", type=click.IntRange(1, 4), help="Its quarter, if unsaid."),
        click.option("--no-join", is_flag=True, help="Leave rows apart that a page break cut."),
        click.option("--scores", is_flag=True, help="Add unofficial scores, step and linear."),
        click.option(
            "--accept-risk",
            type=click.FloatRange(0, 1, min_open=True),
            metavar="0.001",
            help="Mark values read from pictures that may be wrong more often.",
        ),
    ):
        command = option(command)
    return command


@main.command(epilog="\b\nExample:\n  ogrogoti convert archive/ --out converted --jobs 4")
@click.argument("inputs", nargs=-1, required=True)
@click.option("--out", required=True, metavar="DIR", help="Output folder.")
@click.option("--jobs", type=click.IntRange(min=1), help="Worker processes (default: cores).")
@click.option("--format", "formats", multiple=True, metavar="NAME", help="Also: parquet, excel.")
@click.option(
    "--ocr",
    type=click.Choice(["auto", "never", "always"]),
    default="auto",
    help="When to read page pictures.",
)
@click.option("--engine", default="local", metavar="NAME", help="Where to work: local or ray.")
@click.option(
    "--timeout",
    "timeout_s",
    type=click.FloatRange(min=1),
    default=300.0,
    help="Seconds in which some page of a file must be done.",
)
@click.option(
    "--sidecar",
    type=click.Path(path_type=Path),
    help="CSV table: file, and organisation, fiscal_year or quarter where it does not say.",
)
@click.option(
    "--path-pattern",
    metavar="PATTERN",
    help="How folders tell it: '{organisation}/{fiscal_year}/Q{quarter}/*'.",
)
@click.option("--no-resume", is_flag=True, help="Do unchanged inputs again, too.")
@click.option("--strict", is_flag=True, help="Exit 3 if there are findings of level error.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("--json-log", is_flag=True, help="Tell of each input in a line of JSON.")
@_hints
@exits
def convert(
    inputs: tuple[str, ...],
    out: str,
    jobs: int | None,
    formats: tuple[str, ...],
    ocr: str,
    engine: str,
    timeout_s: float,
    sidecar: Path | None,
    path_pattern: str | None,
    no_resume: bool,
    strict: bool,
    quiet: bool,
    json_log: bool,
    **hints: object,
) -> ExitCode:
    """Convert files, folders and zip archives into one JSON per report and tables per quarter."""
    from ogrogoti import Options, settings_from
    from ogrogoti import convert as run

    summary = run(
        inputs,
        out,
        Options(
            settings=settings_from(hints),
            jobs=jobs,
            formats=formats,
            ocr=ocr,
            timeout_s=timeout_s,
            sidecar=sidecar,
            path_pattern=path_pattern,
            engine=engine,
            resume=not no_resume,
            mode="quiet" if quiet else "json" if json_log else "auto",
        ),
    )
    if not (quiet or json_log):
        say(summary.text)
    if summary.code is ExitCode.DONE and strict and summary.n_errors:
        return ExitCode.STRICT_FINDINGS
    return summary.code


@main.command(epilog="\b\nExample:\n  ogrogoti inspect report.tsv")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--width", type=click.IntRange(min=60), help="Columns (default: the terminal's).")
@click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.png",
    help="Also draw cells, roles and findings on the pages of a PDF.",
)
@_hints
@exits
def inspect(file: Path, width: int | None, picture: Path | None, **hints: object) -> ExitCode:
    """Show one report: its table, its findings, its arithmetic."""
    from conversion import understand
    from extract import read_file
    from load.terminal import draw
    from ogrogoti import settings_from

    if not file.exists():
        raise BadUsage(f"There is no {file}.", "Name a file that holds a report.")
    document = read_file(file)
    meant = understand(document, settings_from(hints))
    draw(meant.report, width)
    if picture:
        from load.picture import draw_pages

        for written in draw_pages(
            file.read_bytes(), document, meant.ledger, meant.report.findings, picture
        ):
            say(f"{written}")
    return ExitCode.DONE


@main.command(epilog="\b\nExample:\n  ogrogoti schema indicators")
@click.argument("name", required=False)
@exits
def schema(name: str | None) -> ExitCode:
    """Print the JSON Schema of a report, or the Table Schema of a table."""
    from load.published import as_file, published

    schemas = published()
    if name is None:
        click.echo("\n".join(sorted(schemas)))
        return ExitCode.DONE
    if name not in schemas:
        raise BadUsage(f"There is no schema {name}.", f"Choose from: {', '.join(sorted(schemas))}.")
    click.echo(as_file(schemas[name]), nl=False)
    return ExitCode.DONE


@main.command(epilog="\b\nExample:\n  ogrogoti doctor")
@exits
def doctor() -> ExitCode:
    """Say what this machine has, what it lacks for which kind of input, and how to get it."""
    from batch.doctor import Part, examine
    from extract.scan.tesseract import INSTALL, open_engine
    from schemas.errors import InputFailed

    try:
        engine = open_engine().version
    except InputFailed:
        engine = None
    parts = (*examine(), Part("tesseract", engine, "scans and pictures of pages", INSTALL))
    for part in parts:
        click.echo(part.line())
    return (
        ExitCode.MACHINE
        if any(part.needed and not part.found for part in parts)
        else (ExitCode.DONE)
    )


for command in COMMANDS:
    main.add_command(command)


if __name__ == "__main__":
    # by its own name, so that a worker can import what it is sent
    from pipeline import main as run

    run()
