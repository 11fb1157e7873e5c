"""The text of one cell becomes a value; what cannot be read says why and what to write instead.

Every reader here takes text without outer blanks that is not empty, and raises :class:`CellFault`.
"""

import re
import string
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from scheduler.schedule import LONGEST_ID
from scheduler.tables.dates import dates_of
from scheduler.tables.meant import closest, meant
from scheduler.tables.sheet import Unknown
from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY, WEEKDAYS

# What a spreadsheet's cell can hold: a list of every patient still fits.
LONGEST_CELL = 32_767
LONGEST_TEXT = 1_000
LONGEST_SHOWN = 60
YEARS = range(1900, 2200)
# What a spreadsheet shows where a formula fails.
FORMULA_FAULTS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})

# Every sign that a keyboard, a phone or a word processor makes of a hyphen.
DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_AS_HYPHENS = dict.fromkeys(map(ord, DASHES), "-")
_PLAIN_ID = frozenset(f"{string.ascii_letters}{string.digits}_.-")
# The semicolons of other scripts and widths.
_BETWEEN = re.compile("[;\u037e\u061b\uff1b]")
_COMMAS = re.compile("[,\u060c\u3001\uff0c]")
# What people write between the parts of a word such as in_person.
_BETWEEN_PARTS = re.compile(r"(?:\s|-)+")

