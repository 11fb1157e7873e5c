"""Busy times of a calendar become rows of availability; rows that people wrote stay."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from scheduler.calendars.busy import busy_times
from scheduler.caseload import Availability, Caseload
from scheduler.imports.formats import CannotTake
from scheduler.tables import write_rows
from scheduler.tables.reasons import rows_with_reason
from scheduler.times import ALL_DAY, WEEKDAYS, Window, Windows, clock

# The reason of the rows that an import wrote, by which the next one knows them.
REASON = "busy in calendar"
_TABLE = "availability"
A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class BusyImport:
    """What a calendar would change in the availability of one person or thing.

    Args:
        who: their id.
        added: rows that are new.
        removed: numbers of rows that an earlier import wrote and that the calendar no longer has.
        kept: how many rows of an earlier import stay.
    """

    who: str
    added: tuple[dict[str, str], ...]
    removed: tuple[int, ...]
    kept: int

    def write(self, source: Path, caseload: Caseload) -> None:
        """Changes the rows in the caseload's files.

        Raises:
            Refused, NotEdited, NotWritten: as with an edit; nothing was written then.
        """
        if not self.added and not self.removed:
            return
        gone = frozenset(self.removed)
        kept = [row for row in caseload.availability.get(self.who, ()) if row.row not in gone]

        def is_right(after: Caseload) -> bool:
            others = {who: rows for who, rows in after.availability.items() if who != self.who}
            before = {who: rows for who, rows in caseload.availability.items() if who != self.who}
            theirs = after.availability.get(self.who, ())
            alike = replace(after, availability=caseload.availability) == caseload
            return alike and others == before and all(row in theirs for row in kept)

        write_rows(source, _TABLE, self.added, self.removed, is_right=is_right)


def busy_import(place: Path, source: Path, caseload: Caseload, who: str, first: date, last: date) -> BusyImport:
    """What a calendar says of these dates, beside what an earlier import wrote of them.

    Raises:
        CannotTake: where nobody and nothing has this id.
        BadInput: where the calendar cannot be read.
    """
    if who not in {*caseload.patients, *caseload.therapists, *caseload.resources}:
        raise CannotTake(f"No patient, therapist or resource has the id {who!r}.")
    busy = busy_times(place, caseload.clinic.timezone, first, last)
    rows = [_cells(who, *row) for row in sorted(_rows(busy))]
    written = rows_with_reason(source, REASON)
    earlier = {
        _key(fact): fact.row
        for fact in caseload.availability.get(who, ())
        if fact.row in written and fact.status == "busy"
    }
    touched = {key: row for key, row in earlier.items() if not key[-1] or key[-1] >= first.isoformat()}
    wanted = {tuple(row[column] for column in _COLUMNS): row for row in rows}
    return BusyImport(
        who,
        tuple(row for key, row in wanted.items() if key not in earlier),
        tuple(sorted(row for key, row in touched.items() if key not in wanted)),
        sum(key in wanted for key in earlier),
    )


_COLUMNS = ("day", "start", "end", "from", "until")


def _rows(busy: Mapping[date, Windows]) -> Iterator[tuple[date, date, Window]]:
    """First and last date of each stretch of weeks with the same minutes on the same weekday."""
    dates: defaultdict[tuple[int, Window], list[date]] = defaultdict(list)
    for on, windows in sorted(busy.items()):
        for window in windows:
            dates[on.weekday(), window].append(on)
    for (_, window), found in dates.items():
        first = last = found[0]
        for on in found[1:]:
            if on != last + A_WEEK:
                yield first, last, window
                first = on
            last = on
        yield first, last, window


def _cells(who: str, first: date, last: date, window: Window) -> dict[str, str]:
    is_part = window != ALL_DAY
    return {
        "who": who,
        "day": WEEKDAYS[first.weekday()],
        "start": clock(window.start) if is_part else "",
        "end": clock(window.end) if is_part else "",
        "status": "busy",
        "from": first.isoformat(),
        "until": last.isoformat(),
        "reason": REASON,
    }


def _key(fact: Availability) -> tuple[str, ...]:
    """What a fact says, as the cells of a row that an import writes."""
    is_part = fact.window != ALL_DAY
    return (
        ";".join(WEEKDAYS[day] for day in fact.days),
        clock(fact.window.start) if is_part else "",
        clock(fact.window.end) if is_part else "",
        fact.first.isoformat() if fact.first else "",
        fact.last.isoformat() if fact.last else "",
    )
