"""What programs that others wrote read of a calendar file, and of the calendars that they keep."""

import os
import subprocess
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import icalendar

from tests.calendars.strict_reader import events_of

KHAL_SETTINGS = """[calendars]
[[one]]
path = {folder}/events
[locale]
timeformat = %H%M%SZ
dateformat = %Y%m%d
longdateformat = %Y%m%d
datetimeformat = %Y%m%dT%H%M%SZ
longdatetimeformat = %Y%m%dT%H%M%SZ
local_timezone = UTC
default_timezone = UTC
[sqlite]
path = {folder}/khal.db
"""


class Seen(NamedTuple):
    """An event as a program shows it; times in UTC as in a file."""

    uid: str
    start: str
    end: str
    title: str
    status: str
    sequence: int


def run(*command: str | Path, cwd: Path | None = None, **environment: str) -> str:
    """What the command prints; raises where it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr[-2000:]}")
    return done.stdout


def expected_in(file: Path) -> list[Seen]:
    """The events of a file, read strictly."""
    return [
        Seen(e["UID"], e["DTSTART"], e["DTEND"], e["SUMMARY"], e["STATUS"], int(e["SEQUENCE"]))
        for e in events_of(file.read_bytes())
    ]


def in_icalendar(file: Path) -> list[Seen]:
    """As icalendar reads it."""
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    return [
        Seen(
            str(event["UID"]),
            f"{event.start:%Y%m%dT%H%M%SZ}",
            f"{event.end:%Y%m%dT%H%M%SZ}",
            str(event["SUMMARY"]),
            str(event["STATUS"]),
            event.sequence,
        )
        for event in calendar.walk("VEVENT")
        if isinstance(event, icalendar.Event)
    ]


def in_vobject(file: Path) -> list[Seen]:
    """As vobject reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import vobject  # noqa: PLC0415 -- its import warns of itself

        events = vobject.readOne(file.read_bytes().decode()).vevent_list
    return [
        Seen(
            event.uid.value,
            f"{event.dtstart.value:%Y%m%dT%H%M%SZ}",
            f"{event.dtend.value:%Y%m%dT%H%M%SZ}",
            event.summary.value,
            event.status.value,
            int(event.sequence.value),
        )
        for event in events
    ]


def in_khal(khal: str, settings: Path, home: Path) -> list[tuple[str, ...]]:
    """The events that khal shows: UID, start, end, title and status."""
    form = "{uid}\t{start}\t{end}\t{title}\t{status}"
    shape = ("--once", "--day-format", "", "--format", form)
    listed = run(khal, "-c", settings, "list", *shape, "20261101", "20261231", HOME=str(home))
    return [tuple(line.strip(" ").split("\t")) for line in listed.splitlines() if line.strip()]


def in_calcurse(home: Path) -> list[tuple[str, str, str]]:
    """The events that calcurse keeps: start, end and title."""
    result = []
    for line in (home / "apts").read_text(encoding="utf-8").splitlines():
        times, _, title = line.replace("!", "|", 1).partition("|")
        start, end = (datetime.strptime(time, "%m/%d/%Y @ %H:%M").replace(tzinfo=UTC) for time in times.split(" -> "))
        result.append((f"{start:%Y%m%dT%H%M%SZ}", f"{end:%Y%m%dT%H%M%SZ}", title))
    return result
