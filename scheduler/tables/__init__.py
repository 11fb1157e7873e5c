"""Tables in and out: a caseload from CSV files or a workbook, a schedule back and forth."""

from collections.abc import Mapping

from scheduler.tables.attendance import Attendance, AttendanceRow, read_attendance
from scheduler.tables.book_writing import BookSheet, book_bytes
from scheduler.tables.cells import is_like_an_id
from scheduler.tables.converting import Converted, NotConverted, convert
from scheduler.tables.edit.rows import RowEdit, edited_files
from scheduler.tables.edit.write import Edit, NotEdited, held_for_edit, write_edit, write_rows
from scheduler.tables.filled_in import FilledIn, check_not_filled_in, is_week_book
from scheduler.tables.marking import Marked, NotMarked, check_marked, mark
from scheduler.tables.meant import meant
from scheduler.tables.newcomers import busy_hours, read_newcomers
from scheduler.tables.reading import examine, read_caseload, read_unread
from scheduler.tables.row import columns_of
from scheduler.tables.schedules import (
    SCHEDULE_COLUMNS,
    read_schedule,
    read_week,
    schedule_csv,
    schedule_of,
    schedule_rows,
)
from scheduler.tables.schema import MODELS
from scheduler.tables.text import TextRows, TextTables, caseload_of_text, examine_text, read_text, sheet_of_rows
from scheduler.tables.writing import table_csv, write_tables

__all__ = [
    "ATTENDANCE_COLUMNS",
    "OPTIONAL_TABLES",
    "SCHEDULE_COLUMNS",
    "TABLES",
    "Attendance",
    "BookSheet",
    "Converted",
    "Edit",
    "FilledIn",
    "Marked",
    "NotConverted",
    "NotEdited",
    "NotMarked",
    "RowEdit",
    "TextRows",
    "TextTables",
    "book_bytes",
    "busy_hours",
    "caseload_of_text",
    "check_marked",
    "check_not_filled_in",
    "convert",
    "edited_files",
    "examine",
    "examine_text",
    "held_for_edit",
    "is_like_an_id",
    "is_week_book",
    "mark",
    "meant",
    "read_attendance",
    "read_caseload",
    "read_newcomers",
    "read_schedule",
    "read_text",
    "read_unread",
    "read_week",
    "schedule_csv",
    "schedule_of",
    "schedule_rows",
    "sheet_of_rows",
    "table_csv",
    "write_edit",
    "write_rows",
    "write_tables",
]

ATTENDANCE_COLUMNS: Mapping[str, bool] = columns_of(AttendanceRow)
# Each table's columns, and whether a column has to be there and filled.
TABLES: Mapping[str, Mapping[str, bool]] = {model.table: columns_of(model) for model in MODELS}
OPTIONAL_TABLES = frozenset(model.table for model in MODELS if not model.required)
