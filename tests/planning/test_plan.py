"""The main job from facts to a verified week, on weeks small enough to know by heart."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.caseload import Member
from scheduler.causes import meaning_of
from scheduler.files.outputs import PAGE_FILE, CalendarLook, Destination
from scheduler.files.recognised import is_made_page
from scheduler.files.write import NotWritten
from scheduler.planning import plan as planning
from scheduler.planning.plan import check_places, explained, plan_week, write_causes, write_week
from scheduler.planning.time_shares import Allotted
from scheduler.report.week_summary import GroupFill, TherapistLoad
from scheduler.schedule import Earlier
from scheduler.search import Limits, Result, Tier
from scheduler.tables import ATTENDANCE_COLUMNS, BookSheet, FilledIn, book_bytes
from tests.caseloads import MONDAY, absent, clinic_with, group, meeting_row, one_to_one, patient, plan, therapist, week

QUICK = Limits(seconds=20, workers=1)


def test_a_member_who_cannot_attend_all_is_told_in_the_summary() -> None:
    caseload = clinic_with(
        patients=[patient("p1"), patient("p2")],
        plans=[plan("p1", "skills"), plan("p2", "skills", least=2)],
        groups=[replace(group(), same_members=True, meetings_per_week=2)],
        meetings=[meeting_row(days=name, starts="10:00") for name in ("mon", "tue")],
        absences=[absent("p1", "tue")],
        members=[Member("g1", "p1", "in", row=7)],
    )
    planned = plan_week(caseload, MONDAY, Allotted(QUICK))
    assert [session.patients for session in planned.schedule.sessions] == [("p2",), ("p2",)]
    (warning,) = planned.summary.warnings
    assert warning.startswith(
        "members, row 7: p1 attends no meeting of g1 this week, because Tue 2026-03-03 10:00-11:00"
    )


def test_every_figure_of_a_summary_is_right() -> None:
    last_week, sunday = MONDAY - timedelta(days=1), MONDAY + timedelta(days=6)
    caseload = clinic_with(
        patients=[
            *(patient(who) for who in ("p1", "p2", "p3")),
            replace(patient("p4"), discharged=last_week),
            replace(patient("p5"), admitted=sunday),
            replace(patient("p6"), admitted=sunday + timedelta(days=1)),
        ],
        # An hour is time for one of the two who could have a session; the third is away.
        therapists=[therapist(max_minutes_week=60), therapist("t2", "skills")],
        plans=[plan(who, least=1, most=1) for who in ("p1", "p2", "p3", "p4", "p6")],
        groups=[group()],
        absences=[replace(absent("p3", "mon"), last=sunday)],
    )
    allotted = Allotted(QUICK)
    summary = explained(plan_week(caseload, MONDAY, allotted), allotted).summary
    assert (summary.status, summary.week) == ("optimal", MONDAY)
    assert summary.tiers == {"care": Tier(100, 100), "comfort": Tier(30, 30)}
    assert (summary.patients, summary.sessions) == (4, 1)
    assert (summary.patients_with_all_care, summary.patients_with_all_possible_care) == (2, 3)
    assert [lack.minutes for lack in summary.shortfalls] == [50, 50]
    assert {cause for lack in summary.shortfalls for cause in lack.causes} == {"unavoidable", "capacity"}
    assert summary.groups == (GroupFill("g1", 0, 0, 0),)
    assert summary.therapists == (TherapistLoad("t1", 1, 50, 60), TherapistLoad("t2", 0, 0, None))
    assert summary.warnings == ()


def test_a_session_in_vain_beside_an_earlier_week_is_left_out_of_week_and_summary(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, in_vain = one_to_one("p1", "tue", "09:00-09:50"), one_to_one("p1", "thu", "09:00-09:50")
    proven = {"care": Tier(0, 0), "stability": Tier(0, 0), "comfort": Tier(60, 30)}
    found = Result("feasible", week(kept, in_vain), proven, (), 0.0)
    monkeypatch.setattr(planning, "best_week", lambda *_: found)
    planned = plan_week(clinic_with(), MONDAY, Allotted(QUICK), earlier=Earlier(week(kept)))
    assert planned.schedule == week(kept)
    assert planned.summary.tiers == {**proven, "comfort": Tier(30, 30)}
    assert (planned.summary.status, planned.summary.sessions) == ("optimal", 1)


def test_the_page_comes_with_the_causes_and_the_workbook_before_and_again(tmp_path: Path) -> None:
    caseload = clinic_with(
        patients=[patient(who) for who in ("p1", "p2")],
        therapists=[therapist(max_minutes_week=60)],
        plans=[plan(who, least=1, most=1) for who in ("p1", "p2")],
    )
    allotted = Allotted(QUICK)
    destination = Destination(tmp_path, tmp_path / "calendars", has_page=True, book=tmp_path / "books" / "week.xlsx")
    check_places({MONDAY: destination})
    assert list(tmp_path.iterdir()) == []
    planned = plan_week(caseload, MONDAY, allotted)
    export = write_week(
        planned, destination, CalendarLook(None, None, None), b"s" * 16, datetime(2026, 2, 27, tzinfo=UTC)
    )
    page, book = (place.read_bytes() for place in (tmp_path / PAGE_FILE, tmp_path / "books" / "week.xlsx"))
    assert b"made once it is known why care is unmet" in page
    assert is_made_page(page)
    known = explained(planned, allotted)
    write_causes(known, destination, export)
    again = (tmp_path / PAGE_FILE).read_bytes()
    assert meaning_of("open").encode() not in again
    assert meaning_of("capacity").encode() in again
    assert b"Whose calendar is whose" in again
    assert b"<svg" in again
    assert (tmp_path / "books" / "week.xlsx").read_bytes() != book
    write_causes(known, destination, export, page="plain")
    plain = (tmp_path / PAGE_FILE).read_bytes()
    assert b"<svg" not in plain
    assert b"Not drawn, because the time limit was short" in plain
    assert b"Table behind: how much the therapists lead" in plain
    write_causes(known, destination, export)
    (tmp_path / "schedule.csv").write_bytes(b"session,date\n")
    with pytest.raises(NotWritten, match=r"schedule\.csv was changed by somebody else"):
        write_causes(planned, destination, export)
    assert (tmp_path / PAGE_FILE).read_bytes() == again


def test_a_workbook_that_says_who_came_is_told_before_the_search(tmp_path: Path) -> None:
    book = tmp_path / "week.xlsx"
    rows = [["2026-03-02", "a", "p1", "no", "50"]]
    sheets = [
        BookSheet("answers", ("week", "answer"), [["a", "b"]]),
        BookSheet("attendance", tuple(ATTENDANCE_COLUMNS), rows),
    ]
    book.write_bytes(book_bytes(sheets, "week"))
    with pytest.raises(FilledIn):
        check_places({MONDAY: Destination(tmp_path / "plan", tmp_path / "calendars", book=book)})
