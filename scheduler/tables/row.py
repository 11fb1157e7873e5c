"""One row of a table, read cell by cell, so that a bad cell hides neither the others nor other rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast, get_args

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError, ValidatorFunctionWrapHandler, field_validator
from pydantic_core.core_schema import ValidationInfo

from scheduler.errors import Problem
from scheduler.tables.cells import CellFault, calendar_date, shortened, sound

# What a person is called, and why somebody is away, is nobody's to read in a message.
PRIVATE_COLUMNS = frozenset({"name", "reason"})


class Unreadable(Exception):
    """Something was asked of a cell, row or table that has a problem of its own, told elsewhere."""


class _Nothing:
    """Stands where a cell could not be read."""


_NOTHING = _Nothing()


@dataclass(slots=True)
class _Reading:
    """What the reading of a row tells: faults by column; ``known`` are values by column and cell, of other rows too."""

    known: dict[tuple[str, str], object]
    faults: dict[str, CellFault] = field(default_factory=dict)


class Row(BaseModel):
    """One row of a table; asking for a cell that could not be read raises :class:`Unreadable`.

    The fields are named as the columns, or have the column's name as their alias; a field without a default is a
    column that has to be there and filled.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: ClassVar[str]
    required: ClassVar[bool] = True
    id_column: ClassVar[str] = ""

    row: int
    _written: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @field_validator("*", mode="wrap")
    @classmethod
    def _keep_reading(cls, cell: Any, read: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:  # noqa: ANN401
        if info.field_name is None or info.field_name == "row" or cell is _NOTHING:
            return cell
        reading = cast("_Reading", info.context)
        if type(cell) is str and (info.field_name, cell) in reading.known:
            return reading.known[info.field_name, cell]
        column = column_of(cls, info.field_name)
        try:
            value = read(sound(cell, lines=column in PRIVATE_COLUMNS))
        except CellFault as fault:
            reading.faults[column] = fault
        except ValidationError as error:
            reading.faults[column] = error.errors()[0]["ctx"]["error"]
        else:
            if type(cell) is str:
                reading.known[info.field_name, cell] = value
            return value
        return _NOTHING

    if not TYPE_CHECKING:  # so that a type checker still knows which columns there are

        def __getattr__(self, name: str) -> object:
            if name in type(self).model_fields:
                raise Unreadable(name)
            return super().__getattr__(name)

    def written(self, column: str) -> str:
        """The cell as it was written, "" where it is blank."""
        return self._written.get(column, "")

    def fault(self, column: str, says: str, fix: str, *, is_alike: bool = True) -> Problem:
        """A problem of this row.

        It shows the cell's text where that looks like one of the column, and is not to name or describe a person.
        """
        value = shown(column, self.written(column)) if is_alike else ""
        return Problem(self.table, self.row, column, value, says, fix)


R = TypeVar("R", bound=Row)


def shown(column: str, cell: str) -> str:
    """As much of a cell as a message may show."""
    return "" if column in PRIVATE_COLUMNS else shortened(cell)


@cache
def column_of(model: type[Row], name: str) -> str:
    """Header of the column that a field is read from."""
    return model.model_fields[name].alias or name


@cache
def dated_columns(model: type[Row]) -> frozenset[str]:
    """Headers of the columns that hold a date."""
    fields = model.model_fields.items()
    return frozenset(
        column_of(model, name) for name, field in fields if _holds_date((field.annotation, *field.metadata))
    )


def _holds_date(parts: Iterable[Any]) -> bool:
    """Whether a column's kind, or one of those that it may be, is read as a date."""
    return any(
        getattr(part, "func", None) is calendar_date
        or _holds_date((*get_args(part), *getattr(part, "__metadata__", ())))
        for part in parts
    )


@cache
def columns_of(model: type[Row]) -> Mapping[str, bool]:
    """Header of each column of a table, and whether it has to be there and filled."""
    fields = model.model_fields.items()
    return MappingProxyType({column_of(model, name): field.is_required() for name, field in fields if name != "row"})


@cache
def _needed_columns(model: type[Row]) -> tuple[str, ...]:
    """Headers of the columns that have to be there and filled."""
    return tuple(column for column, required in columns_of(model).items() if required)


def read_row(
    model: type[R],
    number: int,
    written: Mapping[str, str],
    lacking: Iterable[str] = (),
    as_read: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    known: dict[tuple[str, str], object] | None = None,
) -> tuple[R, list[Problem]]:
    """The row with all cells that can be read, and the problems of the others.

    Args:
        model: what the table's rows are.
        number: of the row, the header being row 1.
        written: text of the cells by column; a column left out is blank.
        lacking: columns that could not be read, for a reason told elsewhere.
        as_read: for some columns, what cells of theirs are read as.
        known: values of cells of the same table that were read before, which grow; the same text is read once.
    """
    needed = dict.fromkeys(_needed_columns(model), "")
    filled = {column: as_read.get(column, {}).get(cell, cell) for column, cell in written.items() if cell}
    reading = _Reading({} if known is None else known)
    cells = {**needed, **filled, **dict.fromkeys(lacking, _NOTHING), "row": number}
    row = model.model_validate(cells, context=reading)
    row._written = written  # noqa: SLF001 - a row keeps what it was read from, which no column may be called
    for name, value in list(row.__dict__.items()):
        if value is _NOTHING:
            del row.__dict__[name]
    faults = reading.faults.items()
    return row, [row.fault(column, fault.says, fault.fix, is_alike=fault.is_alike) for column, fault in faults]
