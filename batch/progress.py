"""What a run tells while it goes: a bar on a terminal, plain lines elsewhere, JSON for machines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict
from time import monotonic
from typing import Literal

from batch.run_file import CONVERTED, UNCHANGED, Entry

Mode = Literal["auto", "json", "quiet"]
Tell = Callable[[Entry], None]

EVERY_SECONDS = 10.0
"""How often plain lines are written: often enough to see that it lives, seldom enough to read."""


@contextmanager
def telling(mode: Mode, n_inputs: int) -> Generator[Tell]:
    """A function that is called with the entry of each input."""
    if mode == "quiet":
        yield _say_nothing
    elif mode == "json":
        yield _json_teller()
    elif sys.stderr.isatty():
        with _bar(n_inputs) as tell:
            yield tell
    else:
        yield _Lines(n_inputs)


def _say_nothing(entry: Entry) -> None:
    del entry


def _json_teller() -> Tell:
    import structlog

    log = structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )

    def tell(entry: Entry) -> None:
        said = {key: value for key, value in asdict(entry).items() if value is not None}
        log.msg("input", **said)

    return tell


class _Lines:
    """A line for each refusal at once, and a line on the rest now and then."""

    def __init__(self, n_inputs: int) -> None:
        self.n_inputs = n_inputs
        self.n_done = 0
        self.start = self.told = monotonic()

    def __call__(self, entry: Entry) -> None:
        self.n_done += 1
        if entry.state not in (CONVERTED, UNCHANGED):
            print(refusal_line(entry), file=sys.stderr)  # noqa: T201  this is the terminal's side
        now = monotonic()
        if now - self.told >= EVERY_SECONDS:
            self.told = now
            rate = self.n_done / (now - self.start)
            left = (self.n_inputs - self.n_done) / rate
            print(  # noqa: T201
                f"{self.n_done:,} of {self.n_inputs:,} inputs, {rate:.1f} a second, "
                f"about {left:,.0f} s left",
                file=sys.stderr,
            )


@contextmanager
def _bar(n_inputs: int) -> Generator[Tell]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("converting", total=n_inputs)

        def tell(entry: Entry) -> None:
            progress.advance(task)
            if entry.state not in (CONVERTED, UNCHANGED):
                progress.console.print(refusal_line(entry), highlight=False, markup=False)

        yield tell


def refusal_line(entry: Entry) -> str:
    """What a person must know about an input that was not converted."""
    return f"{entry.file}: {entry.state}. {entry.reason or ''} {entry.remedy or ''}".rstrip()
