"""State of people and rooms in a draft: free minutes as bits, hours, and needs that are met, updated in place."""

from collections import Counter
from collections.abc import Mapping

from scheduler.model.candidates import Candidate
from scheduler.model.domains import Starts, minutes_covered, starts_in_free
from scheduler.model.problem import WeekProblem
from scheduler.search.policy import POLICY

ALWAYS = -1
"""All minutes, as bits."""


class FreeTime:
    """Free minutes of a day, as bits, and the starts they leave to sessions."""

    def __init__(self, free: int = ALWAYS) -> None:
        self._free = free
        self._starts: dict[int, Starts] = {}
        self._close: dict[int, Starts] = {}

    def starts(self, minutes: int) -> Starts:
        """Starts of sessions that take only free minutes."""
        starts = self._starts.get(minutes)
        if starts is None:
            starts = self._starts[minutes] = starts_in_free(self._free, minutes)
        return starts

    def close(self, minutes: int) -> Starts:
        """Starts of sessions that leave no gap, or a useless one, before or after them."""
        close = self._close.get(minutes)
        if close is None:
            near = POLICY.draft.near_minutes
            before = minutes_covered(~self._free, near) << 1
            after = ~starts_in_free(self._free, near) >> minutes
            close = self._close[minutes] = before | after
        return close

    def take(self, start: int, minutes: int) -> None:
        """Take minutes for good, free or not."""
        self._change(self._free & ~_minutes(start, minutes))

    def turn(self, start: int, minutes: int) -> None:
        """Take free minutes, or give back taken ones."""
        self._change(self._free ^ _minutes(start, minutes))

    def _change(self, free: int) -> None:
        self._free = free
        self._starts.clear()
        self._close.clear()


class Leader:
    """A therapist's time and hours."""

    def __init__(self, problem: WeekProblem, therapist: str) -> None:
        self._facts = problem.caseload.therapists[therapist]
        self._days: dict[int, FreeTime] = {}
        self._minutes: Counter[int] = Counter()
        self._visits = sum(
            planned.sessions_min * problem.caseload.session_types[planned.session_type].minutes
            for plans in problem.week.plans.values()
            for planned in plans.values()
            if planned.therapists == (therapist,)
        )

    @property
    def load(self) -> float:
        """Part of the week's hours that is taken, or needed by one-to-one sessions that nobody else may lead."""
        return (self._minutes.total() + self._visits) / max(1, self._facts.max_minutes_week or POLICY.draft.full_week)

    def may_lead(self, candidate: Candidate) -> bool:
        """Whether the hours of the week and the day suffice for another session."""
        week, day = self._facts.max_minutes_week, self._facts.max_minutes_day
        return _is_within(self._minutes.total() + candidate.minutes, week) and _is_within(
            self._minutes[candidate.day] + candidate.minutes, day
        )

    def starts(self, candidate: Candidate) -> Starts:
        """When there is time for a session and the pause after it."""
        return self._day(candidate).starts(candidate.minutes + candidate.session_type.buffer_minutes)

    def promise(self, candidate: Candidate, start: int) -> None:
        """Lead a session for certain."""
        self._day(candidate).take(start, candidate.minutes + candidate.session_type.buffer_minutes)
        self._minutes[candidate.day] += candidate.minutes

    def turn(self, candidate: Candidate, start: int, sign: int) -> None:
        """Lead a session, where the sign is 1, or no more, where it is -1."""
        self._day(candidate).turn(start, candidate.minutes + candidate.session_type.buffer_minutes)
        self._minutes[candidate.day] += sign * candidate.minutes

    def _day(self, candidate: Candidate) -> FreeTime:
        return self._days.setdefault(candidate.day, FreeTime())


