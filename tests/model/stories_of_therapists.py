"""Where the rules about therapists bite: hours, leaders and the minutes between sessions."""

from collections.abc import Mapping
from dataclasses import replace

from scheduler.rules import RuleId
from tests.caseloads import (
    INDIVIDUAL,
    SKILLS,
    absent,
    available,
    clinic_with,
    group,
    meeting,
    meeting_row,
    once,
    one_to_one,
    patient,
    plan,
    therapist,
)
from tests.model.stories import Story, every, some, spans

TWO = (patient("p1"), patient("p2"))
STAFF = (therapist("t1"), therapist("t2"))
GIVEN = (RuleId.GROUP_MEETINGS,)

THERAPIST_AVAILABLE = (
    Story(
        "three starts before an absence and nine after it",
        clinic_with(
            availability=[available("t1", "mon", "09:00-12:00")], absences=[absent("t1", "mon", "10:00-10:30")]
        ),
        every([one_to_one("p1", "mon", clocks) for clocks in spans("08:55", "11:15", 5, 50)]),
        1 + 3 + 9,
    ),
    Story(
        "of two leaders both have to be there",
        clinic_with(
            therapists=STAFF,
            groups=[replace(group(), leaders=2)],
            availability=[available("t1", "mon", "09:00-11:00"), available("t2", "mon", "10:00-12:00")],
        ),
        every([meeting("g1", "mon", clocks, therapists="t1 t2") for clocks in spans("09:45", "10:15", 15, 60)]),
        1 + 1,
    ),
)

THERAPIST_QUALIFIED = (
    Story(
        "the two candidates together, the planned therapist, or any one of three",
        clinic_with(
            patients=TWO,
            therapists=[*STAFF, therapist("t3"), therapist("t4", "other")],
            plans=[plan("p1", "skills"), plan("p1", therapist="t1"), plan("p2")],
            groups=[replace(group(therapists="t1 t2"), leaders=2)],
        ),
        (
            *every(
                [meeting("g1", "mon", "09:00-10:00", therapists=who) for who in ("", *some("t1", "t2", "t3", "t4"))]
            ),
            *every([one_to_one("p1", "mon", "09:00-09:50", therapists=who) for who in ("", "t1", "t2", "t4", "t1 t2")]),
            *every([one_to_one("p2", "mon", "09:00-09:50", therapists=who) for who in ("", "t1", "t2", "t3", "t4")]),
        ),
        2 + 2 + 4,
    ),
    Story(
        "who was agreed for one session leads that one only",
        clinic_with(
            therapists=[*STAFF, therapist("t3")],
            plans=[plan("p1", therapist="t1")],
            appointments=[once("p1", "mon", "10:00", therapist="t2")],
        ),
        every(
            [one_to_one("p1", "mon", "10:00-10:50", therapists=who) for who in ("t1", "t2", "t3")],
            [one_to_one("p1", "tue", "10:00-10:50", therapists=who) for who in ("t1", "t2", "t3")],
        ),
        2,
        beside=(RuleId.APPOINTMENT_KEPT,),
    ),
    Story(
        "a row that names both leaders",
        clinic_with(
            therapists=[*STAFF, therapist("t3")],
            groups=[replace(group(meetings_per_week=1), leaders=2)],
            meetings=[meeting_row(therapists="t1 t3")],
        ),
        every([meeting("g1", "mon", "09:00-10:00", therapists=who) for who in ("", *some("t1", "t2", "t3"))]),
        1 + 1,
        beside=GIVEN,
    ),
)

THERAPIST_NOT_DOUBLE_BOOKED = (
    Story(
        "ten minutes free after a group, none before it",
        clinic_with(therapists=STAFF, session_types=[replace(SKILLS, buffer_minutes=10), INDIVIDUAL], groups=[group()]),
        every(
            [meeting("g1", "mon", "09:00-10:00")],
            [
                one_to_one("p1", "mon", clocks, therapists=who)
                for clocks in ("08:10-09:00", "08:11-09:01", "10:09-10:59", "10:10-11:00")
                for who in ("t1", "t2")
            ],
        ),
        9 + 1 + 4 + 2,
    ),
    Story(
        "a buffer longer than the session between, on the same day only",
        clinic_with(
            patients=[*TWO, patient("p3")],
            session_types=[
                replace(INDIVIDUAL, buffer_minutes=60),
                replace(INDIVIDUAL, session_type="brief", minutes=10),
            ],
            therapists=[therapist("t1", "individual brief")],
        ),
        every(
            [one_to_one("p1", "mon", "09:00-09:50")],
            [
                one_to_one("p2", "mon", clocks, session_type="brief")
                for clocks in ("08:50-09:00", "09:50-10:00", "10:50-11:00")
            ],
            [one_to_one("p3", "mon", clocks, session_type="brief") for clocks in ("10:40-10:50", "11:00-11:10")],
            [one_to_one("p3", "tue", "09:30-10:20")],
        ),
        # Without the long session everything; with it nothing from 9:50 to 10:50.
        (4 * 3 + 3 * 2) * 2,
    ),
    Story(
        "the minutes after a session may lie outside the therapist's hours and after midnight",
        clinic_with(
            session_types=[replace(INDIVIDUAL, buffer_minutes=30)],
            patients=[*TWO, patient("p3")],
            availability=[available("t1", "mon tue", "09:00-09:50"), available("t1", "mon", "21:00-24:00")],
        ),
        every(
            [one_to_one("p1", "mon", "09:00-09:50")],
            [one_to_one("p2", "mon", "23:10-24:00")],
            [one_to_one("p3", "mon", clocks) for clocks in ("21:50-22:40", "21:51-22:41")],
            [one_to_one("p1", "tue", "09:00-09:50")],
        ),
        2 * (3 + 2) * 2,
        beside=(RuleId.THERAPIST_AVAILABLE,),
    ),
)

