"""The text of one cell becomes a value; what cannot be read says why and what to write instead.

Every reader here takes text without outer blanks that is not empty, and raises :class:`CellFault`.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY, WEEKDAYS

LONGEST_ID = 64
# What a spreadsheet's cell can hold: a list of every patient still fits.
LONGEST_CELL = 32_767
LONGEST_TEXT = 1_000
LONGEST_SHOWN = 60
YEARS = range(1900, 2200)
# What a spreadsheet shows where a formula fails.
FORMULA_FAULTS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})

_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00)?")
# A spreadsheet keeps times as parts of a day, and shows them so where the cell has no time format.
_PART_OF_DAY = re.compile(r"0?\.[0-9]{1,20}")
_WHOLE = re.compile(r"(-?[0-9]{1,9})(?:\.0+)?")
_DECIMAL = re.compile(r"-?(?:[0-9]{1,9}(?:\.[0-9]{1,30})?|\.[0-9]{1,30})")
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]00:00(?::00)?)?")
_SECONDS_A_DAY = MINUTES_A_DAY * 60


class CellFault(ValueError):
    """A cell that cannot be read: what is wrong, and what to write instead, both without a full stop."""

    def __init__(self, says: str, fix: str) -> None:
        super().__init__(says)
        self.says = says
        self.fix = fix


def closest(word: str, known: Collection[str]) -> str:
    """The one of the known words that is most like this one; "" where none is."""
    if word in known:
        return word
    by_folded = {other.casefold(): other for other in sorted(known, reverse=True)}
    close = get_close_matches(word.casefold(), list(by_folded), n=1)
    return by_folded[close[0]] if close else ""


def meant(word: str, known: Collection[str]) -> str:
    """Words that ask whether the closest of the known ones was meant; "" where none is close."""
    close = closest(word, known)
    return f" (did you mean {close!r}?)" if close else ""


def shortened(word: str) -> str:
    """As much of the word as a message has room for."""
    return word if len(word) <= LONGEST_SHOWN else word[: LONGEST_SHOWN - 1] + "…"


def listed(words: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    return " or ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def sound(cell: str, *, lines: bool) -> str:
    """The cell itself, where it is filled, not too long and has no control characters; ``lines`` allows line breaks."""
    if not cell:
        raise CellFault("the cell is blank, and there is no default", "Fill it in")
    if cell in FORMULA_FAULTS:
        raise CellFault("the formula of this cell has no value", "Type the value instead of the formula")
    if len(cell) > LONGEST_CELL:
        raise CellFault(f"the cell is longer than {LONGEST_CELL} characters", "Shorten it")
    if any(unicodedata.category(character) == "Cc" and not (lines and character in "\t\r\n") for character in cell):
        raise CellFault("the cell has a control character or a line break in it", "Type the cell anew, on one line")
    return cell


def text(cell: str) -> str:
    """Free text."""
    if len(cell) > LONGEST_TEXT:
        raise CellFault(f"the text is longer than {LONGEST_TEXT} characters", "Shorten it")
    return unicodedata.normalize("NFC", cell)


def new_id(cell: str) -> str:
    """The id of a new patient, therapist, resource, level, session type or group."""
    name = text(cell)
    if len(name) > LONGEST_ID:
        raise CellFault(f"the id is longer than {LONGEST_ID} characters", "Choose a shorter id")
    if not (_is_letter_or_digit(name[0]) and all(_may_stand_in_id(character) for character in name)):
        raise CellFault(
            "this is not an id: an id starts with a letter or digit and goes on with letters, digits, '_', '.' and '-'",
            "Leave out blanks, slashes and other signs, here and wherever the id is used",
        )
    return name


def _is_letter_or_digit(character: str) -> bool:
    return unicodedata.category(character)[0] == "L" or unicodedata.category(character) == "Nd"


def _may_stand_in_id(character: str) -> bool:
    # In many scripts a vowel is a mark on the letter before it.
    return _is_letter_or_digit(character) or unicodedata.category(character) in {"Mn", "Mc"} or character in "_.-"


def list_of(item: Callable[[str], str]) -> Callable[[str], tuple[str, ...]]:
    """A reader of lists separated by ``;``, each entry read by ``item``; in the order of the cell."""

    def read(cell: str) -> tuple[str, ...]:
        items = [part.strip() for part in cell.split(";")]
        if not all(items):
            raise CellFault("an entry of the list is empty", "Put ';' between two entries only")
        entries = tuple(item(part) for part in items)
        _refuse_repeated(entries)
        return entries

    return read


def _refuse_repeated(entries: Sequence[str]) -> None:
    for place, entry in enumerate(entries):
        if entry in entries[:place]:
            raise CellFault(f"{shortened(entry)!r} stands in the list twice", "Leave one of them out")


def tags(cell: str) -> frozenset[str]:
    """A list of tags or kinds."""
    return frozenset(list_of(text)(cell))


def one_of(*words: str) -> Callable[[str], str]:
    """A reader of one of these words."""

    def read(cell: str) -> str:
        if cell not in words:
            raise CellFault(f"this is none of the words for it{meant(cell, words)}", f"Write {listed(words)}")
        return cell

    return read


def yes_no(cell: str) -> bool:
    """Yes or no, in any case."""
    word = cell.casefold()
    if word not in {"yes", "no"}:
        raise CellFault("this is neither yes nor no", "Write yes or no")
    return word == "yes"


def whole(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers from ``least`` up to and including ``most``."""

    def read(cell: str) -> int:
        found = _WHOLE.fullmatch(cell)
        if not found:
            raise CellFault("this is not a whole number", f"Write a whole number from {least} to {most}")
        number = int(found[1])
        if not least <= number <= most:
            raise CellFault("the number is out of range", f"Write a whole number from {least} to {most}")
        return number

    return read


