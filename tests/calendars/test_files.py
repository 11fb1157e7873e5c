"""What a calendar file looks like, to the byte and to parsers that were not written here."""

import os
import warnings
from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events

from scheduler.schedule import Schedule
from tests.calendars.stories import (
    ADA,
    BEN,
    CYD,
    GROUP,
    GROUP_TYPE,
    MARCH,
    MONDAY,
    NAMES,
    ONE_TO_ONE,
    ROOM,
    SECRET,
    THERAPIST,
    a_caseload,
    a_meeting,
    a_talk,
    a_week,
    everything,
    export,
    file_of,
)
from tests.calendars.strict_reader import events_of, read_strictly

GOLDEN = Path(__file__).parent / "golden"
AWKWARD_TITLE = "Rendez-vous\r\n chez nous, l'été; C:\\demain\u2028" + 9 * "日本語" + "\x00🙂"
AWKWARD_SHOWN = "Rendez-vous chez nous, l'été; C:\\demain " + 9 * "日本語" + " 🙂"


def exported(folder: Path, **options: object) -> dict[str, bytes]:
    """The files of an export of the usual week."""
    export(a_caseload(), a_week(), folder, secret=SECRET, now=MARCH, **options)
    return everything(folder)


@pytest.mark.parametrize(
    ("story", "who", "caseload", "options"),
    [
        ("a_group_on_monday_and_a_talk_on_wednesday", ADA, a_caseload(), {}),
        ("one_evening_without_an_alarm_at_a_given_place", BEN, a_caseload(), {"alarm_minutes": None, "location": "2B"}),
        ("an_awkward_title_in_japanese_time", ADA, a_caseload("Asia/Tokyo", AWKWARD_TITLE), {"alarm_minutes": 1440}),
    ],
)
def test_a_patients_file_is_the_golden_one(
    tmp_path: Path, story: str, who: str, caseload: object, options: dict[str, object]
) -> None:
    export(caseload, a_week(), tmp_path, secret=SECRET, now=MARCH, **options)
    assert file_of(tmp_path, who).read_bytes() == (GOLDEN / f"{story}.ics").read_bytes()


