"""A proposal: a remedy that is worth a try, and about what it could give."""

from dataclasses import dataclass

from scheduler.remedies.remedy import Remedy
from scheduler.remedies.standing import Standing


@dataclass(frozen=True, slots=True)
class Proposal:
    """A remedy with the minutes of care that it promises at a rough guess, by which tries are ordered."""

    remedy: Remedy
    promise: int


def short_of(standing: Standing, patient: str | None) -> list[str]:
    """Those who lack something, or of them the one who is asked for."""
    return [who for who in sorted(standing.lacking) if patient in {None, who}]
