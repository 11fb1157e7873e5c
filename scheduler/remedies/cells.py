"""Facts as the cells of their tables: of those that remedies change, the columns that they may change."""

from collections.abc import Iterable

from scheduler.caseload import (
    Availability,
    Group,
    KeepApart,
    Member,
    Patient,
    Plan,
    Therapist,
    TimetableRow,
)
from scheduler.times import ALL_DAY, WEEKDAYS, clock

Fact = TimetableRow | Group | Therapist | Availability | Plan | Patient | KeepApart | Member


def cells_of(fact: Fact) -> dict[str, str]:  # noqa: PLR0911 - one for each kind of fact
    """The cells by column; what is not given is blank."""
    match fact:
        case TimetableRow():
            return {
                "group": fact.group,
                "day": "" if fact.days is None else _days(fact.days),
                "start": "" if fact.starts is None else ";".join(map(clock, fact.starts)),
                "therapists": ";".join(fact.therapists or ()),
                "resources": ";".join(fact.resources or ()),
            }
        case Group():
            return {
                "max_size": str(fact.max_size),
                "therapists": ";".join(fact.therapists),
                "meetings_per_week": str(fact.meetings_per_week),
                "same_members": _yes_no(fact.same_members),
            }
        case Therapist():
            return {
                "max_hours_week": _hours(fact.max_minutes_week),
                "max_hours_day": _hours(fact.max_minutes_day),
            }
        case Availability():
            return _hours_cells(fact)
        case Plan():
            return {
                "patient": fact.patient,
                "session_type": fact.session_type,
                "every_weeks": str(fact.every_weeks),
                "sessions_min": str(fact.sessions_min),
                "sessions_max": "" if fact.sessions_max is None else str(fact.sessions_max),
                "therapist": fact.therapist or "any",
            }
        case Patient():
            return {"mode": fact.mode}
        case KeepApart():
            return {"patient_a": fact.patient_a, "patient_b": fact.patient_b, "scope": fact.scope}
        case Member():
            return {"group": fact.group, "patient": fact.patient, "status": fact.status}


def _hours_cells(fact: Availability) -> dict[str, str]:
    is_all_day = fact.window == ALL_DAY
    return {
        "who": fact.who,
        "party": "" if fact.party == "self" else fact.party,
        "day": _days(fact.days),
        "start": "" if is_all_day else clock(fact.window.start),
        "end": "" if is_all_day else clock(fact.window.end),
        "status": fact.status,
        "from": fact.first.isoformat() if fact.first else "",
        "until": fact.last.isoformat() if fact.last else "",
    }


def _days(days: Iterable[int]) -> str:
    return ";".join(WEEKDAYS[day] for day in days)


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


def _hours(minutes: int | None) -> str:
    """Hours with so many decimals that reading gives the same minutes again; "" for no limit."""
    if minutes is None:
        return ""
    whole, rest = divmod(minutes, 60)
    return f"{whole}.{(100 * rest + 30) // 60:02d}" if rest else str(whole)
