"""Statistics of a search: seconds, tries, gains and proofs by part, written from any thread."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from scheduler.search.result import Tier

DISAGREEMENT = "two runs of the solver disagree"

LAYING_OUT = "laying out the week"


@dataclass(slots=True)
class Account:
    """What one part of the search spent and gave.

    Args:
        seconds: by the clock, without those of parts within it.
        tries: sub-problems tried, where that is counted.
        found: how many of them improved the incumbent.
        gained: by tier, the improvement; only in the first tier that changed with a step.
        proven: by tier, how much the bound rose.
    """

    seconds: float = 0
    tries: int = 0
    found: int = 0
    gained: Counter[str] = field(default_factory=Counter)
    proven: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log.

    Args:
        seconds: since the beginning, by the clock.
        part: of the search, in plain words without anybody's id.
        moment: of that part.
        about: what else there is to say of it.
        tiers: of the incumbent, in strict order; none before the first.
        account: of the part from its beginning to this end; None before the end.
    """

    seconds: float
    part: str
    moment: Literal["begins", "goes on", "ends"]
    about: str
    tiers: Mapping[str, Tier]
    account: Account | None = None


class Statistics:
    """Accounts by the name of the part, in order of their first beginnings.

    ``disagreements`` are claims of the solver that another run of it refuted, in words without anybody's id.

    Args:
        hear: told of each entry, of one at a time; None where nobody wants to know.
        now: the clock, in seconds.
    """

    def __init__(
        self, hear: Callable[[LogEntry], None] | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.accounts: dict[str, Account] = {}
        self.disagreements: list[str] = []
        self._hear = hear
        self._now = now
        self._begun = now()
        self._tiers: Mapping[str, Tier] = {}
        self._lock = threading.Lock()
        self._here = threading.local()

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return self._now() - self._begun

    @contextmanager
    def part(self, name: str, about: str = "", *, quietly: bool = False) -> Iterator[Account]:
        """Within it, this thread is busy with the part; tries can be counted in what is given.

        What runs ``quietly`` is counted without a line of its own.
        """
        account = Account()
        begun, known = self._now(), self._counted_here
        self._write(name, "begins", about, is_told=not quietly)
        try:
            yield account
        finally:
            lasted = self._now() - begun
            account.seconds = lasted - (self._counted_here - known)
            self._here.counted = known + lasted
            self._write(name, "ends", "", account, is_told=not quietly)

    def note(self, part: str, about: str) -> None:
        """Say something of a part on its way."""
        self._write(part, "goes on", about)

    def disagree(self, about: str) -> None:
        """Two runs of the solver contradict each other in this; what the first claimed is not said."""
        with self._lock:
            self.disagreements.append(about)
        self._write(DISAGREEMENT, "goes on", about)

    def start_from(self, tiers: Mapping[str, Tier]) -> None:
        """Count gains from this incumbent on."""
        with self._lock:
            self._tiers = tiers

    def step(self, part: str, known: Callable[[], Mapping[str, Tier]]) -> None:
        """A part has improved the incumbent or a bound; ``known`` tells the tiers as they are now."""
        with self._lock:
            before, self._tiers = self._tiers, known()
            account = self.accounts.setdefault(part, Account())
            for tier, now in self._tiers.items():
                account.proven[tier] += now.bound - before[tier].bound
            changed = next((tier for tier, now in self._tiers.items() if now.value != before[tier].value), None)
            if changed:
                account.gained[changed] += before[changed].value - self._tiers[changed].value
        self._write(part, "goes on", "")

    @property
    def _counted_here(self) -> float:
        """Seconds of the parts that have ended in this thread."""
        return getattr(self._here, "counted", 0.0)

    def _write(
        self,
        part: str,
        moment: Literal["begins", "goes on", "ends"],
        about: str,
        account: Account | None = None,
        *,
        is_told: bool = True,
    ) -> None:
        with self._lock:
            whole = self.accounts.setdefault(part, Account())
            if account:
                whole.seconds += account.seconds
                whole.tries += account.tries
                whole.found += account.found
            if self._hear and is_told:
                self._hear(LogEntry(self.seconds, part, moment, about, self._tiers, account))
