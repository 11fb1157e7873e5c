"""What makes calendars livable: one reminder for sessions in a row, words for online, a list of whom to send what."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from scheduler.calendars import Export, check_calendars, read_whose
from scheduler.calendars.whose import WHOSE_TABLE
from scheduler.files.recognised import Foreign
from scheduler.schedule import Schedule, Session
from tests.calendars.stories import (
    ADA,
    BEN,
    CYD,
    LATER,
    LATEST,
    MARCH,
    MEETING,
    MONDAY,
    NEXT_MONDAY,
    SECRET,
    a_caseload,
    a_meeting,
    a_talk,
    a_week,
    everything,
    export,
    exported,
    file_of,
    moved,
)

NINE = 9 * 60


def alarms(folder: Path, who: str = ADA) -> list[bool]:
    """Whether each event of a calendar has a reminder, by time."""
    events = Calendar.from_ical(file_of(folder, who).read_bytes()).walk("VEVENT")
    ordered = sorted(events, key=lambda event: event.decoded("DTSTART"))
    return [bool(event.walk("VALARM")) for event in ordered]


def titles(folder: Path, who: str) -> list[str]:
    """The titles of a calendar's events."""
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(file_of(folder, who).read_bytes()).walk("VEVENT")]


def in_a_row(pause: int) -> Schedule:
    """A talk of an hour at nine, and a meeting that many minutes after its end."""
    return Schedule.of([a_talk(MONDAY, NINE), a_meeting(MONDAY, NINE + 60 + pause, ADA)])


@pytest.mark.parametrize(
    ("pause", "alarm_minutes", "expected"),
    [
        (0, 60, [True, False]),
        (59, 60, [True, False]),
        (60, 60, [True, True]),
        (0, 0, [True, False]),
        (1, 0, [True, True]),
        (0, None, [False, False]),
    ],
)
def test_no_reminder_comes_while_what_is_before_it_goes_on(
    tmp_path: Path, pause: int, alarm_minutes: int | None, expected: list[bool]
) -> None:
    exported(tmp_path, in_a_row(pause), alarm_minutes=alarm_minutes)
    assert alarms(tmp_path) == expected


def test_each_session_has_a_reminder_where_that_is_asked_for(tmp_path: Path) -> None:
    exported(tmp_path, in_a_row(0), remind="session")
    assert alarms(tmp_path) == [True, True]


def test_a_run_ends_with_its_day(tmp_path: Path) -> None:
    exported(tmp_path, Schedule.of([a_talk(MONDAY, NINE), a_talk(MONDAY + timedelta(days=1), NINE)]))
    assert alarms(tmp_path) == [True, True]


def test_of_sessions_that_overlap_the_longest_counts(tmp_path: Path) -> None:
    long = replace(a_meeting(MONDAY, NINE, ADA, minutes=240))
    exported(tmp_path, Schedule.of([long, a_talk(MONDAY, NINE + 30), a_meeting(MONDAY, NINE + 240, ADA, order=2)]))
    assert alarms(tmp_path) == [True, False, False]


def test_the_next_session_gets_the_reminder_of_one_that_is_dropped(tmp_path: Path) -> None:
    exported(tmp_path, in_a_row(0))
    kept = Schedule.of([session for session in in_a_row(0).sessions if session.group])
    exported(tmp_path, kept, now=LATER)
    assert alarms(tmp_path) == [False, True]


def test_blocks_of_a_day_have_reminders_as_sessions_have(tmp_path: Path) -> None:
    exported(tmp_path, in_a_row(30), per="day")
    assert alarms(tmp_path) == [True, False]


def of_both_kinds(folder: Path, remote: str, sessions: Sequence[Session], **how: object) -> Export:
    """An export with a title for what is attended from elsewhere."""
    caseload = a_caseload(title="Busy")
    caseload = replace(caseload, clinic=replace(caseload.clinic, calendar_title_remote=remote))
    return export(caseload, Schedule.of(sessions), folder, **{"secret": SECRET, "now": MARCH} | how)


def test_what_is_attended_from_elsewhere_has_a_title_of_its_own(tmp_path: Path) -> None:
    of_both_kinds(tmp_path, " Call\n", [a_meeting(MONDAY, NINE, ADA, CYD)])
    assert (titles(tmp_path, ADA), titles(tmp_path, CYD)) == (["Busy"], ["Call"])


