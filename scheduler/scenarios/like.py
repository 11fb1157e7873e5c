"""A caseload grown or shrunk by its own patterns: patients with their hours and plans together, nobody recognisable.

Patients, therapists, rooms and groups are copied as units: the second copy of a patient goes with the second copy of
their therapist and group. Parallel groups keep day and hour. Ids of people are new; names, reasons, notes and titles of
calendars are not taken over. The dates of a stay are those of somebody at the same level, and weekly hours are moved by
up to half an hour, earlier, all those of one patient by the same; whoever has an agreement keeps both, so that it still
fits.
"""

import random
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from scheduler.scenarios.able import NAMES_NOBODY, covering, listed, make_able, may_join, planned_types
from scheduler.scenarios.asked import NotDrawn, check_numbers
from scheduler.scenarios.tables import Row, Tables, numbered
from scheduler.tables import TABLES, TextTables
from scheduler.tables.cells import end, start
from scheduler.times import MINUTES_A_DAY, clock

NOT_TAKEN = frozenset({"name", "reason", "notes"})
SETTINGS = frozenset({"timezone", "grid_minutes"})
# Only earlier: work that ends later would miss the evening groups that it was just in time for.
MOVED_MINUTES = (-30, -15, 0)
SHORTEST = 15
STAY = ("admitted", "discharged", "level_since")

Copies = Mapping[str, Sequence[str]]
"""The ids of the copies of everybody or everything, by its own."""


def like_caseload(
    tables: TextTables, *, patients: int | None = None, therapists: int | None = None, seed: int = 0
) -> Tables:
    """The tables of a clinic like this one; the same for the same arguments, whatever the order of rows.

    Args:
        tables: of a caseload that has no problem.
        patients: how many there are then, 10 to 2,000; None for as many as now.
        therapists: how many there are then; None for as many as go with the patients.
        seed: who is drawn, and how hours are moved.

    Raises:
        NotDrawn: for other numbers, or fewer therapists than can lead everything.
    """
    own = {name: _in_order(columns, tables.get(name, ())) for name, columns in TABLES.items()}
    there = len(own["patients"])
    wanted = there if patients is None else patients
    check_numbers(wanted, therapists)
    chance = random.Random(f"like {wanted} {seed}")  # noqa: S311 - no secret hangs on it
    return _Growing(own, wanted, there, therapists, chance).tables()


