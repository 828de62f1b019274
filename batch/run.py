"""Inputs and a function in, an entry for each input out: resume, workers, and a run file always."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Generic, TypeVar

from pydantic import JsonValue

from batch.inputs import Input, sha256_of
from batch.progress import Tell
from batch.run_file import (
    CONVERTED,
    RUN,
    UNCHANGED,
    Earlier,
    Entry,
    RunFile,
    read_earlier,
    refused,
)
from batch.slots import Outcome, Ready, Todo, work
from schemas.errors import ExitCode, InputError, InputFailed, Refusal

Payload = TypeVar("Payload")


@dataclass(frozen=True, slots=True)
class Done(Generic[Payload]):
    """What a worker says of an input that it has converted and written."""

    report_id: str
    output: str
    output_sha256: str
    findings: dict[str, int]
    seconds: float
    payload: Payload


@dataclass(frozen=True, slots=True)
class Task:
    """An input with the hash under which it was found."""

    input: Input
    sha256: str


@dataclass(frozen=True, slots=True)
class Plan(Generic[Payload]):
    """One run: what to do with each input, and with what comes of it."""

    folder: Path
    convert: Callable[[Task], Done[Payload]]
    """Runs in a worker; must be importable from its module."""
    collect: Callable[[Done[Payload]], None]
    """Runs here, once for each converted input, in order."""
    complete: Callable[[], None]
    """Runs here, when no more inputs will come, however the run ended."""
    fingerprint: str
    settings: dict[str, JsonValue]
    jobs: int
    timeout_s: float
    resume: bool


class _Stopped(BaseException):
    """A signal asks for the end; not an Exception, so that nothing on the way takes it for one."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class _Stop:
    """Signals that ask for the end: they raise, but never between a report and its entry."""

    def __init__(self) -> None:
        self._shielded = False
        self._pending = 0

    @contextmanager
    def listening(self) -> Generator[None]:
        """Inside the block such a signal raises; afterwards it does what it did before."""
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self._hear) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def shielded(self) -> Generator[None]:
        """Inside the block it waits until the end of the block."""
        self._shielded = True
        try:
            yield
        finally:
            self._shielded = False
        if self._pending:
            raise _Stopped(self._pending)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        del frame
        self._pending = number
        if not self._shielded:
            raise _Stopped(number)


def run(plan: Plan[Payload], inputs: Sequence[Input], tell: Tell) -> tuple[RunFile, ExitCode]:
    """Convert what has to be converted; the run file is written even if a signal ends the run.

    Raises:
        OutputUnusable: the output folder cannot be written.
    """
    path = plan.folder / RUN
    temporary = path.with_name(f".{RUN}.part")
    code = ExitCode.DONE
    try:
        with temporary.open("w", encoding="utf-8") as out:
            file = RunFile(out, plan.fingerprint, plan.settings)
            outputs: set[str] = set()
            n_told = 0

            def add(entry: Entry) -> None:
                nonlocal n_told
                file.add(entry)
                n_told += 1
                if entry.output:
                    outputs.add(entry.output)
                tell(entry)

            stop = _Stop()
            try:
                with stop.listening():
                    for settle in _settlements(plan, inputs):
                        with stop.shielded():
                            add(settle())
            except _Stopped as stopped:
                code = ExitCode(128 + stopped.number)
                for found in inputs[n_told:]:
                    add(refused(found.name, None, _not_reached()))
            plan.complete()
            kept = _kept(plan.folder, outputs)
            file.finish("finished" if code is ExitCode.DONE else "interrupted", kept)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return file, code


def _settlements(plan: Plan[Payload], inputs: Sequence[Input]) -> Iterator[Callable[[], Entry]]:
    """For each input, in their order, what puts its report in place and makes its entry."""
    earlier = read_earlier(plan.folder) if plan.resume else Earlier("", {})
    first_of: dict[str, str] = {}
    done: dict[str, Entry] = {}
    troubles: dict[Input, InputError] = {}

    def sort_out(found: Input) -> Todo[Task] | Ready[Task]:
        """A task, unless the input cannot be read, is done already, or is another one's twin."""
        try:
            sha256 = sha256_of(found)
        except InputError as trouble:
            troubles[found] = trouble
            return Ready(Task(found, ""))
        task = Task(found, sha256)
        if first_of.setdefault(sha256, found.name) != found.name:
            return Ready(task)
        known = earlier.find(plan.fingerprint, found.name, sha256, plan.folder)
        if known:
            done[sha256] = replace(known, state=UNCHANGED, seconds=None)
            return Ready(task)
        return Todo(task)

    def settle(outcome: Outcome[Task, Done[Payload]]) -> Entry:
        entry = _entry(plan, outcome)
        done[outcome.task.sha256] = entry
        return entry

    def repeat(task: Task) -> Entry:
        if not task.sha256:
            return refused(task.input.name, None, troubles.pop(task.input))
        return _as_twin(done[task.sha256], task.input.name)

    items = map(sort_out, inputs)
    for item in work(plan.convert, items, jobs=plan.jobs, timeout_s=plan.timeout_s):
        yield partial(settle, item) if isinstance(item, Outcome) else partial(repeat, item.task)


def _as_twin(entry: Entry, name: str) -> Entry:
    """The entry of an input whose bytes were dealt with under another name in this run."""
    if entry.file == name:
        return entry
    said = f"It has the same bytes as {entry.file}. {entry.reason or ''}".strip()
    return replace(entry, file=name, reason=said, seconds=None, findings={})


def _entry(plan: Plan[Payload], outcome: Outcome[Task, Done[Payload]]) -> Entry:
    name, sha256 = outcome.task.input.name, outcome.task.sha256
    done = outcome.result
    if done is None:
        return refused(name, sha256, outcome.trouble or _not_reached())
    plan.collect(done)
    return Entry(
        file=name,
        state=CONVERTED,
        sha256=sha256,
        report_id=done.report_id,
        output=done.output,
        output_sha256=done.output_sha256,
        findings=done.findings,
        seconds=round(done.seconds, 4),
    )


def _not_reached() -> InputFailed:
    return InputFailed(
        Refusal.CRASH_SIGNAL,
        "The run was ended before this input was converted.",
        "Run again: what is done is kept.",
    )


def _kept(folder: Path, outputs: set[str]) -> Iterator[str]:
    """Reports that lie in the folder, and that no input of this run gave."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        if Path(place) == folder:
            continue
        within = Path(place).relative_to(folder).as_posix()
        names = (f"{within}/{name}" for name in sorted(files) if name.endswith(".json"))
        yield from (name for name in names if name not in outputs)
