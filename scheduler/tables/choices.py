"""What may stand in the cells of a workbook: drop-down lists, bounds, and what is said of them."""

from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from scheduler.tables.cells import zones
from scheduler.tables.columns import CHOICES, ColumnNote
from scheduler.tables.row import columns_of
from scheduler.tables.schema import MODELS

# Rows that people may fill, the header being row 0 here.
LAST_ROW = 1000
# Of a list that is put together, behind what is in it when the workbook is written.
SPARE_ROWS = 300
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255

_MOST_WANTED = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
)
_ID_COLUMNS = {model.table: model.id_column or next(iter(columns_of(model))) for model in MODELS}
_Key = tuple[tuple[str, ...], tuple[str, ...]]


class Choices:
    """The lists of one workbook; those of several tables, or too long for a cell's own, stand on a sheet of their own.

    Args:
        sheets: lines of cells under a header, by table.
    """

    def __init__(self, sheets: Mapping[str, Sequence[Sequence[str]]]) -> None:
        self._sheets = sheets
        self._stacks: list[_Key] = []

    def put(self, page: Worksheet, table: str, column: str, note: ColumnNote, place: int) -> None:
        """Says on each cell of a column what it is for, and gives it its list or bounds."""
        rule = _no_blanks(place) if _names_rows(table, column) else self._rule(note)
        self._validate(page, (1, place, LAST_ROW, place), column, note, rule)
        if (table, column) == ("clinic", "value"):
            for number, line in enumerate(self._sheets[table]):
                if line and line[0] == "timezone":
                    zone = {"validate": "list", "source": self._stack((tuple(_places()), ())), "error_type": "warning"}
                    self._validate(page, (number, place, number, place), column, note, zone)

    def write(self, workbook: Workbook) -> None:
        """Adds the hidden sheet on which lists of several tables are put together."""
        page = workbook.add_worksheet(CHOICES)
        page.hide()
        page.write_string(0, 0, "This sheet makes the drop-down lists. Leave it as it is.")
        for place, (words, tables) in enumerate(self._stacks):
            for number, word in enumerate(words, 1):
                page.write_string(number, place, word)
            ranges = [span for table in tables if (span := self._range(table))]
            known = [cell for table in tables for cell in self._known(table)]
            for number in range(len(known) + SPARE_ROWS if ranges else 0):
                value = known[number] if number < len(known) else ""
                page.write_formula(1 + len(words) + number, place, _stacked(ranges, 2 + len(words)), None, value)

    def _validate(
        self,
        page: Worksheet,
        cells: tuple[int, int, int, int],
        column: str,
        note: ColumnNote,
        rule: Mapping[str, object],
    ) -> None:
        said = {"input_title": column[:LONGEST_TITLE], "input_message": _cut(note.sentences)}
        if rule["validate"] != "any":
            said |= {"error_title": column[:LONGEST_TITLE], "error_message": _cut(_error(note))}
        page.data_validation(*cells, {**rule, **said})

    def _rule(self, note: ColumnNote) -> Mapping[str, object]:
        source = self._source(note)
        if source:
            return {"validate": "list", "source": source, "error_type": _severity(note)}
        if note.kind == "date":
            return {"validate": "date", "criteria": "between", "minimum": 1, "maximum": 109_574}
        if note.kind == "time" and not note.is_list:
            # Text such as 9am is no time to a spreadsheet, and can be read all the same.
            between = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
            return {**between, "error_type": "warning"}
        if note.kind == "number":
            return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 9999}
        return {"validate": "any"}

    def _source(self, note: ColumnNote) -> str | list[str]:
        """What a list shows; "" where nothing is known."""
        if not note.ids_of:
            return list(note.words)
        if note.words or len(note.ids_of) > 1:
            return self._stack((note.words, note.ids_of))
        span = self._range(note.ids_of[0], note.column)
        return f"={_as_long_as_filled(span.partition(':')[0], f'COUNTA({span})')}" if span else ""

    def _stack(self, key: _Key) -> str:
        """The place of a list that is put together, which is as long as what is in it."""
        if key not in self._stacks:
            self._stacks.append(key)
        words, tables = key
        counts = [str(len(words)), *(f"COUNTA({span})" for table in tables if (span := self._range(table)))]
        first = f"{CHOICES}!${xl_col_to_name(self._stacks.index(key))}$2"
        return f"={_as_long_as_filled(first, '+'.join(counts))}"

    def _range(self, table: str, column: str = "") -> str:
        """The cells below a heading, by default that of the ids; "" where there is no such sheet or heading."""
        header = [heading.casefold() for heading in next(iter(self._sheets.get(table, ())), ())]
        name = column or _ID_COLUMNS.get(table, "")
        if name not in header:
            return ""
        letter = xl_col_to_name(header.index(name))
        return f"{table}!${letter}$2:${letter}${LAST_ROW + 1}"

    def _known(self, table: str) -> Iterator[str]:
        first, *lines = self._sheets.get(table, ()) or ((),)
        header = [heading.casefold() for heading in first]
        if _ID_COLUMNS[table] in header:
            place = header.index(_ID_COLUMNS[table])
            yield from (line[place] for line in lines if place < len(line) and line[place])


