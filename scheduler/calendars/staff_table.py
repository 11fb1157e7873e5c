"""The staff's table beside each folder of calendars: whose file is whose, and which event is which session.

What it records wins: a session that it knows keeps its UID, and somebody whom it knows keeps the file, whatever the
secret is now.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast

from scheduler.calendars.changes import Audience
from scheduler.calendars.folder import content_of
from scheduler.calendars.resaved import clock_of_24, iso_dates, lines_of
from scheduler.errors import BadInput, Problem
from scheduler.times import Window

OWNER = {"patients": "patient", "therapists": "therapist", "resources": "resource"}
COLUMNS = ("file", "session", "uid", "date", "start", "end", "status", "sequence")
# Tables of the first version are without it.
ADDED_COLUMN = "sequence"

# The space keeps it apart from every id of a session.
BLOCK = "block "

# A recorded file is written to, so its name is held to this folder.
CALENDAR_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.ics")
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
NUMBER = re.compile(r"[0-9]{1,9}")
PLAIN_UID = re.compile(r"[A-Za-z0-9._@:-]{1,255}")

RowStatus = Literal["scheduled", "dropped"]
Key = tuple[str, str, str]


@dataclass(frozen=True, order=True, slots=True)
class StaffRow:
    """One event of one calendar; ``on`` is a date as in the table, ``start`` and ``end`` local times, ``HH:MM``.

    ``session`` is the id of a session, or the name of a block of them, which is no id. A session that a later schedule
    of its week no longer has stays as ``dropped``, so that it has its UID again when it comes back, and nothing else
    ever has. ``sequence`` is the last SEQUENCE of its event.
    """

    who: str
    on: str
    start: str
    end: str
    session: str
    uid: str
    file: str
    status: RowStatus
    sequence: int = 0

    def shows_as(self, other: "StaffRow") -> bool:
        """Whether both tell of the same times, held or not."""
        return (self.start, self.end, self.status) == (other.start, other.end, other.status)

    @property
    def window(self) -> Window:
        """Minutes after midnight from start to end."""
        return Window(_minute(self.start), _minute(self.end))

    @property
    def is_block(self) -> bool:
        """Whether it is a block of sessions."""
        return self.session.startswith(BLOCK)

    @property
    def key(self) -> Key:
        """Whose session it is, which one and when; one moved to another date is another."""
        return (self.who, self.session, self.on)


def table_name(audience: Audience) -> str:
    """Name of the table in the folder of the export."""
    return f"{audience}.csv"


def table_bytes(audience: Audience, rows: Iterable[StaffRow]) -> bytes:
    """The table as the bytes of a file, sorted by owner, date and start."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((OWNER[audience], *COLUMNS))
    for row in sorted(rows):
        cells = (row.who, row.file, row.session, row.uid, row.on, row.start, row.end, row.status, row.sequence)
        writer.writerow(cells)
    return text.getvalue().encode()


def read_rows(folder: Path, audience: Audience) -> tuple[StaffRow, ...]:
    """The rows of the folder's table; none where there is no table.

    Raises:
        BadInput: where it cannot be read, or says something that cannot be. Dates and times may be as a spreadsheet
            writes them.
    """
    path = folder / table_name(audience)
    content = content_of(path)
    if content is None:
        return ()
    try:
        lines = lines_of(content)
    except (UnicodeDecodeError, csv.Error) as error:
        raise _refused(path, 0, "", "the table is no longer a CSV file in UTF-8") from error
    rows = _rows(path, audience, lines)
    contradictions(path, rows)
    return tuple(rows)


def contradictions(path: Path, rows: Sequence[StaffRow]) -> None:
    """Refuse rows that would give two events one identity, or two people one file.

    Raises:
        BadInput: naming the column.
    """
    owners = {(row.who, row.file) for row in rows}
    said: tuple[tuple[str, Iterable[object], str], ...] = (
        ("uid", (row.uid for row in rows), "a UID stands in two rows"),
        ("session", (row.key for row in rows), "a session stands twice for the same owner"),
        ("file", (who for who, _ in owners), "two files are given for the same owner"),
        ("file", (file for _, file in owners), "two owners have the same file"),
    )
    for column, values, says in said:
        if any(count > 1 for count in Counter(values).values()):
            raise _refused(path, 0, column, says)


def _rows(path: Path, audience: Audience, lines: list[list[str]]) -> list[StaffRow]:
    """The rows of the table's lines, each checked by itself."""
    columns: tuple[str, ...] = (OWNER[audience], *COLUMNS)
    if lines and ADDED_COLUMN not in lines[0]:
        columns = tuple(column for column in columns if column != ADDED_COLUMN)
    if not lines or sorted(lines[0]) != sorted(columns):
        says = f"the columns are not {', '.join(columns)}"
        raise _refused(path, 1, "", says, "Choose another folder for calendars where this is a table of something else")
    places = (lines[0].index("date"), lines[0].index("session"))
    as_was = iso_dates([(line[places[0]], line[places[1]]) for line in lines[1:] if len(line) > max(places)])
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not line:
            continue
        if len(line) != len(columns):
            raise _refused(path, number, "", "the row has not as many cells as the header")
        cells = dict(zip(lines[0], line, strict=True))
        cells |= {"date": as_was.get(cells["date"], cells["date"])}
        cells |= {column: clock_of_24(cells[column]) for column in ("start", "end")}
        for column, fits in _checks(audience):
            if column in cells and not fits(cells[column]):
                raise _refused(path, number, column, "the cell does not hold what the export wrote")
        if cells["start"] >= cells["end"]:
            raise _refused(path, number, "end", "the cell does not hold what the export wrote")
        rows.append(_row(audience, cells))
    return rows


def _row(audience: Audience, cells: Mapping[str, str]) -> StaffRow:
    """The row of cells that were checked."""
    return StaffRow(
        who=cells[OWNER[audience]],
        on=cells["date"],
        start=cells["start"],
        end=cells["end"],
        session=cells["session"],
        uid=cells["uid"],
        file=cells["file"],
        status=cast("RowStatus", cells["status"]),
        sequence=int(cells.get(ADDED_COLUMN, "0")),
    )


def _checks(audience: Audience) -> tuple[tuple[str, Callable[[str], bool]], ...]:
    """What the cell of each column must satisfy."""
    return (
        (OWNER[audience], bool),
        ("session", bool),
        ("file", lambda cell: cell.startswith(f"{audience}/") and _fits(CALENDAR_FILE, cell[len(audience) + 1 :])),
        ("uid", lambda cell: _fits(PLAIN_UID, cell)),
        ("date", _is_date),
        ("start", lambda cell: _fits(CLOCK, cell)),
        ("end", lambda cell: _fits(CLOCK, cell)),
        ("status", lambda cell: cell in {"scheduled", "dropped"}),
        (ADDED_COLUMN, lambda cell: _fits(NUMBER, cell)),
    )


def _fits(pattern: re.Pattern[str], cell: str) -> bool:
    return pattern.fullmatch(cell) is not None


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _is_date(cell: str) -> bool:
    try:
        return date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


def _refused(path: Path, row: int, column: str, says: str, otherwise: str = "") -> BadInput:
    # The secret that made the table makes it again, but for what another secret made and the table alone remembers.
    mend = "put the table's backup in its place or, without one, move the table away: the export makes it anew"
    fix = f"{otherwise}; else {mend}" if otherwise else mend.capitalize()
    return BadInput([Problem(str(path), row, column, "", says, f"{fix}. Nothing was written")])
