"""Inputs and a function in, an entry for each input out: resume, workers, and a run file always."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from pydantic import JsonValue

from batch.earlier import RUN, Earlier, Rows, read_earlier
from batch.entry import CONVERTED, Entry, entry_json, refused
from batch.inputs import Input
from batch.journal import Journal
from batch.labels import Label, Labels
from batch.limits import Limits
from batch.progress import Tell
from batch.run_file import End, Ended, Head, write_run_file
from batch.settling import Settling, Task
from batch.signals import Stop, Stopped
from batch.slots import Outcome, work
from batch.tally import Tally
from batch.worker import Work
from schemas.errors import ExitCode, InputFailed, OutputUnusable, Refusal

Payload = TypeVar("Payload")

CODES = {
    errno.ENOSPC: Refusal.NO_SPACE,
    errno.EDQUOT: Refusal.NO_SPACE,
    errno.EFBIG: Refusal.NO_SPACE,
    errno.EACCES: Refusal.NO_PERMISSION,
    errno.EPERM: Refusal.NO_PERMISSION,
    errno.EROFS: Refusal.NO_PERMISSION,
}
"""What becomes of the inputs of a run whose first output could not be written."""


@dataclass(frozen=True, slots=True)
class Done(Generic[Payload]):
    """What a worker says of an input that it has converted."""

    report_id: str
    output: str
    output_sha256: str
    findings: dict[str, int]
    seconds: float
    payload: Payload
    unsaid: tuple[str, ...] = ()
    """What the document does not say, of that which labels may tell."""
    labels: Labels = field(default_factory=dict[str, Label])
    """What was taken from the labels instead."""


class Engine(Protocol):
    """Where tasks are done; the signature of `batch.slots.work`."""

    def __call__(
        self,
        function: Work[Task, Done[Payload]],
        tasks: Iterable[Task],
        *,
        jobs: int,
        limits: Limits,
    ) -> Iterator[Outcome[Task, Done[Payload]]]:
        """Yield the outcome of each task, as they come."""
        ...


@dataclass(frozen=True, slots=True)
class Plan(Generic[Payload]):
    """One run: what to do with each input, and with what comes of it."""

    folder: Path
    convert: Work[Task, Done[Payload]]
    """Runs in a worker."""
    collect: Callable[[Done[Payload]], None]
    """Runs here, once for each converted input."""
    discard: Callable[[str], None]
    """Runs here, for each report whose input gives another one now."""
    complete: Callable[[Earlier], Mapping[str, str]]
    """Runs here, when no more inputs will come, however the run ended; the tables' hashes."""
    rows: Rows
    fingerprint: str
    settings: dict[str, JsonValue]
    labels_of: Callable[[str], Labels]
    formats: tuple[str, ...]
    jobs: int
    limits: Limits
    resume: bool
    engine: Engine = work
    again: Collection[str] = ()
    """Hashes of inputs to do again although they are as they were: a reviewer decided anew."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run ended."""

    tally: Tally
    code: ExitCode


def run(plan: Plan[Payload], inputs: Sequence[Input], tell: Tell) -> Ran:
    """Convert what has to be converted; the run file is written even if a signal ends the run.

    Raises:
        OutputUnusable: the output folder cannot be written; what is done is kept.
    """
    head = Head(plan.fingerprint, plan.settings)
    earlier = read_earlier(plan.folder, plan.fingerprint)
    if not plan.resume:
        earlier.current.clear()
    earlier.current -= {key for key in earlier.current if key[1] in plan.again}
    with Journal(plan.folder, plan.fingerprint) as journal:
        going = _Going(plan, inputs, earlier, journal, tell)
        try:
            code = going.convert_all()
            going.finish(head, "finished" if code is ExitCode.DONE else "interrupted")
        except OutputUnusable as error:
            going.give_up(head, error)
            raise
        journal.remove()
    return Ran(going.tally, code)


