"""One event for the sessions of a day that follow each other without a break."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.calendars import Export
from scheduler.schedule import Schedule
from tests.calendars.stories import (
    ADA,
    BEN,
    CYD,
    LATER,
    LATEST,
    MARCH,
    MONDAY,
    SECRET,
    THERAPIST,
    a_caseload,
    a_meeting,
    a_talk,
    everything,
    export,
    file_of,
    staff_rows,
)
from tests.calendars.strict_reader import events_of

TUESDAY = MONDAY + timedelta(days=1)
NINE, TEN, NOON = 9 * 60, 10 * 60, 12 * 60


def a_day(*hours: tuple[int, int], who: Iterable[str] = (ADA,)) -> Schedule:
    """Meetings of Monday at these minutes of the day."""
    windows = enumerate(hours, start=1)
    return Schedule.of(a_meeting(MONDAY, a, *who, minutes=b - a, order=order) for order, (a, b) in windows)


BUSY = a_day((NINE, TEN), (TEN, 11 * 60), (NOON, 13 * 60))


def exported(folder: Path, schedule: Schedule, now: datetime = MARCH, **options: object) -> Export:
    """An export in blocks, unless told otherwise."""
    return export(a_caseload(), schedule, folder, **{"secret": SECRET, "now": now, "per": "day"} | options)


def shown(folder: Path, who: str = ADA, status: str = "CONFIRMED") -> list[str]:
    """The times in Chicago, in daylight saving, of the events with that status."""
    events = [event for event in events_of(file_of(folder, who).read_bytes()) if event["STATUS"] == status]
    return [
        "-".join(f"{int(event[end][9:11]) - 5}:{event[end][11:13]}" for end in ("DTSTART", "DTEND")) for event in events
    ]


@pytest.mark.parametrize(
    ("hours", "blocks"),
    [
        ([(NINE, TEN)], ["9:00-10:00"]),
        ([(NINE, TEN), (TEN, 11 * 60)], ["9:00-11:00"]),
        ([(NINE, TEN), (TEN + 1, 11 * 60)], ["9:00-10:00", "10:01-11:00"]),
        ([(NINE, TEN), (TEN, 11 * 60), (11 * 60, NOON)], ["9:00-12:00"]),
        ([(NINE, NOON), (TEN, 11 * 60)], ["9:00-12:00"]),
        ([(NINE, TEN), (TEN, 11 * 60), (NOON, 13 * 60)], ["9:00-11:00", "12:00-13:00"]),
    ],
)
def test_sessions_that_touch_are_one_event(tmp_path: Path, hours: list[tuple[int, int]], blocks: list[str]) -> None:
    exported(tmp_path, a_day(*hours))
    assert shown(tmp_path) == blocks


@pytest.mark.parametrize(
    ("pause", "blocks"),
    [
        (0, ["9:00-10:00", "10:10-11:00", "11:15-12:00"]),
        (9, ["9:00-10:00", "10:10-11:00", "11:15-12:00"]),
        (10, ["9:00-11:00", "11:15-12:00"]),
        (14, ["9:00-11:00", "11:15-12:00"]),
        (15, ["9:00-12:00"]),
    ],
)
def test_a_pause_may_be_as_long_as_allowed(tmp_path: Path, pause: int, blocks: list[str]) -> None:
    exported(tmp_path, a_day((NINE, TEN), (TEN + 10, 11 * 60), (11 * 60 + 15, NOON)), pause_minutes=pause)
    assert shown(tmp_path) == blocks


def test_sessions_of_two_days_stay_apart_even_at_midnight(tmp_path: Path) -> None:
    exported(tmp_path, Schedule.of([a_meeting(MONDAY, 23 * 60, ADA, minutes=60), a_talk(TUESDAY, 0)]))
    assert len(shown(tmp_path)) == 2


def test_a_block_has_one_title_one_alarm_and_a_place_where_the_patient_comes_for_any_of_it(tmp_path: Path) -> None:
    exported(tmp_path, Schedule.of([a_meeting(MONDAY, NINE, ADA, CYD), a_talk(MONDAY, NINE + 90)]), location="2B")
    (event,) = events_of(file_of(tmp_path, ADA).read_bytes())
    assert (event["SUMMARY"], event["LOCATION"], event["TRIGGER"]) == ("Appointment", "2B", "-PT1H")
    (remote,) = events_of(file_of(tmp_path, CYD).read_bytes())
    assert "LOCATION" not in remote


def test_a_block_is_known_by_patient_date_and_order(tmp_path: Path) -> None:
    exported(tmp_path, BUSY)
    rows = {row["session"]: row["uid"] for row in staff_rows(tmp_path)}
    assert list(rows) == ["block 1", "block 2"]
    other = a_day((NINE, 11 * 60), (NOON, 14 * 60))
    exported(tmp_path, other, LATER)
    assert {row["session"]: row["uid"] for row in staff_rows(tmp_path)} == rows
    assert [event["SEQUENCE"] for event in events_of(file_of(tmp_path, ADA).read_bytes())] == ["0", "1"]
    exported(tmp_path / "afresh", other)
    assert {row["session"]: row["uid"] for row in staff_rows(tmp_path / "afresh")} == rows


def test_blocks_of_the_members_of_a_group_share_no_identity(tmp_path: Path) -> None:
    exported(tmp_path, a_day((NINE, TEN), (TEN, NOON), who=(ADA, BEN)))
    assert len({row["uid"] for row in staff_rows(tmp_path)}) == 2
    assert shown(tmp_path) == shown(tmp_path, BEN) == ["9:00-12:00"]


def test_what_happens_within_a_block_is_not_seen(tmp_path: Path) -> None:
    exported(tmp_path, BUSY)
    before = everything(tmp_path)
    assert exported(tmp_path, a_day((NINE, TEN + 30), (TEN + 30, 11 * 60), (NOON, 13 * 60)), LATER).written == ()
    assert everything(tmp_path) == before


def test_a_block_that_is_gone_is_cancelled_and_comes_back(tmp_path: Path) -> None:
    exported(tmp_path, BUSY)
    result = exported(tmp_path, a_day((NINE, TEN), (TEN, 11 * 60)), LATER)
    assert result.calendars[0].dropped == ("block 2",)
    assert (shown(tmp_path), shown(tmp_path, status="CANCELLED")) == (["9:00-11:00"], ["12:00-13:00"])
    exported(tmp_path, BUSY, LATEST)
    assert shown(tmp_path) == ["9:00-11:00", "12:00-13:00"]
    assert [event["SEQUENCE"] for event in events_of(file_of(tmp_path, ADA).read_bytes())] == ["0", "2"]


@pytest.mark.parametrize(("first", "second"), [("session", "day"), ("day", "session")])
def test_the_other_kind_takes_the_place_of_the_first(tmp_path: Path, first: str, second: str) -> None:
    kinds = {"session": ["9:00-10:00", "10:00-11:00", "12:00-13:00"], "day": ["9:00-11:00", "12:00-13:00"]}
    exported(tmp_path, BUSY, per=first)
    result = exported(tmp_path, BUSY, LATER, per=second)
    assert (shown(tmp_path), shown(tmp_path, status="CANCELLED")) == (kinds[second], kinds[first])
    assert (len(result.calendars[0].added), len(result.calendars[0].dropped)) == (len(kinds[second]), len(kinds[first]))
    exported(tmp_path, BUSY, LATEST, per=first)
    assert (shown(tmp_path), shown(tmp_path, status="CANCELLED")) == (kinds[first], kinds[second])
    assert exported(tmp_path, BUSY, LATEST, per=first).written == ()


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        # In Chicago, Monday begins at 5:00 in UTC.
        (datetime(2026, 3, 9, 4, 59, 59, tzinfo=UTC), ["9:00-11:00", "12:00-13:00"]),
        (datetime(2026, 3, 9, 5, tzinfo=UTC), ["9:00-10:00", "10:00-11:00", "12:00-13:00"]),
        (datetime(2026, 3, 12, tzinfo=UTC), ["9:00-10:00", "10:00-11:00", "12:00-13:00"]),
    ],
)
def test_a_day_that_has_begun_keeps_its_kind(tmp_path: Path, now: datetime, changed: list[str]) -> None:
    exported(tmp_path, BUSY, per="session")
    exported(tmp_path, BUSY, now)
    assert shown(tmp_path) == changed


def test_a_day_that_has_begun_in_blocks_still_tells_what_is_to_come(tmp_path: Path) -> None:
    exported(tmp_path, BUSY)
    # At half past nine the session at ten is moved to the afternoon.
    later = a_day((NINE, TEN), (NOON, 13 * 60), (13 * 60, 14 * 60))
    exported(tmp_path, later, datetime(2026, 3, 9, 14, 30, tzinfo=UTC), per="session")
    assert (shown(tmp_path), shown(tmp_path, status="CANCELLED")) == (["9:00-10:00", "12:00-14:00"], [])


def test_staff_see_every_session(tmp_path: Path) -> None:
    exported(tmp_path, BUSY, audience="all")
    assert len(events_of(file_of(tmp_path, THERAPIST, "therapists").read_bytes())) == 3
    assert len(shown(tmp_path)) == 2
