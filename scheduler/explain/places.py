"""Where a fact stands and when somebody is there, in words: tables and rows, days and clocks."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from scheduler.explain.fact import Fact
from scheduler.times import DAYS_A_WEEK, WEEKDAYS, Windows

FEW = 3
"""Facts of one table that a sentence tells in full; of more, the others by their rows."""

MOST_NAMES = 5
"""Names that stand together at most."""


def facts_words(facts: Sequence[Fact]) -> str:
    """The facts, each with its table and rows, those that differ in one name together; ``; `` stands between tables."""
    return "; ".join(_of_table(table, list(some)) for table, some in groupby(facts, key=lambda fact: fact.table))


def _of_table(table: str, facts: Sequence[Fact]) -> str:
    alike: dict[str, list[Fact]] = {}
    for fact in facts:
        alike.setdefault(fact.says, []).append(fact)
    found = list(alike.items())
    told = found[: FEW if len(found) > FEW + 1 else None]
    said = [
        f"{says.replace('{}', listed(_names(some)))}{_place(table, [row for fact in some for row in fact.rows])}"
        for says, some in told
    ]
    rest = [fact for _, some in found[len(told) :] for fact in some]
    if rest:
        said.append(f"and {len(rest)} more like these{_place(table, [row for fact in rest for row in fact.rows])}")
    return ", ".join(said)


def _names(facts: Sequence[Fact]) -> list[str]:
    names = [fact.about for fact in facts if fact.about]
    more = len(names) - MOST_NAMES
    return [*names[:MOST_NAMES], f"{more} more"] if more > 1 else names


def _place(table: str, rows: Sequence[int]) -> str:
    if not table:
        return ""
    known = sorted({row for row in rows if row})
    return f" ({table}, {rows_words(known)})" if known else f" ({table})"


def rows_words(rows: Sequence[int]) -> str:
    """Sorted rows as people say them: ``row 3``, ``rows 3 and 5``, ``rows 2-9 and 11``."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    parts = [part for run in runs for part in ([str(run[0]), str(run[-1])] if len(run) == 2 else [_span(run)])]
    return f"row{'s' * (len(rows) > 1)} {listed(parts)}"


def _span(run: Sequence[int]) -> str:
    return str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}"


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Words one after the other: ``a``, ``a and b``, ``a, b and c``."""
    found = list(parts)
    return f"{', '.join(found[:-1])} {last} {found[-1]}" if len(found) > 1 else "".join(found)


def week_words(windows: Sequence[Windows]) -> str:
    """Windows of a week, days with the same ones together: ``mon-fri 09:00-16:30, sat 10:00-12:00``; or ``never``."""
    told = []
    for start, of_day in groupby(range(DAYS_A_WEEK), key=lambda day: windows[day]):
        days = list(of_day)
        if start:
            name = WEEKDAYS[days[0]] if len(days) == 1 else f"{WEEKDAYS[days[0]]}-{WEEKDAYS[days[-1]]}"
            told.append(f"{name} {' and '.join(map(str, start))}")
    return ", ".join(told) or "never"
