"""Checks of the clinic's hours and grid; a start may be off the grid where a row or an agreement gives it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.caseload import TimetableRow
from scheduler.rules import RuleId
from scheduler.schedule import Session
from scheduler.times import clock, hours, intersected, merged, total_minutes, without
from scheduler.verify.appointments import has_start
from scheduler.verify.facts import Facts
from scheduler.verify.groups import fits, free_meetings
from scheduler.verify.matching import matching
from scheduler.verify.violation import Violation, row_words, session_words, witness


def grid(facts: Facts) -> Iterator[Violation]:
    """A start that nothing gives is on the grid; the amount is minutes to the nearest grid time."""
    step = facts.caseload.clinic.grid_minutes
    for session in _chosen_off_grid(facts):
        beside = session.start % step
        says = (
            f"{session_words(session)} starts at {clock(session.start)}, which is not a multiple of {step} min "
            f"after midnight and is given by no row of its own"
        )
        yield witness(RuleId.GRID, min(beside, step - beside), says, [session])


def _chosen_off_grid(facts: Facts) -> Iterator[Session]:
    step = facts.caseload.clinic.grid_minutes
    for session in facts.open(facts.sessions):
        if (
            session.start % step
            and facts.is_one_to_one(session)
            and not any(has_start(session, agreed) for agreed in facts.agreed)
        ):
            yield session
    for name, meetings in facts.by_group.items():
        rows = facts.caseload.meetings.get(name, ())
        free = free_meetings(facts.caseload.groups[name], rows, facts.frozen(meetings))
        chosen = [n for n, meeting in enumerate(meetings) if meeting.start % step and not facts.is_frozen(meeting)]
        yield from _Timetable(rows, meetings, free).not_given(chosen)


@dataclass(frozen=True, slots=True)
class _Timetable:
    """The rows of a group beside its running meetings, of which so many may have none."""

    rows: Sequence[TimetableRow]
    meetings: Sequence[Session]
    free: int

    def not_given(self, off_grid: Sequence[int]) -> Iterator[Session]:
        """Of the meetings at these positions those whose start no row of their own gives."""
        given: list[int] = []
        for number in off_grid:
            if self._can_be_given([*given, number]):
                given.append(number)
            else:
                yield self.meetings[number]

    def _can_be_given(self, numbers: Sequence[int]) -> bool:
        """Whether different rows give all these starts without leaving more of the other meetings without a row."""
        choices = [self._rows_for(number, start_given=number in numbers) for number in range(len(self.meetings))]
        if len(matching([choices[number] for number in numbers])) < len(numbers):
            return False
        # Meetings that can all be paired at once stay paired in some largest pairing, so comparing sizes is enough.
        at_best = matching([self._rows_for(number, start_given=False) for number in range(len(self.meetings))])
        return self._too_many_alone(len(matching(choices))) <= self._too_many_alone(len(at_best))

    def _rows_for(self, number: int, *, start_given: bool) -> list[int]:
        meeting = self.meetings[number]
        return [
            place
            for place, row in enumerate(self.rows)
            if fits(row, meeting) and (row.starts is not None or not start_given)
        ]

    def _too_many_alone(self, matched: int) -> int:
        return max(0, len(self.meetings) - matched - self.free)


def clinic_open(facts: Facts) -> Iterator[Violation]:
    """Every session lies inside opening hours and outside closures; the amount is minutes at which it is closed."""
    for session in facts.open(facts.sessions):
        opening = facts.caseload.opening[session.on.weekday()]
        outside = without((session.window,), opening)
        closures = [
            closure
            for closure in facts.caseload.closures
            if closure.on == session.on and closure.window.overlaps(session.window)
        ]
        lost = merged([*outside, *intersected((session.window,), merged(closure.window for closure in closures))])
        if lost:
            why = [f"open {', '.join(map(str, opening)) or 'at no time'} on that day"] if outside else []
            why += [f"closed {closure.window}{row_words('closures', closure.row)}" for closure in closures]
            minutes = total_minutes(lost)
            says = f"the clinic is closed for {hours(minutes)} of {session_words(session)}: {'; '.join(why)}"
            yield witness(RuleId.CLINIC_OPEN, minutes, says, [session])
