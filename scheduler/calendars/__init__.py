"""Calendars of a schedule: one private iCalendar file for each patient, and for therapists and resources on request.

Time zones and iCalendar live in this folder and nowhere else.
"""

from scheduler.calendars.changes import Audience, CalendarChange, Export, Per, PreparedExport, Remind, WhoseFile
from scheduler.calendars.export import NoSuchCalendar, check_calendars, prepare_export
from scheduler.calendars.secret import BadSecret, installation_secret
from scheduler.calendars.whose import WHOSE_TABLE, read_whose
from scheduler.calendars.zones import is_timezone

__all__ = [
    "WHOSE_TABLE",
    "Audience",
    "BadSecret",
    "CalendarChange",
    "Export",
    "NoSuchCalendar",
    "Per",
    "PreparedExport",
    "Remind",
    "WhoseFile",
    "check_calendars",
    "installation_secret",
    "is_timezone",
    "prepare_export",
    "read_whose",
]