@pytest.mark.parametrize("remote", ["", " \n"])
def test_without_such_a_title_all_is_alike(tmp_path: Path, remote: str) -> None:
    of_both_kinds(tmp_path, remote, [a_meeting(MONDAY, NINE, ADA, CYD)])
    assert titles(tmp_path, ADA) == titles(tmp_path, CYD) == ["Busy"]


def test_a_block_is_from_elsewhere_where_all_of_it_is(tmp_path: Path) -> None:
    meetings = [a_meeting(MONDAY, NINE, CYD), a_meeting(MONDAY, NINE + 90, CYD, order=2)]
    of_both_kinds(tmp_path, "Call", meetings, per="day")
    assert titles(tmp_path, CYD) == ["Call"]


def test_the_list_has_a_row_for_each_patient_and_says_whom_to_send_to(tmp_path: Path) -> None:
    first = exported(tmp_path, a_week())
    assert [(each.patient, each.send, each.events) for each in first.whose] == [(ADA, True, 2), (BEN, True, 1)]
    assert first.to_send == (ADA, BEN)
    assert read_whose(tmp_path) == first.whose
    later = exported(tmp_path, moved(a_week(), a_week().sessions[1].session, 15), now=LATER)
    assert [(each.patient, each.send) for each in later.whose] == [(ADA, True), (BEN, False)]
    assert later.to_send == (ADA,)
    assert [each.changed for each in later.whose] == ["2026-03-06 02:00", "2026-03-05 11:30"]
    assert all((tmp_path / each.file).is_file() for each in later.whose)


def test_those_to_be_sent_come_first(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    told = exported(tmp_path, Schedule.of([*a_week().sessions, a_talk(NEXT_MONDAY, NINE, BEN)]), now=LATER)
    assert [each.patient for each in told.whose] == [BEN, ADA]


def test_an_unchanged_week_leaves_the_list_as_it_was(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    before = everything(tmp_path)
    again = exported(tmp_path, a_week(), now=LATER)
    assert everything(tmp_path) == before
    assert again.to_send == ()


def test_an_export_of_one_calendar_keeps_the_rows_of_the_others(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    exported(tmp_path, moved(a_week(), MEETING, 15), only=BEN, now=LATER)
    assert [(each.patient, each.send) for each in read_whose(tmp_path)] == [(BEN, True), (ADA, False)]


@pytest.mark.parametrize("content", ["", "patient,send,file,events,changed\na,,b,c,d\n"])
def test_a_damaged_list_is_made_anew(tmp_path: Path, content: str) -> None:
    exported(tmp_path, a_week())
    before = everything(tmp_path)
    (tmp_path / WHOSE_TABLE).write_text(content, encoding="utf-8")
    assert read_whose(tmp_path) == ()
    exported(tmp_path, a_week(), now=LATEST)
    assert everything(tmp_path) == before


def test_calendars_of_staff_have_no_such_list(tmp_path: Path) -> None:
    told = exported(tmp_path, a_week(), audience="therapists")
    assert told.whose == ()
    assert told.to_send == ()
    assert not (tmp_path / WHOSE_TABLE).exists()


@pytest.mark.parametrize("content", ["patient,send\nx,y\n", "\0"])
def test_a_list_that_no_export_wrote_stays_as_it_is(tmp_path: Path, content: str) -> None:
    (tmp_path / WHOSE_TABLE).write_text(content, encoding="utf-8")
    with pytest.raises(Foreign, match=r"whose\.csv is there, and iop did not write it"):
        exported(tmp_path, a_week())
    with pytest.raises(Foreign):
        check_calendars(tmp_path, [])
    assert [path.name for path in tmp_path.iterdir()] == [WHOSE_TABLE]


def test_a_list_that_a_spreadsheet_saved_with_semicolons_is_read(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    before = read_whose(tmp_path)
    text = (tmp_path / WHOSE_TABLE).read_text(encoding="utf-8")
    (tmp_path / WHOSE_TABLE).write_text(text.replace(",", ";"), encoding="utf-8-sig")
    assert read_whose(tmp_path) == before != ()
