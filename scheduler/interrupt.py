"""Ctrl-C, and what else asks a program to end, as a time limit: the first stops the search, the second the program."""

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any, TypeVar

Answer = TypeVar("Answer")

WAKE_SECONDS = 0.2
STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))
"""Ctrl-C, the end that a system or another program asks for, and a terminal that was closed."""
HANG_UP = getattr(signal, "SIGHUP", None)


@contextmanager
def interrupt_stops() -> Iterator[threading.Event]:
    """Within it, Ctrl-C sets the event and nothing else; a second Ctrl-C ends the program at once.

    So does what else asks a program to end. Outside the main thread, which no signal reaches, the event stays unset.
    """
    stop = threading.Event()

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        for number in STOPS:
            # A terminal that is closed tells so more than once.
            signal.signal(number, signal.SIG_IGN if number == HANG_UP else signal.SIG_DFL)

    with _on_stops(interrupted):
        yield stop


@contextmanager
def stops_interrupt() -> Iterator[None]:
    """Within it, whatever asks a program to end does what Ctrl-C does."""
    with _on_stops(signal.default_int_handler):
        yield


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Within it, nothing but the system itself ends the program, so that no half of the files is left."""
    with _on_stops(signal.SIG_IGN):
        yield


@contextmanager
def _on_stops(action: Callable[[int, FrameType | None], Any] | signal.Handlers) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    with ExitStack() as stack:
        for number in STOPS:
            earlier = signal.getsignal(number)
            # A program that was started to outlive its terminal does.
            if number == signal.SIGINT or earlier is not signal.SIG_IGN:
                signal.signal(number, action)
                stack.callback(signal.signal, number, earlier)
        yield


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
