"""How a search is watched: by a live line on a terminal or, where asked for, by a log."""

import sys
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from scheduler.interrupt import in_background
from scheduler.report.log import SearchLog
from scheduler.report.progress import ProgressLine
from scheduler.search import Progress, Statistics

Answer = TypeVar("Answer")


class Watch:
    """Shows on standard error how one piece of work after the other goes, until it is closed.

    The work writes what its seconds are spent on into ``statistics`` and says how far it
    is by ``heard``, ``explaining``.
    """

    def __init__(self, stop: Event, *, has_log: bool, title: str = "") -> None:
        self._line = None if has_log else ProgressLine(sys.stderr, stop, title=title)
        self._log = SearchLog(sys.stderr, stop, title=title) if has_log else None
        self.statistics = Statistics(self._log.heard if self._log else None)

    def over(self, work: Callable[[], Answer]) -> Answer:
        """What the work returns or raises; meanwhile it is shown how it goes."""
        try:
            return in_background(work, self._draw)
        finally:
            if self._line:
                self._line.clear()

    def heard(self, progress: Progress) -> None:
        """The search has come so far."""
        if self._line:
            self._line.heard(progress)

    def explaining(self, done: int, of: int) -> None:
        """So many questions of so many are answered."""
        if self._line:
            self._line.heard(f"why care is unmet: {done} of {of} questions")

    def says(self, words: str) -> None:
        """So far is the work, in words without names."""
        if self._line:
            self._line.heard(words)

    def close(self) -> None:
        """Says, where there is a log, what the seconds were spent on."""
        if self._log:
            self._log.close(self.statistics)

    def _draw(self) -> None:
        if self._line:
            self._line.draw()
        if self._log:
            self._log.draw()
