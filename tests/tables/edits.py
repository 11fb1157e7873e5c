"""Facts to put into the small caseload and to take out of it."""

from datetime import date
from pathlib import Path

from scheduler.caseload import Absence, Appointment
from scheduler.tables import Edit, read_caseload, write_edit
from scheduler.times import ALL_DAY, Window

HEADER = "who,party,date,until,start,end,reason"
TUESDAY = date(2026, 3, 10)


AWAY = Absence("ann", "self", TUESDAY, date(2026, 3, 11), Window(12 * 60, 24 * 60))


FAMILY = Absence("p1", "family", TUESDAY, TUESDAY, ALL_DAY)


AGREED = Appointment("p3", "talk", None, TUESDAY, 9 * 60 + 5, "bob", "red")


BOTH = Edit((AWAY, FAMILY), (AGREED,))


def put_in(source: Path, edit: Edit) -> None:
    write_edit(source, read_caseload(source), edit)


def dropped(source: Path, row: int) -> Edit:
    """The edit that takes out one appointment."""
    return Edit(dropped=tuple(each for each in read_caseload(source).appointments if each.row == row))
