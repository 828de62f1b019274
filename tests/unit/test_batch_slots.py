"""A worker that hangs, dies or eats memory costs one task, and the others come out in order."""

import multiprocessing

import pytest

from batch.slots import Ready, Todo, work
from schemas.errors import OutputUnusable, Refusal
from tests.batch_faults import misbehave

FAULTS = {
    "sleep": Refusal.TIMEOUT_STALL,
    "deaf": Refusal.TIMEOUT_STALL,
    # pebble takes an exit code of 0 for a worker that was replaced; the time limit finds it
    "exit": Refusal.TIMEOUT_STALL,
    "segfault": Refusal.CRASH_SIGNAL,
    "kill": Refusal.CRASH_SIGNAL,
    "eat": Refusal.MEMORY,
    "bug": Refusal.CRASH_SIGNAL,
    "reject": Refusal.EMPTY,
}


def run(tasks: list[str], jobs: int = 2) -> list[str]:
    """What comes of each task; one that begins with `done` needs no work."""
    said: list[str] = []
    items = (Ready(task) if task.startswith("done") else Todo(task) for task in tasks)
    for item in work(misbehave, items, jobs=jobs, timeout_s=2.0):
        if isinstance(item, Ready):
            said.append(item.task)
        else:
            said.append(item.result or str(item.trouble and item.trouble.code))
    return said


@pytest.mark.parametrize("jobs", [1, 3])
def test_outcomes_come_in_the_order_of_the_tasks(jobs: int) -> None:
    tasks: list[str] = [f"good {n}" if n % 3 else f"done {n}" for n in range(40)]
    expected = [task if task.startswith("done") else task.upper() for task in tasks]
    assert run(tasks, jobs) == expected


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_costs_one_task(fault: str) -> None:
    tasks: list[str] = [*[f"good {n}" for n in range(6)], fault, "good 7", "good 8"]
    expected = [FAULTS[task].value if task in FAULTS else task.upper() for task in tasks]
    assert run(tasks) == expected


def test_all_faults_at_once_leave_no_process() -> None:
    tasks: list[str] = []
    for number, fault in enumerate(FAULTS):
        tasks += [f"good {number}", fault]
    expected = [
        word for n, fault in enumerate(FAULTS) for word in (f"GOOD {n}", FAULTS[fault].value)
    ]
    assert run(tasks) == expected
    assert multiprocessing.active_children() == []


def test_an_unusable_output_ends_the_run() -> None:
    with pytest.raises(OutputUnusable, match="The disk is full"):
        run(["good 1", "disk", "good 2"])
