"""A worker that hangs, dies or eats memory costs one task, and nothing of it stays behind."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from batch.limits import Limits
from batch.slots import work
from schemas.errors import OutputUnusable, Refusal
from tests.batch_faults import FAULTS, MARK, misbehave

LIMITS = Limits(stall_s=2.5, cpu_s=60, memory_bytes=512 * 1024**2)
CPU_LIMITS = Limits(stall_s=60, cpu_s=1, page_cpu_s=1, most_cpu_s=4)

LATE_SECONDS = 5.0
"""How long after its limit a task may take to be ended."""

OF_CPU = {fault for fault, (_, code) in FAULTS.items() if code is Refusal.TIMEOUT_CPU}
"""They take as long as the machine's other work lets them."""


def run(tasks: list[str], jobs: int = 2, limits: Limits = LIMITS) -> dict[str, str]:
    """What comes of each task."""
    return {
        outcome.task: outcome.result or str(outcome.trouble and outcome.trouble.code)
        for outcome in work(misbehave, tasks, jobs=jobs, limits=limits)
    }


def survivors() -> list[str]:
    """Programs started by a fault that still run."""
    found: list[str] = []
    for place in Path("/proc").iterdir():
        try:
            command = (place / "cmdline").read_bytes()
        except OSError:
            continue
        if MARK.encode() in command and place.name != str(os.getpid()):
            found.append(command.decode(errors="replace"))
    return found


@pytest.mark.parametrize("jobs", [1, 3])
def test_every_task_has_one_outcome(jobs: int) -> None:
    tasks = [f"good {n}" for n in range(40)]
    assert run(tasks, jobs) == {task: task.upper() for task in tasks}


def test_no_tasks_need_no_worker() -> None:
    assert run([]) == {}
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_costs_one_task_and_leaves_nothing(fault: str) -> None:
    tasks = [*[f"good {n}" for n in range(6)], fault, *[f"good {n}" for n in range(6, 9)]]
    start = time.monotonic()
    came = run(tasks, limits=CPU_LIMITS if fault in OF_CPU else LIMITS)
    assert fault in OF_CPU or time.monotonic() - start < LIMITS.stall_s + LATE_SECONDS
    expected = {task: task.upper() for task in tasks} | {fault: FAULTS[fault][1].value}
    assert came == expected
    assert survivors() == []


def test_all_faults_at_once_leave_no_process() -> None:
    tasks = [
        word for n, fault in enumerate(FAULTS.keys() - OF_CPU) for word in (f"good {n}", fault)
    ]
    expected = {task: FAULTS[task][1].value if task in FAULTS else task.upper() for task in tasks}
    assert run(tasks, 4) == expected
    assert multiprocessing.active_children() == []
    assert survivors() == []


def test_what_a_good_task_leaves_is_ended_with_the_run() -> None:
    assert run(["daemon 1", "good 2"]) == {"daemon 1": "DAEMON 1", "good 2": "GOOD 2"}
    assert survivors() == []


def test_pages_say_that_the_worker_lives() -> None:
    # three seconds in all, and never one without a page
    assert run(["pages 15"]) == {"pages 15": "PAGES 15"}


def test_pages_earn_cpu_time_but_not_without_end() -> None:
    assert run(["cpu-pages 8", "cpu-pages 40"], limits=CPU_LIMITS) == {
        "cpu-pages 8": "CPU-PAGES 8",
        "cpu-pages 40": Refusal.TIMEOUT_CPU.value,
    }


def test_an_unusable_output_ends_the_run() -> None:
    with pytest.raises(OutputUnusable, match="The disk is full"):
        run(["good 1", "disk", "good 2"])
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("is_guarded", [True, False], ids=["guarded", "bare"])
def test_a_script_that_workers_cannot_import_is_told_how(is_guarded: bool, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    head = "if __name__ == '__main__':\n    " if is_guarded else ""
    script.write_text(
        "from batch.limits import Limits\nfrom batch.slots import work\n"
        f"from tests.batch_faults import misbehave\n{head}"
        "print([one.result for one in work(misbehave, ['good'], jobs=1, limits=Limits())])\n"
    )
    ran = subprocess.run(
        [sys.executable, script], check=False, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    if is_guarded:
        assert (ran.returncode, ran.stdout) == (0, "['GOOD']\n")
    else:
        assert ran.returncode != 0
        assert ran.stderr.rstrip().rpartition("MachineLacks: ")[2].startswith("No worker could be")
        assert "__main__" in ran.stderr.splitlines()[-1]
