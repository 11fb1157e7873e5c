"""Caseloads with a planted week: one that keeps every rule and leaves no care unmet is known before solving."""

import csv
import random
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from benchmarks.planted.cells import tables_of
from benchmarks.planted.clinic import Row
from benchmarks.planted.groups import plan_cohorts, plan_open_groups
from benchmarks.planted.limits import give_sizes
from benchmarks.planted.people import Booking, Circle, Week
from benchmarks.planted.rooms import give_rooms
from benchmarks.planted.roster import PATIENTS_A_UNIT, enrol
from benchmarks.planted.visits import give_work, plan_visits
from scheduler.caseload import Caseload
from scheduler.schedule import Schedule, Session, session_id
from scheduler.tables import TABLES, read_caseload

Timetable = Literal["fixed", "leaders_open", "all_open"]

FEWEST_PATIENTS = 10
FIRST_MONDAY = date(2026, 1, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Tables of a caseload as text cells, and its week."""

    tables: dict[str, list[Row]]
    monday: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted(Sample):
    """A caseload with a week that satisfies every rule and leaves ``care`` minutes unmet, the least possible.

    With ``short_percent`` the week still stands, but the therapists' hours no longer suffice for it.
    """

    schedule: Schedule
    care: int = 0


def plant(patients: int, *, seed: int, timetable: Timetable = "fixed", short_percent: int = 0) -> Planted:
    """A caseload of so many patients with its planted week, always the same for the same arguments.

    Args:
        patients: 10 or more.
        seed: chooses one of many caseloads of that size.
        timetable: ``fixed`` gives day, start, leaders and most rooms of each meeting, ``leaders_open`` day and start,
            ``all_open`` nothing.
        short_percent: cut from every therapist's weekly hours.

    Raises:
        ValueError: for fewer than 10 patients, or a cut that is not within 0 to 99 percent.
    """
    if patients < FEWEST_PATIENTS or not 0 <= short_percent < 100:
        raise ValueError("a planted caseload has at least 10 patients, and a cut of 0 to 99 percent")
    rng = random.Random(seed)  # noqa: S311 - caseloads are to be repeatable, not secret
    monday = FIRST_MONDAY + timedelta(weeks=rng.randrange(50))
    week = Week(rng, monday, units=max(1, round(patients / PATIENTS_A_UNIT)))
    enrol(week, patients)
    plan_cohorts(week)
    plan_open_groups(week)
    give_work(week)
    plan_visits(week)
    give_sizes(week)
    give_rooms(week)
    end_stays(week)
    return Planted(tables=tables_of(week, timetable, short_percent), schedule=schedule_of(week), monday=monday)


def end_stays(week: Week) -> None:
    """Let some patients leave after their last planted day, and some arrive on their first."""
    for patient in week.patients:
        if not patient.bookings():
            continue
        if week.rng.randrange(100) < 5:
            patient.discharged = week.monday + timedelta(days=max(patient.days()))
        if patient.admitted == patient.level_since == week.monday and week.rng.randrange(2):
            patient.admitted = patient.level_since = week.monday + timedelta(days=min(patient.days()))


def schedule_of(week: Week) -> Schedule:
    """The planted week as a schedule."""
    sessions = [session_of(week, booking, None, None) for booking in week.visits]
    for circle in week.circles:
        in_order = sorted(circle.meetings, key=lambda meeting: (meeting.day, meeting.window))
        sessions += [session_of(week, meeting, circle, number) for number, meeting in enumerate(in_order, 1)]
    return Schedule.of(sessions)


def session_of(week: Week, booking: Booking, circle: Circle | None, meeting: int | None) -> Session:
    """One booking as a session; no patient has two of a type on a day, and no group two meetings."""
    on = week.monday + timedelta(days=booking.day)
    patients = tuple(sorted(patient.patient for patient in booking.patients))
    holder = circle.group if circle else patients[0]
    return Session(
        session=session_id(on, booking.session_type, holder, 1, is_group=circle is not None),
        on=on,
        start=booking.window.start,
        end=booking.window.end,
        session_type=booking.session_type,
        group=circle.group if circle else None,
        meeting=meeting,
        therapists=tuple(sorted(staff.therapist for staff in booking.therapists)),
        resources=tuple(sorted(booking.resources)),
        mode=booking.mode,
        patients=patients,
    )


def write(sample: Sample, folder: Path) -> None:
    """Write every table into the folder, made where it is not there yet.

    Raises:
        OSError: where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in sample.tables.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(TABLES[table]))
            writer.writeheader()
            writer.writerows(rows)


def facts(sample: Sample) -> Caseload:
    """The frozen facts of the tables, read as any caseload is.

    Raises:
        BadInput: where the tables have a problem.
    """
    with tempfile.TemporaryDirectory() as folder:
        write(sample, Path(folder))
        return read_caseload(Path(folder))
