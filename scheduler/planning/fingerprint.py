"""Short digests: of the facts in force in a week and its schedule, and of what the week follows."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date

from scheduler.caseload import Caseload, Missed
from scheduler.schedule import Earlier, Schedule
from scheduler.week.week import week_of


def fingerprint(caseload: Caseload, monday: date, schedule: Schedule, earlier: Earlier | None = None) -> str:
    """Sixty-four hexadecimal digits, the same on every computer and whatever the order of the rows in the tables.

    Facts of other weeks, names and reasons change nothing, nor does what may be made up, which no care depends on.
    """
    return _digest([*_in_force(caseload, monday, earlier), monday, schedule])


def following(earlier: Earlier | None, missed: Iterable[Missed]) -> str:
    """The digest of what a week follows: the week that it was to be planned from, and what was missed before."""
    return _digest([earlier, sorted(missed)])


def _digest(facts: object) -> str:
    return hashlib.sha256(json.dumps(_plain(facts), sort_keys=True).encode()).hexdigest()


def _in_force(caseload: Caseload, monday: date, earlier: Earlier | None) -> list[object]:
    """What of the caseload a schedule of this week depends on."""
    week = week_of(caseload, monday, earlier)
    here = week.stays
    return [
        caseload.clinic,
        caseload.session_types,
        [[who, one.leads, one.max_minutes_week, one.max_minutes_day] for who, one in caseload.therapists.items()],
        caseload.resources,
        [[who, one.level, one.tags, one.mode] for who, one in caseload.patients.items() if who in here],
        [replace(group, title="") for group in caseload.groups.values()],
        caseload.meetings,
        [pair for pair in caseload.keep_apart if pair.patient_a in here and pair.patient_b in here],
        [member for member in caseload.members if member.patient in here],
        *(week.opening, week.on_site, week.remote, week.families, week.therapists, week.resources),
        *(week.prefer, week.avoid, week.stays, week.limits, week.plans, week.agreed),
        *(week.frozen.until, [one.session for one in week.frozen.sessions]),
        earlier.max_changes if earlier else None,
    ]


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
            return [[field.name, _plain(getattr(fact, field.name))] for field in fields(fact) if field.name != "row"]
        case _:
            raise TypeError(f"no fact of a caseload: {type(fact).__name__}")
