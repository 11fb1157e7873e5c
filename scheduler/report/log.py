"""The log of a search, line by line as it goes on, and what its seconds were spent on."""

from collections.abc import Iterator
from threading import Event
from typing import TYPE_CHECKING, TextIO

from scheduler.report.progress import IN_HOURS, STOPPING, tiers_told
from scheduler.report.words import columns, count, printable
from scheduler.times import hours

if TYPE_CHECKING:
    from scheduler.search.statistics import Account, LogEntry, Statistics

SECONDS_BETWEEN_STEPS = 1.0
"""Of one part of the search; what is found in between is told with the next one."""


class SearchLog:
    """Writes what a search tells of itself; ``title`` tells of several searches which one it is."""

    def __init__(self, stream: TextIO, stop: Event, *, title: str = "") -> None:
        self._stream = stream
        self._stop = stop
        self._is_stopping = False
        self._told: dict[str, float] = {}
        if title:
            self._line(title)

    def heard(self, entry: "LogEntry") -> None:
        """Writes the entry; of steps that follow each other closely, the first."""
        if entry.moment == "goes on" and not entry.about:
            if entry.seconds < self._told.get(entry.part, -SECONDS_BETWEEN_STEPS) + SECONDS_BETWEEN_STEPS:
                return
            self._told[entry.part] = entry.seconds
        self._line(f"{entry.seconds:7.1f} s  {entry.part}: {entry_told(entry)}")

    def draw(self) -> None:
        """Says once that the search was asked to stop."""
        if self._stop.is_set() and not self._is_stopping:
            self._is_stopping = True
            self._line(STOPPING)

    def close(self, statistics: "Statistics") -> None:
        """Writes what the seconds were spent on."""
        for line in account_lines(statistics):
            self._line(line)

    def _line(self, text: str) -> None:
        self._stream.write(f"{printable(text)}\n")
        self._stream.flush()


def entry_told(entry: "LogEntry") -> str:
    """What an entry says of its part."""
    tiers = ", ".join(tiers_told(entry.tiers))
    if entry.account:
        return "; ".join(part for part in (_ended(entry.account), tiers) if part)
    if entry.moment == "begins":
        return f"begins, {entry.about}" if entry.about else "begins"
    return entry.about or tiers


def _ended(account: "Account") -> str:
    ended = f"ends after {account.seconds:.1f} s"
    return f"{ended}, {count(account.tries, 'try', 'tries')}, {account.found} found" if account.tries else ended


def account_lines(statistics: "Statistics") -> list[str]:
    """What each part of the search took and gave."""
    rows = [("seconds", "tries", "found", "what", "gained")]
    for name, account in statistics.accounts.items():
        tries = (str(account.tries), str(account.found)) if account.tries else ("", "")
        rows.append((f"{account.seconds:7.1f}", *tries, name, ", ".join(_gains(account)) or "-"))
    return [
        f"What the {statistics.seconds:.1f} s were spent on; parts that run side by side are counted each:",
        *columns(rows),
    ]


def _gains(account: "Account") -> Iterator[str]:
    for tier in account.proven:
        what, say = IN_HOURS.get(tier, tier), (hours if tier in IN_HOURS else str)
        if account.gained[tier]:
            yield f"{what} -{say(account.gained[tier])}"
        if account.proven[tier]:
            yield f"bound of {what} +{say(account.proven[tier])}"
