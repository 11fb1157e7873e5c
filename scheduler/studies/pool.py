"""Many jobs at once, in child processes of this computer or on a cluster, and what becomes of each."""

import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from scheduler.errors import IopError, ProgramError
from scheduler.interrupt import WAKE_SECONDS
from scheduler.studies.child import Child, Failed

Job = TypeVar("Job")
Answer = TypeVar("Answer")
Job_contra = TypeVar("Job_contra", contravariant=True)
Answer_co = TypeVar("Answer_co", covariant=True)


class PoolLost(IopError):
    """Whoever did the jobs is gone; what is done is kept."""


class Pool(Protocol[Job_contra, Answer_co]):
    """Somebody who does jobs."""

    @property
    def room(self) -> int:
        """How many jobs it is to have at a time."""

    @property
    def is_lost(self) -> bool:
        """Whether nothing will come of it any more."""

    def submit(self, job: Job_contra, done: Callable[[Answer_co | Failed], None]) -> None:
        """Has the job done; ``done`` is told from any thread."""


@dataclass(frozen=True, slots=True)
class Ended(Generic[Job, Answer]):
    """A job, and what came of it."""

    job: Job
    answer: Answer | Failed


def all_done(
    pool: Pool[Job, Answer], jobs: Iterable[Job], stop: threading.Event, meanwhile: Callable[[], None]
) -> Iterator[Ended[Job, Answer]]:
    """What became of each job, in the order in which they end; none any more once ``stop`` is set.

    ``meanwhile`` is called a few times a second.

    Raises:
        PoolLost: nobody is there to do what is left.
    """
    ended: queue.SimpleQueue[Ended[Job, Answer]] = queue.SimpleQueue()

    def submit(job: Job) -> None:
        pool.submit(job, lambda answer: ended.put(Ended(job, answer)))

    waiting, running = iter(jobs), 0
    while not stop.is_set():
        while running < pool.room and (job := next(waiting, None)) is not None:
            submit(job)
            running += 1
        if not running:
            return
        meanwhile()
        try:
            yield ended.get(timeout=WAKE_SECONDS)
        except queue.Empty:
            if pool.is_lost:
                raise PoolLost("The cluster is gone. What is done is kept; start again to go on.") from None
            continue
        running -= 1


class Here(AbstractContextManager["Here[Job, Answer]"], Generic[Job, Answer]):
    """Child processes of this computer, each of which does ``work`` for one job at a time."""

    is_lost = False

    def __init__(self, work: Callable[[Job], Answer], processes: int | None = None) -> None:
        self.room = processes or os.cpu_count() or 1
        self._idle: queue.SimpleQueue[Child[Job, Answer]] = queue.SimpleQueue()
        self._children = [Child(work) for _ in range(self.room)]
        for child in self._children:
            self._idle.put(child)
        self._threads = ThreadPoolExecutor(self.room)

    def submit(self, job: Job, done: Callable[[Answer | Failed], None]) -> None:
        """Has the job done by a child that is idle."""

        def do() -> None:
            child = self._idle.get()
            answer: Answer | Failed
            try:
                answer = child.do(job)
            except Exception as error:  # noqa: BLE001 - nobody is to wait for an answer in vain
                answer = Failed(str(ProgramError(f"{type(error).__name__} between processes.")), ProgramError.exit_code)
            finally:
                self._idle.put(child)
            done(answer)

        self._threads.submit(do)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        # A search in vain ends at once, and so nobody waits for it.
        for child in self._children:
            child.end()
        self._threads.shutdown()
        for child in self._children:
            child.__exit__()
