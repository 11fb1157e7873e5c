"""Each row is a session of this caseload and week."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.rules import RuleId
from scheduler.schedule import Schedule, Session
from scheduler.verify import violations
from tests.caseloads import MONDAY, clinic_with, group, meeting, one_to_one, patient, room, week
from tests.verify.breaking import broken

CASELOAD = clinic_with(
    patients=[patient("p1"), patient("p2"), patient("remote", mode="virtual")],
    resources=[room()],
    groups=[group(), group("g2", mode="hybrid")],
)
MEETING = week(meeting("g1", "mon", "10:00-11:00")).sessions[0]
ALONE = one_to_one("p1", "mon", "12:00-12:50")
REMOTE = one_to_one("remote", "mon", "12:00-12:50", mode="virtual")


def says(*sessions: Session) -> list[tuple[int, str]]:
    found = violations(CASELOAD, MONDAY, Schedule.of(sessions), [RuleId.SCHEDULE_ROW])
    return [(violation.amount, violation.says.split("): ", 1)[-1]) for violation in found]


@pytest.mark.parametrize(
    ("session", "amount", "words"),
    [
        (replace(MEETING, on=MONDAY + timedelta(days=7), meeting=1), 1, "it is not in the week of Mon 2026-03-02"),
        (replace(ALONE, on=MONDAY - timedelta(days=1)), 1, "it is not in the week of Mon 2026-03-02"),
        (replace(ALONE, end=720), 1, "12:00 to 12:00 is no time of one day"),
        (replace(ALONE, start=1400, end=1450), 1, "23:20 to 24:10 is no time of one day"),
        (replace(ALONE, session_type="skils"), 1, "there is no session type skils"),
        (replace(ALONE, therapists=("t9",)), 1, "there is no therapist t9"),
        (replace(ALONE, resources=("r9",)), 1, "there is no resource r9"),
        (replace(MEETING, patients=("p1", "p9")), 1, "there is no patient p9"),
        (replace(MEETING, patients=("p1", "p1", "p1")), 2, "patient p1 is listed 3 times"),
        (replace(ALONE, therapists=("t1", "t1")), 1, "therapist t1 is listed 2 times"),
        (replace(ALONE, session=""), 1, "it has no session id"),
        (replace(MEETING, group="g9"), 1, "there is no group g9"),
        (replace(ALONE, group="g9"), 1, "there is no group g9"),
        (replace(MEETING, group=None, meeting=None), 1, "skills takes place in groups, but the group is blank"),
        (
            replace(ALONE, group="g1", meeting=1, end=780),
            1,
            "the type is individual but g1 is of type skills",
        ),
        (replace(MEETING, mode="hybrid"), 1, "the mode is hybrid but that of g1 is in_person"),
        (replace(MEETING, group="g2"), 1, "the mode is in_person but that of g2 is hybrid"),
        (replace(MEETING, end=661), 1, "it takes 61 min but should take 60 min"),
        (replace(MEETING, end=655), 5, "it takes 55 min but should take 60 min"),
        (replace(ALONE, end=769), 1, "it takes 49 min but should take 50 min"),
        (replace(ALONE, patients=("p1", "p2")), 1, "it is one to one but has 2 patients"),
        (replace(ALONE, patients=()), 1, "it is one to one but has 0 patients"),
        (replace(ALONE, mode="virtual"), 1, "the mode is virtual but the patient's mode makes it in_person"),
        (replace(REMOTE, mode="in_person"), 1, "the mode is in_person but the patient's mode makes it virtual"),
        (replace(ALONE, mode="hybrid"), 1, "the mode is hybrid but the patient's mode makes it in_person"),
        (replace(ALONE, meeting=1), 1, "the meeting is 1 but a one-to-one session has none"),
        (replace(MEETING, meeting=None), 1, "the meeting is blank but in order of time it is 1"),
        (replace(MEETING, meeting=2), 1, "the meeting is 2 but in order of time it is 1"),
    ],
)
def test_each_fault_of_a_row_is_told(session: Session, amount: int, words: str) -> None:
    assert says(session) == [(amount, words)]


def test_sound_rows_are_silent() -> None:
    assert says(MEETING, ALONE, REMOTE) == []


def test_meetings_are_numbered_in_order_of_time() -> None:
    second = replace(MEETING, session="second", on=MONDAY + timedelta(days=1), meeting=2)
    assert says(MEETING, second) == []
    assert len(says(replace(MEETING, meeting=2), replace(second, meeting=1))) == 2


def test_meetings_that_start_at_once_may_be_numbered_either_way() -> None:
    twin = replace(MEETING, session="twin")
    assert says(replace(MEETING, meeting=2), replace(twin, meeting=1)) == []


def test_a_session_has_an_id_of_its_own() -> None:
    assert says(ALONE, replace(REMOTE, session=ALONE.session)) == [
        (1, "the session id p1.individual.mon.12:00 stands in 2 rows")
    ]


def test_breaks_no_other_rule() -> None:
    assert broken(CASELOAD, replace(ALONE, mode="hybrid")) == {"schedule_row"}


@pytest.mark.parametrize(("start", "end"), [(0, 50), (1390, 1440)])
def test_a_session_may_begin_and_end_at_midnight(start: int, end: int) -> None:
    session = replace(ALONE, start=start, end=end)
    assert says(session) == []
    assert violations(replace(CASELOAD, opening=((),) * 7), MONDAY, Schedule.of([session]), [RuleId.CLINIC_OPEN])


def test_rows_of_other_weeks_are_told_as_rows_only() -> None:
    earlier = replace(ALONE, on=MONDAY - timedelta(days=1), therapists=())
    assert {found.rule for found in violations(CASELOAD, MONDAY, Schedule.of([earlier]))} == {RuleId.SCHEDULE_ROW}
