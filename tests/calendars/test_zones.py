"""Local times in the weeks in which clocks change, and the names of time zones."""

from datetime import date

import pytest

from scheduler.calendars import is_timezone
from scheduler.calendars.zones import clinic_zone, utc_times
from scheduler.errors import BadInput
from scheduler.times import Window

CHICAGO, BERLIN = "America/Chicago", "Europe/Berlin"


@pytest.mark.parametrize(
    ("zone", "on", "start", "minutes", "utc"),
    [
        # United States: forward on 8 March 2026 at 02:00, back on 1 November 2026 at 02:00.
        (CHICAGO, "2026-03-07", 540, 60, ("07T15:00", "07T16:00")),
        (CHICAGO, "2026-03-08", 540, 60, ("08T14:00", "08T15:00")),
        (CHICAGO, "2026-03-09", 540, 60, ("09T14:00", "09T15:00")),
        (CHICAGO, "2026-10-31", 540, 60, ("31T14:00", "31T15:00")),
        (CHICAGO, "2026-11-01", 540, 60, ("01T15:00", "01T16:00")),
        # The edges of the skipped hour: before it, into it, within it, out of it, over it, after it.
        (CHICAGO, "2026-03-08", 60, 60, ("08T07:00", "08T08:00")),
        (CHICAGO, "2026-03-08", 90, 60, ("08T07:30", "08T08:30")),
        (CHICAGO, "2026-03-08", 120, 30, ("08T08:00", "08T08:30")),
        (CHICAGO, "2026-03-08", 150, 60, ("08T08:30", "08T09:30")),
        (CHICAGO, "2026-03-08", 60, 120, ("08T07:00", "08T08:00")),
        (CHICAGO, "2026-03-08", 180, 60, ("08T08:00", "08T09:00")),
        # The hour that comes twice: its first time, at the start and at the end.
        (CHICAGO, "2026-11-01", 30, 60, ("01T05:30", "01T06:30")),
        (CHICAGO, "2026-11-01", 60, 30, ("01T06:00", "01T06:30")),
        (CHICAGO, "2026-11-01", 90, 60, ("01T06:30", "01T08:30")),
        (CHICAGO, "2026-11-01", 120, 60, ("01T08:00", "01T09:00")),
        # Europe: forward on 29 March 2026 at 02:00, back on 25 October 2026 at 03:00.
        (BERLIN, "2026-03-28", 540, 60, ("28T08:00", "28T09:00")),
        (BERLIN, "2026-03-29", 540, 60, ("29T07:00", "29T08:00")),
        (BERLIN, "2026-03-29", 150, 60, ("29T01:30", "29T02:30")),
        (BERLIN, "2026-10-24", 540, 60, ("24T07:00", "24T08:00")),
        (BERLIN, "2026-10-25", 540, 60, ("25T08:00", "25T09:00")),
        (BERLIN, "2026-10-25", 150, 15, ("25T00:30", "25T00:45")),
        # Clocks that change at midnight, by half an hour, and a year that ends.
        ("Africa/Cairo", "2026-04-23", 1380, 60, ("23T21:00", "23T22:00")),
        ("Africa/Cairo", "2026-04-24", 0, 60, ("23T22:00", "23T23:00")),
        ("Australia/Lord_Howe", "2026-10-04", 120, 20, ("03T15:30", "03T15:50")),
        ("Pacific/Apia", "2011-12-29", 1380, 60, ("30T09:00", "30T10:00")),
        ("Asia/Kathmandu", "2026-12-31", 1380, 60, ("31T17:15", "31T18:15")),
    ],
)
def test_a_local_time_is_the_right_moment(zone: str, on: str, start: int, minutes: int, utc: tuple[str, str]) -> None:
    moments = utc_times(date.fromisoformat(on), Window(start, start + minutes), clinic_zone(zone))
    assert tuple(f"{moment:%dT%H:%M}" for moment in moments) == utc
    assert {moment.utcoffset() for moment in moments} == {moments[0].utcoffset()}


@pytest.mark.parametrize("on", ["2026-03-08", "2026-03-29", "2026-10-25", "2026-11-01"])
@pytest.mark.parametrize("zone", [CHICAGO, BERLIN])
def test_every_session_of_such_a_day_ends_after_it_starts(zone: str, on: str) -> None:
    for start in range(0, 1440 - 15, 15):
        begins, ends = utc_times(date.fromisoformat(on), Window(start, start + 15), clinic_zone(zone))
        assert begins < ends


@pytest.mark.parametrize("name", [CHICAGO, BERLIN, "UTC"])
def test_names_of_time_zones_are_known(name: str) -> None:
    assert is_timezone(name)


@pytest.mark.parametrize("name", ["", "Chicago", "../etc/passwd", "/etc/localtime", "Europe", "UTC\0"])
def test_other_names_are_refused(name: str) -> None:
    assert not is_timezone(name)
    with pytest.raises(BadInput, match="timezone"):
        clinic_zone(name)
