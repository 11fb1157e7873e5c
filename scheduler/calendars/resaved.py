"""The staff's table as a spreadsheet has saved it again: other separators, dates and times in its own manner."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date

SEPARATORS = ",;\t"

_NUMBERS = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::00)?(?:\s?([ap])\.?m\.?)?", re.IGNORECASE)
_FIRST_YEAR_OF_TWO_DIGITS = 2000
_HALF_A_DAY = 12


def lines_of(content: bytes) -> list[list[str]]:
    """The cells of a CSV file line by line, a header without separators of its own first; blank lines are empty.

    Raises:
        UnicodeDecodeError, csv.Error: where it is no CSV file in UTF-8.
    """
    text = content.decode("utf-8-sig")
    first, _, rest = text.partition("\n")
    if first.strip().strip('"').lower() in {f"sep={separator}" for separator in SEPARATORS}:
        first, text = rest.partition("\n")[0], rest
    separator = max(SEPARATORS, key=first.count)
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    return [_without_last_blanks(line) for line in lines]


def iso_dates(written: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """Cells of dates as they were before, from the one reading that all of them allow.

    Each comes with the id of its session, which begins with the date in most cases: of two readings that is the right
    one of which more ids tell. Cells that cannot be read, or in two ways, are left out.
    """
    cells = [(cell, session) for cell, session in written if _NUMBERS.fullmatch(cell) and not _is_iso(cell)]
    readings: dict[tuple[str, ...], int] = {}
    for order in ("dmy", "mdy"):
        days = [_day(cell, order) for cell, _ in cells]
        if all(days):
            told = sum(session.startswith(day.replace("-", "")) for day, (_, session) in zip(days, cells, strict=True))
            readings[tuple(days)] = told
    best = [days for days, told in readings.items() if told == max(readings.values())]
    return dict(zip((cell for cell, _ in cells), best[0], strict=True)) if len(best) == 1 else {}


def clock_of_24(cell: str) -> str:
    """A time as ``HH:MM``, also one with seconds or of two times twelve hours; other text as it is."""
    found = _CLOCK.fullmatch(cell)
    if not found or (found[3] and not 1 <= int(found[1]) <= _HALF_A_DAY):
        return cell
    hour = int(found[1])
    if found[3]:
        hour = hour % _HALF_A_DAY + _HALF_A_DAY * (found[3].lower() == "p")
    return f"{hour:02d}:{found[2]}"


def _without_last_blanks(line: list[str]) -> list[str]:
    while line and not line[-1].strip():
        line.pop()
    return line


def _is_iso(cell: str) -> bool:
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell) is not None


def _day(cell: str, order: str) -> str:
    """The day in ISO form; "" where there is none in this order."""
    numbers = re.split(r"[./-]", cell)
    if len(numbers[0]) == 4:
        order = "ymd"
    elif "." in cell:
        order = "dmy"
    number = dict(zip(order, map(int, numbers), strict=True))
    year = number["y"] + (_FIRST_YEAR_OF_TWO_DIGITS if number["y"] < 100 else 0)
    try:
        return date(year, number["m"], number["d"]).isoformat()
    except ValueError:
        return ""
