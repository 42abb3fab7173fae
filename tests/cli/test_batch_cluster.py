"""``hingecheck batch --cluster`` on a real scheduler with two worker processes on this machine."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import COMMAND, Cli, Clips
from .test_batch import SAME_DAY, everything

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="needs the extra cluster"),
    pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there"),
]

WORKERS = 2


class Cluster:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, cli: Cli, folder: Path) -> None:
        self.env = {**cli.env, **SAME_DAY}
        self.folder = folder
        self._file = folder / "scheduler.json"
        self.processes = [self._start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
        self.wait("the scheduler", self._file.exists)
        self.workers = [
            self._start("dask_worker", "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
            for _ in range(WORKERS)
        ]
        self.processes += self.workers

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{what}", "--scheduler-file", str(self._file), *options]
        with (self.folder / f"{what}.log").open("ab") as log:
            return subprocess.Popen(command, cwd=self.folder, env=self.env, stdout=log, stderr=log)

    def wait(self, what: str, holds: object) -> None:
        until = time.monotonic() + 60
        while not holds():  # type: ignore[operator]
            assert time.monotonic() < until, what
            time.sleep(0.05)


@pytest.fixture
def cluster(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(cli, tmp_path_factory.mktemp("cluster"))
    try:
        yield cluster
    finally:
        for process in cluster.processes:
            process.kill()
            process.wait()


@pytest.mark.usefixtures("in_its_own_process")
def test_a_worker_killed_in_mid_video_costs_nothing_but_time(cli: Cli, clips: Clips, cluster: Cluster) -> None:
    """The results are byte for byte those of one machine; a video that no worker sees by its path is sent."""
    import distributed

    folder = cli.folder / "clips"
    folder.mkdir()
    for place in "abc":
        shutil.copy(clips.lifter(1), folder / f"{place}.mp4")
    (folder / "broken.mp4").write_bytes(b"\0" * 5000)
    with distributed.Client(scheduler_file=str(cluster.folder / "scheduler.json"), timeout=60) as client:
        client.wait_for_workers(WORKERS, timeout=60)
        address = client.scheduler.address
        command = [*COMMAND, "batch", "clips", "--out", "far", "--cluster", address, "--rate", "10"]
        with subprocess.Popen(
            command, cwd=cli.folder, env=cluster.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            cluster.wait("both are at a video", lambda: sum(map(bool, client.processing().values())) == WORKERS)
            time.sleep(1.0)
            done = list((cli.folder / "far").glob("*/report.json"))
            cluster.workers[0].kill()
            assert len(done) < 3, "without work to lose this shows nothing"
            _, said = process.communicate(timeout=300)
        assert process.returncode == 3, said
        assert len(client.scheduler_info()["workers"]) == 1
    assert "Traceback" not in said
    assert sum(line.startswith("[") for line in said.splitlines()) == 3
    assert cli.here("batch", "clips", "--out", "near", "--rate", "10", env=SAME_DAY).status == 3
    assert everything(cli.folder / "far") == everything(cli.folder / "near")


def test_nobody_there(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hingecheck.apps.batch.cluster.CONNECT_S", 1)
    (cli.folder / "a.mp4").touch()
    assert "no scheduler answers" in cli.refuses(
        2, "batch", "a.mp4", "--out", "out", "--cluster", "tcp://127.0.0.1:9"
    )
