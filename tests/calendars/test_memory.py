"""The folder is the memory: what is lost of it, and what an export that was cut short leaves behind."""

from pathlib import Path

from scheduler.schedule import Schedule
from tests.calendars.stories import (
    ADA,
    BEN,
    LATER,
    LATEST,
    MARCH,
    MEETING,
    MONDAY,
    NEXT_MONDAY,
    OTHER_SECRET,
    ROOM,
    TALK,
    THERAPIST,
    a_talk,
    a_week,
    everything,
    exported,
    file_of,
    moved,
    staff_rows,
    without,
)
from tests.calendars.strict_reader import events_of


def shown(folder: Path, who: str = ADA, audience: str = "patients") -> list[tuple[str, str, str]]:
    """Day and time, status and SEQUENCE of each event of somebody."""
    events = events_of(file_of(folder, who, audience).read_bytes())
    return [(event["DTSTART"][6:11], event["STATUS"], event["SEQUENCE"]) for event in events]


def test_a_lost_file_is_made_again_with_its_sequences(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), MARCH)
    exported(tmp_path, moved(a_week(), TALK, 30), LATER)
    before = everything(tmp_path)
    file_of(tmp_path, ADA).unlink()
    exported(tmp_path, moved(a_week(), TALK, 30), LATEST)
    assert shown(tmp_path) == [("09T23", "CONFIRMED", "0"), ("11T14", "CONFIRMED", "1")]
    assert everything(tmp_path)["patients.csv"] == before["patients.csv"]


def test_a_change_told_in_a_lost_file_is_newer_than_what_was_lost(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), MARCH)
    exported(tmp_path, moved(a_week(), TALK, 30), LATER)
    file_of(tmp_path, ADA).unlink()
    exported(tmp_path, moved(a_week(), TALK, 60), LATEST)
    assert shown(tmp_path) == [("09T23", "CONFIRMED", "0"), ("11T15", "CONFIRMED", "2")]


def test_what_was_dropped_is_cancelled_although_its_file_is_lost(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), MARCH, audience="all", location="2B")
    for who, audience in ((ADA, "patients"), (THERAPIST, "therapists"), (ROOM, "resources")):
        file_of(tmp_path, who, audience).unlink()
    result = exported(tmp_path, without(a_week(), TALK), LATER, audience="all", location="2B")
    assert shown(tmp_path) == [("09T23", "CONFIRMED", "0"), ("11T14", "CANCELLED", "1")]
    assert shown(tmp_path, THERAPIST, "therapists") == shown(tmp_path)
    assert {calendar.who: calendar.dropped for calendar in result.calendars} == {
        ADA: (TALK,),
        BEN: (),
        THERAPIST: (TALK,),
        ROOM: (TALK,),
    }
    assert exported(tmp_path, without(a_week(), TALK), LATEST, audience="all", location="2B").written == ()


def test_a_cancellation_outlasts_the_loss_of_its_file(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), MARCH)
    exported(tmp_path, without(a_week(), MEETING), LATER)
    file_of(tmp_path, BEN).unlink()
    exported(tmp_path, without(a_week(), MEETING), LATEST)
    assert shown(tmp_path, BEN) == [("09T23", "CANCELLED", "1")]
    exported(tmp_path, a_week(), LATEST)
    assert shown(tmp_path, BEN) == [("09T23", "CONFIRMED", "2")]


def test_an_export_that_the_computer_cut_short_is_gone_on_with(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), MARCH)
    old = {who: file_of(tmp_path, who).read_bytes() for who in (ADA, BEN)}
    week = without(moved(a_week(), MEETING, 30), TALK)
    exported(tmp_path, week, LATER)
    # Tables are written first, so that a computer that stops leaves files that are older than their table.
    for cut in ((ADA,), (BEN,), (ADA, BEN)):
        for who in cut:
            file_of(tmp_path, who).write_bytes(old[who])
        exported(tmp_path, week, LATEST)
        assert shown(tmp_path) == [("09T23", "CONFIRMED", "1"), ("11T14", "CANCELLED", "1")]
        assert shown(tmp_path, BEN) == [("09T23", "CONFIRMED", "1")]
        assert exported(tmp_path, week, LATEST).written == ()


def test_a_plan_taken_back_after_an_export_cut_short_is_the_newest_of_all(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), MARCH)
    old = file_of(tmp_path, BEN).read_bytes()
    exported(tmp_path, moved(a_week(), MEETING, 30), LATER)
    file_of(tmp_path, BEN).write_bytes(old)
    exported(tmp_path, a_week(), LATEST)
    assert shown(tmp_path, BEN) == [("09T23", "CONFIRMED", "2")]


def test_an_older_table_goes_on_from_its_files(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), MARCH)
    table = tmp_path / "patients.csv"
    older = "".join(f"{line.rpartition(',')[0]}\n" for line in table.read_text().splitlines())
    exported(tmp_path, moved(a_week(), TALK, 30), LATER)
    table.write_text(older)
    exported(tmp_path, moved(a_week(), TALK, 60), LATEST)
    assert shown(tmp_path) == [("09T23", "CONFIRMED", "0"), ("11T15", "CONFIRMED", "2")]
    assert [row["sequence"] for row in staff_rows(tmp_path)] == ["0", "2", "0"]


def test_a_folder_copied_to_another_computer_goes_on_there(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), MARCH)
    before = everything(tmp_path)
    assert exported(tmp_path, a_week(), LATER, secret=OTHER_SECRET).written == ()
    exported(tmp_path, without(a_week(), TALK), LATER, secret=OTHER_SECRET)
    assert everything(tmp_path).keys() == before.keys()
    assert shown(tmp_path)[1] == ("11T14", "CANCELLED", "1")


def test_weeks_that_the_export_does_not_cover_keep_what_is_known_of_them(tmp_path: Path) -> None:
    exported(tmp_path, Schedule.of([a_talk(MONDAY, 600)]), MARCH)
    exported(tmp_path, Schedule.of([a_talk(NEXT_MONDAY, 600)]), MARCH)
    file_of(tmp_path, ADA).unlink()
    exported(tmp_path, Schedule.of([a_talk(MONDAY, 660)]), LATER)
    assert shown(tmp_path) == [("09T16", "CONFIRMED", "1")]
    assert [row["status"] for row in staff_rows(tmp_path)] == ["scheduled"] * 2
    exported(tmp_path, Schedule.of([]), LATER, week=NEXT_MONDAY)
    assert shown(tmp_path) == [("09T16", "CONFIRMED", "1"), ("16T15", "CANCELLED", "1")]
