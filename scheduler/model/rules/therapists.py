"""Rules about who leads, and how much."""

from collections.abc import Iterable

from ortools.sat.python import cp_model

from scheduler.model.candidates import Candidate, Domains
from scheduler.model.domains import Starts, each, starts_clear_of, starts_inside
from scheduler.model.problem import Reserved, WeekProblem
from scheduler.model.variables import Participation, WeekModel
from scheduler.times import MINUTES_A_DAY, Window, Windows, merged
from scheduler.week.frozen import FrozenSession


def therapist_available(problem: WeekProblem, candidate: Candidate, domains: Domains) -> Domains:
    """Therapists take only starts inside their windows."""
    therapists, day, minutes = problem.week.therapists, candidate.day, candidate.minutes
    return domains.with_leaders(
        {who: starts & starts_inside(therapists[who][day], minutes) for who, starts in domains.leaders.items()}
    )


def leave_the_qualified(problem: WeekProblem, candidate: Candidate, domains: Domains) -> Domains:
    """Only candidates of a group, and one to one those who were agreed or planned, who lead the type."""
    therapists, session_type = problem.caseload.therapists, candidate.session_type.session_type
    return domains.led_by([who for who in _asked(candidate) if session_type in therapists[who].leads])


def _asked(candidate: Candidate) -> tuple[str, ...]:
    if candidate.group:
        return candidate.group.therapists
    if candidate.agreed:
        return candidate.agreed.therapists
    return candidate.planned.therapists if candidate.planned else ()


def therapist_qualified(model: WeekModel) -> None:
    """As many therapists lead as are needed."""
    for number, candidate in enumerate(model.candidates):
        model.exactly_as_many(number, model.leads[number], candidate.needed_leaders)


def keep_clear_of_the_frozen(problem: WeekProblem, candidate: Candidate, domains: Domains) -> Domains:
    """Therapists take no start within what they have led already, nor within the buffer after it."""
    frozen = problem.week.frozen
    if not frozen.sessions:
        return domains

    def clear(therapist: str) -> Starts:
        taken = _taken_with_buffers(frozen.by_therapist.get(therapist, ()), candidate.day)
        return starts_clear_of(taken, candidate.minutes)

    return domains.with_leaders({who: starts & clear(who) for who, starts in domains.leaders.items()})


def _taken_with_buffers(sessions: Iterable[FrozenSession], day: int) -> Windows:
    """Minutes of a day that the sessions and their buffers take, those of the night before included."""
    taken = []
    for one in sessions:
        earlier_minutes = (day - one.day) * MINUTES_A_DAY
        start = max(0, one.session.start - earlier_minutes)
        end = min(MINUTES_A_DAY, one.session.end + one.session_type.buffer_minutes - earlier_minutes)
        if start < end:
            taken.append(Window(start, end))
    return merged(taken)


def therapist_not_double_booked(model: WeekModel) -> None:
    """Sessions of a therapist do not overlap, each with the buffer after it."""
    for who, days in model.by_therapist.items():
        reserved = model.problem.therapists.get(who, ())
        for day, taken in enumerate(days):
            same_day = [one for one in reserved if one.day == day]
            if taken and len(taken) + len(same_day) > 1:
                model.cp.add_no_overlap(_with_buffers(model, taken, same_day))
            if day:
                _leave_the_night_before(model, who, day)


def _leave_the_night_before(model: WeekModel, who: str, day: int) -> None:
    """Sessions of a day leave the minutes free that a buffer of the day before takes after midnight.

    No buffer is longer than a day, so none reaches further.
    """
    before, today = model.by_therapist[who][day - 1], model.by_therapist[who][day]
    reserved = model.problem.therapists.get(who, ())
    ends = {one: _latest_end(model.candidates[one.candidate], who) for one in before}
    reserved_ends = {one: one.start + one.minutes + one.buffer_minutes for one in reserved if one.day == day - 1}
    late = [one for one, end in ends.items() if end > MINUTES_A_DAY]
    reserved_late = [one for one, end in reserved_ends.items() if end > MINUTES_A_DAY]
    taken_minutes = max([*ends.values(), *reserved_ends.values()], default=0) - MINUTES_A_DAY
    early = [one for one in today if _first_start(model.candidates[one.candidate], who) < taken_minutes]
    reserved_early = [one for one in reserved if one.day == day and one.start < taken_minutes]
    # What is reserved on both sides stays as it is and has been found to fit.
    if (late and (early or reserved_early)) or (reserved_late and early):
        model.cp.add_no_overlap(
            [
                *_with_buffers(model, late, reserved_late, earlier_minutes=MINUTES_A_DAY),
                *_with_buffers(model, early, reserved_early),
            ]
        )


def _latest_end(candidate: Candidate, who: str) -> int:
    """Minute at which the buffer is over after the latest start that the therapist can take."""
    return candidate.leaders[who].bit_length() - 1 + candidate.minutes + candidate.session_type.buffer_minutes


def _first_start(candidate: Candidate, who: str) -> int:
    return next(each(candidate.leaders[who]))


def _with_buffers(
    model: WeekModel, taken: Iterable[Participation], reserved: Iterable[Reserved], earlier_minutes: int = 0
) -> list[cp_model.IntervalVar]:
    """The minutes of candidates and of what is reserved, buffers included, as much earlier as is said."""
    return [
        *(
            model.interval(one, model.candidates[one.candidate].session_type.buffer_minutes, earlier_minutes)
            for one in taken
        ),
        *(model.fixed_interval(one.start - earlier_minutes, one.minutes + one.buffer_minutes) for one in reserved),
    ]


def therapist_hours(model: WeekModel) -> None:
    """Session minutes of a therapist stay below the limits of the day and of the week."""
    for who, days in model.by_therapist.items():
        therapist = model.problem.caseload.therapists[who]
        led = [0] * len(days)
        for one in model.problem.therapists.get(who, ()):
            led[one.day] += one.minutes
        for happened in model.week.frozen.by_therapist.get(who, ()):
            led[happened.day] += happened.session.minutes
        if therapist.max_minutes_week is not None:
            week = [one for taken in days for one in taken]
            model.cp.add(model.session_minutes(week) <= max(0, therapist.max_minutes_week - sum(led)))
        for day, taken in enumerate(days):
            if therapist.max_minutes_day is not None and taken:
                model.cp.add(model.session_minutes(taken) <= max(0, therapist.max_minutes_day - led[day]))
