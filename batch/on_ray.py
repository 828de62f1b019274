"""The same work on a Ray cluster: each task of Ray does a few inputs, each in a guarded worker."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from itertools import islice
from typing import Any, Protocol, TypeVar

from batch.limits import Limits
from batch.slots import Outcome, work
from batch.worker import Work, crashed
from schemas.errors import MachineLacks, OgrogotiError

Task = TypeVar("Task")
Result = TypeVar("Result")

AT_ONCE = 8
"""Inputs in one task of Ray: enough that starting a worker costs little, few enough that a lost
machine loses little."""

AHEAD = 2
"""Tasks of Ray for each core: one at work and one that waits."""

RETRIES = 3
"""How often a task is done again whose machine or process was lost."""


class Ray(Protocol):
    """What is used of Ray."""

    exceptions: Any

    def is_initialized(self) -> bool:
        """Whether this process has joined a cluster."""
        ...

    def init(self, *, log_to_driver: bool, include_dashboard: bool | None = None) -> object:
        """Join the cluster of RAY_ADDRESS, or begin one on this machine."""
        ...

    def remote(self, *, max_retries: int, num_cpus: int) -> Callable[[Any], Any]:
        """Make a function that runs somewhere in the cluster."""
        ...

    def wait(self, references: list[Any], *, num_returns: int) -> tuple[list[Any], list[Any]]:
        """Those that are done, and those that are not."""
        ...

    def get(self, reference: Any) -> bytes:
        """What came of one."""
        ...

    def cluster_resources(self) -> dict[str, float]:
        """What the cluster has."""
        ...


def ray_engine() -> Any:
    """An engine, as `batch.run.Engine`.

    Raises:
        MachineLacks: Ray is not installed.
    """
    try:
        ray: Any = import_module("ray")
    except ImportError as error:
        raise MachineLacks(
            f"Ray is not installed ({error}).", "Run uv sync --frozen --extra distributed."
        ) from error
    return partial(work_on, ray)


def work_on(
    ray: Ray,
    function: Work[Task, Result],
    tasks: Iterable[Task],
    *,
    jobs: int,
    limits: Limits,
) -> Iterator[Outcome[Task, Result]]:
    """Yield the outcome of each task, as they come; `jobs` is the cluster's business.

    Raises:
        OgrogotiError: no task can be done.
    """
    del jobs
    if not ray.is_initialized():
        ray.init(log_to_driver=False)
    remote = ray.remote(max_retries=RETRIES, num_cpus=1)(do_here)
    window = max(1, int(ray.cluster_resources().get("CPU", 1))) * AHEAD
    left = iter(tasks)
    flying: dict[Any, list[Task]] = {}

    def send(group: list[Task]) -> None:
        flying[remote.remote(pickle.dumps((function, group, limits)))] = group

    while True:
        while len(flying) < window and (group := [*islice(left, AT_ONCE)]):
            send(group)
        if not flying:
            return
        (done, *_), _ = ray.wait([*flying], num_returns=1)
        group = flying.pop(done)
        try:
            answer = pickle.loads(ray.get(done))  # noqa: S301  from this program
        except ray.exceptions.RayError as error:
            if len(group) > 1:
                # only the guilty one is to be blamed
                for task in group:
                    send([task])
            else:
                yield Outcome(group[0], None, crashed(f"its machine was lost: {error}"))
            continue
        if isinstance(answer, OgrogotiError):
            raise answer
        yield from answer


def do_here(content: bytes) -> bytes:
    """Do a few tasks on this machine of the cluster, under the limits of any machine."""
    function, group, limits = pickle.loads(content)  # noqa: S301  from this program
    try:
        return pickle.dumps([*work(function, group, jobs=1, limits=limits)])
    except OgrogotiError as error:
        return pickle.dumps(error)