class Attendee:
    """A patient's free time and unmet needs.

    ``lacking`` is unmet care in minutes, but that a day with too few hours counts for these.

    Args:
        open_minutes: by day, the minutes at which the patient could be in a session, as bits.
    """

    def __init__(self, problem: WeekProblem, patient: str, open_minutes: Mapping[int, int]) -> None:
        self._limits = problem.week.limits[patient]
        self._plans = problem.week.plans[patient]
        self._types = problem.caseload.session_types
        self._days = {day: FreeTime(minutes) for day, minutes in open_minutes.items()}
        self._minutes = dict.fromkeys(open_minutes, 0)
        self._had: Counter[str] = Counter()
        self._had_on: Counter[tuple[str, int]] = Counter()
        self._gains: dict[tuple[str, int, int], int] = {}
        self._sum_up()

    def starts(self, candidate: Candidate) -> tuple[Starts, Starts]:
        """When the patient is free for a session, and when it would be close to what else there is."""
        day = self._days[candidate.day]
        return day.starts(candidate.minutes), day.close(candidate.minutes)

    def may_attend(self, candidate: Candidate) -> bool:
        """Whether the plan and the limits allow another session."""
        limits, minutes = self._limits, candidate.counted_minutes
        planned = self._plans.get(candidate.session_type.session_type)
        return (
            planned is not None
            and _is_within(self._had[planned.session_type] + 1, planned.sessions_max)
            and _is_within(self._had_on[planned.session_type, candidate.day] + 1, candidate.session_type.max_per_day)
            and _is_within(self._in_week + minutes, limits.max_minutes_week)
            and _is_within(self._minutes[candidate.day] + minutes, limits.max_minutes_day)
        )

    def gain(self, candidate: Candidate) -> int:
        """Minutes of care that one more session meets; fewer beyond the plan, none beyond what it allows."""
        key = (candidate.session_type.session_type, candidate.day, candidate.counted_minutes)
        if key not in self._gains:
            self._gains[key] = self._gain(*key) if self.may_attend(candidate) else 0
        return self._gains[key]

    def promise(self, candidate: Candidate, start: int) -> None:
        """Attend a session for certain."""
        self._days[candidate.day].take(start, candidate.minutes)
        self._count(candidate, 1)

    def turn(self, candidate: Candidate, start: int, sign: int) -> None:
        """Attend a session, where the sign is 1, or no more, where it is -1."""
        self._days[candidate.day].turn(start, candidate.minutes)
        self._count(candidate, sign)

    def _count(self, candidate: Candidate, sign: int) -> None:
        name = candidate.session_type.session_type
        self._had[name] += sign
        self._had_on[name, candidate.day] += sign
        self._minutes[candidate.day] += sign * candidate.counted_minutes
        self._gains.clear()
        self._sum_up()

    def _gain(self, session_type: str, day: int, minutes: int) -> int:
        is_needed = self._had[session_type] < self._plans[session_type].sessions_min
        gain = self._types[session_type].minutes if is_needed else 0
        gain += min(minutes, max(0, self._limits.min_minutes_week - self._in_week))
        gain += self._gain_of_days(self._minutes[day], minutes)
        return gain if is_needed else gain // POLICY.draft.beyond_plan

    def _gain_of_days(self, so_far: int, minutes: int) -> int:
        """What more minutes on a day add to the best days, as far as these count, in part or not."""
        asked = self._limits.min_minutes_day
        before, after = min(asked, so_far), min(asked, so_far + minutes)
        return max(0, after - max(before, self._least_of_best_days))

    def _sum_up(self) -> None:
        asked, days = self._limits.min_minutes_day, self._limits.min_days_week
        best = sorted((min(asked, minutes) for minutes in self._minutes.values()), reverse=True)[:days]
        self._least_of_best_days = best[-1] if best else asked
        self._in_week = sum(self._minutes.values())
        self.lacking = max(0, self._limits.min_minutes_week - self._in_week)
        for name, planned in self._plans.items():
            if planned.sessions_min > (had := self._had[name]):
                self.lacking += (planned.sessions_min - had) * self._types[name].minutes
        self.lacking += asked * days - sum(best)


def _minutes(start: int, minutes: int) -> int:
    return ((1 << minutes) - 1) << start


def _is_within(count: int, most: int | None) -> bool:
    return most is None or count <= most
