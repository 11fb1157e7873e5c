"""The relaxation as a linear program, with what its variables stand for."""

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
    """A candidate that somebody may take part in, the variable for that, and the possible starts."""

    candidate: Candidate
    variable: int
    starts: Starts

    @property
    def counted(self) -> int:
        """Minutes that count for a patient's hours."""
        return self.candidate.counted_minutes


@dataclass(frozen=True, slots=True)
class Pattern:
    """Variables of what a patient attends on a day, and its counted minutes."""

    options: frozenset[int]
    counted: int


def by_day(options: list[Option]) -> list[list[Option]]:
    """The options of each day of the week."""
    return [[option for option in options if option.candidate.day == day] for day in range(DAYS_A_WEEK)]


@dataclass(slots=True)
class Relaxation:
    """A linear program over the candidates of a problem.

    Args:
        held: by name of a group's candidate, whether it runs.
        choices: by class of meetings and patient, whether the patient attends one of them.
        shares: by class and bundle, how many of the patients attend that bundle; none where it is the only one.
        missing: how many patients meetings that are held for certain are too small by; at most 0 until that is allowed.
        expected: choices, at given times, of agreed members whom their limits might excuse.
        unmet: the objective, as minutes and the variable of how often they are lacking.
        options, led: by patient and by therapist, what they may attend and lead.
        patterns: by patient and day, by variable; none where they were too many or not asked for.
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
    patterns: dict[tuple[str, int], dict[int, Pattern]] = field(default_factory=dict)
