"""The main job from facts to a verified week, on weeks small enough to know by heart."""

from dataclasses import replace

from scheduler.caseload import Member
from scheduler.search import Limits
from scheduler.weekly import plan_week
from tests.caseloads import MONDAY, absent, clinic_with, group, meeting_row, patient, plan

QUICK = Limits(seconds=5, workers=1)


def test_a_member_who_cannot_attend_all_is_told_in_the_summary() -> None:
    caseload = clinic_with(
        patients=[patient("p1"), patient("p2")],
        plans=[plan("p1", "skills"), plan("p2", "skills", least=2)],
        groups=[replace(group(), same_members=True, meetings_per_week=2)],
        meetings=[meeting_row(days=name, starts="10:00") for name in ("mon", "tue")],
        absences=[absent("p1", "tue")],
        members=[Member("g1", "p1", "in", row=7)],
    )
    planned = plan_week(caseload, MONDAY, QUICK)
    assert [session.patients for session in planned.schedule.sessions] == [("p2",), ("p2",)]
    (warning,) = planned.summary.warnings
    assert warning.startswith(
        "members, row 7: p1 attends no meeting of g1 this week, because Tue 2026-03-03 10:00-11:00"
    )
