"""Words that are nearly another, zones that nobody means, and ids that a spreadsheet changes: warnings."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from zoneinfo import ZoneInfo

from scheduler.errors import Problem
from scheduler.tables.book import Book, checked
from scheduler.tables.cells import has_comma, timezone
from scheduler.tables.row import Row, Unreadable
from scheduler.tables.schema import MODELS, ClinicRow, GroupRow, LevelRow, PatientRow, ResourceRow, SessionTypeRow
from scheduler.tables.sheet import folded

CLOSE = 0.8
# Shorter words are too easily another: men and women, am and pm.
SHORTEST_CLOSE = 5
# Places that people mean by a zone that has no summer time, by its hours from UTC.
_MEANT = {
    -10: "Pacific/Honolulu",
    -9: "America/Anchorage",
    -8: "America/Los_Angeles",
    -7: "America/Denver",
    -6: "America/Chicago",
    -5: "America/New_York",
    0: "Europe/London",
    1: "Europe/Berlin",
    2: "Europe/Helsinki",
}
_OFFSET = re.compile(r"Etc/GMT([+-])([0-9]{1,2})")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_CHANGED = re.compile(
    rf"0+[0-9]+|[0-9]+e[0-9]+|[0-9]+[.-][0-9]+(?:[.-][0-9]+)?|{_MONTH}[.-]?[0-9]{{1,4}}|[0-9]{{1,2}}[.-]?{_MONTH}"
    r"|true|false|[0-9]{16,}",
    re.IGNORECASE,
)


def warnings(book: Book) -> Iterator[Problem]:
    """What is spelt as surely nobody means it."""
    yield from checked(book, ClinicRow, _zone_of_a_place)
    for model in MODELS:
        if model.id_column:
            yield from _ids_that_change(book, model)
    try:
        yield from _tags(book)
        yield from _kinds(book)
    except Unreadable:
        return


def _zone_of_a_place(row: ClinicRow, _: Book) -> Iterator[Problem]:
    if row.setting != "timezone" or not row.value:
        return
    name = timezone(row.value)
    if "/" in name and not name.startswith(("Etc/", "SystemV/")):
        return
    winter, summer = (datetime(2026, month, 1, tzinfo=ZoneInfo(name)).utcoffset() or timedelta() for month in (1, 7))
    if winter != summer:
        return
    hours = round(winter / timedelta(hours=1))
    found = _OFFSET.fullmatch(name)
    # The signs of these zones are turned round, so that many write the wrong one.
    written = int(found[1] + found[2]) if found else hours
    place = _MEANT.get(written)
    hint = f" (did you mean {place!r}?)" if place else ""
    turned = f" and lies {abs(hours)} h {'ahead of' if hours > 0 else 'behind'} UTC" if found and hours else ""
    says = f"this zone is that of no place: it has no summer time{turned}{hint}"
    yield row.fault("value", says, "Write the continent and the city whose clocks show the clinic's time")


def _ids_that_change(book: Book, model: type[Row]) -> Iterator[Problem]:
    """The first id of a table that a spreadsheet takes for a number, a date or a yes."""
    rows: list[Row] = []
    for row in book.rows(model):
        try:
            if _CHANGED.fullmatch(getattr(row, model.id_column)):
                rows.append(row)
        except Unreadable:
            continue
    if rows:
        more = f", and so do {len(rows) - 1} more" if len(rows) > 1 else ""
        says = f"to a spreadsheet that opens it as CSV this id looks like a number or a date, which changes it{more}"
        yield rows[0].fault(model.id_column, says, "Begin ids with a letter, as in p007")


def _tags(book: Book) -> Iterator[Problem]:
    patients, groups = book.all_rows(PatientRow), book.all_rows(GroupRow)
    asked = frozenset[str]().union(*(group.admits for group in groups))
    held = frozenset[str]().union(*(patient.tags for patient in patients))
    levels = frozenset(level.level for level in book.all_rows(LevelRow))
    for patient in patients:
        yield from _unused(patient, "tags", patient.tags, asked, "no group asks for {}")
    for group in groups:
        yield from _unused(group, "admits", group.admits, held | levels, "no patient has {}, nor is it a level")


def _kinds(book: Book) -> Iterator[Problem]:
    needed = frozenset[str]().union(*(kind.resources for kind in book.all_rows(SessionTypeRow)))
    for resource in book.all_rows(ResourceRow):
        yield from _unused(resource, "kind", resource.kind, needed, "no session type needs {}")


def _unused(row: Row, column: str, words: Collection[str], others: Collection[str], says: str) -> Iterator[Problem]:
    """Of words that nothing else uses, those that are nearly others, or several in one."""
    for word in sorted(set(words) - set(others)):
        close = _nearly(word, others)
        if has_comma(word):
            asked = "several entries of a cell are separated by ';', and this one has a comma"
            yield row.fault(column, asked, "Write ';' for ','", is_alike=False)
        elif close:
            asked = f"{says.format(repr(word))} (did you mean {close!r}?)"
            yield row.fault(column, asked, "Write it the same everywhere")


def _nearly(word: str, others: Collection[str]) -> str:
    """One of the others that is spelt nearly so, digits aside; "" where none is."""
    plain = _letters(word)
    for other in sorted(others):
        theirs = _letters(other)
        if plain == theirs or plain.rstrip("s") == theirs.rstrip("s"):
            return other
        has_same_figures = [*filter(str.isdigit, plain)] == [*filter(str.isdigit, theirs)]
        if has_same_figures and min(len(plain), len(theirs)) >= SHORTEST_CLOSE and _are_alike(plain, theirs):
            return other
    return ""


def _letters(word: str) -> str:
    return "".join(filter(str.isalnum, folded(word)))


def _are_alike(one: str, other: str) -> bool:
    """Whether two words are alike; the letters that they share are counted first, which is quick."""
    shared = sum((Counter(one) & Counter(other)).values())
    enough = CLOSE * (len(one) + len(other)) / 2
    return shared >= enough and SequenceMatcher(None, one, other).ratio() >= CLOSE
