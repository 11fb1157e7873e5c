"""A named change of a caseload, as rows added, changed and removed, and the few changes that go across tables."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from datetime import time as clock_time
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from scheduler.studies.kinds import Kinds, NobodyLikeThat, with_more
from scheduler.tables import TABLES, TextTables, meant

Tables = dict[str, list[dict[str, str]]]
"""Rows of text cells by table, as ``read_text`` gives them."""


class NotChanged(Exception):
    """A change that cannot be made, by its name: what is wrong and what to do, in sentences without a full stop."""

    def __init__(self, says: str, fix: str, change: str = "") -> None:
        self.says, self.fix, self.change = says, fix, change
        super().__init__(f"{says}. {fix}.")


def cell_text(value: Any) -> Any:  # noqa: ANN401  # whatever the file says
    """What a table has in a cell of which the file says this; what is no cell stays as it is."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case float():
            return str(int(value)) if value == int(value) else str(value)
        case clock_time():
            return f"{value:%H:%M}"
        case date():
            return value.isoformat()[:10]
        case _:
            return value


Cell = Annotated[str, BeforeValidator(cell_text)]


def _listed(value: Any) -> Any:  # noqa: ANN401  # whatever the file says
    return value if isinstance(value, list) else [value]


class Edit(BaseModel):
    """One step of a change; exactly one of ``add``, ``set``, ``remove``, ``away``, ``another`` and ``patients``.

    Args:
        table: whose rows are added, changed or removed.
        add: rows that are added, as cells by column.
        where: cells by which the rows are chosen that are changed or removed; of several texts, any.
        has: words that a list in a cell must hold.
        cells: new cells of those rows; ``set`` in the file.
        remove: whether those rows go.
        away: id of somebody or something that is away for the whole week.
        another: id of a therapist like whom there is another, who leads the same and takes over every second patient.
        called: id of that one.
        start, end: hours of that one, every day; blank for the same as the first one's.
        patients: how many more there are.
        like: of whom those are, see ``kinds``; everybody where it is blank.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    table: str = ""
    add: tuple[Mapping[str, Cell], ...] = ()
    where: Mapping[str, Annotated[tuple[Cell, ...], BeforeValidator(_listed)]] = {}
    has: Mapping[str, Cell] = {}
    cells: Mapping[str, Cell] = Field({}, alias="set")
    remove: bool = False
    away: str = ""
    another: str = ""
    called: str = ""
    start: Cell = Field("", alias="from")
    end: Cell = Field("", alias="until")
    patients: int = Field(0, ge=0, le=2000)
    like: str = ""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        kinds = {
            "add": bool(self.add),
            "set": bool(self.cells),
            "remove": self.remove,
            "away": bool(self.away),
            "another": bool(self.another),
            "patients": bool(self.patients),
        }
        if sum(kinds.values()) != 1:
            raise ValueError(f"it has to say one of {', '.join(kinds)}")
        if bool(self.table) != (kinds["add"] or kinds["set"] or kinds["remove"]):
            raise ValueError("`table` stands with add, set and remove, and with nothing else")
        if (self.where or self.has) and not (self.cells or self.remove):
            raise ValueError("`where` and `has` choose rows for set and remove")
        if bool(self.another) != bool(self.called) or ((self.start or self.end) and not self.another):
            raise ValueError("`another` needs `called`, a new id; `from` and `until` are hours of that one")
        if self.like and not self.patients:
            raise ValueError("`like` says of whom the more `patients` are")
        return self


PRIVATE = frozenset({"name", "reason", "notes"})
"""Columns that may say who somebody is, or why; no week depends on them."""


def without_private(tables: TextTables) -> Tables:
    """The tables with names, reasons and notes blank, as they may leave this computer or lie about."""
    return {
        name: [{column: "" if column in PRIVATE else cell for column, cell in row.items()} for row in rows]
        for name, rows in tables.items()
    }


@dataclass(frozen=True, slots=True)
class Base:
    """What is changed: the tables of a caseload, and who is in care in the week that begins on ``monday``."""

    tables: TextTables
    kinds: Kinds
    monday: date


def changed(base: Base, edits: Iterable[Edit], seed: int) -> Tables:
    """The tables with the changes made one after the other; ``seed`` draws patients.

    Raises:
        NotChanged: a change names what is not there, or hits no row.
    """
    made: Tables = {name: [dict(row) for row in rows] for name, rows in base.tables.items()}
    for edit in edits:
        made = _made(made, edit, base, seed)
    return made


def _made(tables: Tables, edit: Edit, base: Base, seed: int) -> Tables:
    if edit.table:
        _check_names(edit)
    if edit.add:
        tables.setdefault(edit.table, []).extend(dict(row) for row in edit.add)
    elif edit.cells:
        for row in _hit(tables, edit):
            row.update(edit.cells)
    elif edit.remove:
        gone = {id(row) for row in _hit(tables, edit)}
        tables[edit.table] = [row for row in tables[edit.table] if id(row) not in gone]
    elif edit.away:
        _send_away(tables, edit.away, base.monday)
    elif edit.another:
        _take_on(tables, edit)
    else:
        try:
            return with_more(tables, base.kinds.like(edit.like), edit.patients, seed)
        except NobodyLikeThat as nobody:
            raise NotChanged(nobody.says, nobody.fix) from nobody
    return tables


def _check_names(edit: Edit) -> None:
    if edit.table not in TABLES:
        says = f"there is no table {edit.table!r}{meant(edit.table, TABLES)}"
        raise NotChanged(says, f"The tables are {', '.join(TABLES)}")
    columns = TABLES[edit.table]
    for name in (*(name for row in edit.add for name in row), *edit.where, *edit.has, *edit.cells):
        if name not in columns:
            says = f"table {edit.table} has no column {name!r}{meant(name, columns)}"
            raise NotChanged(says, f"Its columns are {', '.join(columns)}")


def _hit(tables: Tables, edit: Edit) -> list[dict[str, str]]:
    """The rows that are meant; raises NotChanged where there are none."""
    found = [row for row in tables.get(edit.table, ()) if _is_meant(row, edit)]
    if not found:
        asked = ", ".join((*edit.where, *edit.has))
        says = f"it hits no row of table {edit.table}{f' (by {asked})' if asked else ''}"
        raise NotChanged(says, "Correct what `where` and `has` say, or take the change out")
    return found


def _is_meant(row: Mapping[str, str], edit: Edit) -> bool:
    return all(row.get(column, "").strip() in words for column, words in edit.where.items()) and all(
        word in listed(row.get(column, "")) for column, word in edit.has.items()
    )


def listed(cell: str) -> list[str]:
    """The items of a list in a cell."""
    return [item.strip() for item in cell.split(";") if item.strip()]


def _send_away(tables: Tables, who: str, monday: date) -> None:
    known = {row.get(column, "") for table, column in _WITH_IDS.items() for row in tables.get(table, ())}
    if who not in known:
        says = f"{who!r} is no patient, therapist or resource{meant(who, known)}"
        raise NotChanged(says, "Correct the id, or take the change out")
    last = (monday + timedelta(days=6)).isoformat()
    tables.setdefault("absences", []).append({"who": who, "date": monday.isoformat(), "until": last})


_WITH_IDS = {"patients": "patient", "therapists": "therapist", "resources": "resource"}


def _take_on(tables: Tables, edit: Edit) -> None:
    """Another therapist like one who is there, with the same hours and wishes and half of the patients."""
    first, new = edit.another, edit.called
    model = next((row for row in tables.get("therapists", ()) if row.get("therapist") == first), None)
    if model is None:
        known = [row.get("therapist", "") for row in tables.get("therapists", ())]
        raise NotChanged(f"{first!r} is no therapist{meant(first, known)}", "Correct the id, or take the change out")
    tables["therapists"].append({**model, "therapist": new, "name": ""})
    rows = tables.setdefault("availability", [])
    rows.extend({**row, "who": new, "reason": ""} for row in list(rows) if row.get("who") == first)
    rows.extend(_hours_off(edit))
    for group in tables.get("groups", ()):
        if first in listed(group.get("therapists", "")):
            group["therapists"] = f"{group['therapists']};{new}"
    agreed = {row.get("patient") for row in tables.get("appointments", ()) if row.get("therapist") == first}
    own = [row for row in tables.get("patients", ()) if row.get("primary_therapist") == first]
    movable = sorted((row for row in own if row.get("patient") not in agreed), key=lambda row: row["patient"])
    for row in movable[1::2]:
        row["primary_therapist"] = new


def _hours_off(edit: Edit) -> Iterator[dict[str, str]]:
    """Rows that take away what is outside the hours of somebody new."""
    for start, end in (("00:00", edit.start), (edit.end, "24:00")):
        if start and end and start != end:
            yield {"who": edit.called, "day": "mon-sun", "start": start, "end": end, "status": "busy"}
