"""Tables in and out: a caseload from CSV files or a workbook, a schedule back and forth."""

from collections.abc import Mapping

from scheduler.tables.attendance import Attendance, AttendanceRow, read_attendance
from scheduler.tables.cells import is_like_an_id
from scheduler.tables.converting import Converted, NotConverted, convert
from scheduler.tables.editing import Edit, NotEdited, write_edit, write_rows
from scheduler.tables.marking import Marked, NotMarked, check_marked, mark
from scheduler.tables.meant import meant
from scheduler.tables.reading import examine, read_caseload, read_unread
from scheduler.tables.row import columns_of
from scheduler.tables.rows import MODELS
from scheduler.tables.schedules import read_schedule, read_week, schedule_csv
from scheduler.tables.writing import table_csv, write_tables

__all__ = [
    "ATTENDANCE_COLUMNS",
    "OPTIONAL_TABLES",
    "TABLES",
    "Attendance",
    "Converted",
    "Edit",
    "Marked",
    "NotConverted",
    "NotEdited",
    "NotMarked",
    "check_marked",
    "convert",
    "examine",
    "is_like_an_id",
    "mark",
    "meant",
    "read_attendance",
    "read_caseload",
    "read_schedule",
    "read_unread",
    "read_week",
    "schedule_csv",
    "table_csv",
    "write_edit",
    "write_rows",
    "write_tables",
]

ATTENDANCE_COLUMNS: Mapping[str, bool] = columns_of(AttendanceRow)
# Each table's columns, and whether a column has to be there and filled.
TABLES: Mapping[str, Mapping[str, bool]] = {model.table: columns_of(model) for model in MODELS}
OPTIONAL_TABLES = frozenset(model.table for model in MODELS if not model.required)
