"""A child process that does one job after the other, so that a crash takes one job with it and nobody waits for a lock.

It reads jobs from standard input and writes answers to standard output, pickled, and ends at once when its parent does.
"""

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, Generic, TypeVar

from scheduler.errors import IopError, ProgramError
from scheduler.garbage import collect_seldom

Job = TypeVar("Job")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that came to nothing: why, in words for people, and the exit code of a command that had done it."""

    says: str
    exit_code: int
    can_be_tried_again: bool = False


class Child(Generic[Job, Answer]):
    """A process of its own that does ``work`` for one job after the other; started with the first of them.

    Args:
        work: a function that can be imported by its name.
    """

    def __init__(self, work: Callable[[Job], Answer]) -> None:
        self._work = work
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def do(self, job: Job) -> Answer | Failed:
        """What becomes of the job; it is tried a second time where the process dies over it."""
        for _ in range(2):
            answer = None if self._is_over else self._asked(job)
            if answer is not None:
                return answer
        return Failed("the process that solved it died, twice; is there enough memory?", 4, can_be_tried_again=True)

    def end(self) -> None:
        """Ends the process, whatever it is doing."""
        self._is_over = True
        if self._process:
            self._process.kill()

    def _asked(self, job: Job) -> Answer | Failed | None:
        """The answer; None where the process died."""
        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise AssertionError("a child is spoken to through pipes")
        try:
            _write(process.stdin, (self._work, job))
            answer: Answer | Failed = pickle.load(process.stdout)  # noqa: S301 - written by a child of our own
        except (EOFError, OSError, pickle.UnpicklingError):
            self._clear(process)
            return None
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            # Not run as a module, or its classes would be others than the parent's.
            command = [sys.executable, "-c", "from scheduler.studies.child import main; main()"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        return self._process

    def _clear(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
        self._process = None

    def __enter__(self) -> "Child[Job, Answer]":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        if self._process:
            self._clear(self._process)


def _write(pipe: IO[bytes], value: object) -> None:
    pipe.write(pickle.dumps(value))
    pipe.flush()


def answer_to(work: Callable[[Any], Any], job: object) -> object:
    """What the work makes of the job, a failure as a value."""
    try:
        return work(job)
    except IopError as failure:
        from scheduler.report.problems import failure_words  # noqa: PLC0415  # only then

        return Failed(failure_words(failure), failure.exit_code)
    except Exception as error:  # noqa: BLE001 - whatever it is, no other job is to suffer from it
        where = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__} in {where.name}, line {where.lineno}."
        return Failed(str(ProgramError(what)), ProgramError.exit_code)


def serve(jobs: IO[bytes], answers: IO[bytes], when_alone: Callable[[], None]) -> None:
    """Does all jobs that come; ``when_alone`` is called as soon as no more can come, also while one is done."""
    waiting: queue.SimpleQueue[tuple[Callable[[Any], Any], object] | None] = queue.SimpleQueue()

    def listen() -> None:
        try:
            while True:
                waiting.put(pickle.load(jobs))  # noqa: S301 - written by the parent
        except (EOFError, OSError, pickle.UnpicklingError):
            when_alone()
            waiting.put(None)

    threading.Thread(target=listen, daemon=True).start()
    while (asked := waiting.get()) is not None:
        _write(answers, answer_to(*asked))


def main() -> None:
    """Listens on standard input; what anything prints goes to standard error, and Ctrl-C is the parent's to handle."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    collect_seldom()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # The parent is gone, and a search in vain is not to go on.
    serve(sys.stdin.buffer, answers, lambda: os._exit(0))
