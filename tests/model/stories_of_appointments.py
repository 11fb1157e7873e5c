"""Where agreed appointments bite, and when they are dropped."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from scheduler.caseload import Absence, Availability, Closure
from scheduler.rules import RuleId
from tests.caseloads import (
    INDIVIDUAL,
    MONDAY,
    absent,
    available,
    busy,
    clinic_with,
    day,
    once,
    one_to_one,
    patient,
    plan,
    room,
    span,
    therapist,
    weekly,
)
from tests.model.stories import Story, every

STAFF = (therapist("t1"), therapist("t2"))
IN_ROOMS = replace(INDIVIDUAL, resources=("room",))
PEOPLE = (patient("p1"), patient("p2"))


APPOINTMENT_KEPT = (
    Story(
        "this therapist in this room at this minute; another with anybody in any room",
        clinic_with(
            patients=PEOPLE,
            therapists=STAFF,
            resources=[room("r1"), room("r2"), room("r3")],
            session_types=[IN_ROOMS],
            appointments=[
                weekly("p1", "mon", "10:00", therapist="t1", resource="r1"),
                once("p2", "tue", "10:00"),
                replace(once("p2", "thu", "10:00"), on=MONDAY + timedelta(days=10)),
            ],
        ),
        every(
            [
                *(
                    one_to_one("p1", "mon", "10:00-10:50", therapists=who, resources=where)
                    for who in ("t1", "t2")
                    for where in ("r1", "r2")
                ),
                one_to_one("p1", "mon", "10:01-10:51", resources="r1"),
            ],
            [
                one_to_one("p2", "tue", "10:00-10:50", therapists=who, resources=where)
                for who in ("t1", "t2")
                for where in ("r1", "r2")
            ],
            [one_to_one("p2", "wed", "10:00-10:50", resources="r2")],
        ),
        1 * 4 * 2,
    ),
    Story(
        "weekly ones are dropped for an absence, a closure, the end of the stay, staff or rooms that are away, and "
        "where nothing is due; one with a date is not, nor one that is merely touched",
        clinic_with(
            patients=[
                *map(patient, ("p1", "p2", "p3", "p5", "p6", "p7")),
                replace(patient("p4"), discharged=day("mon")),
                replace(patient("p8"), admitted=MONDAY - timedelta(days=7)),
            ],
            therapists=STAFF,
            resources=[room("r1"), room("r2")],
            session_types=[IN_ROOMS],
            plans=[
                *(plan(who) for who in ("p1", "p2", "p3", "p4", "p5", "p6", "p7")),
                plan("p8", every_weeks=2),
            ],
            closures=[Closure(day("tue"), span("10:49-12:00"))],
            absences=[
                absent("p1", "mon", "10:49-12:00"),
                absent("p2", "mon", "10:49-12:00"),
                absent("p3", "mon", "10:50-12:00"),
                *(absent(who, "wed") for who in ("t1", "t2")),
                *(absent(what, "thu") for what in ("r1", "r2")),
                absent("t1", "fri"),
            ],
            appointments=[
                weekly("p1", "mon", "10:00"),
                once("p2", "mon", "10:00"),
                weekly("p3", "mon", "10:00"),
                weekly("p4", "tue", "12:00"),
                weekly("p5", "tue", "10:00"),
                weekly("p6", "wed", "10:00"),
                weekly("p7", "thu", "10:00"),
                weekly("p7", "fri", "10:00"),
                weekly("p8", "fri", "10:00"),
            ],
        ),
        every(
            *([one_to_one(who, "mon", "10:00-10:50", resources="r1")] for who in ("p1", "p2", "p3")),
            [one_to_one("p4", "tue", "12:00-12:50", resources="r1")],
            [one_to_one("p5", "tue", "10:00-10:50", resources="r1")],
            [one_to_one("p6", "wed", "10:00-10:50", resources="r1")],
            [one_to_one("p7", "thu", "10:00-10:50", resources="r1")],
            [one_to_one("p7", "fri", "10:00-10:50", therapists="t2", resources="r1")],
        ),
        # As anybody likes for the first, fourth, fifth and sixth patient, and for the last one's Thursday.
        2**5,
    ),
    Story(
        "two agreed at the same time need two sessions, one of them with the therapist agreed for it",
        clinic_with(
            therapists=STAFF,
            session_types=[replace(INDIVIDUAL, max_per_day=2)],
            appointments=[once("p1", "mon", "10:00", therapist="t1"), once("p1", "mon", "10:00")],
        ),
        every(*([one_to_one("p1", "mon", "10:00-10:50", therapists=who) for who in ("t1", "t2")] for _ in range(2))),
        3,
    ),
)


def _only_the_other(who: str, other: str) -> tuple[list[Availability], list[Absence]]:
    """One is away from Monday to Saturday; the other's hours hold 10:00 to 10:50 on Monday and Wednesday.

    On Friday and Saturday the hours of neither hold it, and on Saturday the other is away too.
    """
    hours = [
        available(other, "mon", "10:00-10:50"),
        available(other, "tue", "10:00-10:49"),
        available(other, "wed thu fri", "09:00-12:00"),
        busy(other, "wed", "10:50-12:00"),
        busy(other, "thu", "10:49-12:00"),
        busy(other, "fri", "09:00-10:01"),
        busy(who, "fri sat", "09:00-10:01"),
    ]
    away = [absent(who, name) for name in ("mon", "tue", "wed", "thu", "fri", "sat")]
    return hours, [*away, absent(other, "sat", "10:49-11:00")]


def _story_of_hours(says: str, who: str, other: str) -> Story:
    hours, away = _only_the_other(who, other)
    days = ("mon", "tue", "wed", "thu", "fri", "sat")
    return Story(
        says,
        clinic_with(
            therapists=STAFF,
            resources=[room("r1"), room("r2")],
            session_types=[IN_ROOMS],
            availability=hours,
            absences=away,
            appointments=[weekly("p1", name, "10:00") for name in days],
        ),
        every(*([one_to_one("p1", name, "10:00-10:50", therapists="t2", resources="r2")] for name in days)),
        # Kept on Monday, Wednesday and Friday, as anybody likes on the other days.
        2**3,
    )


HOURS_OF_NOBODY = (
    _story_of_hours("who never works at that hour does not keep it from being dropped", "t1", "t2"),
    _story_of_hours("nor does a room that is never free then", "r1", "r2"),
)

STORIES: Mapping[RuleId, tuple[Story, ...]] = {
    RuleId.APPOINTMENT_KEPT: (*APPOINTMENT_KEPT, *HOURS_OF_NOBODY),
}
