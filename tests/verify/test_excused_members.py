"""Members who attend none of a group that keeps its members are told, with the reason."""

from dataclasses import replace

import pytest

from scheduler.caseload import Caseload, LevelLimits
from scheduler.schedule import Session
from scheduler.verify import excused_members
from tests.caseloads import LEVEL, MONDAY, absent, day, meeting, patient, week
from tests.verify.test_member_kept import MONDAY_WITH, MONDAY_WITHOUT, TUESDAY_WITH, TUESDAY_WITHOUT, member_of

AWAY = (absent("p1", "tue", "10:59-12:00"),)
LONG_GONE = replace(patient(), discharged=day("mon").replace(month=2))


def excused(caseload: Caseload, *sessions: Session) -> tuple[str, ...]:
    return excused_members(caseload, MONDAY, week(*sessions))


def test_a_meeting_that_is_not_possible_is_the_reason() -> None:
    (words,) = excused(member_of(same_members=True, absences=AWAY), MONDAY_WITHOUT, TUESDAY_WITHOUT)
    assert words == (
        "members, row 0: p1 attends no meeting of g1 this week, because Tue 2026-03-03 10:00-11:00 is not possible; "
        "its members attend all of its meetings or none"
    )


def test_limits_are_the_reason_where_each_meeting_is_possible() -> None:
    caseload = member_of(same_members=True, level=LevelLimits(LEVEL, max_minutes_week=119))
    (words,) = excused(caseload, MONDAY_WITHOUT, TUESDAY_WITHOUT)
    assert "because with all of them and what else is agreed, the patient's own limits would be exceeded;" in words


def test_a_stay_that_ends_within_the_week_is_a_reason() -> None:
    leaving = replace(patient(), discharged=day("mon"))
    (words,) = excused(member_of(same_members=True, who=leaving), MONDAY_WITHOUT, TUESDAY_WITHOUT)
    assert "Tue 2026-03-03 10:00-11:00 is not possible" in words


@pytest.mark.parametrize(
    ("caseload", "sessions"),
    [
        (member_of(same_members=True), (MONDAY_WITH, TUESDAY_WITH)),
        (member_of(same_members=True, absences=AWAY), ()),
        (member_of(absences=AWAY), (TUESDAY_WITHOUT,)),
        (
            member_of(same_members=True, who=LONG_GONE),
            (TUESDAY_WITHOUT,),
        ),
        (member_of(same_members=True, absences=AWAY), (meeting("g2", "tue", "10:00-11:00", "p2"),)),
    ],
    ids=["attends-all", "does-not-meet", "keeps-no-members", "no-longer-in-care", "another-group"],
)
def test_everybody_else_is_silent(caseload: Caseload, sessions: tuple[Session, ...]) -> None:
    assert excused(caseload, *sessions) == ()
