"""Jobs on a Dask cluster that is there already; each is done in a child process of the worker that gets it."""

import threading
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib.metadata import version
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar

from scheduler.errors import IopError
from scheduler.studies.child import Child, Failed

if TYPE_CHECKING:
    from distributed import Client, Future

Job = TypeVar("Job")
Answer = TypeVar("Answer")

CONNECT_SECONDS = 10
JOBS_A_THREAD = 2
"""So many are with the cluster for each of its threads, so that none waits for this computer."""

_own = threading.local()


class NoCluster(IopError):
    """There is no cluster at the address, or none that can do the work; nothing was begun."""

    exit_code: ClassVar[int] = 2


def in_child(work: Callable[[Job], Answer], job: Job) -> Answer | Failed:
    """What becomes of a job in the child process of this thread of a worker, which outlives the job.

    A busy solver holds locks of its process for long; the worker, which has to answer its cluster, holds none.
    """
    child: Child[Any, Any] | None = _own.__dict__.get("child")
    if child is None or _own.__dict__["work"] is not work:
        if child is not None:
            child.end()
        child = Child(work)
        _own.child, _own.work = child, work
    return child.do(job)


def version_there() -> str:
    """The version of this program on a worker."""
    return version("iop")


class Cluster(AbstractContextManager["Cluster[Job, Answer]"], Generic[Job, Answer]):
    """A cluster that does ``work``, by the address of its scheduler.

    Raises:
        NoCluster: nobody answers, there are no workers, or they have another version of this program.
    """

    def __init__(self, address: str, work: Callable[[Job], Answer]) -> None:
        self._work = work
        self._client = _connected(address)
        try:
            _check_workers(self._client, address)
        except BaseException:
            self._client.close()
            raise

    @property
    def room(self) -> int:
        """A few jobs for each thread of the workers that there are now."""
        return max(1, JOBS_A_THREAD * _threads(self._client))

    @property
    def is_lost(self) -> bool:
        """Whether the connection is gone."""
        return self._client.status not in {"running", "connecting"}

    def submit(self, job: Job, done: Callable[[Answer | Failed], None]) -> None:
        """Has the job done by a worker; where that one dies, the cluster gives it to another."""
        future = self._client.submit(in_child, self._work, job, pure=False)
        future.add_done_callback(lambda ended: done(_answer(ended)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self._client.close()


def _connected(address: str) -> "Client":
    try:
        from distributed import Client  # noqa: PLC0415  # an extra, and slow to load
    except ImportError:
        raise NoCluster(
            '--cluster needs the extra "cluster": in the folder of this project, pip install ".[cluster]".'
        ) from None
    try:
        with warnings.catch_warnings():
            # Other versions of Python are no matter as long as the program is the same.
            warnings.simplefilter("ignore")
            return Client(address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        fix = "Start it with `dask scheduler` and `dask worker`, or correct the address."
        raise NoCluster(f"No cluster answers at {address}. {fix} Nothing was begun.") from error


def _threads(client: "Client") -> int:
    """How many jobs the workers do at a time."""
    return int(sum(client.nthreads().values()))


def _check_workers(client: "Client", address: str) -> None:
    if not _threads(client):
        raise NoCluster(f"The cluster at {address} has no workers. Start them with `dask worker {address}`.")
    here = version("iop")
    there = {str(found) for found in client.run(version_there, on_error="return").values()}
    if there != {here}:
        found = ", ".join(sorted(there))
        raise NoCluster(f"The workers at {address} do not have iop {here} but: {found}. Install the same there.")


def _answer(future: "Future[Any]") -> Any:  # noqa: ANN401  # whatever the work gives
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - a worker that died over it again and again, or a cluster that is gone
        return Failed(f"the cluster could not do it: {type(error).__name__}", 4, can_be_tried_again=True)
