"""Ctrl-C acts like the time limit: the first asks the search to stop, the second ends the program."""

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

Answer = TypeVar("Answer")

WAKE_SECONDS = 0.2


@contextmanager
def interrupt_stops() -> Iterator[threading.Event]:
    """Within it, Ctrl-C sets the event and nothing else; a second Ctrl-C ends the program at once.

    Outside the main thread, which no signal reaches, the event stays unset.
    """
    stop = threading.Event()

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with _on_interrupt(interrupted):
        yield stop


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Within it, Ctrl-C does nothing, so that a second one cannot leave half of the files."""
    with _on_interrupt(signal.SIG_IGN):
        yield


@contextmanager
def _on_interrupt(action: Callable[[int, FrameType | None], None] | signal.Handlers) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    earlier = signal.signal(signal.SIGINT, action)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, earlier)


def in_background(work: Callable[[], Answer], meanwhile: Callable[[], None]) -> Answer:
    """What ``work`` returns or raises, run in another thread, with ``meanwhile`` called a few times a second.

    Python handles a signal in the main thread only, and not before a call into the solver returns; so the main thread
    must not be the one that makes that call.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        answer = pool.submit(work)
        while not answer.done():
            meanwhile()
            wait([answer], timeout=WAKE_SECONDS)
        return answer.result()
