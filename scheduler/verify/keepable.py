"""Whether an earlier appointment could still be kept exactly, by the facts alone and taken alone."""

from dataclasses import replace
from datetime import date

from scheduler.caseload import Group, TimetableRow
from scheduler.schedule import Schedule, Session
from scheduler.verify.clinic import clinic_open
from scheduler.verify.facts import Facts
from scheduler.verify.groups import group_same_members
from scheduler.verify.patients import (
    family_available,
    kept_apart,
    patient_admitted_to_group,
    patient_available,
    patient_not_double_booked,
)
from scheduler.verify.presence import missed
from scheduler.verify.stay import sessions_allowed
from scheduler.verify.therapists import therapist_available, therapist_not_double_booked, therapist_qualified

CHECKS = (
    *(patient_available, family_available, patient_not_double_booked, patient_admitted_to_group),
    *(
        therapist_available,
        therapist_not_double_booked,
        therapist_qualified,
        group_same_members,
        kept_apart,
        clinic_open,
    ),
)
"""Checks of one session beside what has happened."""


def can_be_kept(facts: Facts, patient: str, before: Session, on: date) -> bool:
    """Whether the patient could have the session on that date again, with the same therapists.

    Everybody concerned and some resource of each kind have to be there, the clinic open, and plan and timetable have
    room for it; other sessions are in the way only where they have happened.
    """
    group = facts.caseload.groups.get(before.group) if before.group else None
    kind = facts.type_of(before)
    if kind is None or (before.group and group is None):
        return False
    session = replace(
        before,
        on=on,
        end=before.start + (group.minutes if group else kind.minutes),
        resources=(),
        mode=group.mode if group else before.mode,
        patients=(patient,),
    )
    # Nothing that has happened on other days is in the way, but for meetings of the same group.
    near = [held for held in facts.to_stay if (on - held.on).days in {0, 1} or (group and held.group == before.group)]
    alone = Facts(facts.caseload, facts.monday, Schedule.of([*near, session]), facts.earlier)
    if not set(session.therapists) <= facts.caseload.therapists.keys() or any(
        map(any, (check(alone) for check in CHECKS))
    ):
        return False
    has_place = _in_timetable(facts, group, session) if group else _in_plan(facts, patient, session)
    return has_place and _has_room(facts, session)


def _in_timetable(facts: Facts, group: Group, session: Session) -> bool:
    if any(
        (row.group, *session.patients, row.status) == (group.group, row.patient, "out")
        for row in facts.caseload.members
    ):
        return False
    rows = facts.caseload.meetings.get(group.group, ())
    on_grid = session.start % facts.caseload.clinic.grid_minutes == 0
    is_given = any(_fits(row, session) and (on_grid or row.starts is not None) for row in rows)
    return group.meetings_per_week > 0 and (is_given or (on_grid and group.meetings_per_week > len(rows)))


def _fits(row: TimetableRow, session: Session) -> bool:
    return (
        (row.days is None or session.on.weekday() in row.days)
        and (row.starts is None or session.start in row.starts)
        and (row.therapists is None or set(row.therapists) == set(session.therapists))
    )


def _in_plan(facts: Facts, patient: str, session: Session) -> bool:
    """Whether it is agreed for then, or the plan leaves room beside what is agreed and what has happened."""
    agreed = [
        (each.on, each.appointment.start)
        for each in facts.agreed
        if (each.appointment.patient, each.appointment.session_type) == (patient, session.session_type)
    ]
    if (session.on, session.start) in agreed:
        return True
    had = [one.on for one in facts.to_stay if patient in one.patients and one.session_type == session.session_type]
    taken = [*(on for on, _ in agreed), *had]
    limit = sessions_allowed(facts.caseload, facts.caseload.plans[patient][session.session_type], facts.monday)
    a_day = facts.caseload.session_types[session.session_type].max_per_day
    return (
        session.start % facts.caseload.clinic.grid_minutes == 0
        and (limit is None or len(taken) < limit)
        and (a_day is None or taken.count(session.on) < a_day)
    )


def _has_room(facts: Facts, session: Session) -> bool:
    """Whether something of each kind that is needed is there."""
    kinds = () if facts.is_virtual(session) else facts.caseload.session_types[session.session_type].resources
    return all(
        any(
            kind in resource.kinds and not missed(facts.caseload, name, "self", session).minutes
            for name, resource in facts.caseload.resources.items()
        )
        for kind in kinds
    )
