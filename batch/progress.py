"""What a run tells while it goes: a bar on a terminal, plain lines elsewhere, JSON for machines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from time import monotonic
from typing import Literal

from batch.entry import Entry
from batch.inputs import shown
from batch.tally import Tally

Mode = Literal["auto", "json", "quiet"]
Tell = Callable[[Entry, Tally], None]

EVERY_SECONDS = 10.0
"""How often plain lines are written: often enough to see that it lives, seldom enough to read."""


@contextmanager
def telling(mode: Mode, n_inputs: int) -> Generator[Tell]:
    """A function that is called with the entry of each input."""
    if mode == "quiet":
        yield lambda _entry, _tally: None
    elif mode == "json":
        yield _tell_json
    elif sys.stderr.isatty():
        with _bar(n_inputs) as tell:
            yield tell
    else:
        yield _Lines()


def log_json(event: str, said: Mapping[str, object]) -> None:
    """One line of JSON on the error stream."""
    import structlog

    structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    ).msg(event, **said)


def _tell_json(entry: Entry, tally: Tally) -> None:
    said = {key: value for key, value in asdict(entry).items() if value not in (None, {}, ())}
    progress = {"done": tally.n_done, "of": tally.n_inputs, "left_s": round(tally.left_s, 1)}
    log_json("input", said | progress)


class _Lines:
    """A line for each refusal at once, and a line on the rest now and then."""

    def __init__(self) -> None:
        self.told = monotonic()

    def __call__(self, entry: Entry, tally: Tally) -> None:
        if not entry.is_done:
            print(refusal_line(entry), file=sys.stderr)  # noqa: T201  this is the terminal's side
        now = monotonic()
        if now - self.told >= EVERY_SECONDS:
            self.told = now
            print(tally.in_words(), file=sys.stderr)  # noqa: T201


@contextmanager
def _bar(n_inputs: int) -> Generator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=n_inputs)

        def tell(entry: Entry, tally: Tally) -> None:
            progress.update(task, advance=1, description=tally.in_words())
            if not entry.is_done:
                progress.console.print(refusal_line(entry), highlight=False, markup=False)

        yield tell


def refusal_line(entry: Entry) -> str:
    """What a person must know about an input that was not converted."""
    name = shown(entry.file)
    return f"{name}: {entry.state}. {entry.reason or ''} {entry.remedy or ''}".rstrip()
