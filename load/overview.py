"""One page of pictures for an output folder, with the SQL behind each: it needs no other file."""

from __future__ import annotations

from html import escape
from pathlib import Path

from load.atomic import replace_file
from load.overview_font import FALLBACK, FAMILY, font_face
from load.overview_pictures import Tile, bars, grid
from load.overview_queries import Answers, Query, answer

PAGE = "overview.html"

STYLE = """
body{margin:0 auto;max-width:1100px;padding:28px;color:#1d2b2a;background:#fff;
font:15px/1.55 FONTS}
h1{font-size:24px;margin:0 0 4px}h2{font-size:18px;margin:40px 0 4px}
p{margin:4px 0 12px;max-width:74ch}.scroll{overflow-x:auto}
svg text{font:14px FONTS;fill:#1d2b2a}svg .head{font-size:12px;fill:#4b5b59}
svg .figure{font-size:12px}svg .light{font-size:12px;fill:#fff}
details{margin:8px 0}summary{cursor:pointer;color:#1f7a6c}
pre{background:#f6f5f1;padding:12px;overflow-x:auto;font:13px/1.5 monospace}
"""


def write_overview(folder: Path) -> Path:
    """Write overview.html into an output folder, in one step.

    Raises:
        LookupError: the folder holds no tables.
        OutputUnusable: it cannot be written.
    """
    body = _body(answer(folder))
    families = f"'{FAMILY}',{FALLBACK}"
    style = font_face(body) + STYLE.replace("FONTS", families)
    page = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Ogrogoti · অগ্রগতি</title><style>{style}</style></head><body>{body}</body></html>\n"
    )
    path = folder / PAGE
    with replace_file(path) as handle:
        handle.write(page.encode())
    return path


def _body(answers: Answers) -> str:
    between = (
        "<p>Run <code>ogrogoti check</code> on this folder to compare its reports.</p>"
        if answers.between is None
        else _section_bars(answers.between)
    )
    return (
        "<h1>Ogrogoti · অগ্রগতি</h1><p>Progress reports of this folder, counted from its tables. "
        "The SQL below each picture runs in the folder with DuckDB.</p>"
        "<h2>Which reports are there</h2><p>Reports of each office and quarter; an empty tile is a "
        f"quarter without one.</p>{_completeness(answers.reports)}"
        "<h2>Progress that is stated</h2><p>The share of the weight whose indicators state an "
        "achievement plainly. It is no score: nothing is compared with a target.</p>"
        f"{_progress(answers.progress)}"
        "<h2>Findings in reports</h2><p>What a person must be told of single reports; red are "
        f"errors, amber warnings, blue what is only told.</p>{_section_bars(answers.findings)}"
        f"<h2>Findings between reports</h2>{between}"
    )


def _completeness(query: Query) -> str:
    tiles: dict[tuple[str, str], Tile] = {}
    for office, quarter, reports, indicators in query.rows:
        title = f"{office}, {quarter}: {reports} reports, {indicators} indicators"
        tiles[str(office), str(quarter)] = Tile(0.5 if reports == 1 else 1.0, str(reports), title)
    return _grid(tiles, query.sql)


def _progress(query: Query) -> str:
    tiles: dict[tuple[str, str], Tile] = {}
    for office, quarter, weight, stated in query.rows:
        whole, part = _number(weight), _number(stated)
        share = part / whole if whole else None
        figure = "–" if share is None else f"{share:.0%}"
        title = f"{office}, {quarter}: {part:g} of {whole:g} points"
        tiles[str(office), str(quarter)] = Tile(share, figure, title)
    return _grid(tiles, query.sql)


def _number(value: object) -> float:
    """A sum of weights, for drawing only."""
    return 0.0 if value is None else float(str(value))


def _grid(tiles: dict[tuple[str, str], Tile], sql: str) -> str:
    rows = sorted({office for office, _ in tiles})
    columns = sorted({quarter for _, quarter in tiles})
    return _figure(grid(rows, columns, tiles), sql)


def _section_bars(query: Query) -> str:
    found = [(str(code), str(level), int(str(number))) for code, level, number in query.rows]
    return _figure(bars(found) if found else "<p>None.</p>", query.sql)


def _figure(picture: str, sql: str) -> str:
    return (
        f'<div class="scroll">{picture}</div>'
        f"<details><summary>SQL</summary><pre>{escape(sql)}</pre></details>"
    )
