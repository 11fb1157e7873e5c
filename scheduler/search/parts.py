"""Seats for everybody; part by part, where a relaxation of all at once would take too long.

Patients who could attend the same meetings are dealt out among the parts. Each part in turn has its share of the seats
that are left, and of the therapists' hours what the parts before it leave. Meetings whose time is given are taken to be
held, however few of a part attend them; those that are too small in the end are found out when the seats are taken.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from scheduler.model.places import Places
from scheduler.search.alike import Seat
from scheduler.search.budget import Budget
from scheduler.search.linear import LITTLE
from scheduler.search.relaxation import Relaxation, is_given, relaxation_of
from scheduler.search.seats import seats_of

SEATS_IN_PARTS = "seats part by part"

PART = 80_000
"""Seats that the patients of a part could take, about: so many are shared out within twenty seconds."""

SURE = 1000.0
"""The wish of an agreed member, more than all others together."""

Wishes = Mapping[str, float]
"""By meeting, how much of a seat there is wanted."""


@dataclass(frozen=True, slots=True)
class SharedSeats:
    """Seats that parts of a week have taken one after the other.

    Args:
        taken: meetings, by unit, with patients who had better attend them.
        unsettled: patients who might do better with others.
    """

    taken: frozenset[Seat]
    unsettled: frozenset[str]


def seats_in_parts(places: Places, budget: Budget) -> SharedSeats:
    """Seats for everybody; those of the last parts are left out where the budget ends before."""
    return _Sharing(places).seats(budget)


class _Sharing:
    """What is left of the seats and of the therapists' hours, from part to part."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._free = {unit.name: unit.group.max_size for unit in places.units if unit.group}
        self._needed = {unit.name: unit.group.min_size for unit in places.units if unit.group}
        self._worked: dict[tuple[str, int], float] = defaultdict(float)
        self._taken: set[Seat] = set()

    def seats(self, budget: Budget) -> SharedSeats:
        """Seats of those whom their part settles; then of all others together, who share what is left."""
        parts = parts_of(self._places, _count(self._places))
        if len(parts) == 1:
            others = self._settle(self._left_for(parts[0]), budget, whole_only=True)
        else:
            others = self._settle_one_after_the_other(parts, budget)
        unsettled = self._settle(self._left_for(others), budget, whole_only=False) if others else others
        return SharedSeats(frozenset(self._taken), frozenset(unsettled))

    def _settle_one_after_the_other(self, parts: Sequence[Collection[str]], budget: Budget) -> set[str]:
        wishes = [_sum(_wishes(self._places, patient) for patient in part) for part in parts]
        wanted = _sum(wishes)
        others: set[str] = set()
        for part, here in zip(parts, wishes, strict=True):
            share = {name: _share(self._free[name], wish, wanted[name]) for name, wish in here.items()}
            others |= self._settle(_places_of(self._places, part, share, {}), budget, whole_only=True)
            wanted.subtract(here)
        return others

    def _left_for(self, patients: Collection[str]) -> Places:
        return _places_of(self._places, patients, self._free, self._needed)

    def _settle(self, part: Places, budget: Budget, *, whole_only: bool) -> set[str]:
        """Take the seats of patients none of whose seats is torn; tells who the others are."""
        relaxation = relaxation_of(part, self._worked, for_seats=True) if budget.left else None
        if relaxation is None:
            return set(part.patients)
        size = len(relaxation.program.most)
        budget.diary.note(SEATS_IN_PARTS, f"{len(part.patients):,} patients, relaxation of {size:,} variables")
        seats = seats_of(relaxation, budget, whole_only=whole_only)
        if seats is None:
            return set(part.patients)
        taken = {seat for seat in seats.taken if not whole_only or seat[1] not in seats.unsettled}
        self._taken |= taken
        for name, _ in taken:
            self._free[name] = max(0, self._free[name] - 1)
            self._needed[name] = max(0, self._needed[name] - 1)
        self._count_work(relaxation, seats.values, seats.unsettled if whole_only else ())
        return set(seats.unsettled)

    def _count_work(self, relaxation: Relaxation, values: Sequence[float], others: Collection[str]) -> None:
        for therapist, led in relaxation.led.items():
            for option in led:
                if not option.unit.group and not option.unit.agreed and not option.unit.patients.keys() & others:
                    self._worked[therapist, option.unit.day] += values[option.variable] * option.unit.minutes


def _count(places: Places) -> int:
    return max(1, round(sum(len(unit.patients) for unit in places.units if unit.group) / PART))


def _share(free: int, wish: float, wanted: float) -> int:
    """Seats of a part in a meeting: for each agreed member one, and of the others as many as its wishes are of all."""
    agreed, all_agreed = int(wish // SURE), int(wanted // SURE)
    others, all_others = wish - agreed * SURE, max(LITTLE, wanted - all_agreed * SURE)
    return agreed + ceil(max(0, free - all_agreed) * min(1, others / all_others) - LITTLE)


def _sum(wishes: Iterable[Wishes]) -> Counter[str]:
    total: Counter[str] = Counter()
    for wish in wishes:
        total.update(wish)
    return total


def parts_of(places: Places, count: int) -> list[list[str]]:
    """Everybody in care in so many parts, each of them as much like all as can be."""
    meetings = [unit for unit in places.units if unit.group]
    possible = {
        patient: sum(1 << number for number, unit in enumerate(meetings) if patient in unit.patients)
        for patient in places.patients
    }
    alike = sorted(possible, key=lambda patient: (possible[patient], patient))
    return [alike[number::count] for number in range(count)]


def _wishes(places: Places, patient: str) -> Wishes:
    """A seat in each meeting of a planned type, as far as one of so many is needed; ``SURE`` where it is agreed."""
    by_type: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for unit in places.units:
        if unit.group and patient in unit.patients:
            by_type[unit.session_type.session_type].append((unit.name, unit.group.group))
    plans = places.week.plans[patient]
    agreed = {member.group for member in places.caseload.members if (member.patient, member.status) == (patient, "in")}
    return {
        name: SURE if group in agreed else max(1, plans[session_type].sessions_min) / len(meetings)
        for session_type, meetings in by_type.items()
        for name, group in meetings
    }


def _places_of(
    places: Places, patients: Collection[str], share: Mapping[str, int], needed: Mapping[str, int]
) -> Places:
    """Places of a part of the patients, with their share of the seats, and what their therapists lead for certain.

    So many of them are ``needed`` in meetings, none where nothing is said.
    """
    part = set(patients)
    seats = {unit.name: share.get(unit.name, 0) if unit.group else 1 for unit in places.units}
    patients = {
        unit.name: {who: starts for who, starts in unit.patients.items() if who in part and seats[unit.name]}
        for unit in places.units
    }
    therapists = {who for unit in places.units if patients[unit.name] for who in unit.leaders}
    units = []
    for unit in places.units:
        if patients[unit.name] or ((unit.agreed or is_given(unit)) and not therapists.isdisjoint(unit.leaders)):
            group = unit.group and replace(
                unit.group, min_size=needed.get(unit.name, 0), max_size=max(1, seats[unit.name])
            )
            units.append(replace(unit, patients=patients[unit.name], group=group))
    return replace(places, units=units, patients=tuple(sorted(part)))