def _as_long_as_filled(first: str, count: str) -> str:
    return f"OFFSET({first},0,0,MAX(1,{count}),1)"


def _stacked(ranges: Sequence[str], first_row: int) -> str:
    """A formula that gives the cells of the ranges one below the other, and then nothing."""
    at = f"ROW()-{first_row - 1}"
    formula = '""'
    before = ["".join(f"-COUNTA({span})" for span in ranges[:number]) for number in range(len(ranges))]
    for span, skipped in reversed(list(zip(ranges, before, strict=True))):
        formula = f'IF({at}{skipped}<=COUNTA({span}),INDEX({span},{at}{skipped})&"",{formula})'
    return f"={formula}"


def _severity(note: ColumnNote) -> str:
    """Words are all there are; ids may be entered later, in other ways to say yes, and several stand in one cell."""
    if note.is_list:
        return "information"
    return "warning" if note.ids_of or note.words == ("yes", "no") else "stop"


def _error(note: ColumnNote) -> str:
    """What is said where something else is typed."""
    example = f"Example: {note.example}."
    if note.is_list:
        return f"This is not one of the list. That is fine for several with ; between them. {example}"
    if note.ids_of:
        sheets = " or ".join(note.ids_of)
        return f"There is no such entry on sheet {sheets}. Add it there, or choose from the list. {example}"
    if note.words:
        return f"Choose one of the list: {', '.join(note.words)}."
    return f"{_KINDS[note.kind]} {example}"


_KINDS = {
    "date": "Type a date the way your spreadsheet shows dates, or as year-month-day.",
    "time": "Type a time, such as 17:30 or 5:30 PM.",
    "number": "Type a number that can stand here.",
    "text": "No id has a blank in it. Write a hyphen instead, here and wherever the id is used.",
}


def _names_rows(table: str, column: str) -> bool:
    """Whether the column holds the ids that the rows of a table are known by."""
    return any((model.table, model.id_column) == (table, column) for model in MODELS)


def _no_blanks(place: int) -> Mapping[str, object]:
    """Lets in what has no blank between its letters."""
    return {"validate": "custom", "value": f'=ISERROR(FIND(" ",TRIM({xl_col_to_name(place)}2)))'}


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_MESSAGE else f"{words[: LONGEST_MESSAGE - 1]}…"


def _places() -> list[str]:
    """Time zones by the name of a place; those of the United States, where most such programs are, come first."""
    everywhere = {zone for zone in zones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))}
    first = [zone for zone in _MOST_WANTED if zone in everywhere]
    return [*first, *sorted(everywhere.difference(first))]
