"""Kinds of patients, by level, tag or when they can come; and more patients like those of a kind."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from scheduler.caseload import Caseload
from scheduler.studies.patterns import PATTERNS, patterns_of
from scheduler.tables import TextTables
from scheduler.week.week import week_of

NEW = "new"
BETWEEN = "-"
# What would tell who somebody is, and what is of that one alone.
_NOT_COPIED = frozenset({"name", "reason", "notes"})
_OWN_TABLES = {"patients": "patient", "plans": "patient", "availability": "who"}


class NobodyLikeThat(Exception):
    """Nobody in care is of the kind that was asked for."""

    def __init__(self, says: str, fix: str) -> None:
        self.says, self.fix = says, fix
        super().__init__(f"{says}. {fix}.")


@dataclass(frozen=True, slots=True)
class Kinds:
    """The patients in care in a week by the words that choose them.

    Args:
        levels, tags: patients of each level, and with each tag.
        patterns: patients by the parts of the day in which they can come.
    """

    patients: frozenset[str]
    levels: Mapping[str, frozenset[str]]
    tags: Mapping[str, frozenset[str]]
    patterns: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, caseload: Caseload, monday: date) -> "Kinds":
        """Those of a caseload in the week that begins on ``monday``."""
        patterns = patterns_of(week_of(caseload, monday))
        here = [caseload.patients[who] for who in patterns]
        tags = sorted({tag for patient in here for tag in patient.tags})
        levels = sorted({patient.level for patient in here})
        return cls(
            frozenset(patterns),
            {level: frozenset(one.patient for one in here if one.level == level) for level in levels},
            {tag: frozenset(one.patient for one in here if tag in one.tags) for tag in tags},
            {
                name: frozenset(who for who, pattern in patterns.items() if pattern == name)
                for name in PATTERNS
                if name in patterns.values()
            },
        )

    def like(self, kind: str) -> Sequence[str]:
        """The patients of a kind: a level, a tag, when they can come, or two of these with a dash; everybody for "".

        Raises:
            NobodyLikeThat: where there is none.
        """
        found = self._of_word(kind) if kind else self.patients
        if not found and BETWEEN in kind:
            first, _, second = kind.rpartition(BETWEEN)
            found = self._of_word(first) & self._of_word(second)
        if not found:
            words = ", ".join(dict.fromkeys((*self.levels, *self.tags, *self.patterns)))
            raise NobodyLikeThat(
                f"nobody in care in this week is of the kind {kind!r}",
                f"Name one of {words}, or two of them as in LEVEL-WHEN",
            )
        return sorted(found)

    def _of_word(self, word: str) -> frozenset[str]:
        """Those of a level, else with a tag, else who can come then."""
        return next((words[word] for words in (self.levels, self.tags, self.patterns) if word in words), frozenset())


def with_more(
    tables: Mapping[str, list[dict[str, str]]], like: Sequence[str], number: int, seed: int
) -> dict[str, list[dict[str, str]]]:
    """The tables with so many patients more, each with the stay, plan and hours of one that is drawn from ``like``.

    The first so many are the same however many follow. Nobody is recognisable: ids are new, names and reasons blank;
    agreements, absences and keep-apart pairs are not taken over.
    """
    chance = random.Random(f"{seed}")  # noqa: S311 - no secret hangs on it
    own = {
        name: {who: [row for row in tables.get(name, ()) if row.get(column, "") == who] for who in like}
        for name, column in _OWN_TABLES.items()
    }
    made = {name: list(rows) for name, rows in tables.items()}
    for new, _ in zip(_new_ids(tables), range(number), strict=False):
        drawn = chance.choice(like)
        for name, column in _OWN_TABLES.items():
            copies = ({**row, column: new, **dict.fromkeys(_NOT_COPIED & row.keys(), "")} for row in own[name][drawn])
            made.setdefault(name, []).extend(copies)
    return made


def _new_ids(tables: TextTables) -> Iterator[str]:
    taken = {
        cell
        for table in ("patients", "therapists", "resources")
        for row in tables.get(table, ())
        for cell in row.values()
    }
    return (name for number in count(1) if (name := f"{NEW}{BETWEEN}{number}") not in taken)
