"""Addresses, and a real cluster on this machine that loses a worker in mid-run."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from batch.earlier import RUN
from ogrogoti import Options, convert
from schemas.errors import BadUsage, ExitCode, MachineLacks, OutputLocked

ROOT = Path(__file__).parent.parent
REPORTS = sorted((ROOT / "samples" / "reports").glob("[!u]*.tsv"))

N_INPUTS = 60

SCRIPT = """
import os, signal, sys, threading, time
from pathlib import Path
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
import ray
from ray.cluster_utils import Cluster
from batch.earlier import RUN
from batch.journal import JOURNAL
from ogrogoti import Options, convert

def main():
    inputs, out = sys.argv[1:]
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0})
    workers = [cluster.add_node(num_cpus=1) for _ in range(2)]
    ray.init(address=cluster.address, log_to_driver=False)

    ended = threading.Event()

    def lose_one():
        journal = Path(out, JOURNAL)
        while not journal.exists() or journal.read_bytes().count(b"\\n") < 10:
            if ended.wait(0.01):
                return
        cluster.remove_node(workers[0], allow_graceful=False)

    loser = threading.Thread(target=lose_one)
    loser.start()
    summary = convert([inputs], out, Options(engine="ray"))
    ended.set()
    loser.join()
    print("ended with", int(summary.code), "and", len(ray.nodes()), "nodes")
    # the head hears of a lost node by missing heartbeats
    for _ in range(120):
        alive = sum(node["Alive"] for node in ray.nodes())
        if alive == 2:
            break
        time.sleep(0.5)
    print(alive, "alive")
    ray.shutdown()
    cluster.shutdown()

if __name__ == "__main__":
    main()
"""


def tree(out: Path) -> dict[str, str]:
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in (RUN, ".lock")
    }


@pytest.mark.timeout(300)
@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed")
@pytest.mark.skipif(
    not os.environ.get("OGROGOTI_FULL"), reason="a cluster needs the machine for itself"
)
def test_a_lost_worker_costs_only_time(tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    for number in range(N_INPUTS):
        content = REPORTS[number % len(REPORTS)].read_bytes() + b"\n" * (number // len(REPORTS))
        (inputs / f"{number:02}.tsv").write_bytes(content)
    assert convert([inputs], tmp_path / "alone").code is ExitCode.DONE
    script = tmp_path / "cluster.py"
    script.write_text(SCRIPT, encoding="utf-8")
    path = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
    ran = subprocess.run(
        [sys.executable, script, inputs, tmp_path / "out"],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    assert "ended with 0" in ran.stdout, ran.stdout + ran.stderr
    assert "2 alive" in ran.stdout
    assert tree(tmp_path / "out") == tree(tmp_path / "alone")


@pytest.mark.parametrize(
    ("package", "place", "engine"),
    [
        pytest.param("ray", str(REPORTS[0]), "ray", id="Ray"),
        pytest.param("fsspec", "memory://archive", "local", id="fsspec"),
    ],
)
def test_what_is_not_installed_is_told(
    package: str, place: str, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MachineLacks, match="distributed"):
        convert([place], tmp_path / "out", Options(engine=engine))


addresses = pytest.mark.skipif(find_spec("fsspec") is None, reason="fsspec is not installed")


@addresses
def test_inputs_and_outputs_at_addresses(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    for path in REPORTS[:3]:
        (there / path.name).write_bytes(path.read_bytes())
    out = f"file://{tmp_path}/out"
    assert convert([f"file://{there}"], out).code is ExitCode.DONE
    assert convert([there], tmp_path / "usual").code is ExitCode.DONE
    assert tree(tmp_path / "out") == tree(tmp_path / "usual")
    assert convert([f"file://{there}"], out).code is ExitCode.DONE
    counts = json.loads((tmp_path / "out" / RUN).read_bytes())["counts"]
    assert counts == {"inputs": 3, "unchanged": 3}


@addresses
def test_an_address_is_held_by_one_run(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".lock").write_text("somebody 1\n", encoding="ascii")
    with pytest.raises(OutputLocked):
        convert([REPORTS[0]], f"file://{tmp_path}/out")


@addresses
@pytest.mark.parametrize("address", ["memory://nothing/here", "nowhere://x"])
def test_a_wrong_address_is_wrong_usage(address: str, tmp_path: Path) -> None:
    with pytest.raises(BadUsage):
        convert([address], tmp_path / "out")


@addresses
def test_stores_are_called_as_those_of_the_cloud_are(tmp_path: Path) -> None:
    fsspec = import_module("fsspec")
    fsspec.register_implementation("cloud", cloud(), clobber=True)
    files = fsspec.filesystem("cloud")
    # only this process knows the store, so that inputs are no objects of it
    assert convert(REPORTS[:3], "cloud://out").code is ExitCode.DONE
    assert convert(REPORTS[:3], tmp_path / "here").code is ExitCode.DONE
    there = {
        name.removeprefix("/out/"): hashlib.sha256(files.cat_file(name)).hexdigest()
        for name in files.find("/out")
    }
    here = tree(tmp_path / "here")
    assert {name: there[name] for name in here} == here
    assert there.keys() == {*here, RUN}
    with pytest.raises(BadUsage, match="nothing at cloud://nowhere"):
        convert(["cloud://nowhere"], tmp_path / "none")
    files.pipe_file("/held/.lock", b"somebody 1")
    with pytest.raises(OutputLocked):
        convert(REPORTS[:3], "cloud://held")


def cloud() -> type:
    """A store with the signature of s3fs, which has an argument between content and mode.

    It does not list what is not there, as S3 does with a bucket.
    """
    base: Any = import_module("fsspec.implementations.memory").MemoryFileSystem

    def pipe_file(
        self: object, path: str, data: bytes, chunksize: int = 1, mode: str = "overwrite"
    ) -> None:
        assert chunksize > 0
        base.pipe_file(self, path, data, mode=mode)

    def find(self: object, path: str, **named: object) -> object:
        if not base.exists(self, path):
            raise FileNotFoundError("The specified bucket does not exist")
        return base.find(self, path, **named)

    def strip(path: str) -> object:
        return base._strip_protocol(path.removeprefix("cloud://"))

    own: dict[str, object] = {"protocol": "cloud", "store": {}, "pseudo_dirs": [""]}
    return type(
        "Cloud",
        (base,),
        {**own, "pipe_file": pipe_file, "find": find, "_strip_protocol": staticmethod(strip)},
    )
