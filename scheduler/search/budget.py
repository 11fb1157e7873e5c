"""How long a search may go on, by the clock or, where the result must not depend on the machine, by counted work."""

import threading
import time
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """What a search may spend.

    Args:
        seconds: wall-clock limit of everything, building included. A deterministic search counts the solver's own
            units of work instead, one for a second; its real time varies with the machine.
        workers: parallel workers; None for one per core. A deterministic search has one.
        seed: of every random choice.
        deterministic: whether the same input and seed must give the same schedule.
    """

    seconds: float = 60
    workers: int | None = None
    seed: int = 0
    deterministic: bool = False


@dataclass(slots=True)
class Budget:
    """What is left of the limits; ``stop`` ends the search at once and keeps what was found."""

    limits: Limits
    stop: threading.Event
    begun: float = field(default_factory=time.monotonic)
    worked: float = 0

    @property
    def elapsed(self) -> float:
        """Seconds since the search began, by the clock."""
        return time.monotonic() - self.begun

    @property
    def spent(self) -> float:
        """What of the limit is used up: work where that is what counts, else seconds."""
        return self.worked if self.limits.deterministic else self.elapsed

    @property
    def left(self) -> float:
        """What is left of the limit, 0 where the search was stopped."""
        return 0 if self.stop.is_set() else max(0, self.limits.seconds - self.spent)
