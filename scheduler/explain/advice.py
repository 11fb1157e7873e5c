"""What a caseload allows but surely does not mean, as warnings."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from scheduler.caseload import Availability, Caseload, Group
from scheduler.errors import Problem
from scheduler.explain.members import largest_room, members_beyond_places
from scheduler.times import DAYS_A_WEEK, Window, Windows, hours, intersected, monday_of, total_minutes
from scheduler.week.admission import may_join
from scheduler.week.week import Week, week_of

ANY_MONDAY = date(2024, 1, 1)


def advice(caseload: Caseload, day: date | None = None) -> tuple[Problem, ...]:
    """What is wrong with the week that holds ``day``, or with an ordinary week without dates where none is given.

    Agreed sessions that cannot be are an error, and are looked at in the week of a date only; all else is a warning.
    """
    week = week_of(caseload, monday_of(day)) if day else week_of(_without_dates(caseload), ANY_MONDAY)
    return tuple(
        sorted(
            [
                *_patients_without_time(week),
                *_patients_without_plan(week),
                *_plans_without_group(week),
                *_groups_without_patients(week),
                *_groups_larger_than_rooms(week),
                *_meetings_without_leaders(week),
                *members_beyond_places(week),
                *_appointments_that_clash(week),
                *_therapists_without_hours(week),
                *_resources_without_hours(week),
            ]
        )
    )


def what_a_new_one_clashes_with(before: Caseload, after: Caseload, on: date | None) -> tuple[str, ...]:
    """Sentences on why the agreements cannot be kept with an appointment more; none where they could not before either.

    Args:
        before: the caseload without the appointment.
        after: the same with it, its row being 0.
        on: its date; None where it is for every week, which is then tried as one without dates.
    """
    from scheduler.explain.kept import what_clashes  # noqa: PLC0415  # loads the solver

    without, beside = (_week_of_agreements(caseload, on) for caseload in (before, after))
    if what_clashes(without):
        return ()
    return tuple(words.removeprefix("appointments, row 0: ") for words in what_clashes(beside))


def _appointments_that_clash(week: Week) -> Iterator[Problem]:
    """An error where the agreed sessions of the week cannot all be."""
    if not week.agreed:
        return
    from scheduler.explain.kept import what_clashes  # noqa: PLC0415  # loads the solver

    said = what_clashes(week)
    if not said:
        return
    rows = sorted(one.row for one in week.caseload.appointments if any(_names(words, one.row) for words in said))
    says = f"no schedule of the week of {week.monday} can keep what is agreed: {'; '.join(said)}"
    yield Problem("appointments", rows[0] if rows else 0, "", "", says, "Move or take out one of the appointments")


def _names(words: str, row: int) -> bool:
    return words.startswith(f"appointments, row {row}:")


def _week_of_agreements(caseload: Caseload, on: date | None) -> Week:
    if on is not None:
        return week_of(caseload, monday_of(on))
    weekly = tuple(each for each in caseload.appointments if each.on is None)
    return week_of(replace(_without_dates(caseload), appointments=weekly), ANY_MONDAY)


def _without_dates(caseload: Caseload) -> Caseload:
    """Every patient in care, nobody away, and whoever is there at some dates there always."""
    return replace(
        caseload,
        closures=(),
        absences={},
        appointments=(),
        patients={
            name: replace(patient, admitted=None, discharged=None, level_since=None)
            for name, patient in caseload.patients.items()
        },
        availability={
            who: tuple(replace(row, first=None, last=None) for row in rows if _counts_in_an_ordinary_week(row))
            for who, rows in caseload.availability.items()
        },
    )


def _counts_in_an_ordinary_week(row: Availability) -> bool:
    return row.status != "busy" or (row.first is None and row.last is None)


def _warning(table: str, row: int, column: str, value: str, says: str, fix: str) -> Problem:
    return Problem(table, row, column, value, says, fix, severity="warning")


def _patients_without_time(week: Week) -> Iterator[Problem]:
    for name, limits in week.limits.items():
        patient = week.caseload.patients[name]
        windows = (week.remote if _has_remote_care(week, name) else week.on_site)[name]
        by_day = [total_minutes(intersected(windows[day], week.opening[day])) for day in range(DAYS_A_WEEK)]
        most_a_day = limits.max_minutes_day
        possible = sum(by_day if most_a_day is None else [min(most_a_day, minutes) for minutes in by_day])
        if possible < limits.min_minutes_week:
            yield _warning(
                "patients",
                patient.row,
                "patient",
                name,
                f"the week asks for {hours(limits.min_minutes_week)}, but at most {hours(possible)} lie inside the "
                "patient's windows and the opening hours",
                "Check the patient's rows in availability and absences, the level and the opening hours",
            )
        enough = sum(minutes >= max(1, limits.min_minutes_day) for minutes in by_day)
        if enough < limits.min_days_week:
            yield _warning(
                "patients",
                patient.row,
                "patient",
                name,
                f"{limits.min_days_week} days with {hours(limits.min_minutes_day)} are asked for, but the patient's "
                f"windows hold that on {enough}",
                "Check the patient's rows in availability and absences, the level and the opening hours",
            )
        most = limits.max_minutes_week
        if most is not None and most < limits.min_minutes_week:
            yield _warning(
                "patients",
                patient.row,
                "min_hours_week",
                "",
                f"{name} needs {hours(limits.min_minutes_week)} this week but may have at most {hours(most)}",
                "Raise the maximum or lower the minimum, of the patient or of the level",
            )


def _has_remote_care(week: Week, patient: str) -> bool:
    """Whether some session may reach the patient away from the clinic, so that travel does not limit the week."""
    return week.caseload.patients[patient].mode != "in_person"


def _plans_without_group(week: Week) -> Iterator[Problem]:
    for name, plans in week.plans.items():
        for session_type, planned in plans.items():
            if not planned.sessions_min or not week.caseload.session_types[session_type].is_group:
                continue
            if not any(may_join(week, group, name) for group in _of_type(week, session_type)):
                yield _warning(
                    week.caseload.plans[name][session_type].table,
                    week.caseload.plans[name][session_type].row,
                    "session_type",
                    session_type,
                    f"no group of this type admits {name}",
                    "Check the tags and the mode of the patient and of the groups, or the plan",
                )


def _of_type(week: Week, session_type: str) -> Iterator[Group]:
    return (group for group in week.caseload.groups.values() if group.session_type == session_type)


def _groups_without_patients(week: Week) -> Iterator[Problem]:
    for name, group in week.caseload.groups.items():
        admitted = sum(may_join(week, group, patient) for patient in week.stays)
        if admitted < group.min_size:
            yield _warning(
                "groups",
                group.row,
                "group",
                name,
                "nobody may join it"
                if not admitted
                else f"it needs {group.min_size} patients, but only {admitted} may join it",
                "Check its tags, its mode, and which patients have its type in their plan",
            )


def _patients_without_plan(week: Week) -> Iterator[Problem]:
    for name in week.stays:
        if not week.caseload.plans[name]:
            says = "there is no row of the patient in table plans, so no session is planned"
            row = week.caseload.patients[name].row
            yield _warning("patients", row, "patient", name, says, "Add a row for each type of session to plans")


def _groups_larger_than_rooms(week: Week) -> Iterator[Problem]:
    for name, group in week.caseload.groups.items():
        if group.mode != "in_person":
            continue
        for kind in week.caseload.session_types[group.session_type].resources:
            most = largest_room(week.caseload, kind)
            if most is not None and most < group.max_size:
                never = " and so it never meets" if most < group.min_size else ""
                says = f"it is for up to {group.max_size} patients, but no {kind} holds more than {most}{never}"
                fix = "Correct max_size, or the capacity in table resources"
                yield _warning("groups", group.row, "group", name, says, fix)


def _meetings_without_leaders(week: Week) -> Iterator[Problem]:
    for name, rows in week.caseload.meetings.items():
        group = week.caseload.groups[name]
        for row in rows:
            if row.days is None or row.starts is None or len(group.therapists) < group.leaders:
                continue
            who = group.therapists if row.therapists is None else row.therapists
            windows = [(day, Window(start, start + group.minutes)) for day in row.days for start in row.starts]
            times = [(day, window) for day, window in windows if _is_inside(week.opening[day], window)]
            if times and all(_leading(week, who, day, window) < group.leaders for day, window in times):
                says = f"too few of those who may lead {name} are there then, so the meeting does not take place"
                fix = "Name another therapist, move the meeting, or check absences and availability"
                yield _warning("meetings", row.row, "therapists", "", says, fix)


def _is_inside(windows: Windows, window: Window) -> bool:
    return any(each.covers(window) for each in windows)


def _leading(week: Week, who: Iterable[str], day: int, window: Window) -> int:
    return sum(_is_inside(week.therapists[name][day], window) for name in who)


def _therapists_without_hours(week: Week) -> Iterator[Problem]:
    for name, therapist in week.caseload.therapists.items():
        limits = (therapist.max_minutes_week, therapist.max_minutes_day)
        if 0 in limits or not any(_open_hours(week, week.therapists[name])):
            yield _warning(
                "therapists",
                therapist.row,
                "therapist",
                name,
                "has no hours inside the opening hours",
                "Check the therapist's maximum hours, and the rows in availability and absences",
            )
        elif not therapist.leads:
            yield _warning(
                "therapists",
                therapist.row,
                "leads",
                "",
                f"{name} leads no type of session",
                "List the session types that the therapist leads",
            )


def _resources_without_hours(week: Week) -> Iterator[Problem]:
    for name, resource in week.caseload.resources.items():
        if not any(_open_hours(week, week.resources[name])):
            yield _warning(
                "resources",
                resource.row,
                "resource",
                name,
                "is never free inside the opening hours",
                "Check its rows in availability and absences",
            )


def _open_hours(week: Week, windows: tuple[Windows, ...]) -> list[Windows]:
    return [intersected(windows[day], week.opening[day]) for day in range(DAYS_A_WEEK)]
