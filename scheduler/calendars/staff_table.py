"""The staff's table beside each folder of calendars: whose file is whose, and which event is which session.

What it records wins: a session that it knows keeps its UID, and somebody whom it knows keeps the file, whatever the
secret is now.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast

from scheduler.calendars.changes import Audience
from scheduler.calendars.earlier import content_of
from scheduler.errors import BadInput, Problem

OWNER = {"patients": "patient", "therapists": "therapist", "resources": "resource"}
COLUMNS = ("file", "session", "uid", "date", "start", "end", "status")

# A recorded file is written to, so its name is held to this folder.
CALENDAR_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.ics")
PLAIN_UID = re.compile(r"[A-Za-z0-9._@:-]{1,255}")

RowStatus = Literal["scheduled", "dropped"]
Key = tuple[str, str, str]


@dataclass(frozen=True, order=True, slots=True)
class StaffRow:
    """One session in one calendar; ``on`` is a date as in the table, ``start`` and ``end`` local times.

    A session that a later schedule of its week no longer has stays as ``dropped``, so that it has its UID again when
    it comes back, and nothing else ever has.
    """

    who: str
    on: str
    start: str
    end: str
    session: str
    uid: str
    file: str
    status: RowStatus

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
        writer.writerow((row.who, row.file, row.session, row.uid, row.on, row.start, row.end, row.status))
    return text.getvalue().encode()


def read_rows(folder: Path, audience: Audience) -> tuple[StaffRow, ...]:
    """The rows of the folder's table; none where there is no table.

    Raises:
        BadInput: where it cannot be read, or says something that cannot be.
    """
    path = folder / table_name(audience)
    content = content_of(path)
    if content is None:
        return ()
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
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
    columns = (OWNER[audience], *COLUMNS)
    if not lines or sorted(lines[0]) != sorted(columns):
        says = f"the columns are not {', '.join(columns)}"
        raise _refused(path, 1, "", says, "Choose another folder for calendars where this is a table of something else")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not line:
            continue
        if len(line) != len(columns):
            raise _refused(path, number, "", "the row has not as many cells as the header")
        cells = dict(zip(lines[0], line, strict=True))
        for column, fits in _checks(audience, columns):
            if not fits(cells[column]):
                raise _refused(path, number, column, "the cell does not hold what the export wrote")
        rows.append(
            StaffRow(
                who=cells[columns[0]],
                on=cells["date"],
                start=cells["start"],
                end=cells["end"],
                session=cells["session"],
                uid=cells["uid"],
                file=cells["file"],
                status=cast("RowStatus", cells["status"]),
            )
        )
    return rows


def _checks(audience: Audience, columns: Sequence[str]) -> tuple[tuple[str, Callable[[str], bool]], ...]:
    """What the cell of each column must satisfy."""
    return (
        (columns[0], bool),
        ("session", bool),
        ("file", lambda cell: cell.startswith(f"{audience}/") and _fits(CALENDAR_FILE, cell[len(audience) + 1 :])),
        ("uid", lambda cell: _fits(PLAIN_UID, cell)),
        ("date", _is_date),
        ("status", lambda cell: cell in {"scheduled", "dropped"}),
    )


def _fits(pattern: re.Pattern[str], cell: str) -> bool:
    return pattern.fullmatch(cell) is not None


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