def hours_as_minutes(most: int) -> Callable[[str], int]:
    """A reader of hours, decimals too, from 0 to ``most``; gives minutes, half a minute rounded up."""

    def read(cell: str) -> int:
        if not _DECIMAL.fullmatch(cell):
            raise CellFault("this is not a number of hours", "Write hours with a decimal point, such as 9 or 1.5")
        number = Decimal(cell)
        if not 0 <= number <= most:
            raise CellFault("the number of hours is out of range", f"Write hours from 0 to {most}")
        return int((number * 60).quantize(Decimal(1), rounding=ROUND_HALF_UP))

    return read


def start(cell: str) -> int:
    """A time at which something starts, as minute of the day."""
    minute = _minute(cell)
    if minute == MINUTES_A_DAY:
        raise CellFault("24:00 can only be an end", "Write 00:00 with the next day")
    return minute


def end(cell: str) -> int:
    """A time at which something ends, as minute of the day; 1440 is midnight."""
    return _minute(cell)


def starts(cell: str) -> tuple[int, ...]:
    """A list of starts, sorted."""
    minutes = [start(part) for part in list_of(text)(cell)]
    if len(set(minutes)) < len(minutes):
        raise CellFault("a start stands in the list twice", "Leave one of them out")
    return tuple(sorted(minutes))


def _minute(cell: str) -> int:
    if found := _TIME.fullmatch(cell):
        hour, minute = int(found[1]), int(found[2])
        if minute < 60 and hour * 60 + minute <= MINUTES_A_DAY:
            return hour * 60 + minute
    elif _PART_OF_DAY.fullmatch(cell):
        seconds = round(Decimal(cell) * _SECONDS_A_DAY)
        if seconds % 60 == 0:
            return seconds // 60
    raise CellFault("this is not a time of day in whole minutes", "Write hours and minutes, 00:00 to 24:00, as in 9:30")


def days(cell: str) -> tuple[int, ...]:
    """Days, a list or ranges, sorted; 0 is Monday."""
    found: list[int] = []
    for part in list_of(text)(cell.casefold()):
        found.extend(_day_range(part))
    if len(set(found)) < len(found):
        raise CellFault("a day is given twice", "Give each day once, as in mon-wed;fri")
    return tuple(sorted(found))


def _day_range(part: str) -> Iterable[int]:
    ends = [name.strip() for name in part.split("-")]
    if len(ends) > 2 or not set(ends) <= set(WEEKDAYS):
        hint = meant(ends[0], WEEKDAYS) if len(ends) == 1 else ""
        raise CellFault(
            f"{shortened(part)!r} is no day and no range of days{hint}", f"Write {listed(WEEKDAYS)}, as in mon-wed;fri"
        )
    first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
    return [(first + later) % DAYS_A_WEEK for later in range((last - first) % DAYS_A_WEEK + 1)]


def calendar_date(cell: str) -> date:
    """A date."""
    fix = "Write year, month and day, as in 2026-03-09"
    found = _DATE.fullmatch(cell)
    if not found:
        raise CellFault("this is not a date", fix)
    try:
        day = date.fromisoformat(found[1])
    except ValueError:
        raise CellFault("the calendar has no such date", fix) from None
    if day.year not in YEARS:
        raise CellFault(f"the year is not one of {YEARS[0]} to {YEARS[-1]}", fix)
    return day


@cache
def zones() -> frozenset[str]:
    """The names of all time zones."""
    return frozenset(available_timezones())


def timezone(cell: str) -> str:
    """The name of a time zone."""
    known = zones()
    if cell not in known:
        raise CellFault(
            f"there is no time zone of this name{meant(cell, known)}",
            "Write a name of the IANA list, such as America/Chicago",
        )
    return cell
