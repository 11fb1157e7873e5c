"""What people type: files and folders, a week, a date, a time, an id, seconds, an alarm, and how calendars look."""

import math
import os
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import wraps
from pathlib import Path
from typing import Any, Literal

import click

from scheduler.files.journal import recover
from scheduler.files.outputs import CalendarLook
from scheduler.times import MINUTES_A_DAY, monday_of

# Longer than this, sessions are a morning and an afternoon.
LONGEST_PAUSE = 4 * 60


class Place(click.Path):
    """A file or folder; what a run that was cut short has begun there is put back before anybody looks."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ANN401
        """The path; fails where something cannot be put back."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        recover(path if os.path.isdir(path) else path.parent)  # noqa: PTH112 - what may not be asked is no folder
        return path


FOLDER = Place(file_okay=False)
FILE = Place()


class WeekParam(click.ParamType[date]):
    """A date, turned into the Monday of its week."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401
        """The Monday of the week that holds the date; fails with wrong usage where it is none."""
        if isinstance(value, date):
            return value
        day = DayParam().convert(value, param, ctx)
        return monday_of(day)


class DayParam(click.ParamType[date]):
    """A date as ``YYYY-MM-DD``, or as a table may have it where that can only be one date."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401
        """The date; fails with wrong usage where it is none."""
        if isinstance(value, date):
            return value
        from scheduler.tables.dates import dates_of

        readings = dates_of(value) or ()
        if len(readings) > 1:
            may_be = " or ".join(map(str, readings))
            self.fail(f"{value!r} may be {may_be}; write it as YYYY-MM-DD.", param, ctx)
        try:
            (day,) = readings
            # The weeks around it have to be dates too.
            _ = day - timedelta(weeks=2), day + timedelta(weeks=2)
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no date; write it as YYYY-MM-DD, for example 2026-11-23.", param, ctx)
        return day


class TimeParam(click.ParamType[int]):
    """A time of day as ``HH:MM`` or ``3:30 PM``, turned into minutes after midnight; 24:00 is 1440."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """The minutes; fails with wrong usage where it is no time."""
        if isinstance(value, int):
            return value
        from scheduler.tables.cells import CellFault, start

        if value == "24:00":
            return MINUTES_A_DAY
        try:
            # A spreadsheet alone writes times as parts of a day.
            return start(value if re.search("[:m]", value.lower()) else "")
        except CellFault:
            self.fail(f"{value!r} is no time of day; write it as HH:MM, for example 09:30.", param, ctx)


class MomentParam(click.ParamType[datetime]):
    """A date and a time of day as ``YYYY-MM-DDTHH:MM``, by the clinic's clock."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:  # noqa: ANN401
        """The moment; fails with wrong usage where it is none."""
        if isinstance(value, datetime):
            return value
        found = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{1,2}:[0-9]{2})", value)
        if found is None:
            self.fail(f"{value!r} is no moment; write it like 2026-11-25T12:00.", param, ctx)
        minute = TimeParam().convert(found[2], param, ctx)
        return datetime.combine(DayParam().convert(found[1], param, ctx), time()) + timedelta(minutes=minute)


class NameParam(click.ParamType[str]):
    """The id of somebody or something, its letters put together as the tables have them."""

    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401, ARG002
        """The id."""
        return unicodedata.normalize("NFC", value)


