"""The week of one patient beside what is agreed with others, whose own needs fall away."""

from collections.abc import Collection
from dataclasses import replace
from threading import Lock
from typing import Literal, get_args

from scheduler.model.alone import unlimited, with_own_past
from scheduler.model.assembly import places_under
from scheduler.model.places import Places, Unit
from scheduler.week import Week, week_of

Hold = Literal["size", "agreed", "apart", "frozen"]
"""What gives others a hold on a patient's week: least sizes of groups, agreements, keep-apart pairs, the past."""

HOLDS: tuple[Hold, ...] = get_args(Hold)

SPARE = 2
"""Patients beyond a group's fewest who are enough, nearly always, to find out that it can meet."""


class PlacesBeside:
    """Places of a week in which others attend only so far as it is agreed, or helps a group to meet."""

    def __init__(self, week: Week) -> None:
        self._week = week
        self._lock = Lock()
        self._everybody: Places | None = None

    @property
    def _all(self) -> Places:
        with self._lock:
            if self._everybody is None:
                self._everybody = self._lifted("", None)
            return self._everybody

    def of(self, patient: str, *, with_few: bool = False, without: Hold | None = None) -> Places:
        """The places of one patient among those of others that can matter.

        Args:
            patient: whom to plan for.
            with_few: whether no more others than a group needs are there; what can be had here, can be had.
            without: what of others is not there.
        """
        places = self._all if without is None else self._lifted(patient, without)
        own = {unit.group.group for unit in places.units if unit.group and patient in unit.patients}
        agreed = _agreed_members(places)
        groups = own | set(agreed) if own & set(agreed) else own
        units = []
        for unit in places.units:
            if unit.group and unit.group.group in groups:
                units.append(_among_few(unit, {patient, *agreed.get(unit.group.group, ())}, with_few=with_few))
            elif unit.agreed or (unit.group is None and patient in unit.patients):
                units.append(unit.with_patients(dict(unit.patients)))
        # Whoever is agreed to be in a group keeps it from meeting without them, even where no meeting is open to them.
        some = {
            patient,
            *(who for unit in units for who in unit.patients),
            *(who for one in groups for who in agreed.get(one, ())),
        }
        kept = replace(places, units=units, patients=tuple(sorted(some)))
        kept.settle()
        return kept

    def _lifted(self, patient: str, without: Hold | None) -> Places:
        caseload, week = self._week.caseload, self._week
        if without == "size":
            caseload = replace(
                caseload, groups={name: replace(group, min_size=1) for name, group in caseload.groups.items()}
            )
        if without == "agreed":
            caseload = replace(
                caseload,
                appointments=tuple(row for row in caseload.appointments if row.patient == patient),
                members=tuple(row for row in caseload.members if row.patient == patient),
            )
        if without == "apart":
            caseload = replace(caseload, keep_apart=())
        week = week_of(caseload, week.monday, unlimited(week.earlier))
        return places_under(with_own_past(week, patient) if without == "frozen" else week)


def _agreed_members(places: Places) -> dict[str, list[str]]:
    """By group, those in care this week who are agreed to be in it."""
    found: dict[str, list[str]] = {}
    for row in places.caseload.members:
        if row.status == "in" and row.patient in places.week.stays:
            found.setdefault(row.group, []).append(row.patient)
    return found


def _among_few(unit: Unit, needed: Collection[str], *, with_few: bool) -> Unit:
    """The meeting with those who are needed, and with others only as far as it needs them to meet."""
    others = [who for who in unit.patients if who not in needed]
    if unit.min_size <= 1:
        others = []
    elif with_few:
        others = sorted(others, key=lambda who: (-unit.patients[who].bit_count(), who))[: unit.min_size + SPARE]
    kept = {*needed, *others}
    return unit.with_patients({who: starts for who, starts in unit.patients.items() if who in kept})
