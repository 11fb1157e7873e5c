"""Adaptive selection of operators by gain per second, and of how many patients each frees by the time that it takes.

As in adaptive large neighbourhood search (Ropke and Pisinger, An adaptive large neighborhood search heuristic for the
pickup and delivery problem with time windows, 2006), but what counts is the gain for a second, since tries differ in
length by a factor of fifty.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from scheduler.search.lns.operators import Operator
from scheduler.search.policy import POLICY


class Outcome(Enum):
    """What became of a repair: a better week, the answer that there is none, or none found in time."""

    BETTER = auto()
    REFUTED = auto()
    TIMED_OUT = auto()


@dataclass(slots=True)
class _Record:
    operator: Operator
    size: float
    gained: float
    spent: float
    patience: float = 1.0


class AdaptiveSelection:
    """Chooses an operator and the size of its neighbourhood, and learns from what became of it.

    Args:
        operators: each with the patients to free at first and the gain per second that is expected of it.
        patients: of the whole week, more than whom cannot be freed.
    """

    def __init__(self, operators: Sequence[tuple[Operator, int, float]], patients: int) -> None:
        trial = POLICY.lns.trial_seconds
        self._largest = float(max(1, patients))
        self._records = [
            _Record(operator, min(float(size), self._largest), expected * trial, trial)
            for operator, size, expected in operators
        ]

    @property
    def count(self) -> int:
        """How many operators there are."""
        return len(self._records)

    def choose(self, rng: random.Random) -> tuple[int, Operator, int, float]:
        """Number of an operator, the operator, how many patients it is to free, and by what its time is multiplied."""
        rates = [record.gained / record.spent for record in self._records]
        floor = POLICY.lns.explore * max(rates) or 1.0
        number = rng.choices(range(self.count), [rate + floor for rate in rates])[0]
        record = self._records[number]
        vary = POLICY.lns.vary_size
        size = max(1, round(record.size * rng.uniform(1 - vary, 1 + vary)))
        return number, record.operator, size, record.patience

    def learn(self, number: int, outcome: Outcome, gained: float, seconds: float) -> None:
        """Note what an operator gained and took; its size follows the time that a try is to take."""
        record, policy = self._records[number], POLICY.lns
        record.gained = policy.memory * record.gained + gained
        record.spent = policy.memory * record.spent + max(policy.least_seconds, seconds)
        if outcome is Outcome.TIMED_OUT:
            if record.size > policy.smallest:
                record.size = max(float(policy.smallest), record.size * policy.shrink)
            else:
                record.patience = min(policy.most_patience, record.patience * policy.more_patience)
        elif seconds < policy.target_seconds:
            record.size = min(self._largest, record.size * policy.grow)
            record.patience = max(1.0, record.patience / policy.more_patience)
