"""Times that several people and rooms have free together."""

from dataclasses import replace
from datetime import timedelta

from scheduler.caseload import Caseload
from scheduler.fitting import common_time
from scheduler.times import Window, Windows
from tests.caseloads import (
    INDIVIDUAL,
    MONDAY,
    absent,
    available,
    busy,
    clinic_with,
    meeting,
    one_to_one,
    patient,
    room,
    span,
    week,
)

OPEN = ((Window(9 * 60, 17 * 60),), (Window(9 * 60, 17 * 60),), *((),) * 5)


def clinic(**changes: object) -> Caseload:
    facts: dict[str, object] = {"opening": OPEN, "resources": [room("r1", "office")]}
    return clinic_with(**{**facts, **changes})  # type: ignore[arg-type]


def free(caseload: Caseload, *who: str, minutes: int = 50) -> list[Windows]:
    schedule = week(meeting("g1", "mon", "10:00-11:00", "p1"), one_to_one("p2", "mon", "13:00-13:50", resources="r1"))
    return list(common_time(caseload, MONDAY, schedule, who, minutes))[:2]


def test_all_that_is_planned_is_taken() -> None:
    caseload = clinic(patients=[patient("p1"), patient("p2")])
    assert free(caseload, "p1")[0] == (span("09:00-10:00"), span("11:00-17:00"))
    assert free(caseload, "p2", "t1")[0] == (span("09:00-10:00"), span("11:00-13:00"), span("13:50-17:00"))
    assert free(caseload, "r1")[0] == (span("09:00-13:00"), span("13:50-17:00"))
    assert free(caseload, "p1", "t1")[1] == (span("09:00-17:00"),)


def test_what_is_too_short_is_left_out() -> None:
    assert free(clinic(), "p1", minutes=61)[0] == (span("11:00-17:00"),)
    assert free(clinic(), "p1", minutes=60)[0] == (span("09:00-10:00"), span("11:00-17:00"))


def test_the_way_and_the_buffer_are_kept_free() -> None:
    caseload = clinic(
        patients=[patient("p1", travel_minutes=30), patient("p2", mode="virtual", travel_minutes=30)],
        session_types=[replace(INDIVIDUAL, buffer_minutes=10)],
        availability=[busy("p1", "tue", "12:00-13:00"), busy("p2", "tue", "12:00-13:00")],
    )
    assert free(caseload, "p1")[1] == (span("09:00-11:30"), span("13:30-17:00"))
    assert free(caseload, "p2")[1] == (span("09:00-12:00"), span("13:00-17:00"))
    assert free(caseload, "t1")[0][-1] == span("14:00-17:00")


def test_own_hours_absences_and_stays_count() -> None:
    gone = replace(patient("p2"), discharged=MONDAY - timedelta(days=1))
    caseload = clinic(
        patients=[patient("p1"), gone],
        availability=[available("t1", "mon tue", "08:00-12:00")],
        absences=[absent("p1", "tue", "09:00-11:00")],
    )
    assert free(caseload, "p1", "t1") == [(span("09:00-10:00"), span("11:00-12:00")), (span("11:00-12:00"),)]
    assert free(caseload, "p2") == [(), ()]
