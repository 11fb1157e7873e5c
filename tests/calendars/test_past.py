"""What is over is left alone, to the second; what is still to come is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.schedule import Schedule
from tests.calendars.stories import (
    ADA,
    BEN,
    MARCH,
    SECRET,
    TALK,
    a_caseload,
    a_week,
    everything,
    export,
    exported,
    file_of,
    moved,
    staff_rows,
    without,
)
from tests.calendars.strict_reader import events_of

# The talk is on Wednesday 11 March from 9:00 to 10:00 in Chicago, the meeting on Monday evening.
TALK_STARTS, TALK_ENDS = datetime(2026, 3, 11, 14, tzinfo=UTC), datetime(2026, 3, 11, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def talk_in(folder: Path) -> dict[str, str]:
    """The event of the talk."""
    (uid,) = {row["uid"] for row in staff_rows(folder) if row["session"] == TALK}
    (event,) = (event for event in events_of(file_of(folder, ADA).read_bytes()) if event["UID"] == uid)
    return event


@pytest.mark.parametrize(
    ("now", "status"),
    [(TALK_STARTS - SECOND, "CANCELLED"), (TALK_STARTS, "CONFIRMED"), (TALK_STARTS + SECOND, "CONFIRMED")],
)
def test_a_dropped_session_is_cancelled_until_it_starts(tmp_path: Path, now: datetime, status: str) -> None:
    exported(tmp_path, a_week(), MARCH)
    before = everything(tmp_path)
    result = exported(tmp_path, without(a_week(), TALK), now)
    assert talk_in(tmp_path)["STATUS"] == status
    assert (everything(tmp_path) == before) == (status == "CONFIRMED")
    assert result.calendars[0].dropped == ((TALK,) if status == "CANCELLED" else ())


@pytest.mark.parametrize(("now", "sequence"), [(TALK_ENDS - SECOND, "1"), (TALK_ENDS, "0"), (TALK_ENDS + SECOND, "0")])
def test_a_session_changes_until_it_is_over(tmp_path: Path, now: datetime, sequence: str) -> None:
    exported(tmp_path, a_week(), MARCH)
    before = everything(tmp_path)
    exported(tmp_path, moved(a_week(), TALK, -30), now)
    assert talk_in(tmp_path)["SEQUENCE"] == sequence
    assert (everything(tmp_path) == before) == (sequence == "0")


def test_a_session_moved_from_the_morning_to_the_afternoon_is_told_at_noon(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), MARCH)
    exported(tmp_path, moved(a_week(), TALK, 6 * 60), TALK_ENDS + timedelta(hours=2))
    assert (talk_in(tmp_path)["DTSTART"], talk_in(tmp_path)["SEQUENCE"]) == ("20260311T200000Z", "1")


def test_a_session_moved_into_the_past_is_told_before_anybody_comes(tmp_path: Path) -> None:
    exported(tmp_path, moved(a_week(), TALK, 6 * 60), MARCH)
    exported(tmp_path, a_week(), TALK_ENDS + timedelta(hours=2))
    assert (talk_in(tmp_path)["DTSTART"], talk_in(tmp_path)["SEQUENCE"]) == ("20260311T140000Z", "1")


def test_a_new_title_or_alarm_is_for_what_is_to_come(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), MARCH)
    noon = TALK_ENDS - timedelta(days=1)
    result = export(a_caseload(title="Visit"), a_week(), tmp_path, secret=SECRET, now=noon, alarm_minutes=None)
    events = events_of(file_of(tmp_path, ADA).read_bytes())
    told = [(event["SUMMARY"], event["SEQUENCE"], event.get("TRIGGER")) for event in events]
    assert told == [("Appointment", "0", "-PT1H"), ("Visit", "1", None)]
    assert [calendar.change for calendar in result.calendars] == ["changed", "unchanged"]


def test_what_was_cancelled_in_time_stays_so_although_it_is_planned_again_afterwards(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), MARCH)
    exported(tmp_path, without(a_week(), TALK), TALK_STARTS - SECOND)
    before = everything(tmp_path)
    assert exported(tmp_path, a_week(), TALK_ENDS).written == ()
    assert everything(tmp_path) == before


def test_a_lost_table_is_made_again_after_the_week(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), MARCH)
    exported(tmp_path, without(a_week(), TALK), TALK_STARTS - SECOND)
    before = everything(tmp_path)
    (tmp_path / "patients.csv").unlink()
    exported(tmp_path, a_week(), TALK_ENDS)
    assert everything(tmp_path) == before


def test_a_first_export_in_the_middle_of_the_week_shows_the_whole_of_it(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), TALK_ENDS)
    assert [event["STATUS"] for event in events_of(file_of(tmp_path, ADA).read_bytes())] == ["CONFIRMED"] * 2


def test_one_who_leaves_a_running_group_keeps_what_was(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), MARCH)
    (meeting, talk) = a_week().sessions
    smaller = Schedule.of([replace(meeting, patients=(ADA,)), talk])
    result = exported(tmp_path, smaller, datetime(2026, 3, 9, 23, tzinfo=UTC))
    assert result.written == ()
    assert [event["STATUS"] for event in events_of(file_of(tmp_path, BEN).read_bytes())] == ["CONFIRMED"]
