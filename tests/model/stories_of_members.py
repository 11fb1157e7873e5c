"""Where agreed places in groups bite, and what excuses from a meeting."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from scheduler.caseload import Absence, Appointment, Availability, Caseload, LevelLimits, Member, Plan
from scheduler.rules import RuleId
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    MONDAY,
    SKILLS,
    absent,
    busy,
    clinic_with,
    group,
    meeting,
    once,
    one_to_one,
    patient,
    plan,
)
from tests.model.stories import Story, every, some

IN = Member("g1", "p1", "in")


def _member(  # noqa: PLR0913 -- each story changes another table
    *,
    level: LevelLimits | None = None,
    members: tuple[Member, ...] = (IN,),
    skills_a_day: int | None = None,
    plans: tuple[Plan, ...] | None = None,
    same_members: bool = False,
    availability: tuple[Availability, ...] = (),
    absences: tuple[Absence, ...] = (),
    appointments: tuple[Appointment, ...] = (),
    needs_family: bool = False,
) -> Caseload:
    """The first patient is in the first of two groups; the level's limits do not bind the second."""
    skills = replace(SKILLS, max_per_day=skills_a_day, needs_family=needs_family)
    return clinic_with(
        patients=[
            patient("p1"),
            replace(patient("p2"), level="free"),
            replace(patient("p3"), discharged=MONDAY - timedelta(days=1)),
        ],
        session_types=[skills, INDIVIDUAL],
        levels=[level or LevelLimits(LEVEL), LevelLimits("free")],
        plans=plans,
        groups=[
            replace(group(meetings_per_day=2 if skills_a_day else 1), same_members=same_members),
            group("g2"),
        ],
        availability=availability,
        absences=absences,
        appointments=appointments,
        members=members,
    )


DAYS = ("mon", "tue")
WITHOUT_AND_WITH = ("p2", "p1 p2")
MONDAY_AND_TUESDAY = every(*([meeting("g1", name, "09:00-10:00", who) for who in WITHOUT_AND_WITH] for name in DAYS))
TWICE_ON_MONDAY = every(
    *([meeting("g1", "mon", clocks, who) for who in WITHOUT_AND_WITH] for clocks in ("09:00-10:00", "10:00-11:00"))
)
TWO_GROUPS_ON_MONDAY = every(
    *(
        [meeting(name, "mon", clocks, who) for who in WITHOUT_AND_WITH]
        for name, clocks in (("g1", "09:00-10:00"), ("g2", "10:00-11:00"))
    )
)
ALL_MEMBERS = every(*([meeting("g1", name, "09:00-10:00", who) for who in some("p1", "p2")] for name in DAYS))
WITH_AN_APPOINTMENT = every(
    [meeting("g1", "mon", "09:00-10:00", who) for who in WITHOUT_AND_WITH],
    [one_to_one("p1", "tue", "12:00-12:50")],
    [one_to_one("p1", "fri", "12:00-12:50")],
)
FRIDAY = (once("p1", "fri", "12:00"),)

# Nothing runs, one meeting that the patient attends, or two meetings of which the patient attends just one.
ONE_OF_TWO = 1 + 1 + 1 + 2