_FIGURES = re.compile(r"(?=.*[0-9])[0-9\s.,:;/+%'-]{1,30}(?:\s?[ap]\.?m\.?|\s?h|\s?min)?", re.IGNORECASE)
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00)?")
_AM_PM = re.compile(r"(0?[1-9]|1[0-2])(?::([0-5][0-9])(?::00)?)?\s?([ap])\.?m\.?", re.IGNORECASE)
# A time without its colon, of which only one can be meant.
_NO_COLON = re.compile(r"([01]?[0-9]|2[0-3])(?:\s?[.h]?\s?([0-5][0-9])|\s?h)?", re.IGNORECASE)
# A spreadsheet keeps times as parts of a day, and shows them so where the cell has no time format.
_PART_OF_DAY = re.compile(r"0?[.,]([0-9]{1,20})")
_WHOLE = re.compile(r"(-?[0-9]{1,9})(?:\.0+)?")
_DECIMAL = re.compile(r"-?(?:[0-9]{1,9}(?:\.[0-9]{1,30})?|\.[0-9]{1,30})")
# A comma before one or two digits can only be a point.
_POINT = re.compile(r"(-?[0-9]{0,9}),([0-9]{1,2})")
# What days are called in English besides; each means nothing else.
_LONGER_NAMES = {
    **{name: name[:3] for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")},
    **{name: name[:3] for name in ("tues", "weds", "thur", "thurs")},
}
# Names of time zones that are none of a place.
_NO_ZONES = frozenset({"localtime", "Factory", "posixrules"})
_SECONDS_A_DAY = MINUTES_A_DAY * 60


class CellFault(ValueError):
    """A cell that cannot be read: what is wrong, and what to write instead, both without a full stop.

    ``is_alike`` says whether the cell looks like one of its column all the same; others may be a name or a reason
    that stands in the wrong column, and are shown to nobody.
    """

    def __init__(self, says: str, fix: str, *, is_alike: bool = False) -> None:
        super().__init__(says)
        self.says = says
        self.fix = fix
        self.is_alike = is_alike


def has_figures(cell: str) -> bool:
    """Whether a cell looks like a number, a time or a date."""
    return bool(_FIGURES.fullmatch(cell))


def is_like_an_id(word: str) -> bool:
    """Whether a word looks like an id, and not like a name: it has a digit and no blank."""
    return len(word) <= LONGEST_ID and any(map(str.isdigit, word)) and not any(map(str.isspace, word))


def shortened(word: str) -> str:
    """As much of the word as a message has room for."""
    return word if len(word) <= LONGEST_SHOWN else word[: LONGEST_SHOWN - 1] + "…"


def listed(words: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    return " or ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def sound(cell: str, *, lines: bool) -> str:
    """The cell itself, where it is filled, not too long and has no control characters; ``lines`` allows line breaks."""
    if isinstance(cell, Unknown):
        raise CellFault(cell.says, cell.fix)
    if not cell:
        raise CellFault("the cell is blank, and there is no default", "Fill it in")
    if cell in FORMULA_FAULTS:
        raise CellFault("the formula of this cell has no value", "Type the value instead of the formula", is_alike=True)
    if len(cell) > LONGEST_CELL:
        raise CellFault(f"the cell is longer than {LONGEST_CELL} characters", "Shorten it")
    if not cell.isprintable() and any(
        unicodedata.category(character) == "Cc" and not (lines and character in "\t\r\n") for character in cell
    ):
        raise CellFault("the cell has a control character or a line break in it", "Type the cell anew, on one line")
    return cell


def plain(cell: str) -> str:
    """The cell with the letters, digits and dashes of every keyboard."""
    return cell if cell.isascii() else unicodedata.normalize("NFKC", cell.translate(_AS_HYPHENS)).strip()


def text(cell: str) -> str:
    """Free text."""
    if len(cell) > LONGEST_TEXT:
        raise CellFault(f"the text is longer than {LONGEST_TEXT} characters", "Shorten it")
    return unicodedata.normalize("NFC", cell)


def identifier(cell: str) -> str:
    """An id that is named."""
    name = text(cell)
    return name if name.isascii() else name.translate(_AS_HYPHENS)


def new_id(cell: str) -> str:
    """The id of a new patient, therapist, resource, level, session type or group."""
    name = identifier(cell)
    if len(name) > LONGEST_ID:
        raise CellFault(f"the id is longer than {LONGEST_ID} characters", "Choose a shorter id")
    if not (_is_letter_or_digit(name[0]) and all(map(_may_stand_in_id, name))):
        raise CellFault(
            "this is not an id: an id starts with a letter or digit and goes on with letters, digits, '_', '.' and '-'",
            "Leave out blanks, slashes and other signs, here and wherever the id is used",
            is_alike=is_like_an_id(name),
        )
    return name


def _is_letter_or_digit(character: str) -> bool:
    return unicodedata.category(character)[0] == "L" or unicodedata.category(character) == "Nd"


def _may_stand_in_id(character: str) -> bool:
    # In many scripts a vowel is a mark on the letter before it.
    return character in _PLAIN_ID or _is_letter_or_digit(character) or unicodedata.category(character) in {"Mn", "Mc"}


def list_of(
    item: Callable[[str], str], looks_like_one: Callable[[str], bool] = is_like_an_id
) -> Callable[[str], tuple[str, ...]]:
    """A reader of lists separated by ``;``, each entry read by ``item``; in the order of the cell."""

    def read(cell: str) -> tuple[str, ...]:
        items = [part.strip() for part in _BETWEEN.split(cell)]
        if not all(items):
            is_alike = all(looks_like_one(part) for part in items if part)
            raise CellFault("an entry of the list is empty", "Put ';' between two entries only", is_alike=is_alike)
        entries = tuple(item(part) for part in items)
        for place, entry in enumerate(entries):
            if entry in entries[:place]:
                is_alike = looks_like_one(entry)
                says = f"{repr(shortened(entry)) if is_alike else 'an entry'} stands in the list twice"
                raise CellFault(says, "Leave one of them out", is_alike=is_alike)
        return entries

    return read


def listed_id(cell: str) -> str:
    """An id in a list; no id has a comma in it."""
    if has_comma(cell):
        raise CellFault("several entries of a cell are separated by ';', and this one has a comma", "Write ';' for ','")
    return identifier(cell)


def has_comma(cell: str) -> bool:
    """Whether there is a comma of any script in the cell."""
    return bool(_COMMAS.search(cell))


def tag(cell: str) -> str:
    """A tag or kind; however many blanks, and whichever dash, it is the same."""
    return " ".join(identifier(cell).split())


def tags(cell: str) -> frozenset[str]:
    """A list of tags or kinds."""
    return frozenset(list_of(tag)(cell))


def word(cell: str) -> str:
    """A word of a few, in any case."""
    return plain(cell).casefold()


def one_of(*words: str) -> Callable[[str], str]:
    """A reader of one of these words, in any case, with ``_``, blanks or hyphens between their parts."""

    def read(cell: str) -> str:
        found = _BETWEEN_PARTS.sub("_", word(cell))
        if found not in words:
            says = f"this is none of the words for it{meant(found, words)}"
            raise CellFault(says, f"Write {listed(words)}", is_alike=bool(closest(found, words)))
        return found

    return read


def yes_no(cell: str) -> bool:
    """Yes or no, or what a spreadsheet makes of them, in any case."""
    found = word(cell)
    if found not in _YES_NO:
        is_alike = bool(closest(found, _YES_NO))
        raise CellFault("this is neither yes nor no", "Write yes or no", is_alike=is_alike)
    return _YES_NO[found]


_YES_NO = {"yes": True, "y": True, "x": True, "true": True, "no": False, "n": False, "false": False}


def whole(least: int, most: int, *, are_minutes: bool = False) -> Callable[[str], int]:
    """A reader of whole numbers from ``least`` up to and including ``most``."""

    def read(cell: str) -> int:
        figures = plain(cell)
        found = _WHOLE.fullmatch(figures)
        fix = f"Write a whole number from {least} to {most}"
        if not found:
            hint = _hours_hint(figures) if are_minutes else ""
            raise CellFault(f"this is not a whole number{hint}", fix, is_alike=has_figures(cell))
        number = int(found[1])
        if not least <= number <= most:
            raise CellFault("the number is out of range", fix, is_alike=True)
        return number

    return read


def _hours_hint(figures: str) -> str:
    """What a decimal number of minutes would be if it were hours."""
    decimal = _with_point(figures)
    if not _DECIMAL.fullmatch(decimal) or not 0 < Decimal(decimal) < 24:
        return ""
    return f" of minutes ({decimal} h are {_rounded(Decimal(decimal) * 60)} min)"


def hours_as_minutes(most: int) -> Callable[[str], int]:
    """A reader of hours, decimals too, from 0 to ``most``; gives minutes, half a minute rounded up."""

    def read(cell: str) -> int:
        figures = _with_point(plain(cell))
        if not _DECIMAL.fullmatch(figures):
            fix = "Write hours with a decimal point, such as 9 or 1.5"
            raise CellFault("this is not a number of hours", fix, is_alike=has_figures(cell))
        number = Decimal(figures)
        if not 0 <= number <= most:
            hint = f" (as minutes they would be {format(number / 60, '.4g')} h)" if most < number <= most * 60 else ""
            raise CellFault(
                f"the number of hours is out of range{hint}", f"Write hours from 0 to {most}", is_alike=True
            )
        return _rounded(number * 60)

    return read


def _with_point(figures: str) -> str:
    found = _POINT.fullmatch(figures)
    return f"{found[1]}.{found[2]}" if found else figures


def _rounded(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def start(cell: str) -> int:
    """A time at which something starts, as minute of the day."""
    minute = _minute(cell)
    if minute == MINUTES_A_DAY:
        raise CellFault("24:00 can only be an end", "Write 00:00 with the next day", is_alike=True)
    return minute


def end(cell: str) -> int:
    """A time at which something ends, as minute of the day; 1440 is midnight."""
    minute = _minute(cell)
    return MINUTES_A_DAY if minute == 0 and _AM_PM.fullmatch(plain(cell)) else minute


def starts(cell: str) -> tuple[int, ...]:
    """A list of starts, sorted."""
    minutes = [start(part) for part in list_of(_start_of_list, has_figures)(cell)]
    if len(set(minutes)) < len(minutes):
        raise CellFault("a start stands in the list twice", "Leave one of them out", is_alike=True)
    return tuple(sorted(minutes))


def _start_of_list(part: str) -> str:
    if has_comma(part) and not _PART_OF_DAY.fullmatch(part):
        raise CellFault("times are separated by ';'", "Write ';' for ','", is_alike=has_figures(part))
    return text(part)


def _minute(cell: str) -> int:
    figures = plain(cell)
    if found := _TIME.fullmatch(figures):
        hour, minute = int(found[1]), int(found[2])
        if minute < 60 and hour * 60 + minute <= MINUTES_A_DAY:
            return hour * 60 + minute
    elif found := _AM_PM.fullmatch(figures):
        return (int(found[1]) % 12 + 12 * (found[3].lower() == "p")) * 60 + int(found[2] or 0)
    elif found := _PART_OF_DAY.fullmatch(figures):
        seconds = round(Decimal(f"0.{found[1]}") * _SECONDS_A_DAY)
        if seconds % 60 == 0:
            return seconds // 60
    found = _NO_COLON.fullmatch(figures)
    hint = f" (did you mean {int(found[1]):02d}:{found[2] or '00'}?)" if found else ""
    raise CellFault(
        f"this is not a time of day in whole minutes{hint}",
        "Write hours and minutes, 00:00 to 24:00, as in 9:30",
        is_alike=has_figures(cell),
    )


def days(cell: str) -> tuple[int, ...]:
    """Days, a list or ranges, sorted; 0 is Monday."""
    found: list[int] = []
    for part in list_of(text, _is_like_days)(word(cell)):
        found.extend(_day_range(part))
    if len(set(found)) < len(found):
        raise CellFault("a day is given twice", "Give each day once, as in mon-wed;fri", is_alike=True)
    return tuple(sorted(found))


def _is_like_days(part: str) -> bool:
    return len(part) < 30 and any(name.strip()[:3] in WEEKDAYS or closest(name, WEEKDAYS) for name in part.split("-"))


def _day_range(part: str) -> Iterable[int]:
    ends = [_LONGER_NAMES.get(name.strip(), name.strip()) for name in part.split("-")]
    if len(ends) > 2 or not set(ends) <= set(WEEKDAYS):
        is_alike = _is_like_days(part)
        if has_comma(part):
            raise CellFault("days are separated by ';'", "Write ';' for ',', as in mon;wed", is_alike=is_alike)
        hint = meant(ends[0], WEEKDAYS) if len(ends) == 1 else ""
        what = f"{part!r}" if is_alike else "this"
        fix = f"Write {listed(WEEKDAYS)}, as in mon-wed;fri"
        raise CellFault(f"{what} is no day and no range of days{hint}", fix, is_alike=is_alike)
    first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
    return [(first + later) % DAYS_A_WEEK for later in range((last - first) % DAYS_A_WEEK + 1)]


def calendar_date(cell: str) -> date:
    """A date, in the one way in which it can be read."""
    fix = "Write year, month and day, as in 2026-03-09"
    readings = dates_of(plain(cell))
    if readings is None:
        raise CellFault("this is not a date", fix, is_alike=has_figures(cell))
    if not readings:
        raise CellFault("the calendar has no such date", fix, is_alike=True)
    if len(readings) > 1:
        raise CellFault(f"this may be {listed([f'{day:%Y-%m-%d}' for day in readings])}", fix, is_alike=True)
    if readings[0].year not in YEARS:
        raise CellFault(f"the year is not one of {YEARS[0]} to {YEARS[-1]}", fix, is_alike=True)
    return readings[0]


@cache
def zones() -> frozenset[str]:
    """The names of all time zones."""
    return frozenset(available_timezones())


def timezone(cell: str) -> str:
    """The name of a time zone of a place."""
    fix = "Write a name of the IANA list, such as America/Chicago"
    if cell in _NO_ZONES:
        raise CellFault("this names no place, and so no time zone", fix, is_alike=True)
    known = zones()
    if cell not in known:
        hint = meant(cell, known)
        is_alike = bool(hint) or "/" in cell
        raise CellFault(f"there is no time zone of this name{hint}", fix, is_alike=is_alike)
    return cell