class _Going(Generic[Payload]):
    """A run on its way."""

    def __init__(
        self,
        plan: Plan[Payload],
        inputs: Sequence[Input],
        earlier: Earlier,
        journal: Journal,
        tell: Tell,
    ) -> None:
        self.plan = plan
        self.inputs = inputs
        self.earlier = earlier
        self.journal = journal
        self.tell = tell
        self.tally = Tally(len(inputs))
        self.outputs: set[str] = set()
        self.of_hash: dict[str, set[str]] = {}
        """The reports that each content gave in this run."""
        self.stop = Stop()
        self.settling = Settling(
            inputs, earlier, plan.rows, plan.labels_of, journal, self._settle_shielded
        )

    def convert_all(self) -> ExitCode:
        """Settle every input."""
        try:
            with self.stop.listening():
                for tasks in (self.settling.tasks(), self.settling.second_tasks()):
                    self._do(tasks)
                self.settling.last_twins()
                self._discard_superseded()
        except Stopped as stopped:
            self._give_up_on_the_rest(_not_reached())
            by_key = stopped.number == signal.SIGINT
            return ExitCode.INTERRUPTED if by_key else ExitCode.TERMINATED
        return ExitCode.DONE

    def _do(self, tasks: Iterator[Task]) -> None:
        plan = self.plan
        for outcome in plan.engine(plan.convert, tasks, jobs=plan.jobs, limits=plan.limits):
            with self.stop.shielded():
                self._settle(outcome.task.number, self._entry(outcome))

    def _entry(self, outcome: Outcome[Task, Done[Payload]]) -> Entry:
        task, done = outcome.task, outcome.result
        if done is None:
            entry = refused(task.input.name, task.sha256, outcome.trouble or _not_reached())
            return replace(entry, seconds=round(outcome.seconds, 4))
        self.plan.collect(done)
        return Entry(
            file=task.input.name,
            state=CONVERTED,
            sha256=task.sha256,
            report_id=done.report_id,
            output=done.output,
            output_sha256=done.output_sha256,
            findings=done.findings,
            seconds=round(done.seconds, 4),
            unsaid=done.unsaid,
            labels=dict(done.labels),
        )

    def _settle_shielded(self, number: int, entry: Entry) -> None:
        with self.stop.shielded():
            self._settle(number, entry)

    def _settle(self, number: int, entry: Entry) -> None:
        self.settling.places[number] = self.journal.add(entry)
        self.tally.add(entry)
        if entry.output and entry.sha256:
            self.outputs.add(entry.output)
            self.of_hash.setdefault(entry.sha256, set()).add(entry.output)
        self.tell(entry, self.tally)

    def _discard_superseded(self) -> None:
        """Take away reports whose very bytes give another report now: they would count twice."""
        for entry in self.earlier.entries.values():
            outputs = self.of_hash.get(entry.sha256 or "")
            if outputs and entry.output and entry.output not in self.outputs:
                with self.stop.shielded():
                    self.plan.discard(entry.output)

    def _give_up_on_the_rest(self, trouble: InputFailed) -> None:
        for number, place in enumerate(self.settling.places):
            if place is None:
                self._settle(number, refused(self.inputs[number].name, None, trouble))

    def finish(self, head: Head, ended: Ended) -> None:
        """Bring all into the tables, and write the run file."""
        sealed = self.plan.complete(self.earlier)
        self.journal.seal(sealed)
        kept = [*_kept(self.plan.folder, self.outputs)]
        places = [place for place in self.settling.places if place is not None]
        end = End(ended, [*self._gone({*kept})], kept, sealed, self._formats())
        write_run_file(
            self.plan.folder / RUN, head, map(self.journal.line, places), self.tally, end
        )

    def _formats(self) -> list[str]:
        return sorted({*self.plan.formats, *self.earlier.formats})

    def give_up(self, head: Head, error: OutputUnusable) -> None:
        """Say in a run file that nothing was finished, if there is none, and if it can be written.

        An earlier one stays: it tells what the tables hold. The journal has what was done since.
        """
        path = self.plan.folder / RUN
        number = error.__cause__.errno if isinstance(error.__cause__, OSError) else None
        trouble = InputFailed(
            CODES.get(number or 0, Refusal.TOOL_FAILED), error.reason, error.remedy
        )
        tally = Tally(len(self.inputs))
        lines: list[str] = []
        for found in self.inputs:
            entry = refused(found.name, None, trouble)
            tally.add(entry)
            lines.append(entry_json(entry))
        with suppress(OSError):
            if not path.exists():
                kept = [*_kept(self.plan.folder, set())]
                write_run_file(path, head, lines, tally, End("interrupted", [], kept, {}, []))

    def _gone(self, kept: set[str]) -> Iterator[Entry]:
        """Earlier reports that stay although no input gives them now, with the reason as state."""
        names = {found.name for found in self.inputs}
        for entry in self.earlier.entries.values():
            if entry.output in kept:
                if entry.sha256 in self.settling.first_of:
                    state = "refused"
                else:
                    state = "changed" if entry.file in names else "removed"
                yield replace(entry, state=state, seconds=None)


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
