"""Short digests: of the facts in force in a week and its schedule, and of what the week follows."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache

from scheduler.caseload import Caseload, Group, Missed, Patient, Therapist
from scheduler.schedule import Earlier, Schedule
from scheduler.week.frozen import Frozen
from scheduler.week.week import Week

PLACES = frozenset({"row", "table"})
"""Fields that say where a fact stands."""

IRRELEVANT: Mapping[type, frozenset[str]] = {
    # What these say of a week stands in its Week, resolved.
    Caseload: frozenset(
        {"opening", "closures", "levels", "plans", "availability", "absences", "appointments", "missed"}
    ),
    Patient: frozenset(
        {
            *("name", "admitted", "discharged", "level_since", "min_minutes_week", "max_minutes_week"),
            *("primary_therapist", "travel_minutes"),
        }
    ),
    Therapist: frozenset({"name", "tags"}),
    Group: frozenset({"title"}),
    Week: frozenset({"caseload", "monday", "make_ups", "warnings", "earlier", "had"}),
    Frozen: frozenset({"by_patient", "by_therapist", "by_resource", "by_group"}),
}
"""Fields that no schedule of a week depends on, or that say again what others do. Whatever is not named here counts."""


_AS_JSON: frozenset[type] = frozenset({int, str, bool, type(None)})


def fingerprint(week: Week, schedule: Schedule) -> str:
    """Sixty-four hexadecimal digits, the same on every computer and whatever the order of the rows in the tables.

    Facts of other weeks, names and reasons change nothing, nor does what may be made up, which no care depends on.
    """
    return _digest([*_in_force(week), week.monday, schedule])


def following(earlier: Earlier | None, missed: Iterable[Missed]) -> str:
    """The digest of what a week follows: the week that it was to be planned from, and what was missed before."""
    return _digest([earlier, sorted(missed)])


def _digest(facts: object) -> str:
    return hashlib.sha256(json.dumps(_plain(facts), sort_keys=True).encode()).hexdigest()


def _in_force(week: Week) -> list[object]:
    """What of the caseload a schedule of this week depends on."""
    caseload, here = week.caseload, week.stays
    in_force = replace(
        caseload,
        patients={who: patient for who, patient in caseload.patients.items() if who in here},
        keep_apart=tuple(pair for pair in caseload.keep_apart if pair.patient_a in here and pair.patient_b in here),
        members=tuple(member for member in caseload.members if member.patient in here),
    )
    return [in_force, week, week.earlier.max_changes if week.earlier else None]


@cache
def _counted(kind: type, irrelevant: frozenset[str] | None) -> tuple[str, ...]:
    """The fields of a dataclass that count."""
    left_out = (irrelevant or frozenset()) | PLACES
    return tuple(each.name for each in fields(kind) if each.name not in left_out)


def _plain(fact: object) -> object:
    """The fact as JSON knows it; places in tables, which change no result, are left out."""
    match fact:
        case None | bool() | int() | str():
            return fact
        case date():
            return fact.isoformat()
        case Mapping():
            return {str(key): _plain(value) for key, value in fact.items()}
        case frozenset():
            return sorted(str(item) for item in fact)
        case Iterable():
            return [_plain(item) for item in fact]
        case _ if is_dataclass(fact):
            return [
                [name, _plain(getattr(fact, name))] for name in _counted(fact.__class__, IRRELEVANT.get(type(fact)))
            ]
        case _:
            raise TypeError(f"no fact of a caseload: {type(fact).__name__}")
