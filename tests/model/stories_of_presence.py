"""Where the rules about when and with whom patients are there bite: before, at and after each edge."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from scheduler.caseload import KeepApart, SessionType
from scheduler.rules import RuleId
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    MONDAY,
    SKILLS,
    absent,
    available,
    busy,
    clinic_with,
    day,
    group,
    meeting,
    meeting_row,
    one_to_one,
    patient,
    plan,
    therapist,
)
from tests.model.stories import Story, every, some, spans

FAMILY = SessionType("family", "one_to_one", 50, needs_family=True, max_per_day=1)
PARENTS = replace(SKILLS, session_type="parents", needs_family=True)
STAFF = (therapist("t1", "skills individual family parents games"),)
TWO = (patient("p1"), patient("p2"))
GIVEN = (RuleId.GROUP_MEETINGS,)

PATIENT_AVAILABLE = (
    Story(
        "six starts from 8:00 to 8:25 before the way there, twelve from 10:15 to 11:10 after the way back",
        clinic_with(
            patients=[patient(travel_minutes=15)],
            availability=[
                available("p1", "mon", "08:00-09:00"),
                available("p1", "mon", "09:00-12:00"),
                busy("p1", "mon", "09:30-10:00"),
            ],
        ),
        every([one_to_one("p1", "mon", clocks) for clocks in spans("07:55", "11:15", 5, 50)]),
        1 + 6 + 12,
    ),
    Story(
        "in a hybrid group one who may come either way travels, so with four starts, a virtual patient has eight",
        clinic_with(
            patients=[
                patient("p1", mode="either", travel_minutes=30),
                patient("p2", mode="virtual", travel_minutes=30),
            ],
            groups=[group(mode="hybrid")],
            availability=[busy(who, "mon", "10:00-11:00") for who in ("p1", "p2")],
        ),
        every(
            [
                meeting("g1", "mon", clocks, who, mode="hybrid")
                for clocks in spans("08:15", "11:45", 15, 60)
                for who in some("p1", "p2")
            ]
        ),
        1 + 4 + 8 + 4,
    ),
    Story(
        "a stay from Tuesday to Wednesday, and one that is over",
        clinic_with(
            patients=[
                replace(patient("p1"), admitted=day("tue"), discharged=day("wed")),
                replace(patient("p2"), discharged=MONDAY - timedelta(days=1)),
            ]
        ),
        every(
            *([one_to_one("p1", name, "10:00-10:50")] for name in ("mon", "tue", "wed", "thu")),
            [one_to_one("p2", "mon", "10:00-10:50")],
        ),
        2 * 2,
    ),
    Story(
        "hours that are out of date leave no time; an absence does not grow by travel",
        clinic_with(
            patients=[patient("p1"), patient("p2", travel_minutes=60)],
            availability=[replace(available("p1", "mon", "09:00-12:00"), last=MONDAY - timedelta(days=1))],
            absences=[absent("p2", "mon", "10:00-11:00")],
        ),
        every(
            [one_to_one("p1", "mon", "10:00-10:50")],
            [
                one_to_one("p2", "mon", clocks)
                for clocks in ("09:10-10:00", "09:11-10:01", "10:59-11:49", "11:00-11:50")
            ],
        ),
        1 + 2,
    ),
)

FAMILY_AVAILABLE = (
    Story(
        "three starts before the family's absence and nine after it; other sessions need no family",
        clinic_with(
            therapists=STAFF,
            session_types=[FAMILY, INDIVIDUAL],
            availability=[available("p1", "mon", "09:00-12:00", party="family"), busy("p1", "mon", "09:00-12:00")],
            absences=[absent("p1", "mon", "10:00-10:30", party="family"), absent("p1", "mon")],
        ),
        every(
            [one_to_one("p1", "mon", clocks, session_type="family") for clocks in spans("08:55", "11:15", 5, 50)],
            [one_to_one("p1", "mon", "08:00-08:50")],
        ),
        (1 + 3 + 9) * 2,
    ),
    Story(
        "of eleven starts of a group with families, four suit a family that is busy for an hour",
        clinic_with(
            patients=TWO,
            therapists=STAFF,
            session_types=[PARENTS],
            groups=[group(session_type="parents")],
            availability=[busy("p1", "mon", "10:00-11:00", party="family")],
        ),
        every(
            [
                meeting("g1", "mon", clocks, who, session_type="parents")
                for clocks in spans("08:45", "11:15", 15, 60)
                for who in some("p1", "p2")
            ]
        ),
        1 + 4 + 11 + 4,
    ),
)

PATIENT_NOT_DOUBLE_BOOKED = (
    Story(
        "one to one up to or from the very minute of a group, but not a minute into it",
        clinic_with(patients=TWO, groups=[group()]),
        every(
            [meeting("g1", "mon", "09:00-10:00", who) for who in some("p1", "p2")],
            [
                one_to_one("p1", "mon", clocks)
                for clocks in ("08:10-09:00", "08:11-09:01", "09:59-10:49", "10:00-10:50")
            ],
        ),
        2 * 5 + 2 * 3,
    ),
    Story(
        "three groups at given times, each overlapping the next: each patient has five ways to attend",
        clinic_with(
            patients=TWO,
            plans=[plan(who, "skills") for who in ("p1", "p2")],
            groups=[group(name, meetings_per_week=1) for name in ("g1", "g2", "g3")],
            meetings=[
                meeting_row("g1", days="mon", starts="09:00"),
                meeting_row("g2", days="mon", starts="09:30"),
                meeting_row("g3", days="mon", starts="10:00"),
            ],
        ),
        every(
            *(
                [meeting(name, "mon", clocks, who) for who in some("p1", "p2")]
                for name, clocks in (("g1", "09:00-10:00"), ("g2", "09:30-10:30"), ("g3", "10:00-11:00"))
            )
        ),
        5 * 5,
        beside=GIVEN,
    ),
    Story(
        "a group at a given time beside one with two and a session one to one",
        clinic_with(
            groups=[group(name, meetings_per_week=1) for name in ("g1", "g2")],
            meetings=[
                meeting_row("g1", days="mon", starts="09:00"),
                meeting_row("g2", days="mon", starts="09:30 10:00"),
            ],
        ),
        every(
            [meeting("g1", "mon", "09:00-10:00")],
            [meeting("g2", "mon", "09:30-10:30"), meeting("g2", "mon", "10:00-11:00")],
            [one_to_one("p1", "mon", "10:00-10:50"), one_to_one("p1", "mon", "11:00-11:50")],
        ),
        2 * 3 + 1 * 2 + 2 * 2,
        beside=GIVEN,
    ),
)


MODES = (
    patient("p1", tags=["mat"]),
    patient("p2", tags=["mat"], mode="virtual"),
    patient("p3", tags=["mat"], mode="either"),
    patient("p4"),
)

PATIENT_ADMITTED_TO_GROUP = (
    Story(
        "two patients may come on site, two others from afar, all four into a hybrid group",
        clinic_with(
            patients=MODES,
            groups=[
                replace(group("g1"), admits=frozenset({"mat", LEVEL})),
                group("g2", mode="virtual"),
                group("g3", mode="hybrid"),
            ],
        ),
        (
            *every([meeting("g1", "mon", "09:00-10:00", who) for who in some("p1", "p2", "p3", "p4")]),
            *every([meeting("g2", "mon", "09:00-10:00", who, mode="virtual") for who in some("p1", "p2", "p3", "p4")]),
            *every([meeting("g3", "mon", "09:00-10:00", who, mode="hybrid") for who in some("p1", "p2", "p3", "p4")]),
        ),
        2**2 + 2**2 + 2**4,
    ),
)

KEPT_APART = (
    Story(
        "never in the same session, though on the same day",
        clinic_with(patients=TWO, groups=[group("g1"), group("g2")], keep_apart=[KeepApart("p1", "p2")]),
        every(
            [meeting("g1", "mon", "09:00-10:00", who) for who in some("p1", "p2")],
            [meeting("g2", "mon", "09:00-10:00", who) for who in some("p1", "p2")],
        ),
        3 * 3,
    ),
    Story(
        "never on site on the same day, also one to one; who attends from afar is not on site",
        clinic_with(
            patients=[patient("p1"), patient("p2", mode="either")],
            groups=[group("g1"), group("g2", mode="virtual")],
            keep_apart=[KeepApart("p1", "p2", "day")],
        ),
        every(
            [meeting("g1", "mon", "09:00-10:00", who) for who in some("p1", "p2")],
            [meeting("g2", "mon", "10:00-11:00", "p2", mode="virtual")],
            [one_to_one("p1", "mon", "12:00-12:50")],
            [one_to_one("p2", "tue", "12:00-12:50")],
        ),
        (4 + 4 + 2) * 2,
    ),
    Story(
        "not in a session from afar either, nor in a hybrid group with one of them there",
        clinic_with(
            patients=[patient("p1", mode="either"), patient("p2", mode="virtual")],
            groups=[group("g1", mode="virtual"), group("g2", mode="hybrid")],
            keep_apart=[KeepApart("p1", "p2", "day")],
        ),
        every(
            [meeting("g1", "mon", "09:00-10:00", who, mode="virtual") for who in some("p1", "p2")],
            [meeting("g2", "mon", "10:00-11:00", who, mode="hybrid") for who in some("p1", "p2")],
        ),
        3 * 3,
    ),
)

STORIES: Mapping[RuleId, tuple[Story, ...]] = {
    RuleId.PATIENT_AVAILABLE: PATIENT_AVAILABLE,
    RuleId.FAMILY_AVAILABLE: FAMILY_AVAILABLE,
    RuleId.PATIENT_NOT_DOUBLE_BOOKED: PATIENT_NOT_DOUBLE_BOOKED,
    RuleId.PATIENT_ADMITTED_TO_GROUP: PATIENT_ADMITTED_TO_GROUP,
    RuleId.KEPT_APART: KEPT_APART,
}
