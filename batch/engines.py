"""Engines by name: where the work runs."""

from __future__ import annotations

from batch.run import Engine
from batch.slots import work
from schemas.errors import BadUsage


def engine_named(name: str) -> Engine:
    """The engine of that name.

    Raises:
        BadUsage: there is none.
        MachineLacks: it is not installed.
    """
    if name == "local":
        return work
    if name == "ray":
        from batch.on_ray import ray_engine

        engine: Engine = ray_engine()
        return engine
    raise BadUsage(f"There is no engine {name}.", "Leave --engine out, or say local or ray.")