class _Growing:
    def __init__(
        self, own: Mapping[str, list[Row]], patients: int, there: int, therapists: int | None, chance: random.Random
    ) -> None:
        self.own = own
        self.chance = chance
        self.times = patients, there
        staff = [row["therapist"] for row in own["therapists"]]
        rooms = [row["resource"] for row in own.get("resources", ())]
        groups = [row["group"] for row in own.get("groups", ())]
        order, fewest = self._to_keep(staff, therapists)
        number = max(fewest, self._scaled(len(staff))) if therapists is None else therapists
        # Things keep their names, so that people must get others.
        self.rooms = _named(_spread(rooms, max(len(rooms), self._scaled(len(rooms))), rooms))
        self.groups = _named(_spread(groups, max(len(groups), self._scaled(len(groups))), self._by_demand(groups)))
        taken = {name for names in self.rooms.values() for name in names}
        self.patients = self._numbered("p", self._drawn(patients), taken)
        self.therapists = self._numbered("t", _spread(staff, number, order), taken)
        self.instead = self._instead()
        self.settled = self._settled()
        self.moved = {
            who: 0 if who in self.settled else chance.choice(MOVED_MINUTES)
            for who in sorted(new for names in self.patients.values() for new in names)
        }

    def tables(self) -> Tables:
        """All tables that have rows."""
        made: Mapping[str, list[Row]] = {
            "clinic": [row for row in self.own["clinic"] if row["setting"].casefold() in SETTINGS],
            "opening_hours": self.own["opening_hours"],
            "closures": self.own["closures"],
            "levels": self.own["levels"],
            "session_types": self.own["session_types"],
            "therapists": self._rows("therapists", therapist=self.therapists),
            "resources": self._rows("resources", resource=self.rooms),
            "patients": self._patient_rows(),
            "plans": self._with_leaders(self._rows("plans", patient=self.patients)),
            "level_plans": [self._without_names(row) for row in self.own["level_plans"]],
            "groups": list(self._group_rows()),
            "meetings": list(self._meeting_rows()),
            "availability": self._moved_rows(),
            "keep_apart": list(self._pairs()),
            "absences": self._whose("absences"),
            "appointments": list(self._appointment_rows()),
            "members": list(self._member_rows()),
        }
        make_able(made)
        return {
            table: [
                {column: "" if column in NOT_TAKEN else row.get(column, "") for column in columns}
                for row in made[table]
            ]
            for table, columns in TABLES.items()
            if made[table]
        }

    def _scaled(self, number: int) -> int:
        patients, there = self.times
        return (2 * number * patients + there) // (2 * there)

    def _drawn(self, patients: int) -> Mapping[str, int]:
        """How often each patient is taken: all of them equally often, and some once more."""
        who = [row["patient"] for row in self.own["patients"]]
        self.chance.shuffle(who)
        return {name: patients // len(who) + (place < patients % len(who)) for place, name in enumerate(who)}

    def _numbered(self, prefix: str, times: Mapping[str, int], taken: AbstractSet[str]) -> Copies:
        """New ids in an order that tells nothing of the old one."""
        new = [name for name, number in sorted(times.items()) for _ in range(number)]
        ids = numbered(prefix, len(new))
        while not taken.isdisjoint(ids):
            prefix += prefix[0]
            ids = numbered(prefix, len(new))
        self.chance.shuffle(ids)
        copies: dict[str, list[str]] = {name: [] for name in times}
        for name, own_id in zip(new, ids, strict=True):
            copies[name].append(own_id)
        return copies

    def _by_demand(self, groups: Sequence[str]) -> Sequence[str]:
        """The groups, those first whose seats most patients could take."""
        types = {row["session_type"]: row for row in self.own["session_types"]}
        rows = {row["group"]: row for row in self.own["groups"]}
        plans = planned_types(self.own)

        def demand(group: str) -> float:
            row = rows[group]
            seats = row["max_size"] or types[row["session_type"]]["max_size"]
            return -sum(may_join(row, one, plans) for one in self.own["patients"]) / max(1, int(seats or 1))

        return sorted(groups, key=lambda group: (demand(group), group))

    def _to_keep(self, staff: Sequence[str], number: int | None) -> tuple[Sequence[str], int]:
        """The therapists in the order in which they are kept, and how many of them can lead everything.

        Raises:
            NotDrawn: where the number that is asked for cannot lead every type of session.
        """
        types = {row["therapist"]: frozenset(listed(row["leads"])) for row in self.own["therapists"]}
        named: dict[str, set[str]] = {who: set() for who in staff}
        for row in self.own["groups"]:
            for who in listed(row["therapists"]):
                named.setdefault(who, set()).add(row["group"])
        order = covering([], types)
        if number is not None and len(order) > number:
            raise NotDrawn(
                f"With {number} of the therapists of this caseload some types of session would be led by nobody. "
                f"Take at least {len(order)}."
            )
        order = covering(order, named)
        others = sorted(set(staff) - set(order))
        self.chance.shuffle(others)
        return [*order, *others], len(order)

    def _instead(self) -> Mapping[str, str]:
        """For each therapist who is not kept the one who is and leads most of the same."""
        leads = {row["therapist"]: frozenset(listed(row["leads"])) for row in self.own["therapists"]}
        kept = sorted(name for name, copies in self.therapists.items() if copies)
        return {
            name: max(kept, key=lambda other: len(leads[name] & leads[other]))
            for name, copies in self.therapists.items()
            if not copies
        }

    def _settled(self) -> frozenset[str]:
        """The new ids of patients who have agreements, which their hours have to go on holding."""
        agreed = [row["patient"] for table in ("appointments", "members") for row in self.own[table]]
        return frozenset(new for who in agreed for new in self.patients.get(who, ()))

    def _rows(self, table: str, **renamed: Copies) -> list[Row]:
        """A row for each copy of what the column names."""
        ((column, copies),) = renamed.items()
        return [{**row, column: new} for row in self.own[table] for new in copies.get(row.get(column, ""), ())]

    def _whose(self, table: str) -> list[Row]:
        everybody = {**self.patients, **self.therapists, **self.rooms}
        return self._rows(table, who=everybody)

    def _patient_rows(self) -> list[Row]:
        stays: dict[str, list[Row]] = defaultdict(list)
        for row in self.own["patients"]:
            stays[row["level"]].append(row)
        rows = []
        for row in self.own["patients"]:
            for number, new in enumerate(self.patients[row["patient"]]):
                # Whoever has an agreement keeps the stay that it lies in.
                other = row if new in self.settled else self.chance.choice(stays[row["level"]])
                primary = self._same(row["primary_therapist"], number, self.therapists)
                rows.append({**row, **{day: other[day] for day in STAY}, "patient": new, "primary_therapist": primary})
        return rows

    def _same(self, name: str, number: int, copies: Copies) -> str:
        """The copy that goes with the numbered one; of fewer, the copies take turns."""
        names = copies.get(self.instead.get(name, name), ())
        return names[number % len(names)] if names else ""

    def _own(self, cell: str, number: int, copies: Copies) -> str:
        """The copies of the same number of all that a cell lists; blank where one has no such copy."""
        names = listed(cell)
        has_all = all(number < len(copies.get(name, ())) for name in names)
        return ";".join(sorted(copies[name][number] for name in names)) if has_all else ""

    def _with_leaders(self, rows: Sequence[Row]) -> list[Row]:
        """Plans whose therapist is the copy that goes with the patient's."""
        places = {new: place for names in self.patients.values() for place, new in enumerate(names)}
        return [
            row
            if row["therapist"].casefold() in NAMES_NOBODY
            else {**row, "therapist": self._same(row["therapist"], places[row["patient"]], self.therapists)}
            for row in rows
        ]

    def _without_names(self, row: Row) -> Row:
        """A plan of a level, which names no single therapist where there are several or none of that kind."""
        named = row["therapist"]
        if named.casefold() in NAMES_NOBODY:
            return row
        copies = self.therapists.get(named, ())
        return {**row, "therapist": copies[0] if len(copies) == 1 else "any"}

    def _group_rows(self) -> Iterator[Row]:
        for row in self.own["groups"]:
            for number, new in enumerate(self.groups[row["group"]]):
                own = self._own(row["therapists"], number, self.therapists)
                everybody = sorted(new for name in listed(row["therapists"]) for new in self.therapists.get(name, ()))
                title = row["title"] if not number or not row["title"] else f"{row['title']} {number + 1}"
                yield {**row, "group": new, "therapists": own or ";".join(everybody), "title": title}

    def _meeting_rows(self) -> Iterator[Row]:
        for row in self.own["meetings"]:
            for number, new in enumerate(self.groups[row["group"]]):
                yield {
                    **row,
                    "group": new,
                    "therapists": self._own(row["therapists"], number, self.therapists),
                    "resources": self._own(row["resources"], number, self.rooms),
                }

    def _moved_rows(self) -> list[Row]:
        return [
            {**row, **_moved(row, self.moved.get(row["who"], 0)), "reason": ""} for row in self._whose("availability")
        ]

    def _pairs(self) -> Iterator[Row]:
        for row in self.own["keep_apart"]:
            both = zip(self.patients[row["patient_a"]], self.patients[row["patient_b"]], strict=False)
            for first, second in both:
                yield {**row, "patient_a": first, "patient_b": second}

    def _appointment_rows(self) -> Iterator[Row]:
        """Agreed sessions of those whose therapist has a copy for them alone."""
        primaries = {row["patient"]: row["primary_therapist"] for row in self.own["patients"]}
        for row in self.own["appointments"]:
            led = row["therapist"] or primaries[row["patient"]]
            for number, new in enumerate(self.patients[row["patient"]]):
                if number < len(self.therapists.get(led, ())) or (not led and not number):
                    yield {
                        **row,
                        "patient": new,
                        "therapist": self._own(row["therapist"], number, self.therapists),
                        "resource": self._own(row["resource"], number, self.rooms),
                    }

    def _member_rows(self) -> Iterator[Row]:
        for row in self.own["members"]:
            groups = self.groups[row["group"]]
            for number, new in enumerate(self.patients[row["patient"]]):
                if row["status"].casefold() == "out":
                    yield from ({**row, "group": group, "patient": new} for group in groups)
                elif number < len(groups):
                    yield {**row, "group": groups[number], "patient": new}


def _in_order(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> list[Row]:
    """The rows by content, with all columns, the letters of ids put together as they are compared."""
    whole = ({column: unicodedata.normalize("NFC", row.get(column, "")) for column in columns} for row in rows)
    return sorted(whole, key=lambda row: [*row.values()])


def _spread(names: Sequence[str], number: int, order: Sequence[str]) -> Mapping[str, int]:
    """So many copies in all: each equally often, the first of the order once more."""
    whole, more = divmod(number, max(1, len(names)))
    again = set(order[:more])
    return {name: whole + (name in again) for name in sorted(names)}


def _named(times: Mapping[str, int]) -> Copies:
    """Ids of the copies of things: the first keeps its own, the others have a number."""
    taken = set(times)
    copies: dict[str, list[str]] = {}
    for name, number in times.items():
        copies[name] = [name] if number else []
        place = 1
        while len(copies[name]) < number:
            place += 1
            if (new := f"{name}-{place}") not in taken:
                copies[name].append(new)
                taken.add(new)
    return copies


def _moved(row: Row, later: int) -> Row:
    """Start and end of weekly hours so many minutes later, within the day; those that reach its ends stay there."""
    if not row["start"]:
        return {}
    begins, ends = start(row["start"]), end(row["end"])
    first = begins and min(max(0, begins + later), MINUTES_A_DAY - SHORTEST)
    last = ends if ends == MINUTES_A_DAY else min(max(first + SHORTEST, ends + later), MINUTES_A_DAY)
    return {"start": clock(first), "end": clock(last)}
