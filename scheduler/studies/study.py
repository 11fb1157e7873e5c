"""The file of a study: a caseload, named changes, and which of them are tried together with which seeds."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from scheduler.errors import BadInput, Problem
from scheduler.studies.edits import Edit
from scheduler.tables import meant
from scheduler.times import monday_of

AS_NOW = "as now"
TOGETHER = " + "
NAMED_IN_ROWS = frozenset({"study", "scenario", "seed", "week", "status", "patients", "file"})
"""Columns of every table of results, whose names are nobody else's."""

Until = Literal["care", "comfort"]


def _list_of(value: Any) -> Any:  # noqa: ANN401  # whatever the file says
    return value if isinstance(value, list) else [value]


def _seeds(value: Any) -> Any:  # noqa: ANN401  # whatever the file says
    """So many seeds are those from 1 on."""
    return list(range(1, value + 1)) if isinstance(value, int) and not isinstance(value, bool) else value


def _day(value: Any) -> Any:  # noqa: ANN401  # whatever the file says
    return date.fromisoformat(value) if isinstance(value, str) else value


Seed = Annotated[int, Field(ge=0, le=2**31 - 1)]
Changes = Annotated[tuple[str, ...], BeforeValidator(_list_of)]
"""Names of changes that are made one after the other."""


class Listed(BaseModel):
    """One scenario that is listed by itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    changes: Changes = ()


class Study(BaseModel):
    """What a study asks for.

    Args:
        caseload: the folder or workbook, from the folder of the file.
        week: a date of the week that is solved.
        title: what the study is called.
        seeds: of drawn patients and of the search; a number stands for so many from 1 on.
        time_limit: seconds for each week.
        until: the tier after which a week is ended.
        deterministic: whether a week is the same each time; its time limit is counted work then.
        changes: steps of each by name.
        cross: by what is varied, the names of the changes that are tried, each with each.
        scenarios: those that are tried besides, one by one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    caseload: str = Field(min_length=1)
    week: Annotated[date, BeforeValidator(_day)]
    title: str = ""
    seeds: Annotated[tuple[Seed, ...], BeforeValidator(_seeds), Field(min_length=1)] = (1,)
    time_limit: float = Field(30.0, gt=0, le=86_400)
    until: Until = "care"
    deterministic: bool = True
    changes: Mapping[str, Annotated[tuple[Edit, ...], BeforeValidator(_list_of)]] = {}
    cross: Mapping[str, Annotated[tuple[Changes, ...], Field(min_length=1)]] = {}
    scenarios: tuple[Listed, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if len(set(self.seeds)) < len(self.seeds):
            raise ValueError("a seed is there twice")
        for name in NAMED_IN_ROWS & {*self.cross}:
            raise ValueError(f"what is varied cannot be called {name!r}, which is a column of all results")
        return self

    @property
    def monday(self) -> date:
        """First day of the week."""
        return monday_of(self.week)


def read_study(file: Path) -> Study:
    """What the file asks for.

    Raises:
        BadInput: with everything in it that cannot be used.
    """
    try:
        study = Study.model_validate(_toml(file))
    except ValidationError as error:
        raise BadInput([_problem(file, fault) for fault in error.errors()]) from None
    problems = list(_unknown_changes(file, study))
    if problems:
        raise BadInput(problems)
    return study


def of_file(file: Path, key: str, says: str, fix: str, value: str = "") -> Problem:
    """Something that is wrong with a key of the file."""
    return Problem(file.name, 0, key, value, says, fix)


def _toml(file: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        problem = of_file(file, "", "there is no such file", "Check its name and where it lies")
    except (OSError, UnicodeDecodeError):
        problem = of_file(file, "", "it cannot be read as text", "Save it again as text in UTF-8")
    except tomllib.TOMLDecodeError as error:
        fix = 'Put text in straight quotation marks, as in title = "Next year"'
        problem = of_file(file, "", f"this is not written as such a file is: {error}", fix)
    raise BadInput([problem])


def _problem(file: Path, fault: ErrorDetails) -> Problem:
    """What pydantic found, as a problem of the file."""
    key = ".".join(str(part) for part in fault["loc"])
    match fault["type"]:
        case "missing":
            return of_file(file, key, "it is missing", "Write it; docs/studies.md shows how")
        case "extra_forbidden":
            return of_file(file, key, "there is no such key here", "Correct its name; docs/studies.md has all of them")
        case "value_error":
            says = str(fault["ctx"]["error"])
        case _:
            says = fault["msg"]
    return of_file(file, key, says[:1].lower() + says[1:], "Write it as docs/studies.md shows")


def _unknown_changes(file: Path, study: Study) -> Iterator[Problem]:
    """Names that are of no change, wherever one is tried."""
    asked: list[tuple[str, Sequence[str]]] = [
        *((f"cross.{axis}", names) for axis, entries in study.cross.items() for names in entries),
        *((f"scenarios.{one.name}", one.changes) for one in study.scenarios),
    ]
    for key, names in asked:
        for name in names:
            if name != AS_NOW and name not in study.changes:
                known = ", ".join((*map(repr, study.changes), repr(AS_NOW)))
                says = f"there is no change of this name{meant(name, study.changes)}"
                yield of_file(file, key, says, f"The changes are {known}", name)
