"""Busy times of calendars become rows of availability, and only those that an import wrote are taken out."""

from datetime import date
from pathlib import Path

import pytest

from scheduler.calendars.busy import busy_times
from scheduler.errors import BadInput
from scheduler.imports import CannotTake, busy_import
from scheduler.imports.busy import REASON
from scheduler.planning.starter import put_starter
from scheduler.tables import read_caseload
from scheduler.times import ALL_DAY, Window
from tests.cli.running import run

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)
NEW_YORK = """BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:STANDARD
DTSTART:19701101T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700308T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
END:VTIMEZONE
"""


def event(start: str, end: str, *more: str) -> str:
    lines = (
        "BEGIN:VEVENT",
        f"UID:{start}{end}{len(more)}@x",
        "DTSTAMP:20261101T000000Z",
        f"DTSTART{start}",
        f"DTEND{end}",
    )
    return "\n".join((*lines, "SUMMARY:Dentist of Paula", *more, "END:VEVENT", ""))


def calendar(folder: Path, *parts: str, head: str = "") -> Path:
    place = folder / "busy.ics"
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\n{head}{''.join(parts)}END:VCALENDAR\n"
    place.write_bytes(text.replace("\n", "\r\n").encode())
    return place


def busy(place: Path, zone: str = "America/New_York") -> dict[str, list[str]]:
    found = busy_times(place, zone, MONDAY, SUNDAY)
    return {f"{on:%a}": [str(window) for window in windows] for on, windows in found.items()}


NINE, TEN = ":20261124T090000", ":20261124T100000"
ZONE, WINDOWS_ZONE = ";TZID=America/New_York:20261124T", ";TZID=Eastern Standard Time:20261124T"
TWICE_A_WEEK = ("RRULE:FREQ=WEEKLY;BYDAY=TU,TH", "EXDATE:20261126T090000")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ([event(":20261124T150000Z", ":20261124T160000Z")], {"Tue": ["10:00-11:00"]}),
        ([event(f"{ZONE}150000", f"{ZONE}160000")], {"Tue": ["15:00-16:00"]}),
        ([event(f"{WINDOWS_ZONE}150000", f"{WINDOWS_ZONE}153000")], {"Tue": ["15:00-15:30"]}),
        ([event(":20261124T150000", ":20261124T160030")], {"Tue": ["15:00-16:01"]}),
        ([event(";VALUE=DATE:20261124", ";VALUE=DATE:20261126")], {"Tue": ["00:00-24:00"], "Wed": ["00:00-24:00"]}),
        ([event(":20261124T220000", ":20261125T020000")], {"Tue": ["22:00-24:00"], "Wed": ["00:00-02:00"]}),
        ([event(":20261122T220000", ":20261123T020000")], {"Mon": ["00:00-02:00"]}),
        ([event(NINE, TEN), event(":20261124T093000", ":20261124T103000")], {"Tue": ["09:00-10:30"]}),
        ([event(":20261103T090000", ":20261103T100000", *TWICE_A_WEEK)], {"Tue": ["09:00-10:00"]}),
        ([event(NINE, TEN, "STATUS:CANCELLED")], {}),
        ([event(NINE, TEN, "TRANSP:TRANSPARENT")], {}),
        ([event(NINE, TEN, "X-MICROSOFT-CDO-BUSYSTATUS:FREE")], {}),
        ([event(NINE, NINE)], {}),
        ([event(":20261201T090000", ":20261201T100000")], {}),
        ([], {}),
    ],
)
def test_events_take_time_of_days(written: list[str], found: dict[str, list[str]], tmp_path: Path) -> None:
    assert busy(calendar(tmp_path, *written)) == found


