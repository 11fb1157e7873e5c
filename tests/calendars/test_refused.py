"""Exports that are refused or fail, and leave the folder as it was."""

import os
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

import pytest

from scheduler.calendars import NoSuchCalendar
from scheduler.errors import BadInput
from scheduler.files.write import NotWritten
from scheduler.schedule import Schedule
from tests.calendars.stories import (
    ADA,
    BEN,
    LATER,
    MARCH,
    MEETING,
    MONDAY,
    SECRET,
    TALK,
    THERAPIST,
    a_caseload,
    a_meeting,
    a_talk,
    a_week,
    everything,
    export,
    exported,
    file_of,
    moved,
    uids,
)
from tests.calendars.strict_reader import events_of


@pytest.mark.parametrize(("audience", "only"), [("patients", THERAPIST), ("therapists", ADA), ("all", "nobody")])
def test_an_id_of_nobody_asked_for_is_wrong_usage(tmp_path: Path, audience: str, only: str) -> None:
    with pytest.raises(NoSuchCalendar, match=only) as refused:
        exported(tmp_path, a_week(), audience=audience, only=only)
    assert refused.value.exit_code == 2
    assert everything(tmp_path) == {}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b"patient,", b"who,", "columns"),
        (b"2026-03-11", b"Mar 11", "date"),
        (b"patients/", b"../", "file"),
        (b"scheduled,", b"perhaps,", "status"),
        (b",09:00", b"", "as many cells"),
        (b",09:00", b",25:00", "start"),
        (b",09:00", b",10:00", "end"),
        (b"scheduled,0", b"scheduled,-1", "sequence"),
        (b"PAT-BEN,", b",", "patient"),
        (b"PAT-BEN,", b'"PAT-BEN,', "CSV"),
        (b"PAT-BEN,", b"PAT-ADA,", "session stands twice"),
        (b"PAT-BEN", b"\xff", "UTF-8"),
    ],
)
def test_a_damaged_table_is_named_and_nothing_is_written(tmp_path: Path, old: bytes, new: bytes, says: str) -> None:
    exported(tmp_path, a_week())
    table = tmp_path / "patients.csv"
    assert old in table.read_bytes()
    table.write_bytes(table.read_bytes().replace(old, new))
    before = everything(tmp_path)
    with pytest.raises(BadInput, match=says) as refused:
        exported(tmp_path, moved(a_week(), TALK, 30), now=LATER)
    assert str(table) in str(refused.value)
    assert everything(tmp_path) == before


def test_a_table_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "patients.csv").write_text("patient,level\nPAT-ADA,iop\n")
    with pytest.raises(BadInput, match="Choose another folder for calendars"):
        exported(tmp_path, a_week())
    assert [place.name for place in tmp_path.iterdir()] == ["patients.csv"]


def test_two_owners_of_one_file_or_uid_are_refused(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    table = tmp_path / "patients.csv"
    good = table.read_text()
    for column, one, two in (
        ("file", file_of(tmp_path, ADA).name, file_of(tmp_path, BEN).name),
        ("uid", uids(tmp_path)[ADA, MEETING], uids(tmp_path)[BEN, MEETING]),
    ):
        table.write_text(good.replace(one, two))
        with pytest.raises(BadInput, match=f"column {column}"):
            exported(tmp_path, a_week())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"END:VCALENDAR\r\n", b""),
        (b"DTSTART:2026", b"DTSTART:tomorrow"),
        (b"DTEND:20260310T003000Z", b"DTEND:20260310T003000"),
        (b"SEQUENCE:0", b"SEQUENCE:none"),
        (b"SUMMARY:Appointment", b"CLASS:PRIVATE"),
        (b"STATUS:CONFIRMED", b"LOCATION:here\r\nLOCATION:there"),
        (b"UID:", b"X-NOT-UID:"),
        (b"VEVENT", b"VTODO"),
        (b"VCALENDAR", b"VCARD"),
        (b"Appointment", b"\xff"),
    ],
)
def test_a_damaged_calendar_is_named_and_nothing_is_written(tmp_path: Path, old: bytes, new: bytes) -> None:
    exported(tmp_path, a_week())
    file = file_of(tmp_path, BEN)
    assert old in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(old, new))
    before = everything(tmp_path)
    with pytest.raises(BadInput, match="damaged") as refused:
        exported(tmp_path, moved(a_week(), TALK, 30), now=LATER)
    assert str(file) in str(refused.value)
    assert everything(tmp_path) == before


def test_a_schedule_of_another_caseload_is_refused_by_row(tmp_path: Path) -> None:
    stranger = replace(a_meeting(MONDAY, 600, ADA, "PAT-DAN"), row=7, therapists=("THER-DOT",))
    twice = replace(a_talk(MONDAY, 720), session=stranger.session, row=8)
    with pytest.raises(BadInput) as refused:
        exported(tmp_path, Schedule.of([stranger, twice]))
    told = [(problem.row, problem.column, problem.value) for problem in refused.value.problems]
    assert told == [(7, "patients", "PAT-DAN"), (7, "therapists", "THER-DOT"), (8, "session", stranger.session)]
    assert everything(tmp_path) == {}


@pytest.mark.parametrize("year", [999, 9999])
def test_a_year_that_no_calendar_holds_is_refused(tmp_path: Path, year: int) -> None:
    with pytest.raises(BadInput, match="no calendar holds this year"):
        exported(tmp_path, Schedule.of([a_talk(MONDAY.replace(year=year, month=12, day=31), 23 * 60)]))


@pytest.mark.parametrize("year", [1000, 9998])
def test_a_year_just_within_is_held(tmp_path: Path, year: int) -> None:
    exported(tmp_path, Schedule.of([a_talk(MONDAY.replace(year=year, month=12, day=31), 23 * 60)]))
    (event,) = events_of(file_of(tmp_path, ADA).read_bytes())
    assert event["DTSTART"].startswith(str(year + 1))


def test_a_folder_that_takes_no_files_is_named(tmp_path: Path) -> None:
    (tmp_path / "patients").write_text("a file where the folder should be")
    before = everything(tmp_path)
    with pytest.raises((NotWritten, BadInput), match=str(tmp_path)):
        exported(tmp_path, a_week())
    assert everything(tmp_path) == before


def fail_at_file(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the disk full when that file of an export is written."""
    files = iter(range(10))
    write = os.fdopen

    def failing(handle: int, mode: str) -> IO[bytes]:
        if next(files) == number:
            os.close(handle)
            raise OSError(28, "No space left on device")
        return cast("IO[bytes]", write(handle, mode))

    monkeypatch.setattr("scheduler.files.write.os.fdopen", failing)


def test_a_disk_that_fails_halfway_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exported(tmp_path, a_week())
    before = everything(tmp_path)
    fail_at_file(1, monkeypatch)
    with pytest.raises(NotWritten, match="No space left"):
        exported(tmp_path, moved(a_week(), MEETING, 30), now=LATER)
    assert everything(tmp_path) == before


def test_a_first_export_that_fails_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_at_file(2, monkeypatch)
    with pytest.raises(NotWritten, match="No space left"):
        exported(tmp_path / "plan" / "calendars", a_week())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "options",
    [
        {"secret": b"fifteen letters"},
        {"alarm_minutes": -1},
        {"pause_minutes": -1},
        {"now": MARCH.replace(tzinfo=None)},
    ],
)
def test_arguments_that_make_no_calendar_are_refused(tmp_path: Path, options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"secret|alarm|pause|time zone"):
        export(a_caseload(), a_week(), tmp_path, **{"secret": SECRET, "now": MARCH} | options)
