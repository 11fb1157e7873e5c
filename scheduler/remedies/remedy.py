"""A remedy: a change of a caseload's facts that a coordinator can really make, with the table rows that state it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import reduce
from typing import Literal, TypeVar, cast

from scheduler.caseload import (
    Availability,
    Caseload,
    Group,
    KeepApart,
    Member,
    Party,
    Patient,
    Plan,
    Therapist,
    TimetableRow,
)
from scheduler.remedies.cells import Fact, cells_of
from scheduler.tables import RowEdit
from scheduler.times import Window

Kind = Literal[
    "meeting",
    "other_leader",
    "other_room",
    "moved_meeting",
    "seats",
    "longer_day",
    "more_hours",
    "any_therapist",
    "virtual",
    "free_window",
    "family_window",
    "keep_apart",
    "cohort",
    "pair",
]

TABLES: Mapping[type, str] = {
    TimetableRow: "meetings",
    Group: "groups",
    Therapist: "therapists",
    Availability: "availability",
    Patient: "patients",
    Plan: "plans",
    KeepApart: "keep_apart",
    Member: "members",
}

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact that is put in (``old`` is None), changed, or taken out (``new`` is None).

    ``is_counted`` tells of a group that the number of its rows in the timetable says how often it meets, where its own
    cell is blank.
    """

    old: Fact | None
    new: Fact | None
    is_counted: bool = False

    @property
    def fact(self) -> Fact:
        """What is put in or changed; else what is taken out."""
        fact = self.new or self.old
        if fact is None:
            raise ValueError("a change of nothing")
        return fact

    def applied(self, caseload: Caseload) -> Caseload:  # noqa: PLR0911 - one for each kind of fact
        """The caseload with it."""
        match self.fact:
            case Group() as fact:
                return replace(caseload, groups={**caseload.groups, fact.group: fact})
            case Therapist() as fact:
                return replace(caseload, therapists={**caseload.therapists, fact.therapist: fact})
            case Patient() as fact:
                return replace(caseload, patients={**caseload.patients, fact.patient: fact})
            case Plan() as fact:
                own = {**caseload.plans[fact.patient], fact.session_type: fact}
                return replace(caseload, plans={**caseload.plans, fact.patient: dict(sorted(own.items()))})
            case TimetableRow() as fact:
                rows = self._among(caseload.meetings.get(fact.group, ()))
                return replace(caseload, meetings={**caseload.meetings, fact.group: rows})
            case Availability() as fact:
                hours = {**caseload.availability, fact.who: self._among(caseload.availability.get(fact.who, ()))}
                return replace(caseload, availability=dict(sorted((who, own) for who, own in hours.items() if own)))
            case KeepApart():
                return replace(caseload, keep_apart=self._among(caseload.keep_apart))
            case Member():
                return replace(caseload, members=self._among(caseload.members))

    def _among(self, facts: tuple[F, ...]) -> tuple[F, ...]:
        """The facts with this one put in, changed or taken out, in the order in which tables are read."""
        kept = list(facts)
        if self.old is not None:
            kept.remove(cast("F", self.old))
        # Rows of the timetable that say the same are as many meetings; of other tables they are one fact.
        if self.new is not None and (isinstance(self.new, TimetableRow) or self.new not in kept):
            kept.append(cast("F", self.new))
        return tuple(sorted(kept, key=_content))

    @property
    def row_edit(self) -> RowEdit:
        """The row of a table that states it."""
        fact, row = self.fact, self.old.row if self.old else 0
        known = cells_of(self.old) if self.old else {}
        if isinstance(self.old, Plan) and self.old.table != TABLES[Plan]:
            # What all patients of a level need is told of one of them by a row of their own.
            row, known = 0, {}
        if self.new is None:
            return RowEdit(TABLES[type(fact)], row, None)
        cells = cells_of(self.new)
        return RowEdit(
            TABLES[type(fact)],
            row,
            {column: cell for column, cell in cells.items() if cell != known.get(column)},
            frozenset({"meetings_per_week"} if self.is_counted else ()),
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """Minutes of a weekday that are opened to somebody, or to a patient's family."""

    who: str
    party: Party
    day: int
    window: Window


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that can be made by itself; a pair of such changes has ``count`` 2.

    Args:
        kind: what it is.
        says: what to do, in words without a full stop.
        changes: of facts.
        concerns: patients whom it could help, as far as is known; nobody for all.
        opens: the minutes that it opens, which may be fewer where fewer suffice.
        count: how many changes it is.
        parts: of a pair, the two.
    """

    kind: Kind
    says: str
    changes: tuple[FactChange, ...]
    concerns: frozenset[str] = frozenset()
    opens: Opened | None = None
    count: int = 1
    parts: tuple["Remedy", ...] = ()

    @property
    def staff(self) -> frozenset[str]:
        """Therapists who may work or lead longer with it."""
        led = {change.fact.therapist for change in self.changes if isinstance(change.fact, Therapist)}
        there = {part.opens.who for part in self.parts or (self,) if part.opens and part.kind == "longer_day"}
        return frozenset(led | there)

    @property
    def opened(self) -> tuple[int, int]:
        """Minutes that people have to come beside their hours, and the first day of that; nobody's hours come first."""
        parts = [part.opens for part in self.parts or (self,) if part.opens]
        return sum(each.window.minutes for each in parts), min((each.day for each in parts), default=0)

    def applied(self, caseload: Caseload) -> Caseload:
        """The caseload with it."""
        return reduce(lambda known, change: change.applied(known), self.changes, caseload)

    @property
    def row_edits(self) -> tuple[RowEdit, ...]:
        """The rows of tables that it puts in, changes and takes out."""
        return tuple(change.row_edit for change in self.changes)

    def together(self, other: "Remedy") -> "Remedy | None":
        """Both; None where they change the same fact."""
        olds = [change.old for change in (*self.changes, *other.changes) if change.old is not None]
        if any(one == two for place, one in enumerate(olds) for two in olds[:place]):
            return None
        return Remedy(
            "pair",
            f"{self.says}; and {other.says}",
            (*self.changes, *other.changes),
            self.concerns | other.concerns if self.concerns and other.concerns else frozenset(),
            count=self.count + other.count,
            parts=(self, other),
        )


def _content(fact: Fact) -> list[tuple[bool, object]]:
    """By content, as the tables are read; what is not given comes first."""
    values = (getattr(fact, each.name) for each in fields(fact) if each.compare)
    return [*((value is not None, value) for value in values), (True, fact.row)]
