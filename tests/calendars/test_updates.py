"""Exports into a folder that is there already, and the identity of events."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from scheduler.calendars import Export
from scheduler.schedule import Schedule
from tests.calendars.stories import (
    ADA,
    BEN,
    CYD,
    GROUP,
    LATER,
    LATEST,
    MEETING,
    MONDAY,
    NEXT_MONDAY,
    ONE_TO_ONE,
    OTHER_SECRET,
    ROOM,
    SECRET,
    TALK,
    THERAPIST,
    a_meeting,
    a_talk,
    a_week,
    everything,
    exported,
    file_of,
    moved,
    staff_rows,
    uids,
    without,
)
from tests.calendars.strict_reader import events_of


def changes(result: Export) -> dict[str, str]:
    """What became of the calendar of each."""
    return {calendar.who: calendar.change for calendar in result.calendars}


def test_the_staffs_table_tells_whose_file_and_event_is_whose(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    rows = staff_rows(tmp_path)
    assert [(row["patient"], row["session"]) for row in rows] == [(ADA, MEETING), (ADA, TALK), (BEN, MEETING)]
    assert (rows[1]["date"], rows[1]["start"], rows[1]["end"]) == ("2026-03-11", "09:00", "10:00")
    for row in rows:
        assert row["uid"] in [event["UID"] for event in events_of((tmp_path / row["file"]).read_bytes())]


def test_no_two_events_have_one_uid_and_no_two_people_one_file(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), audience="all")
    tables = [f"{audience}.csv" for audience in ("patients", "therapists", "resources")]
    rows = [row for table in tables for row in staff_rows(tmp_path, table)]
    assert len({row["uid"] for row in rows}) == len(rows) == 7
    assert len({row["file"] for row in rows}) == 4


def test_uids_and_files_stay_the_same_and_depend_on_the_secret(tmp_path: Path) -> None:
    for folder, secret in (("one", SECRET), ("two", SECRET), ("three", OTHER_SECRET)):
        exported(tmp_path / folder, a_week(), secret=secret)
    assert everything(tmp_path / "one") == everything(tmp_path / "two")
    assert set(uids(tmp_path / "one").values()).isdisjoint(uids(tmp_path / "three").values())
    assert file_of(tmp_path / "one", ADA).name != file_of(tmp_path / "three", ADA).name


def test_an_unchanged_week_exported_again_changes_no_byte(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), audience="all", location="2B")
    before = everything(tmp_path)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    result = exported(tmp_path, a_week(), audience="all", location="2B", now=LATER)
    assert everything(tmp_path) == before
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == times
    assert set(changes(result).values()) == {"unchanged"}
    assert result.written == ()
    assert result.without == (CYD,)


def test_a_moved_session_keeps_its_uid_and_has_the_time_of_the_change(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    before = everything(tmp_path)
    result = exported(tmp_path, moved(a_week(), TALK, 30), now=LATER)
    group, talk = events_of(file_of(tmp_path, ADA).read_bytes())
    assert group in events_of(before[str(file_of(tmp_path, ADA).relative_to(tmp_path))])
    assert (talk["UID"], talk["DTSTART"]) == (uids(tmp_path)[ADA, TALK], "20260311T143000Z")
    assert (group["SEQUENCE"], talk["SEQUENCE"]) == ("0", "1")
    assert talk["DTSTAMP"] == talk["LAST-MODIFIED"] == "20260306T080000Z"
    assert changes(result) == {ADA: "changed", BEN: "unchanged"}
    assert [calendar.changed for calendar in result.calendars] == [(TALK,), ()]


def test_a_sequence_rises_from_where_the_file_has_it(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    file = file_of(tmp_path, ADA)
    file.write_bytes(file.read_bytes().replace(b"SEQUENCE:0", b"SEQUENCE:3"))
    assert exported(tmp_path, a_week(), now=LATER).written == ()
    exported(tmp_path, moved(a_week(), TALK, 30), now=LATER)
    assert [event["SEQUENCE"] for event in events_of(file.read_bytes())] == ["3", "4"]
    assert [row["sequence"] for row in staff_rows(tmp_path) if row["patient"] == ADA] == ["3", "4"]


def test_a_session_on_another_date_is_another_even_under_the_same_id(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    first = uids(tmp_path)[ADA, TALK]
    talk = replace(a_week().sessions[1], on=MONDAY + timedelta(days=3))
    result = exported(tmp_path, Schedule.of([a_week().sessions[0], talk]), now=LATER)
    status = {event["UID"]: event["STATUS"] for event in events_of(file_of(tmp_path, ADA).read_bytes())}
    assert status.pop(first) == "CANCELLED"
    assert set(status.values()) == {"CONFIRMED"}
    assert {row["status"] for row in staff_rows(tmp_path) if row["uid"] == first} == {"dropped"}
    assert (result.calendars[0].added, result.calendars[0].dropped) == ((TALK,), (TALK,))


def test_a_dropped_session_stays_as_cancelled_and_comes_back_as_itself(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), location="2B")
    group, talk = events_of(file_of(tmp_path, ADA).read_bytes())
    result = exported(tmp_path, without(a_week(), TALK), now=LATER, location="2B")
    still, cancelled = events_of(file_of(tmp_path, ADA).read_bytes())
    assert still == group
    differing = {"SUMMARY", "STATUS", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "TRIGGER", "TRANSP"}
    assert {name for name in cancelled.keys() | talk.keys() if cancelled.get(name) != talk.get(name)} == differing
    assert (cancelled["SUMMARY"], cancelled["STATUS"]) == ("Cancelled: Appointment", "CANCELLED")
    assert (cancelled["SEQUENCE"], cancelled["TRANSP"]) == ("1", "TRANSPARENT")
    assert "TRIGGER" not in cancelled
    assert cancelled["DTSTAMP"] == cancelled["LAST-MODIFIED"] == "20260306T080000Z"
    assert result.calendars[0].dropped == (TALK,)
    assert exported(tmp_path, without(a_week(), TALK), now=LATEST, location="2B").written == ()
    back = exported(tmp_path, a_week(), secret=OTHER_SECRET, now=LATEST, location="2B")
    assert back.calendars[0].changed == (TALK,)
    again = events_of(file_of(tmp_path, ADA).read_bytes())[1]
    assert again == talk | {"SEQUENCE": "2", "DTSTAMP": "20260306T090000Z", "LAST-MODIFIED": "20260306T090000Z"}
    assert {row["status"] for row in staff_rows(tmp_path)} == {"scheduled"}


def test_whoever_has_nothing_left_keeps_a_calendar_that_says_so(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    result = exported(tmp_path, without(a_week(), MEETING), now=LATER)
    assert changes(result) == {ADA: "changed", BEN: "changed"}
    assert [event["STATUS"] for event in events_of(file_of(tmp_path, BEN).read_bytes())] == ["CANCELLED"]
    assert result.without == (BEN, CYD)
    assert exported(tmp_path, without(a_week(), MEETING), now=LATEST).written == ()


def test_staff_are_told_of_what_was_cancelled_by_its_own_title(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), audience="therapists")
    exported(tmp_path, without(a_week(), TALK), audience="therapists", now=LATER)
    titles = [event["SUMMARY"] for event in events_of(file_of(tmp_path, THERAPIST, "therapists").read_bytes())]
    assert titles == [GROUP, f"Cancelled: {ONE_TO_ONE} {ADA}"]


def test_nobody_gets_an_empty_calendar(tmp_path: Path) -> None:
    result = exported(tmp_path, Schedule.of([]))
    assert everything(tmp_path) == {"patients.csv": b"patient,file,session,uid,date,start,end,status,sequence\n"}
    assert (result.calendars, result.without) == ((), (ADA, BEN, CYD))


def test_events_of_other_weeks_stay_as_they_are(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    first = events_of(file_of(tmp_path, ADA).read_bytes())
    result = exported(tmp_path, Schedule.of([a_talk(NEXT_MONDAY, 600)]), now=LATER)
    both = events_of(file_of(tmp_path, ADA).read_bytes())
    assert both[:2] == first
    assert len(both) == 3
    assert changes(result) == {ADA: "changed", BEN: "unchanged"}
    assert [row["status"] for row in staff_rows(tmp_path)] == ["scheduled"] * 4


def test_the_week_ends_with_sunday(tmp_path: Path) -> None:
    sunday = MONDAY + timedelta(days=6)
    exported(tmp_path, Schedule.of([a_talk(sunday, 23 * 60), a_talk(NEXT_MONDAY, 0)]))
    exported(tmp_path, Schedule.of([a_talk(MONDAY, 600)]), now=LATER)
    events = [(event["DTSTART"], event["STATUS"]) for event in events_of(file_of(tmp_path, ADA).read_bytes())]
    assert events == [
        ("20260309T150000Z", "CONFIRMED"),
        ("20260316T040000Z", "CANCELLED"),
        ("20260316T050000Z", "CONFIRMED"),
    ]


def test_a_week_without_sessions_can_be_named(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    assert exported(tmp_path, Schedule.of([])).written == ()
    result = exported(tmp_path, Schedule.of([]), week=MONDAY + timedelta(days=6))
    assert changes(result) == {ADA: "changed", BEN: "changed"}
    assert [calendar.dropped for calendar in result.calendars] == [(MEETING, TALK), (MEETING,)]


def test_what_the_staffs_table_records_wins(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    before = everything(tmp_path)
    assert exported(tmp_path, a_week(), secret=OTHER_SECRET, now=LATER).written == ()
    assert everything(tmp_path) == before
    table = tmp_path / "patients.csv"
    table.write_text(table.read_text().replace(uids(tmp_path)[ADA, TALK], "given-by-staff"))
    exported(tmp_path, a_week(), now=LATER)
    assert "given-by-staff" in [event["UID"] for event in events_of(file_of(tmp_path, ADA).read_bytes())]


def test_a_table_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    table = tmp_path / "patients.csv"
    before = table.read_bytes()
    table.write_bytes(b"\xef\xbb\xbf" + before.replace(b"\n", b"\r\n") + b"\r\n")
    assert exported(tmp_path, a_week(), now=LATER).written == ()
    assert table.read_bytes() == before


def test_a_lost_table_is_made_again_by_the_same_secret(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    before = everything(tmp_path)
    (tmp_path / "patients.csv").unlink()
    assert exported(tmp_path, a_week(), now=LATER).written == ()
    assert everything(tmp_path) == before


def test_an_event_that_no_table_knows_is_cancelled_under_its_uid(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    uid = uids(tmp_path)[ADA, TALK]
    (tmp_path / "patients.csv").unlink()
    result = exported(tmp_path, without(a_week(), TALK), now=LATER)
    assert result.calendars[0].dropped == (uid,)
    assert [event["STATUS"] for event in events_of(file_of(tmp_path, ADA).read_bytes())] == ["CONFIRMED", "CANCELLED"]
    assert exported(tmp_path, without(a_week(), TALK), now=LATEST).written == ()
    exported(tmp_path, a_week(), now=LATEST)
    assert uids(tmp_path)[ADA, TALK] == uid
    assert [event["SEQUENCE"] for event in events_of(file_of(tmp_path, ADA).read_bytes())] == ["0", "2"]


def test_a_lost_calendar_is_made_again_with_its_uids(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    before = everything(tmp_path)
    file_of(tmp_path, ADA).unlink()
    assert changes(exported(tmp_path, a_week(), secret=OTHER_SECRET)) == {ADA: "new", BEN: "unchanged"}
    assert everything(tmp_path) == before


def test_only_one_calendar_is_written_where_one_is_named(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    before = everything(tmp_path)
    result = exported(tmp_path, moved(a_week(), MEETING, 15), only=BEN, now=LATER)
    after = everything(tmp_path)
    differing = {name for name in after if after[name] != before[name]}
    assert differing == {"patients.csv", "whose.csv", str(file_of(tmp_path, BEN).relative_to(tmp_path))}
    assert changes(result) == {BEN: "changed"}
    assert [row["start"] for row in staff_rows(tmp_path)] == ["18:00", "09:00", "18:15"]


def test_among_all_the_named_one_is_found(tmp_path: Path) -> None:
    result = exported(tmp_path, a_week(), audience="all", only=ROOM)
    assert changes(result) == {ROOM: "new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["resources", "resources.csv"]
    assert exported(tmp_path, a_week(), only=CYD).without == (CYD,)


def test_staff_calendars_are_written_only_when_asked_for(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["patients", "patients.csv", "whose.csv"]
    result = exported(tmp_path, a_week(), audience="therapists")
    assert changes(result) == {THERAPIST: "new"}


def test_the_group_is_no_bond_between_the_files_of_its_members(tmp_path: Path) -> None:
    exported(tmp_path, Schedule.of([a_meeting(MONDAY, 600, ADA, BEN, CYD)]))
    lines = [set(file_of(tmp_path, who).read_bytes().splitlines()) for who in (ADA, BEN, CYD)]
    assert {line.partition(b":")[0] for line in lines[0] - lines[1]} == {b"UID"}
    assert len({row["uid"] for row in staff_rows(tmp_path)}) == 3
    assert GROUP not in "".join(row["uid"] + row["file"] for row in staff_rows(tmp_path))
