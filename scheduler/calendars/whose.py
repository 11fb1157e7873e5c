"""The staff's list of whose file is whose: a row for each patient, those to be sent first.

It is made anew from the calendars at each export. Nothing is remembered in it but what is true of calendars that an
export leaves out, so a list that is lost or damaged costs nothing that the next full export does not bring back.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.calendars.changes import WhoseFile
from scheduler.calendars.owned import OwnedCalendar
from scheduler.calendars.resaved import lines_of
from scheduler.files.recognised import check_own, is_table_with

WHOSE_TABLE = "whose.csv"
COLUMNS = ("patient", "send", "file", "events", "changed")


def check_whose(folder: Path) -> None:
    """Nothing, where there is no list yet or one that an export wrote; raises Foreign where it is somebody else's."""
    check_own({folder / WHOSE_TABLE: is_table_with(COLUMNS)})


def whose_after(folder: Path, calendars: Iterable[OwnedCalendar], zone: ZoneInfo) -> tuple[WhoseFile, ...]:
    """The list after an export of these patients' calendars; those that it leaves out stay as they stand there."""
    found = {each.patient: each for each in read_whose(folder)}
    for calendar in calendars:
        if calendar.modified is not None:
            change = calendar.change
            changed = f"{calendar.modified.astimezone(zone):%Y-%m-%d %H:%M}"
            found[change.who] = WhoseFile(
                change.who, send=False, file=change.file, events=calendar.events, changed=changed
            )
    latest = max((each.changed for each in found.values()), default="")
    files = (replace(each, send=each.changed == latest) for each in found.values())
    return tuple(sorted(files, key=lambda each: (not each.send, each.patient)))


def whose_bytes(files: Sequence[WhoseFile]) -> bytes:
    """The list as the bytes of a file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        (each.patient, "send" if each.send else "", each.file, each.events, each.changed) for each in files
    )
    return text.getvalue().encode()


def read_whose(folder: Path) -> tuple[WhoseFile, ...]:
    """The list of a folder of calendars; empty where there is none that can be read."""
    try:
        header, *lines = lines_of((folder / WHOSE_TABLE).read_bytes())
        rows = [_read(dict(zip(header, line, strict=False))) for line in lines if line]
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        return ()
    return tuple(rows)


def _read(row: Mapping[str, str]) -> WhoseFile:
    moment = datetime.strptime(row["changed"], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    changed = f"{moment:%Y-%m-%d %H:%M}"
    return WhoseFile(row["patient"], row["send"] == "send", row["file"], int(row["events"]), changed)