MEMBER_KEPT = (
    Story(
        "who is out stays out; whose stay is over is missed by nobody",
        _member(members=(Member("g1", "p1", "out"), Member("g1", "p3", "in"))),
        MONDAY_AND_TUESDAY,
        2 * 2,
    ),
    Story(
        "who is in comes unless a minute is busy",
        _member(availability=(busy("p1", "mon", "10:00-24:00"), busy("p1", "tue", "09:59-11:00"))),
        every(
            [
                meeting("g1", "mon", clocks, who)
                for clocks in ("09:00-10:00", "09:15-10:15")
                for who in WITHOUT_AND_WITH
            ],
            [meeting("g1", "tue", "09:00-10:00", who) for who in WITHOUT_AND_WITH],
        ),
        (1 + 1 + 2) * 3,
    ),
    Story(
        "who is in comes unless the family is away",
        _member(needs_family=True, absences=(absent("p1", "mon", "09:59-11:00", party="family"),)),
        MONDAY_AND_TUESDAY,
        3 * 2,
    ),
    Story(
        "a day of 60 min holds one of two agreed groups",
        _member(level=LevelLimits(LEVEL, max_minutes_day=60), members=(IN, Member("g2", "p1", "in"))),
        TWO_GROUPS_ON_MONDAY,
        ONE_OF_TWO,
        beside=(RuleId.PATIENT_DAY_LIMIT,),
    ),
    Story(
        "a day of 119 min too",
        _member(level=LevelLimits(LEVEL, max_minutes_day=119), members=(IN, Member("g2", "p1", "in"))),
        TWO_GROUPS_ON_MONDAY,
        ONE_OF_TWO,
        beside=(RuleId.PATIENT_DAY_LIMIT,),
    ),
    Story(
        "a day of 120 min holds both",
        _member(level=LevelLimits(LEVEL, max_minutes_day=120), members=(IN, Member("g2", "p1", "in"))),
        TWO_GROUPS_ON_MONDAY,
        2 * 2,
        beside=(RuleId.PATIENT_DAY_LIMIT,),
    ),
    Story(
        "another group that nobody agreed is no excuse",
        _member(level=LevelLimits(LEVEL, max_minutes_day=60)),
        TWO_GROUPS_ON_MONDAY,
        # The second group is free, but only without the patient where the first one runs.
        3 + 2,
        beside=(RuleId.PATIENT_DAY_LIMIT,),
    ),
    Story(
        "a week of 110 min holds the group beside an agreed session, but no other",
        _member(level=LevelLimits(LEVEL, max_minutes_week=110), appointments=FRIDAY),
        WITH_AN_APPOINTMENT,
        2 + 0 + 1,
        beside=(RuleId.PATIENT_WEEK_LIMIT, RuleId.APPOINTMENT_KEPT),
    ),
    Story(
        "a week of 109 min does not",
        _member(level=LevelLimits(LEVEL, max_minutes_week=109), appointments=FRIDAY),
        WITH_AN_APPOINTMENT,
        2 + 2 + 0,
        beside=(RuleId.PATIENT_WEEK_LIMIT, RuleId.APPOINTMENT_KEPT),
    ),
    Story(
        "one day a week",
        _member(level=LevelLimits(LEVEL, max_days_week=1)),
        MONDAY_AND_TUESDAY,
        ONE_OF_TWO,
        beside=(RuleId.PATIENT_WEEK_LIMIT,),
    ),
    Story(
        "one day a week, which an agreed session takes",
        _member(level=LevelLimits(LEVEL, max_days_week=1), appointments=FRIDAY),
        WITH_AN_APPOINTMENT,
        2,
        beside=(RuleId.PATIENT_WEEK_LIMIT, RuleId.APPOINTMENT_KEPT),
    ),
    Story(
        "one of the type in the plan",
        _member(plans=(plan("p1", "skills", most=1), plan("p2", "skills"))),
        MONDAY_AND_TUESDAY,
        ONE_OF_TWO,
        beside=(RuleId.PATIENT_PLAN_LIMIT,),
    ),
    Story(
        "one of the type a day, for either patient",
        _member(skills_a_day=1),
        every(
            *(
                [meeting("g1", "mon", clocks, who) for who in some("p1", "p2")]
                for clocks in ("09:00-10:00", "10:00-11:00")
            )
        ),
        # Nothing, one meeting with the member, or one meeting for each of the two.
        1 + 2 * 2 + 2,
        beside=(RuleId.PATIENT_PLAN_LIMIT,),
    ),
    Story(
        "two of the type a day",
        _member(skills_a_day=2),
        TWICE_ON_MONDAY,
        2 * 2,
        beside=(RuleId.PATIENT_PLAN_LIMIT,),
    ),
    Story(
        "two agreed groups at the same time cannot both run",
        _member(members=(IN, Member("g2", "p1", "in"))),
        every(
            *(
                [meeting(name, "mon", clocks, who) for who in WITHOUT_AND_WITH]
                for name, clocks in (("g1", "09:00-10:00"), ("g2", "09:59-10:59"))
            )
        ),
        1 + 1 + 1,
        beside=(RuleId.PATIENT_NOT_DOUBLE_BOOKED,),
    ),
    Story(
        "a group that keeps its members: none of it where one meeting is not possible",
        _member(same_members=True, absences=(absent("p1", "tue"),)),
        ALL_MEMBERS,
        # Nothing, Monday with the member, Tuesday without, or both without.
        1 + 2 + 1 + 1,
        beside=(RuleId.GROUP_SAME_MEMBERS, RuleId.PATIENT_AVAILABLE),
    ),
    Story(
        "a group that keeps its members in a week of 119 min",
        _member(same_members=True, level=LevelLimits(LEVEL, max_minutes_week=119)),
        ALL_MEMBERS,
        1 + 2 + 2 + 1,
        beside=(RuleId.GROUP_SAME_MEMBERS, RuleId.PATIENT_WEEK_LIMIT),
    ),
    Story(
        "a group that keeps its members in a week of 120 min",
        _member(same_members=True, level=LevelLimits(LEVEL, max_minutes_week=120)),
        ALL_MEMBERS,
        1 + 2 + 2 + 2,
        beside=(RuleId.GROUP_SAME_MEMBERS, RuleId.PATIENT_WEEK_LIMIT),
    ),
)

STORIES: Mapping[RuleId, tuple[Story, ...]] = {
    RuleId.MEMBER_KEPT: MEMBER_KEPT,
}
