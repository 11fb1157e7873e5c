"""The relaxation's linear program, and what its variables stand for."""

from collections import defaultdict
from dataclasses import dataclass, field

from scheduler.model.candidates import Candidate
from scheduler.model.domains import Starts
from scheduler.model.problem import WeekProblem
from scheduler.search.relaxation.aggregation import Bundle, MeetingClass
from scheduler.search.solver.linear import Program
from scheduler.times import DAYS_A_WEEK


@dataclass(frozen=True, slots=True)
class Option:
    """A unit that somebody may take part in, at one of these starts."""

    candidate: Candidate
    variable: int
    starts: Starts

    @property
    def counted(self) -> int:
        """Minutes that count for a patient's hours."""
        return self.candidate.minutes if self.candidate.session_type.counts else 0


def by_day(options: list[Option]) -> list[list[Option]]:
    """The options of each day of the week."""
    return [[option for option in options if option.candidate.day == day] for day in range(DAYS_A_WEEK)]


@dataclass(slots=True)
class Relaxation:
    """A program over the places of a whole week.

    Args:
        held: by name of a group's unit, whether it takes place.
        choices: by bundles that are alike, and patient: whether the patient attends one of them.
        shares: by bundles that are alike, and one of them: how many of these patients attend it; none where it is one.
        missing: by how many patients meetings that are held for certain are too small; none, where that is not allowed.
        expected: choices, at given times, of agreed members whom their limits might excuse.
        unmet: unmet care, as minutes and the variable of how often they are lacking.
    """

    problem: WeekProblem
    program: Program = field(default_factory=Program)
    held: dict[str, int] = field(default_factory=dict)
    choices: dict[tuple[MeetingClass, str], int] = field(default_factory=dict)
    shares: dict[tuple[MeetingClass, Bundle], int] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)
    expected: list[int] = field(default_factory=list)
    unmet: list[tuple[int, int]] = field(default_factory=list)
    options: dict[str, list[Option]] = field(default_factory=lambda: defaultdict(list))
    led: dict[str, list[Option]] = field(default_factory=lambda: defaultdict(list))
