"""A small clinic for the tests of calendars, its weeks, and shorthands for exporting them."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from scheduler.calendars import Export, prepare_export
from scheduler.caseload import Caseload, Clinic, Group, LevelLimits, Patient, Resource, SessionType, Therapist
from scheduler.files.write import write_files
from scheduler.schedule import Schedule, Session, session_id
from scheduler.times import Window

SECRET = b"a secret that only the tests know"
OTHER_SECRET = b"another secret that only the tests know"
MARCH = datetime(2026, 3, 5, 17, 30, 12, 345, tzinfo=UTC)
LATER = datetime(2026, 3, 6, 8, 0, tzinfo=UTC)
LATEST = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)

MONDAY = date(2026, 3, 9)
NEXT_MONDAY = date(2026, 3, 16)

# Letters and figures that stand in no calendar by chance, so that finding them is always a leak.
ADA, BEN, CYD = "PAT-ADA", "PAT-BEN", "PAT-CYD"
THERAPIST, ROOM = "THER-IDA", "ROOM-RED"
GROUP, ONE_TO_ONE, GROUP_TYPE = "GRP-RELAPSE", "TYPE-COUNSEL", "TYPE-SKILLS"
NAMES = ("Ada Lovelock", "Ben Bright", "Cyd Chance", "Ida Ithaca", "Evening Relapse Group")


def export(*arguments: Any, **options: Any) -> Export:  # noqa: ANN401 -- as `prepare_export` takes them
    """What an export did that is prepared and written."""
    prepared = prepare_export(*arguments, **options)
    write_files(prepared.files)
    return prepared.export


def a_caseload(timezone: str = "America/Chicago", title: str = "Appointment") -> Caseload:
    """Three patients, one of them virtual, one therapist, one room and one hybrid group."""
    patients = {
        ADA: Patient(ADA, "iop", name=NAMES[0]),
        BEN: Patient(BEN, "iop", name=NAMES[1]),
        CYD: Patient(CYD, "iop", name=NAMES[2], mode="virtual"),
    }
    types = {
        ONE_TO_ONE: SessionType(ONE_TO_ONE, "one_to_one", 60, max_per_day=1),
        GROUP_TYPE: SessionType(GROUP_TYPE, "group", 90, max_size=8),
    }
    return Caseload(
        clinic=Clinic(timezone, calendar_title=title),
        opening=((Window(0, 1440),),) * 7,
        closures=(),
        levels={"iop": (LevelLimits("iop"),)},
        session_types=types,
        therapists={THERAPIST: Therapist(THERAPIST, frozenset(types), name=NAMES[3])},
        resources={ROOM: Resource(ROOM, frozenset({"room"}))},
        patients=patients,
        plans={},
        groups={GROUP: Group(GROUP, GROUP_TYPE, 90, 1, 8, mode="hybrid", title=NAMES[4])},
        meetings={GROUP: ()},
        availability={},
        keep_apart=(),
        absences={},
        appointments=(),
        members=(),
    )


def a_meeting(on: date, start: int, *patients: str, minutes: int = 90, order: int = 1) -> Session:
    """A meeting of the group."""
    return Session(
        session=session_id(on, GROUP_TYPE, GROUP, order, is_group=True),
        on=on,
        start=start,
        end=start + minutes,
        session_type=GROUP_TYPE,
        group=GROUP,
        meeting=order,
        therapists=(THERAPIST,),
        resources=(ROOM,),
        mode="hybrid",
        patients=patients,
    )


def a_talk(on: date, start: int, patient: str = ADA, minutes: int = 60) -> Session:
    """A one-to-one session."""
    return Session(
        session=session_id(on, ONE_TO_ONE, patient, 1, is_group=False),
        on=on,
        start=start,
        end=start + minutes,
        session_type=ONE_TO_ONE,
        group=None,
        meeting=None,
        therapists=(THERAPIST,),
        resources=(ROOM,),
        mode="in_person",
        patients=(patient,),
    )


def a_week(monday: date = MONDAY) -> Schedule:
    """The group for two patients and a talk for one of them; the third patient has nothing."""
    talk_day = monday.replace(day=monday.day + 2)
    return Schedule.of([a_meeting(monday, 18 * 60, ADA, BEN), a_talk(talk_day, 9 * 60)])


def moved(schedule: Schedule, session: str, minutes: int) -> Schedule:
    """The schedule with one session that many minutes later."""
    return Schedule.of(
        replace(each, start=each.start + minutes, end=each.end + minutes) if each.session == session else each
        for each in schedule.sessions
    )


def without(schedule: Schedule, session: str) -> Schedule:
    """The schedule without one session."""
    return Schedule.of(each for each in schedule.sessions if each.session != session)


def staff_rows(folder: Path, table: str = "patients.csv") -> list[dict[str, str]]:
    """The rows of a staff's table."""
    with (folder / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def file_of(folder: Path, who: str, audience: str = "patients") -> Path:
    """The calendar of somebody, as the staff's table tells it."""
    rows = staff_rows(folder, f"{audience}.csv")
    (file,) = {row["file"] for row in rows if row[audience.removesuffix("s")] == who}
    return folder / file


def everything(folder: Path) -> dict[str, bytes]:
    """All files under the folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def lines_of(events: Iterable[str], name: str) -> list[str]:
    """The values of a property in a calendar's unfolded lines."""
    return [line.partition(":")[2] for line in events if line.partition(":")[0].partition(";")[0] == name]


MEETING, TALK = (session.session for session in a_week().sessions)


def exported(folder: Path, schedule: Schedule, now: datetime = MARCH, **options: object) -> Export:
    """An export with the usual caseload and, unless told otherwise, the usual secret and moment."""
    return export(a_caseload(), schedule, folder, **{"secret": SECRET, "now": now} | options)


def uids(folder: Path, audience: str = "patients") -> dict[tuple[str, str], str]:
    """UID by owner and session, as the staff's table has it."""
    owner = audience.removesuffix("s")
    return {(row[owner], row["session"]): row["uid"] for row in staff_rows(folder, f"{audience}.csv")}
