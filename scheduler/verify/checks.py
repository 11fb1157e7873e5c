"""The registry of checks, one for each rule of the catalogue and named like it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from scheduler.caseload import Caseload
from scheduler.rules import CATALOGUE, RuleId
from scheduler.schedule import Earlier, Schedule
from scheduler.verify.agreements import appointment_kept, member_kept
from scheduler.verify.clinic import clinic_open, grid
from scheduler.verify.facts import Facts
from scheduler.verify.frozen import as_it_was
from scheduler.verify.groups import group_meetings, group_same_members, group_size
from scheduler.verify.patients import (
    family_available,
    kept_apart,
    patient_admitted_to_group,
    patient_available,
    patient_day_limit,
    patient_not_double_booked,
    patient_plan_limit,
    patient_week_limit,
)
from scheduler.verify.resources import resource_available, resource_fits, resource_not_double_booked
from scheduler.verify.rows import schedule_row
from scheduler.verify.therapists import (
    therapist_available,
    therapist_hours,
    therapist_not_double_booked,
    therapist_qualified,
)
from scheduler.verify.violation import Violation

Check = Callable[[Facts], Iterable[Violation]]

CHECKS: Mapping[RuleId, Check] = {
    RuleId.PATIENT_AVAILABLE: patient_available,
    RuleId.FAMILY_AVAILABLE: family_available,
    RuleId.PATIENT_NOT_DOUBLE_BOOKED: patient_not_double_booked,
    RuleId.PATIENT_DAY_LIMIT: patient_day_limit,
    RuleId.PATIENT_WEEK_LIMIT: patient_week_limit,
    RuleId.PATIENT_PLAN_LIMIT: patient_plan_limit,
    RuleId.PATIENT_ADMITTED_TO_GROUP: patient_admitted_to_group,
    RuleId.GROUP_SIZE: group_size,
    RuleId.GROUP_MEETINGS: group_meetings,
    RuleId.GROUP_SAME_MEMBERS: group_same_members,
    RuleId.THERAPIST_AVAILABLE: therapist_available,
    RuleId.THERAPIST_QUALIFIED: therapist_qualified,
    RuleId.THERAPIST_NOT_DOUBLE_BOOKED: therapist_not_double_booked,
    RuleId.THERAPIST_HOURS: therapist_hours,
    RuleId.RESOURCE_AVAILABLE: resource_available,
    RuleId.RESOURCE_NOT_DOUBLE_BOOKED: resource_not_double_booked,
    RuleId.RESOURCE_FITS: resource_fits,
    RuleId.KEPT_APART: kept_apart,
    RuleId.CLINIC_OPEN: clinic_open,
    RuleId.GRID: grid,
    RuleId.APPOINTMENT_KEPT: appointment_kept,
    RuleId.MEMBER_KEPT: member_kept,
    RuleId.SCHEDULE_ROW: schedule_row,
}


def violations(
    caseload: Caseload,
    monday: date,
    schedule: Schedule,
    rules: Collection[RuleId] = tuple(RuleId),
    earlier: Earlier | None = None,
) -> tuple[Violation, ...]:
    """Every witness that the schedule breaks one of the rules, in the catalogue's order; empty for a clean schedule.

    Where the week is frozen until some moment, what is not as it was comes first, and what is as it was breaks no rule
    by itself.

    Args:
        caseload: the facts.
        monday: the week; any day of it will do.
        schedule: sessions, possibly edited by hand; ids that nobody knows are told under ``schedule_row`` only.
        rules: the rules to check; all of them unless given.
        earlier: the week that this one is planned from.
    """
    facts = Facts.of(caseload, monday, schedule, earlier)
    broken = (found for rule in CATALOGUE if rule.id in rules for found in CHECKS[rule.id](facts))
    return (*as_it_was(facts), *broken)
