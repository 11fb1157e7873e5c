"""The problem of a week with a remedy, from that without it: laid out anew only where the remedy touches it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from scheduler.caseload import Availability, Caseload, Group, KeepApart, Patient, Plan, Therapist, TimetableRow
from scheduler.model.build import problem_under
from scheduler.model.problem import WeekProblem
from scheduler.model.relayout import Touched, problem_after
from scheduler.remedies.remedy import FactChange
from scheduler.times import DAYS_A_WEEK
from scheduler.week.appointments import agreed_sessions
from scheduler.week.week import Week, week_of

EVERY_DAY = range(DAYS_A_WEEK)


def problem_with(before: WeekProblem, caseload: Caseload, changes: Sequence[FactChange]) -> WeekProblem:
    """What ``problem_under`` gives for the caseload that these changes lead to, in a fraction of its time where it can.

    ``before`` is the whole problem of the week without them.
    """
    week = before.week
    touched = _touched(changes, caseload)
    is_plain = not week.frozen.until and not week.frozen.sessions and before.changes_left is None
    after = _week_after(week, caseload, touched) if is_plain and _keeps_the_pools(changes) else None
    if after is None:
        return problem_under(week_of(caseload, week.monday, week.earlier))
    return problem_after(before, after, touched)


def _touched(changes: Iterable[FactChange], caseload: Caseload) -> Touched:
    groups: set[str] = set()
    people: defaultdict[str, set[int]] = defaultdict(set)
    for change in changes:
        for fact in (change.old, change.new):
            match fact:
                case Group() | TimetableRow():
                    groups.add(fact.group)
                case Patient() | Plan():
                    people[fact.patient].update(EVERY_DAY)
                case Availability():
                    people[fact.who].update(fact.days)
                case Therapist() | KeepApart() | None:
                    # How much somebody leads, and who shares no session, no candidate knows.
                    pass
                case _:
                    groups.update(caseload.groups)
    patients: Mapping[str, set[int]] = {who: days for who, days in people.items() if who in caseload.patients}
    return Touched(frozenset(groups), patients, {who: people[who] for who in people.keys() - patients.keys()})


def _keeps_the_pools(changes: Iterable[FactChange]) -> bool:
    """Whether the rooms that rows of the timetable name are the same on the same days."""
    return not any(
        isinstance(fact, TimetableRow) and fact.resources for change in changes for fact in (change.old, change.new)
    )


def _week_after(before: Week, caseload: Caseload, touched: Touched) -> Week | None:
    """The week of the caseload; None where more of it may be another than can be told quickly."""
    patients = touched.patients.keys() & before.stays.keys()
    own = _of_these(before, caseload, patients, touched.therapists.keys())
    if any(own.stays[who] != before.stays[who] for who in patients):
        return None
    after = replace(
        before,
        caseload=caseload,
        therapists={**before.therapists, **own.therapists},
        on_site={**before.on_site, **own.on_site},
        remote={**before.remote, **own.remote},
        families={**before.families, **own.families},
        limits={**before.limits, **own.limits},
        plans={**before.plans, **own.plans},
    )
    # Whom or what an appointment needs may be there at other hours.
    agreed, _ = agreed_sessions(caseload, before.monday, before.stays, before.frozen)
    return after if agreed == before.agreed else None


def _of_these(before: Week, caseload: Caseload, patients: Iterable[str], therapists: Iterable[str]) -> Week:
    """The facts of the week for these people alone."""
    some = {who: caseload.patients[who] for who in patients}
    # Whose plan says any has to know everybody.
    facts = replace(
        caseload,
        patients=some,
        therapists=caseload.therapists if some else {who: caseload.therapists[who] for who in therapists},
        resources={},
        appointments=(),
        missed=None,
    )
    return week_of(facts, before.monday)
