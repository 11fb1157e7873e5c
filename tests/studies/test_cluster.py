"""A real cluster of one scheduler and two workers on this computer, of which one is killed half-way."""

import contextlib
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from scheduler.studies import cluster
from scheduler.studies.cluster import Cluster, NoCluster
from scheduler.studies.pool import all_done
from tests.studies.works import double, slowly

PATIENCE = 60.0


class Dask:
    """Its processes."""

    def __init__(self, port: int) -> None:
        self.address = f"tcp://127.0.0.1:{port}"
        self.scheduler = self._start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        self.workers = [
            self._start("dask_worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
            for _ in range(2)
        ]

    @staticmethod
    def _start(name: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{name}", *options]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(self) -> None:
        """Ends all of it."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def dask() -> Iterator[Dask]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Dask(port)
    try:
        yield made
    finally:
        made.end()


def ready(dask: Dask, workers: int) -> Cluster[Path, str]:
    """The cluster, once so many workers are there."""
    until = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(NoCluster):
            made = Cluster(dask.address, slowly)
            if made.room >= cluster.JOBS_A_THREAD * workers:
                return made
            made.__exit__(None, None, None)
        assert time.monotonic() < until, "the cluster is there"
        time.sleep(0.2)


def test_a_worker_that_is_killed_takes_no_job_with_it(dask: Dask, tmp_path: Path) -> None:
    jobs = [tmp_path / str(number) for number in range(8)]
    found = {}
    with ready(dask, 2) as pool:
        for ended in all_done(pool, jobs, Event(), lambda: None):
            found[ended.job] = ended.answer
            if len(found) == 3:
                dask.workers[0].send_signal(signal.SIGKILL)
    assert found == {job: job.name for job in jobs}
    by = [json.loads(job.read_text(encoding="utf-8")) for job in jobs]
    assert len(set(by)) >= 2, "child processes of both workers had jobs"


def test_nobody_at_an_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with pytest.raises(NoCluster, match=r"No cluster answers at tcp://127\.0\.0\.1:1\. Start it with"):
        Cluster("tcp://127.0.0.1:1", double)
    with pytest.raises(NoCluster, match="No cluster answers at nonsense://x"):
        Cluster("nonsense://x", double)