def test_the_zone_that_google_writes_for_a_whole_calendar_counts(tmp_path: Path) -> None:
    weekly = event(":20261020T140000Z", ":20261020T150000Z", "RRULE:FREQ=WEEKLY")
    # 10:00 in New York, before and after the clocks change.
    assert busy(calendar(tmp_path, weekly, head="X-WR-TIMEZONE:America/New_York\n")) == {"Tue": ["10:00-11:00"]}
    zoned = event(
        ";TZID=America/New_York:20261020T100000", ";TZID=America/New_York:20261020T110000", "RRULE:FREQ=WEEKLY"
    )
    assert busy(calendar(tmp_path, NEW_YORK, zoned)) == {"Tue": ["10:00-11:00"]}
    assert busy(calendar(tmp_path, NEW_YORK, zoned), "America/Los_Angeles") == {"Tue": ["07:00-08:00"]}


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"no calendar", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"])
def test_what_is_no_calendar_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "busy.ics").write_bytes(content)
    with pytest.raises(BadInput, match="Export the calendar again"):
        busy(tmp_path / "busy.ics")


def test_a_file_that_is_not_there_or_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        busy(tmp_path / "busy.ics")
    monkeypatch.setattr("scheduler.calendars.busy.LARGEST_BYTES", 3)
    with pytest.raises(BadInput, match="more than 3 bytes"):
        busy(calendar(tmp_path))


@pytest.mark.parametrize("name", ["clinic.xlsx", "tables"])
def test_busy_times_become_rows_that_the_next_import_knows(name: str, tmp_path: Path) -> None:
    source = tmp_path / name
    put_starter(source)
    before = read_caseload(source)
    weekly = event(":20261117T090000", ":20261117T100000", "RRULE:FREQ=WEEKLY;COUNT=4")
    place = calendar(tmp_path, weekly, event(";VALUE=DATE:20261125", ";VALUE=DATE:20261126"))
    dates = ("--from", "2026-11-23", "--until", "2026-12-20", "--who", "th1", "--into", source)

    dry = run("import", place, *dates)
    assert dry.exit_code == 0, dry.output
    assert "Would add 2 busy times of th1 from 2026-11-23 to 2026-12-20" in dry.stdout
    assert "Nothing is written yet" in dry.stdout
    assert read_caseload(source) == before

    written = run("import", place, *dates, "--write")
    assert "Added 2 busy times" in written.stdout
    after = read_caseload(source)
    rows = [row for row in after.availability["th1"] if row.status == "busy"]
    assert [(row.days, row.window, row.first, row.last) for row in sorted(rows, key=lambda row: row.days)] == [
        ((1,), Window(540, 600), date(2026, 11, 24), date(2026, 12, 8)),
        ((2,), ALL_DAY, date(2026, 11, 25), date(2026, 11, 25)),
    ]
    assert "Dentist" not in "".join(dry.output + written.output)
    assert "0 busy times" in (again := run("import", place, *dates, "--write")).stdout
    assert "2 are there already" in again.stdout
    assert read_caseload(source) == after

    calendar(tmp_path, weekly)
    assert "Took out 1 row of an earlier import" in run("import", place, *dates, "--write").stdout
    calendar(tmp_path)
    run("import", place, *dates, "--write")
    assert read_caseload(source).availability == before.availability


def test_rows_that_people_wrote_stay(tmp_path: Path) -> None:
    put_starter(tmp_path / "tables")
    table = tmp_path / "tables" / "availability.csv"
    rows = [("th1", "mine"), ("th2", REASON)]
    mine = "".join(f"{who},,mon,09:00,10:00,busy,2026-11-23,2026-11-23,{why}\n" for who, why in rows)
    table.write_text(table.read_text() + mine)
    caseload = read_caseload(tmp_path / "tables")
    found = busy_import(calendar(tmp_path), tmp_path / "tables", caseload, "th1", MONDAY, SUNDAY)
    assert (found.added, found.removed) == ((), ())
    found.write(tmp_path / "tables", caseload)
    assert table.read_text().endswith(mine)
    with pytest.raises(CannotTake, match="'nobody'"):
        busy_import(calendar(tmp_path), tmp_path / "tables", caseload, "nobody", MONDAY, SUNDAY)