BUFFERS_AFTER_MIDNIGHT = (
    Story(
        "ten minutes free after a session that ends at midnight, but not after the last night of the week",
        clinic_with(
            patients=[*TWO, patient("p3")], therapists=STAFF, session_types=[replace(INDIVIDUAL, buffer_minutes=10)]
        ),
        every(
            [one_to_one("p1", "mon", clocks) for clocks in ("23:09-23:59", "23:10-24:00")],
            [
                one_to_one("p2", "tue", clocks, therapists=who)
                for clocks in ("00:08-00:58", "00:09-00:59", "00:10-01:00")
                for who in ("t1", "t2")
            ],
            [one_to_one("p2", "sun", "23:10-24:00")],
            [one_to_one("p3", "mon", "00:00-00:50")],
        ),
        # Of the six on Tuesday or none, all beside nothing, all but one after 23:59 and all but two after 24:00.
        (7 + 6 + 5) * 2 * 2,
    ),
    Story(
        "a buffer as long as a day, up to the same minute of the next day",
        clinic_with(
            session_types=[
                replace(SKILLS, buffer_minutes=1440),
                replace(INDIVIDUAL, session_type="brief", minutes=1),
            ],
            therapists=[therapist("t1", "skills brief")],
            groups=[group()],
        ),
        every(
            [meeting("g1", "mon", clocks) for clocks in ("22:59-23:59", "23:00-24:00")],
            [one_to_one("p1", "tue", clocks, session_type="brief") for clocks in ("23:58-23:59", "23:59-24:00")],
            [one_to_one("p1", "wed", "00:00-00:01", session_type="brief")],
        ),
        (3 + 2 + 1) * 2,
    ),
    Story(
        "two nights in turn, with meetings at given times",
        clinic_with(
            session_types=[replace(SKILLS, buffer_minutes=30)],
            groups=[group("g1"), group("g2")],
            meetings=[
                meeting_row("g1", days="mon tue", starts="23:00"),
                meeting_row("g2", days="tue wed", starts="00:15"),
            ],
        ),
        every(
            *([meeting("g1", name, "23:00-24:00")] for name in ("mon", "tue")),
            *([meeting("g2", name, "00:15-01:15")] for name in ("tue", "wed")),
        ),
        3 * 3,
    ),
)


def _hours(a_day: int | None, a_week: int | None, allowed: int) -> Story:
    return Story(
        f"{a_day} min a day and {a_week} min a week, also for sessions that do not count as care",
        clinic_with(
            patients=TWO,
            therapists=[therapist(max_minutes_day=a_day, max_minutes_week=a_week)],
            session_types=[replace(SKILLS, counts=False), INDIVIDUAL],
            groups=[group()],
        ),
        every(
            [meeting("g1", "mon", "09:00-10:00")],
            [one_to_one("p1", "mon", "10:00-10:50")],
            [one_to_one("p2", "mon", "11:00-11:50")],
            [one_to_one("p1", "tue", "11:00-11:50")],
        ),
        allowed,
    )


# Monday has nothing, 60, twice 50, twice 110, 100 or 160 min, Tuesday nothing or 50 min.
THERAPIST_HOURS = (
    _hours(110, None, 7 * 2),
    _hours(109, None, 5 * 2),
    _hours(None, 160, 8 + 7),
    _hours(None, 159, 7 + 5),
)

STORIES: Mapping[RuleId, tuple[Story, ...]] = {
    RuleId.THERAPIST_AVAILABLE: THERAPIST_AVAILABLE,
    RuleId.THERAPIST_QUALIFIED: THERAPIST_QUALIFIED,
    RuleId.THERAPIST_NOT_DOUBLE_BOOKED: (*THERAPIST_NOT_DOUBLE_BOOKED, *BUFFERS_AFTER_MIDNIGHT),
    RuleId.THERAPIST_HOURS: THERAPIST_HOURS,
}
