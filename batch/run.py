"""Inputs and a function in, an entry for each input out: resume, workers, and a run file always."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
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

            try:
                with _stoppable():
                    for entry in _entries(plan, inputs):
                        add(entry)
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


def _entries(plan: Plan[Payload], inputs: Sequence[Input]) -> Iterator[Entry]:
    """One entry for each input, in their order."""
    earlier = read_earlier(plan.folder) if plan.resume else Earlier("", {})
    first_of: dict[str, str] = {}
    done: dict[str, Entry] = {}
    troubles: dict[str, InputError] = {}

    def sort_out(found: Input) -> Todo[Task] | Ready[Task]:
        """A task, unless the input cannot be read, is done already, or is another one's twin."""
        try:
            sha256 = sha256_of(found)
        except InputError as trouble:
            troubles[found.name] = trouble
            return Ready(Task(found, ""))
        task = Task(found, sha256)
        if first_of.setdefault(sha256, found.name) != found.name:
            return Ready(task)
        known = earlier.find(plan.fingerprint, found.name, sha256, plan.folder)
        if known:
            done[sha256] = replace(known, state=UNCHANGED, seconds=None)
            return Ready(task)
        return Todo(task)

    items = map(sort_out, inputs)
    for item in work(plan.convert, items, jobs=plan.jobs, timeout_s=plan.timeout_s):
        if isinstance(item, Outcome):
            entry = _entry(plan, item)
            done[item.task.sha256] = entry
        elif not item.task.sha256:
            name = item.task.input.name
            entry = refused(name, None, troubles.pop(name))
        else:
            entry = _as_twin(done[item.task.sha256], item.task.input.name)
        yield entry


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


@contextmanager
def _stoppable() -> Generator[None]:
    """Inside the block a signal to end raises; afterwards signals do what they did before."""

    def stop(number: int, frame: FrameType | None) -> None:
        del frame
        raise _Stopped(number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
