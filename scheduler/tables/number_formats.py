"""What a workbook's number shows as under the format of its cell: a date, a time of day, a number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import isfinite
from typing import Literal

from scheduler.times import MINUTES_A_DAY

Kind = Literal["number", "date", "time", "moment", "length"]

MIDNIGHT = "24:00"
# The last day that a spreadsheet knows, 9999-12-31, as it counts days.
LAST_DAY = 2_958_465
_SECONDS_A_DAY = MINUTES_A_DAY * 60
# Up to 1927. A time of day with so few days before it was typed without its colon, as 9 or 1300, and shows another.
_FEW_DAYS = 10_000
# From here on a spreadsheet's count is one too high, as it holds 1900 for a leap year.
_NO_LEAP_DAY = 60
_DATES_BUILT_IN = (*range(14, 18), *range(27, 32), 36, *range(50, 59))
_TIMES_BUILT_IN = (18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47)
_MOMENT_BUILT_IN = 22
_LENGTH_BUILT_IN = 46
# What of a format is shown as it stands: quoted text, a sign after a backslash, the filler and the gap of a sign.
_AS_IT_STANDS = re.compile(r'"[^"]*"|\\.|[_*].')
_LENGTH = re.compile(r"\[(?:h+|m+|s+)\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_ZEROS = re.compile(r"0{2,}")


@dataclass(frozen=True, slots=True)
class Format:
    """How a number is shown.

    Args:
        kind: what the number is taken for.
        digits: at least so many digits before the point, as of an id ``007``.
        shows_nothing: whether the cell looks blank whatever it holds.
    """

    kind: Kind = "number"
    digits: int = 0
    shows_nothing: bool = False


GENERAL = Format()


def format_of(number: int, codes: Mapping[int, str]) -> Format:
    """The format of this number, built in or with a code of the workbook's own."""
    if number in codes:
        return _format_of_code(codes[number])
    if number == _MOMENT_BUILT_IN:
        return Format("moment")
    if number == _LENGTH_BUILT_IN:
        return Format("length")
    if number in _TIMES_BUILT_IN:
        return Format("time")
    return Format("date") if number in _DATES_BUILT_IN else GENERAL


def _format_of_code(code: str) -> Format:
    sections = _AS_IT_STANDS.sub("", code).split(";")
    if len(sections) > 2 and not any(section.strip() for section in sections):
        return Format(shows_nothing=True)
    first = sections[0].lower()
    if _LENGTH.search(first):
        return Format("length")
    letters = _BRACKETS.sub("", first)
    if "general" in letters:
        return GENERAL
    has_time = "h" in letters or "s" in letters
    has_date = "d" in letters or "y" in letters or ("m" in letters and not has_time)
    if has_date:
        return Format("moment" if has_time else "date")
    if has_time:
        return Format("time")
    return Format(digits=len(letters)) if _ZEROS.fullmatch(letters) else GENERAL


def number_text(written: str, shown_as: Format, *, since_1904: bool) -> str:
    """A number as a CSV file would have it: what the cell shows, seconds rounded, dates as ``2026-11-23``."""
    number = float(written)
    if not isfinite(number):
        return written
    if shown_as.kind != "number" and 0 <= number <= LAST_DAY:
        return _moment_text(Decimal(repr(number)), shown_as.kind, since_1904=since_1904)
    if number != int(number):
        return format(Decimal(repr(number)), "f")
    return f"{int(number):0{shown_as.digits}d}"


def _moment_text(number: Decimal, kind: Kind, *, since_1904: bool) -> str:
    # What computing leaves is less than half a second.
    days, seconds = divmod(round(number * _SECONDS_A_DAY), _SECONDS_A_DAY)
    if kind == "length":
        return clock_text(days * _SECONDS_A_DAY + seconds)
    if kind == "date":
        return day_text(days, since_1904=since_1904)
    if (days, seconds) == (1, 0):
        return MIDNIGHT
    if kind == "time" and 0 < days < _FEW_DAYS:
        return format(number.normalize(), "f")
    if (kind == "time" and seconds) or days == 0:
        return clock_text(seconds)
    day = day_text(days, since_1904=since_1904)
    return f"{day} {clock_text(seconds)}" if seconds else day


def clock_text(seconds: int) -> str:
    """Seconds since midnight as ``09:05``, with seconds where there are any."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{rest:02d}" if rest else "")


def day_text(days: int, *, since_1904: bool) -> str:
    """The date that a spreadsheet shows for its count of days."""
    if since_1904:
        return (date(1904, 1, 1) + timedelta(days=min(days, LAST_DAY - 1462))).isoformat()
    if days == _NO_LEAP_DAY:
        return "1900-02-29"
    return (date(1899, 12, 31) + timedelta(days=days - (days > _NO_LEAP_DAY))).isoformat()


def formats_of(codes: Mapping[int, str], of_styles: Sequence[int]) -> tuple[Format, ...]:
    """The format of each style of a workbook's cells, given by the number of its format."""
    return tuple(format_of(number, codes) for number in of_styles)
