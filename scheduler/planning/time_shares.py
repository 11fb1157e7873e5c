"""How the seconds of a time limit are shared: reading, search, writing and explaining, one after the other."""

import time
from dataclasses import dataclass, field, replace
from threading import Event

from scheduler.files.outputs import PageMade
from scheduler.search import Budget, Limits, Statistics

EXPLAINING_SHARE, EXPLAINING_SECONDS, EXPLAINING_MOST = 0.15, 3.0, 0.25
"""Part of the limit for explaining; at least so many seconds, and never more than the last part."""

WRITING_SHARE_OF_READING, WRITING_SECONDS, WRITING_MOST = 0.5, 0.15, 0.25
"""For the check, the files and the end: seconds, beside a part of what reading took; never more than the last part."""

DRAWING_SECONDS, DRAWING_MOST = 1.2, 0.2
"""For the page with its plots, of which loading what draws them is most: seconds, never more than the last part."""

HASTE_SECONDS = 1.0
"""How far beyond the limit a page may be begun."""

SEARCH_LEAST, SEARCH_LEAST_SECONDS = 0.25, 1.0
"""Part of the limit, and seconds, of which the search gets the smaller one, however long reading took."""


@dataclass(frozen=True, slots=True)
class Allotted:
    """A time limit and the moment from which it counts.

    By the clock everything counts, from the start of the command on. A deterministic run counts the work of the search,
    and by itself that of explaining, so that neither depends on the machine. ``writing`` are the seconds that writing
    the week has taken; once its causes are known, that is done again. ``has_page`` tells whether a page is drawn then.
    """

    limits: Limits
    begun: float = field(default_factory=time.monotonic)
    writing: float = 0.0
    has_page: bool = False

    def searching(self, now: float | None = None) -> Limits:
        """What the search may spend, at the moment at which it begins; by default that is now."""
        if self.limits.deterministic:
            return self.limits
        elapsed, whole = (time.monotonic() if now is None else now) - self.begun, self.limits.seconds
        writing = min(WRITING_SECONDS + WRITING_SHARE_OF_READING * elapsed, WRITING_MOST * whole)
        least = min(SEARCH_LEAST * whole, SEARCH_LEAST_SECONDS)
        seconds = max(least, whole - elapsed - writing - self._drawing)
        return replace(self.limits, seconds=seconds, kept_back=min(self._explaining, seconds - least))

    def explaining(self, stop: Event, statistics: Statistics, now: float | None = None) -> Budget:
        """What explaining may spend, at the moment at which it begins: all that is left, but for its files."""
        if self.limits.deterministic:
            return Budget.of(replace(self.limits, seconds=self._explaining), stop, statistics)
        elapsed = (time.monotonic() if now is None else now) - self.begun
        left = self.limits.seconds - elapsed - max(WRITING_SECONDS, self.writing) - self._drawing
        return Budget.of(replace(self.limits, seconds=max(0, left)), stop, statistics)

    def page(self, now: float | None = None) -> PageMade:
        """How the page is made at that moment, by default now: once the limit is over, in haste or not at all."""
        over = (time.monotonic() if now is None else now) - self.begun - self.limits.seconds
        if self.limits.deterministic or over < 0:
            return "drawn"
        return "plain" if over < HASTE_SECONDS else "to come"

    @property
    def _drawing(self) -> float:
        return min(DRAWING_SECONDS, DRAWING_MOST * self.limits.seconds) if self.has_page else 0.0

    @property
    def _explaining(self) -> float:
        whole = self.limits.seconds
        return min(max(EXPLAINING_SHARE * whole, EXPLAINING_SECONDS), EXPLAINING_MOST * whole)