@pytest.mark.parametrize("turn", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_letters_that_turn_the_order_of_others_reach_no_calendar(tmp_path: Path, turn: str) -> None:
    caseload = a_caseload(title=f"My{turn} time")
    # As an earlier version may have written it.
    export(a_caseload(), a_week(), tmp_path, secret=SECRET, now=MARCH, location="2B")
    for who in (ADA, BEN):
        content = file_of(tmp_path, who).read_bytes().replace(b"Appointment", f"Appoint{turn}ment".encode())
        file_of(tmp_path, who).write_bytes(content.replace(b"2B", f"2{turn}B".encode()))
    week = Schedule.of(session for session in a_week().sessions if session.group is None)
    export(caseload, week, tmp_path, secret=SECRET, now=MARCH, location=f"2{turn}B")
    for who, titles in ((ADA, {"Cancelled: Appointment", "My time"}), (BEN, {"Cancelled: Appointment"})):
        content = file_of(tmp_path, who).read_bytes()
        assert turn.encode() not in content
        assert {event["SUMMARY"] for event in events_of(content)} == titles
        assert {event["LOCATION"] for event in events_of(content)} == {"2B"}


def test_the_staffs_table_is_the_golden_one(tmp_path: Path) -> None:
    assert exported(tmp_path)["patients.csv"] == (GOLDEN / "patients.csv").read_bytes()


def test_every_file_is_strict_rfc_5545(tmp_path: Path) -> None:
    export(a_caseload(title=AWKWARD_TITLE), a_week(), tmp_path, secret=SECRET, now=MARCH, audience="all")
    calendars = {name: content for name, content in everything(tmp_path).items() if name.endswith(".ics")}
    assert len(calendars) == 4
    for content in calendars.values():
        assert read_strictly(content).properties["PRODID"] == "-//calendar//EN"
        assert b"VTIMEZONE" not in content
        for event in events_of(content):
            assert event["CLASS"] == "PRIVATE"
            assert event["SEQUENCE"] == "0"
            assert event["DTSTAMP"] == event["LAST-MODIFIED"] == "20260305T173012Z"


def test_an_awkward_title_becomes_one_line_with_every_character(tmp_path: Path) -> None:
    export(a_caseload(title=AWKWARD_TITLE), a_week(), tmp_path, secret=SECRET, now=MARCH)
    content = file_of(tmp_path, ADA).read_bytes()
    assert {event["SUMMARY"] for event in events_of(content)} == {AWKWARD_SHOWN}
    assert max(len(line) for line in content.split(b"\r\n")) > 60


@pytest.mark.parametrize("width", range(1, 5))
def test_lines_are_folded_between_characters_wherever_they_end(tmp_path: Path, width: int) -> None:
    character = {1: "a", 2: "é", 3: "日", 4: "🙂"}[width]
    for shift in range(width):
        title = "x" * shift + character * 80
        export(a_caseload(title=title), a_week(), tmp_path / str(shift), secret=SECRET, now=MARCH)
        (event,) = events_of(file_of(tmp_path / str(shift), BEN).read_bytes())
        assert event["SUMMARY"] == title


@pytest.mark.parametrize("title", ["", " \t\n", "\x07"])
def test_a_title_of_nothing_is_the_usual_one(tmp_path: Path, title: str) -> None:
    export(a_caseload(title=title), a_week(), tmp_path, secret=SECRET, now=MARCH)
    assert [event["SUMMARY"] for event in events_of(file_of(tmp_path, BEN).read_bytes())] == ["Appointment"]


def test_other_parsers_read_the_same(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import vobject  # noqa: PLC0415 -- its import warns of itself

    export(a_caseload(title=AWKWARD_TITLE), a_week(), tmp_path, secret=SECRET, now=MARCH)
    content = file_of(tmp_path, ADA).read_bytes()
    start, end = datetime(2026, 3, 9, 23, tzinfo=UTC), datetime(2026, 3, 10, 0, 30, tzinfo=UTC)
    strict = events_of(content)[0]
    expected = (strict["UID"], start, end, AWKWARD_SHOWN)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        seen = vobject.readOne(content.decode()).vevent
        assert (seen.uid.value, seen.dtstart.value, seen.dtend.value, seen.summary.value) == expected
    parsed = icalendar.Calendar.from_ical(content)
    assert isinstance(parsed, icalendar.Calendar)
    event = parsed.events[0]
    assert (str(event.uid), event.start, event.end, event.summary) == expected
    (day,) = recurring_ical_events.of(parsed).at(date(2026, 3, 9))
    assert (str(day["UID"]), day.start, day.end, str(day["SUMMARY"])) == expected


def test_a_patients_file_tells_nothing_of_the_clinic_or_of_anybody(tmp_path: Path) -> None:
    files = exported(tmp_path, audience="all", location="2nd floor")
    handed_out = {name: content for name, content in files.items() if name.startswith("patients/")}
    assert len(handed_out) == 2
    secrets = (
        ADA,
        BEN,
        CYD,
        THERAPIST,
        ROOM,
        GROUP,
        ONE_TO_ONE,
        GROUP_TYPE,
        *NAMES,
        "Chicago",
        "iop",
        "hybrid",
        "room",
    )
    for name, content in handed_out.items():
        text = (name + content.decode()).casefold()
        assert [word for word in secrets if word.casefold() in text] == []
        assert b"DESCRIPTION" not in content.replace(b"ACTION:DISPLAY\r\nDESCRIPTION:Appointment", b"")


def test_the_staffs_calendars_have_ids_and_no_names(tmp_path: Path) -> None:
    files = exported(tmp_path, audience="all")
    assert not any(name.encode() in content for content in files.values() for name in NAMES)
    group, talk = events_of(file_of(tmp_path, THERAPIST, "therapists").read_bytes())
    assert (group["SUMMARY"], talk["SUMMARY"]) == (GROUP, f"{ONE_TO_ONE} {ADA}")
    assert group["DESCRIPTION"] == f"Patients: {ADA}, {BEN}\nTherapists: {THERAPIST}\nResources: {ROOM}"
    assert group["LOCATION"] == ROOM
    assert [event["DTSTART"] for event in events_of(file_of(tmp_path, ROOM, "resources").read_bytes())] == [
        "20260309T230000Z",
        "20260311T140000Z",
    ]


def test_a_place_is_told_only_where_it_is_asked_for_and_the_patient_goes_there(tmp_path: Path) -> None:
    week = Schedule.of([a_meeting(MONDAY, 600, ADA, CYD)])
    export(a_caseload(), week, tmp_path / "silent", secret=SECRET, now=MARCH)
    export(a_caseload(), week, tmp_path / "told", secret=SECRET, now=MARCH, location="Floor 2,\nleft")
    assert b"LOCATION" not in b"".join(everything(tmp_path / "silent").values())
    assert events_of(file_of(tmp_path / "told", ADA).read_bytes())[0]["LOCATION"] == "Floor 2, left"
    assert "LOCATION" not in events_of(file_of(tmp_path / "told", CYD).read_bytes())[0]


@pytest.mark.parametrize(
    ("minutes", "trigger"), [(None, None), (0, "P0D"), (1, "-PT1M"), (60, "-PT1H"), (90, "-PT1H30M"), (1440, "-P1D")]
)
def test_the_alarm_comes_when_it_is_wanted(tmp_path: Path, minutes: int | None, trigger: str | None) -> None:
    exported(tmp_path, alarm_minutes=minutes)
    assert {event.get("TRIGGER") for event in events_of(file_of(tmp_path, ADA).read_bytes())} == {trigger}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_files_and_folders_are_their_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    export(a_caseload(), a_week(), folder, secret=SECRET, now=MARCH, audience="all")
    for path in (folder, *folder.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_an_end_at_midnight_is_the_next_days(tmp_path: Path) -> None:
    export(a_caseload(), Schedule.of([a_talk(MONDAY, 23 * 60)]), tmp_path, secret=SECRET, now=MARCH)
    (event,) = events_of(file_of(tmp_path, ADA).read_bytes())
    assert (event["DTSTART"], event["DTEND"]) == ("20260310T040000Z", "20260310T050000Z")
