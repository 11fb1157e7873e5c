"""A short digest of a caseload, its week and its schedule: equal digests speak of the same three."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date

from scheduler.caseload import Caseload
from scheduler.schedule import Schedule


def fingerprint(caseload: Caseload, monday: date, schedule: Schedule) -> str:
    """Sixty-four hexadecimal digits, the same on every computer and whatever the order of the rows in the tables."""
    plain = [_plain(caseload), _plain(monday), _plain(schedule)]
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


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