class SecondsParam(click.ParamType[float]):
    """A number of seconds above zero, decimals allowed."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401
        """The seconds; fails with wrong usage where they are no number above zero."""
        try:
            seconds = float(value)
        except ValueError:
            seconds = math.nan
        if not 0 < seconds < math.inf:
            self.fail(f"{value!r} is not a number of seconds above zero.", param, ctx)
        return seconds


class AlarmParam(click.ParamType[int]):
    """Whole minutes before a session, or ``off``, which is -1."""

    name = "minutes|off"
    OFF = -1
    LONGEST = 7 * 24 * 60

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """The minutes, or ``OFF``; fails with wrong usage where they are neither."""
        if isinstance(value, int):
            return value
        if value.lower() == "off":
            return self.OFF
        if not re.fullmatch(r"[0-9]{1,5}", value) or int(value) > self.LONGEST:
            self.fail(f"{value!r} is neither `off` nor whole minutes from 0 to {self.LONGEST} (a week).", param, ctx)
        return int(value)


caseload_argument = click.argument("caseload", type=FILE)
schedule_argument = click.argument("schedule", type=FILE)
week_option = click.option("--week", type=WeekParam(), required=True, help="Any date of the week, as YYYY-MM-DD.")

attendance_option = click.option(
    "--attendance", type=FILE, help="Table of who came in the week before; what was missed may be made up."
)


def example(*lines: str) -> str:
    """The end of a command's help: what to type, kept line by line."""
    return "\b\n" + "\n".join(("Example:", *(f"  {line}" for line in lines)))


previous_option = click.option(
    "--previous",
    type=FILE,
    help="schedule.csv of an earlier week or of this one, to be kept as far as possible.",
)

freeze_option = click.option(
    "--freeze-before",
    "frozen_before",
    type=MomentParam(),
    help="With --previous of this week: what starts before this moment, YYYY-MM-DDTHH:MM, stays as it was.",
)


changes_option = click.option(
    "--max-changes",
    type=click.IntRange(0),
    help="With --previous: how many of its appointments may change, besides those that can no longer be kept.",
)


def cluster_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options that say who solves many weeks."""
    for option in (
        click.option(
            "--cluster", metavar="ADDRESS", help="Scheduler of a Dask cluster that solves them, as tcp://HOST:PORT."
        ),
        click.option("--processes", type=click.IntRange(1, 1024), help="Weeks solved at once. [default: all cores]"),
    ):
        command = option(command)
    return command


def check_moment(week: date, previous: Path | None, frozen_before: datetime | None) -> None:
    """Fails with wrong usage where there is nothing to freeze, or the moment is not of the week."""
    if frozen_before is None:
        return
    if previous is None:
        raise click.UsageError("--freeze-before needs --previous, the schedule of this week as it was so far.")
    if not week <= frozen_before.date() < week + timedelta(weeks=1):
        span = f"from {week} to {week + timedelta(days=6)}"
        raise click.UsageError(f"--freeze-before {frozen_before:%Y-%m-%dT%H:%M} is not in the week {span}.")


_LOOK_OPTIONS = (
    click.option(
        "--pause",
        type=click.IntRange(0, LONGEST_PAUSE),
        default=0,
        show_default=True,
        help="With `--per day`: the longest pause, in minutes, between sessions of one event.",
    ),
    click.option(
        "--per",
        type=click.Choice(("session", "day")),
        default="session",
        show_default=True,
        help="One event for each session, or one for the sessions of a day that follow each other.",
    ),
    click.option(
        "--remind",
        type=click.Choice(("run", "session")),
        default="run",
        show_default=True,
        help="One reminder for sessions that follow each other, or one for each session.",
    ),
    click.option("--location", help="Where sessions are; left out unless given, because others may see it."),
    click.option(
        "--alarm",
        type=AlarmParam(),
        default="60",
        show_default=True,
        help="Minutes before a session at which the phone reminds, or `off`.",
    ),
    click.option(
        "--secret-file",
        type=FILE,
        help="File with the secret behind the names of calendars. [default: one made once on this computer]",
    ),
)


def calendar_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options of a ``CalendarLook``, which the command receives as ``look``."""

    @wraps(command)
    def with_look(
        *,
        secret_file: Path | None,
        alarm: int,
        location: str | None,
        per: Literal["session", "day"],
        pause: int,
        remind: Literal["run", "session"],
        **others: object,
    ) -> None:
        alarm_minutes = None if alarm == AlarmParam.OFF else alarm
        command(look=CalendarLook(secret_file, alarm_minutes, location, per, pause, remind), **others)

    for option in _LOOK_OPTIONS:
        with_look = option(with_look)
    return with_look
