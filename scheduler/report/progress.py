"""The live line of a running search: one line of a terminal, drawn over itself."""

import shutil
import time
from collections.abc import Callable, Mapping
from threading import Event
from typing import TYPE_CHECKING, TextIO

from scheduler.report.words import printable
from scheduler.times import hours

if TYPE_CHECKING:
    from scheduler.search import Progress, Tier

STOPPING = "stopping, the best week so far is kept (Ctrl-C again gives up)"
ENOUGH = "Ctrl-C takes it as it is"
"""Care is as good as can be, and whoever need not wait for comfort may know."""

NARROWEST = 20
IN_HOURS = {"care": "unmet care", "make_ups": "not made up"}


class ProgressLine:
    """Shows how long a search has run and how good its week is; silent where ``stream`` is no terminal.

    ``heard`` may be called from any thread, ``draw`` and ``clear`` from one. Once ``stop`` is set the line says so.
    ``title`` tells of several searches which one it is.
    """

    def __init__(
        self, stream: TextIO, stop: Event, now: Callable[[], float] = time.monotonic, *, title: str = ""
    ) -> None:
        self._title = f"{title}, " if title else ""
        self._stream = stream
        self._stop = stop
        self._now = now
        self._began = now()
        self._is_live = stream.isatty()
        self._latest: Progress | str | None = None

    def heard(self, progress: "Progress | str") -> None:
        """Keeps the latest that the search tells, or what else there is to say."""
        self._latest = progress

    def draw(self) -> None:
        """Draws the line anew."""
        news = STOPPING if self._stop.is_set() else describe(self._latest)
        self._overwrite(f"{self._title}{int(self._now() - self._began)} s: {news}")

    def clear(self) -> None:
        """Wipes the line, so that what follows starts on a clean one."""
        self._overwrite("")

    def _overwrite(self, text: str) -> None:
        if self._is_live:
            width = max(NARROWEST, shutil.get_terminal_size().columns - 1)
            self._stream.write(f"\r{printable(text)[:width].ljust(width)}\r")
            self._stream.flush()


def describe(progress: "Progress | str | None") -> str:
    """The best week so far in a few words; care in hours and minutes, other tiers in points."""
    if progress is None or isinstance(progress, str):
        return progress or "preparing"
    parts = [progress.says, *tiers_told(progress.tiers)]
    care = progress.tiers.get("care")
    if care and care.is_proven and len(progress.tiers) > 1:
        parts.append(ENOUGH)
    return ", ".join(part for part in parts if part)


def tiers_told(tiers: "Mapping[str, Tier]") -> list[str]:
    """How good a week is, tier by tier, each with its bound; care in hours and minutes, other tiers in points."""
    return [_tier(name, tier) for name, tier in tiers.items()]


def _tier(name: str, tier: "Tier") -> str:
    what, say = IN_HOURS.get(name), hours
    if what is None:
        return f"{name} {tier.value}{_bound(tier, str)}"
    return f"{what} {say(tier.value)}{_bound(tier, say)}"


def _bound(tier: "Tier", say: Callable[[int], str]) -> str:
    if tier.bound <= 0 < tier.value:
        return ""
    return " (proven)" if tier.bound >= tier.value else f" (at least {say(tier.bound)})"
