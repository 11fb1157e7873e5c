"""Dates as spreadsheets of any place write them: which dates one may be, and which it is beside the others."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from itertools import pairwise

# The two orders of day and month that are in use where the year comes last.
ORDERS = ("dmy", "mdy")
_MIDNIGHT = re.compile(r"(?:[ T]0?0:00(?::00)?(?:\.0+)?Z?| 12:00(?::00)? ?AM)$", re.IGNORECASE)
_NUMBERS = re.compile(r"([0-9]{1,4})([./-])\s?([0-9]{1,2})\2\s?([0-9]{1,4})\.?")
_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
_DAY_FIRST = re.compile(_WEEKDAY + r"([0-9]{1,2})\.?[ -]([a-z]{3,9})\.?,?[ -]([0-9]{4}|[0-9]{2})", re.IGNORECASE)
_MONTH_FIRST = re.compile(_WEEKDAY + r"([a-z]{3,9})\.? ([0-9]{1,2}),? ([0-9]{4})", re.IGNORECASE)

Reading = Mapping[str, date]
Tells = Callable[[Reading], bool]


def dates_of(cell: str) -> Sequence[date] | None:
    """The dates that a cell may be, the earliest first: none where the calendar has no such, None for other text."""
    by_order = _by_order(cell)
    return None if by_order is None else sorted(set(by_order.values()))


def in_iso(written: Collection[str], *tells: Tells) -> dict[str, str]:
    """The cells that can only be one date, beside the others that one spreadsheet wrote, as ``2026-11-23``.

    Args:
        written: the cells of one file.
        tells: what one reading of all cells is true of and the other is not, the surest first.
    """
    by_cell = {cell: by_order for cell in written if (by_order := _by_order(cell))}
    orders = [order for order in ORDERS if all(order in by_order for by_order in by_cell.values())]
    readings = [{cell: by_order[order] for cell, by_order in by_cell.items()} for order in orders]
    for is_so in tells:
        told = [reading for reading in readings if is_so(reading)]
        readings = told if len(told) == 1 else readings
    if len(readings) != 1:
        alone = {cell: set(by_order.values()) for cell, by_order in by_cell.items()}
        readings = [{cell: next(iter(days)) for cell, days in alone.items() if len(days) == 1}]
    return {cell: day.isoformat() for cell, day in readings[0].items()}


def are_in_one_week(reading: Reading) -> bool:
    """Whether all dates are of one week, from Monday to Sunday."""
    weeks = sorted({day.isocalendar()[:2] for day in reading.values()})
    return not any(pairwise(weeks))


def _by_order(cell: str) -> Mapping[str, date] | None:
    """The date in each order of day and month in which it is one; None where the cell is no date at all."""
    cell = _MIDNIGHT.sub("", cell)
    if found := _NUMBERS.fullmatch(cell):
        return _of_numbers((found[1], found[3], found[4]), found[2])
    if found := _DAY_FIRST.fullmatch(cell):
        return _of_words(found[1], found[2], found[3])
    if found := _MONTH_FIRST.fullmatch(cell):
        return _of_words(found[2], found[1], found[3])
    return None


def _of_numbers(numbers: tuple[str, str, str], between: str) -> Mapping[str, date] | None:
    if len(numbers[0]) == 4:
        orders = dict.fromkeys(ORDERS, "ymd")
    elif len(numbers[0]) > 2 or len(numbers[2]) not in {2, 4}:
        return None
    else:
        orders = dict.fromkeys(ORDERS, "dmy") if between == "." else dict(zip(ORDERS, ORDERS, strict=True))
    days = {name: _date(dict(zip(order, numbers, strict=True))) for name, order in orders.items()}
    return {name: day for name, day in days.items() if day}


def _of_words(day: str, month: str, year: str) -> Mapping[str, date] | None:
    numbers = [number for number, name in enumerate(_MONTHS, 1) if month.lower() in {name[:3], name[:4], name}]
    if not numbers:
        return None
    found = _date({"d": day, "m": str(numbers[0]), "y": year})
    return dict.fromkeys(ORDERS, found) if found else {}


def _date(numbers: Mapping[str, str]) -> date | None:
    year = int(numbers["y"]) + (2000 if len(numbers["y"]) == 2 else 0)
    try:
        return date(year, int(numbers["m"]), int(numbers["d"]))
    except ValueError:
        return None
