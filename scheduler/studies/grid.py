"""The weeks of a study: every scenario with every seed, each known by what is asked of it and of nothing else."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from scheduler.errors import BadInput, Problem
from scheduler.studies.edits import PRIVATE, Base, NotChanged, Tables, changed
from scheduler.studies.kinds import Kinds
from scheduler.studies.study import AS_NOW, TOGETHER, Study, of_file
from scheduler.tables import TextTables, caseload_of_text

KEY_LETTERS = 16
# No week depends on them.
_NOT_COUNTED = PRIVATE | {"title"}


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is tried: a name, the choice on each axis, and the names of the changes in order."""

    name: str
    choices: Mapping[str, str]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GridWeek:
    """A scenario with a seed; ``key`` is the same wherever the same is asked."""

    scenario: Scenario
    seed: int
    key: str


@dataclass(frozen=True, slots=True)
class Grid:
    """All weeks of a study, in order; ``of`` is the digest of what they have in common."""

    of: str
    weeks: tuple[GridWeek, ...]


def scenarios_of(study: Study) -> Iterator[Scenario]:
    """Each choice with each, then those that are listed; without either, the caseload as it is."""
    axes = study.cross
    if axes:
        for chosen in product(*axes.values()):
            labels = {axis: label(names) for axis, names in zip(axes, chosen, strict=True)}
            yield Scenario(", ".join(labels.values()), labels, tuple(name for names in chosen for name in _made(names)))
    for one in study.scenarios:
        yield Scenario(one.name, {}, _made(one.changes))
    if not axes and not study.scenarios:
        yield Scenario(AS_NOW, {}, ())


def label(names: Sequence[str]) -> str:
    """What a choice is called."""
    return TOGETHER.join(names) or AS_NOW


def _made(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name != AS_NOW)


def grid_of(study: Study, tables: TextTables) -> Grid:
    """The weeks of a study on these tables, whatever the order of their rows."""
    common = _digest([_facts(tables), study.monday.isoformat(), study.time_limit, study.until, study.deterministic])
    weeks: list[GridWeek] = []
    for scenario in scenarios_of(study):
        steps = [[edit.model_dump(mode="json") for edit in study.changes[name]] for name in scenario.changes]
        weeks.extend(GridWeek(scenario, seed, _digest([common, steps, seed])) for seed in study.seeds)
    return Grid(common, tuple(weeks))


def _facts(tables: TextTables) -> Mapping[str, Sequence[str]]:
    """The rows without what no week depends on, in an order of their own."""
    return {name: sorted(map(_counted, rows)) for name, rows in tables.items() if rows}


def _counted(row: Mapping[str, str]) -> str:
    return json.dumps(
        {column: cell for column, cell in row.items() if cell and column not in _NOT_COUNTED}, sort_keys=True
    )


def _digest(facts: object) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:KEY_LETTERS]


def base_of(study: Study, tables: TextTables) -> Base:
    """What a study changes, its rows in an order of their own, so that nothing drawn depends on that of the file.

    Raises:
        BadInput: with every problem of the tables.
    """
    rows = {name: sorted(map(dict, of_table), key=_counted) for name, of_table in tables.items()}
    return Base(rows, Kinds.of(caseload_of_text(tables), study.monday), study.monday)


def tables_of(study: Study, base: Base, scenario: Scenario, seed: int) -> Tables:
    """The tables of a scenario.

    Raises:
        NotChanged: with the name of the first change that cannot be made.
    """
    tables = changed(base, (), seed)
    for name in scenario.changes:
        try:
            tables = changed(replace(base, tables=tables), study.changes[name], seed)
        except NotChanged as fault:
            raise NotChanged(fault.says, fault.fix, name) from fault
    return tables


def check_grid(file: Path, study: Study, base: Base) -> None:
    """Makes every change of every scenario once, before anything is solved.

    Raises:
        BadInput: with every change that cannot be made, and every scenario whose tables are no caseload any more.
    """
    problems: dict[Problem, None] = {}
    for scenario in scenarios_of(study):
        try:
            caseload_of_text(tables_of(study, base, scenario, study.seeds[0]))
        except NotChanged as fault:
            problems[of_file(file, f"changes.{fault.change}", fault.says, fault.fix)] = None
        except BadInput as bad:
            for problem in bad.problems:
                says = f"with it the tables are no caseload: {str(problem).removesuffix('.')}"
                fix = "Correct the changes of this scenario"
                problems[of_file(file, f"scenario {scenario.name!r}", says, fix)] = None
    if problems:
        raise BadInput(list(problems))
