"""Agreements and groups that the tables allow and that cannot be kept, or filled, in any ordinary week, as warnings."""

from collections.abc import Iterator
from datetime import date

from scheduler.agreed import plan_therapists
from scheduler.caseload import Appointment, Caseload
from scheduler.errors import Problem
from scheduler.explain.advice import ANY_MONDAY, without_dates
from scheduler.stays import monday_of
from scheduler.times import MINUTES_A_DAY, WEEKDAYS, Window
from scheduler.week import Week, week_of
from scheduler.windows import WeekWindows


def unkept(caseload: Caseload, day: date | None = None) -> tuple[Problem, ...]:
    """Warnings about the week that holds ``day`` or, where none is given, about an ordinary week and about dates."""
    found = [*_kept_apart_in_one_group(caseload), *_groups_larger_than_rooms(caseload)]
    if day:
        week = week_of(caseload, monday_of(day))
        for agreed in week.agreed:
            found += _cannot_be(week, agreed.appointment, agreed.day)
        return tuple(sorted(found))
    ordinary = week_of(without_dates(caseload), ANY_MONDAY)
    for appointment in caseload.appointments:
        if appointment.on is None:
            found += _cannot_be(ordinary, appointment, appointment.weekday or 0)
        else:
            found += _cannot_be(week_of(caseload, monday_of(appointment.on)), appointment, appointment.on.weekday())
    return tuple(sorted(found))


def _kept_apart_in_one_group(caseload: Caseload) -> Iterator[Problem]:
    inside = {(member.group, member.patient): member for member in caseload.members if member.status == "in"}
    for pair in caseload.keep_apart:
        for (group, patient), member in inside.items():
            other = {pair.patient_a: pair.patient_b, pair.patient_b: pair.patient_a}.get(patient)
            beside = inside.get((group, other)) if other else None
            if beside and beside.row < member.row:
                says = f"{patient} and {other} are kept apart, and row {beside.row} has both in the group {group}"
                fix = "Take one of the two rows out, or the pair out of keep_apart"
                yield Problem("members", member.row, "patient", patient, says, fix, severity="warning")


def _groups_larger_than_rooms(caseload: Caseload) -> Iterator[Problem]:
    for group in caseload.groups.values():
        kinds = caseload.session_types[group.session_type].resources if group.mode != "virtual" else ()
        for kind in kinds:
            sizes = [resource.capacity for resource in caseload.resources.values() if kind in resource.kinds]
            largest = max((size for size in sizes if size is not None), default=0)
            if None in sizes or group.max_size <= largest or group.mode == "hybrid":
                continue
            says = f"it takes up to {group.max_size} patients, and the largest {kind} holds {largest}"
            fix = f"Write max_size {largest} at most, or correct the capacity in resources"
            yield Problem("groups", group.row, "max_size", "", says, fix, severity="warning")


def _cannot_be(week: Week, appointment: Appointment, day: int) -> Iterator[Problem]:
    """Why an appointment cannot be on its day, as far as the windows of those concerned tell."""
    caseload = week.caseload
    is_virtual = caseload.patients[appointment.patient].mode == "virtual"
    session_type = caseload.session_types[appointment.session_type]
    end = appointment.start + session_type.minutes
    if day not in week.stays.get(appointment.patient, ()) or end > MINUTES_A_DAY:
        return
    window = Window(appointment.start, end)

    def is_free(windows: WeekWindows) -> bool:
        return any(free.covers(window) for free in windows[day])

    def fault(column: str, says: str, fix: str) -> Problem:
        told = f"on {WEEKDAYS[day]} {window} {says}"
        return Problem("appointments", appointment.row, column, "", told, fix, severity="warning")

    if not is_free(week.opening):
        yield fault("start", "the clinic is not open", "Give another time, or correct table opening_hours")
        return
    theirs = week.remote if is_virtual else week.on_site
    if not is_free(theirs[appointment.patient]):
        yield fault("start", "the patient is not available", "Give another time, or correct the patient's availability")
    if session_type.needs_family and not is_free(week.families[appointment.patient]):
        yield fault("start", "the family is not available", "Give another time, or correct the family's availability")
    plan = caseload.plans[appointment.patient][appointment.session_type]
    able = (appointment.therapist,) if appointment.therapist else plan_therapists(caseload, plan)
    if not any(is_free(week.therapists[who]) for who in able):
        who = able[0] if len(able) == 1 else "nobody who may lead it"
        says = f"{who} is {'not ' if len(able) == 1 else ''}available"
        yield fault("start", says, "Give another time or therapist, or correct the therapist's availability")
    for kind in session_type.resources if not is_virtual else ():
        rooms = [name for name, resource in caseload.resources.items() if kind in resource.kinds]
        rooms = [appointment.resource] if appointment.resource in rooms else rooms
        if not any(is_free(week.resources[name]) for name in rooms):
            yield fault("start", f"no {kind} is available", "Give another time, or correct the rooms' availability")
