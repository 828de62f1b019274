"""Inputs in, one entry each out: what is done already, what is another one's twin, what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from batch.content import sha256_of
from batch.earlier import Earlier, Rows, labels_for
from batch.entry import UNCHANGED, Entry, refused
from batch.inputs import Input
from batch.journal import Journal
from batch.labels import Labels
from schemas.errors import InputError

Settle = Callable[[int, Entry], None]
"""Takes the entry of an input, by the input's number."""


@dataclass(frozen=True, slots=True)
class Task:
    """An input with the hash under which it was found, and what is known beside its content."""

    number: int
    input: Input
    sha256: str
    labels: Labels


@dataclass(slots=True)
class Settling:
    """Sorts inputs out, and remembers where the entry of each one stands in the journal."""

    inputs: Sequence[Input]
    earlier: Earlier
    rows: Rows
    labels_of: Callable[[str], Labels]
    journal: Journal
    settle: Settle
    places: list[int | None] = field(init=False)
    first_of: dict[str, int] = field(default_factory=dict[str, int])
    """The first input with these bytes."""
    twins: list[Task] = field(default_factory=list[Task])
    second_twins: list[tuple[int, Task]] = field(default_factory=list[tuple[int, Task]])

    def __post_init__(self) -> None:
        """Nothing is settled yet."""
        self.places = [None] * len(self.inputs)

    def entry(self, number: int) -> Entry | None:
        """The entry of an input, if it has one."""
        place = self.places[number]
        return None if place is None else self.journal.entry(place)

    def tasks(self) -> Iterator[Task]:
        """What has to be done: what can be read, is not done, and is not another one's twin."""
        for number, found in enumerate(self.inputs):
            try:
                sha256 = sha256_of(found)
            except InputError as trouble:
                self.settle(number, refused(found.name, None, trouble))
                continue
            task = Task(number, found, sha256, self.labels_of(found.name))
            if self.first_of.setdefault(sha256, number) != number:
                self.twins.append(task)
            elif not self._is_known(task):
                yield task

    def second_tasks(self) -> Iterator[Task]:
        """Twins of which something is known beside their content, that their bytes do not say.

        To be asked for when all of `tasks` are settled.
        """
        variants: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
        for task in self.twins:
            first = self.entry(self.first_of[task.sha256])
            if first is None:
                return
            own = labels_for(task.labels, first.unsaid)
            if not first.is_done or own == first.labels:
                self.settle(task.number, as_twin(first, task.input.name))
                continue
            variant = (task.sha256, tuple(sorted((key, own[key].value) for key in own)))
            first_variant = variants.setdefault(variant, task.number)
            if first_variant != task.number:
                self.second_twins.append((first_variant, task))
            elif not self._is_known(task):
                yield task

    def last_twins(self) -> None:
        """Settle twins of the second tasks."""
        for first, task in self.second_twins:
            entry = self.entry(first)
            if entry is not None:
                self.settle(task.number, as_twin(entry, task.input.name))

    def _is_known(self, task: Task) -> bool:
        known = self.earlier.find(task.input.name, task.sha256, task.labels, self.rows)
        if known is not None:
            state = UNCHANGED if known.is_done else known.state
            self.settle(task.number, replace(known, state=state, seconds=None))
        return known is not None


def as_twin(entry: Entry, name: str) -> Entry:
    """The entry of an input whose bytes were dealt with under another name in this run."""
    said = f"It has the same bytes as {entry.file}. {entry.reason or ''}".strip()
    return replace(entry, file=name, reason=said, seconds=None, findings={})
