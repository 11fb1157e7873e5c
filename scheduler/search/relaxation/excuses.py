"""Rows for agreed members whom their own limits might excuse: a meeting is missed only where a limit leaves no room."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.search.relaxation.program import Option, Relaxation, by_day
from scheduler.search.solver.linear import Term


@dataclass(frozen=True, slots=True)
class Excuse:
    """That a limit leaves no room for a meeting: the terms, of what else was agreed, come to so much."""

    terms: Sequence[Term]
    needed: int


def excuse_by_limits_alone(relaxation: Relaxation) -> None:
    """Whoever is ``in`` a group attends what is held of it, but where other agreed sessions fill a limit.

    Left out are closed groups, and meetings at times when the patient might not be able to come.
    """
    caseload = relaxation.problem.caseload
    invited: dict[str, set[str]] = {}
    for member in caseload.members:
        if member.status == "in":
            invited.setdefault(member.patient, set()).add(member.group)
    for patient, groups in invited.items():
        if patient in relaxation.problem.patients and not any(caseload.groups[group].same_members for group in groups):
            agreed = [
                option
                for option in relaxation.options[patient]
                if option.candidate.agreed or (option.candidate.held_for or "") in groups
            ]
            for option in agreed:
                if option.candidate.group and option.starts == option.candidate.starts:
                    _attend_or_be_excused(relaxation, patient, option, agreed)


def _attend_or_be_excused(relaxation: Relaxation, patient: str, meeting: Option, agreed: Sequence[Option]) -> None:
    program = relaxation.program
    excused: list[Term] = []
    for excuse in _excuses(relaxation, patient, meeting, [option for option in agreed if option is not meeting]):
        if excuse.needed <= 0:
            return
        if sum(weight for weight, _ in excuse.terms) >= excuse.needed:
            variable = program.variable()
            terms = [(min(weight, excuse.needed), other) for weight, other in excuse.terms]
            program.row([*terms, (-excuse.needed, variable)], least=0)
            excused.append((-1, variable))
    program.row([(1, relaxation.held[meeting.candidate.name]), (-1, meeting.variable), *excused], most=0)


def _excuses(relaxation: Relaxation, patient: str, meeting: Option, others: Sequence[Option]) -> Iterator[Excuse]:
    week, candidate = relaxation.problem.week, meeting.candidate
    limits, name = week.limits[patient], candidate.session_type.session_type
    days = by_day(list(others))
    same_day = days[candidate.day]
    for most, counting in ((limits.max_minutes_week, others), (limits.max_minutes_day, same_day)):
        if most is not None and meeting.counted:
            terms = [(option.counted, option.variable) for option in counting]
            yield Excuse(terms, most + 1 - meeting.counted)
    planned = week.plans[patient].get(name)
    for most, counting in (
        (planned.sessions_max if planned else None, others),
        (candidate.session_type.max_per_day, same_day),
    ):
        if most is not None:
            terms = [(1, option.variable) for option in counting if option.candidate.session_type.session_type == name]
            yield Excuse(terms, most)
    if limits.max_days_week is not None:
        yield Excuse(list(_days_taken(relaxation, days, candidate.day)), limits.max_days_week)


def _days_taken(relaxation: Relaxation, days: Sequence[Sequence[Option]], but: int) -> Iterator[Term]:
    """Variables of other days, each at most 1 where an agreed session takes place, else 0."""
    for day, options in enumerate(days):
        if options and day != but:
            taken = relaxation.program.variable()
            relaxation.program.row([*((1, option.variable) for option in options), (-1, taken)], least=0)
            yield 1, taken
