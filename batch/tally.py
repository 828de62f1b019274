"""What has come of the inputs so far, in numbers, and in words for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from time import monotonic

from batch.entry import Entry
from batch.inputs import shown

EXAMPLES = 3
"""Files that are named for each kind of refusal; run.json names all."""

REMEDIES = 2
"""What most of them need; the rest is in run.json."""

SHORTEST_SECONDS = 0.001

SLOW_SECONDS = 1.0
"""Below, the slowest file is no news."""


@dataclass(slots=True)
class Refusals:
    """Inputs that ended in the same state."""

    n: int = 0
    files: list[str] = field(default_factory=list[str])
    """The first of them."""
    remedies: Counter[str] = field(default_factory=Counter[str])

    def add(self, entry: Entry) -> None:
        """Count one."""
        self.n += 1
        if len(self.files) < EXAMPLES:
            self.files.append(entry.file)
        if entry.remedy:
            self.remedies[entry.remedy] += 1


@dataclass(slots=True)
class Tally:
    """What has come of the inputs so far."""

    n_inputs: int
    states: Counter[str] = field(default_factory=Counter[str])
    findings: Counter[str] = field(default_factory=Counter[str])
    """By severity."""
    refusals: dict[str, Refusals] = field(default_factory=dict[str, Refusals])
    """By state."""
    slowest: tuple[float, str] = (0.0, "")
    start: float = field(default_factory=monotonic)

    @property
    def n_done(self) -> int:
        """Inputs that have a state."""
        return self.states.total()

    def add(self, entry: Entry) -> None:
        """Count an entry."""
        self.states[entry.state] += 1
        self.findings.update(entry.findings)
        self.slowest = max(self.slowest, (entry.seconds or 0.0, entry.file))
        if not entry.is_done:
            self.refusals.setdefault(entry.state, Refusals()).add(entry)

    @property
    def rate(self) -> float:
        """Inputs a second."""
        return self.n_done / max(monotonic() - self.start, SHORTEST_SECONDS)

    @property
    def left_s(self) -> float:
        """About how many seconds the rest will take."""
        return (self.n_inputs - self.n_done) / self.rate if self.n_done else 0.0

    def in_words(self) -> str:
        """One line on how it goes."""
        counts = ", ".join(f"{number:,} {state}" for state, number in self.kinds().items())
        slow, file = self.slowest
        slowest = f"; slowest {shown(file)} ({slow:.1f} s)" if slow >= SLOW_SECONDS else ""
        return (
            f"{self.n_done:,} of {self.n_inputs:,} inputs, {self.rate:.1f} a second, "
            f"about {self.left_s:,.0f} s left: {counts}{slowest}"
        )

    def kinds(self) -> dict[str, int]:
        """How many by kind of state, without the codes."""
        kinds = Counter[str]()
        for state, number in self.states.items():
            kinds[state.partition(":")[0]] += number
        return dict(sorted(kinds.items()))


def summary(tally: Tally, findings: str, folder: str) -> str:
    """What a person must know when a run has ended: numbers, and a remedy for each refusal."""
    counts = ", ".join(f"{number:,} {kind}" for kind, number in tally.kinds().items())
    lines = [f"Inputs: {tally.n_done:,} ({counts or 'nothing to do'})."]
    for state, refusals in sorted(tally.refusals.items(), key=lambda item: (-item[1].n, item[0])):
        files = ", ".join(shown(file) for file in refusals.files)
        more = ", …" if refusals.n > len(refusals.files) else ""
        lines.append(f"  {refusals.n:,} {state}: {files}{more}")
        lines += [f"    {remedy}" for remedy, _ in refusals.remedies.most_common(REMEDIES)]
    slow, file = tally.slowest
    if slow >= SLOW_SECONDS:
        lines.append(f"Slowest: {shown(file)} ({slow:.1f} s).")
    lines += [f"Findings: {findings}.", f"Look at {folder}/run.json for what became of each input."]
    return "\n".join(lines)
