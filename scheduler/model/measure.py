"""How good a schedule is, by the week's facts: what the solver reports, to be equal to the verifier's own count."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from scheduler.model.tiers.comfort import EXTRA_DAY_MINUTES
from scheduler.schedule import Schedule, Session
from scheduler.times import overlap_minutes
from scheduler.week import Week


@dataclass(frozen=True, order=True, slots=True)
class Worth:
    """Care before comfort, both in minutes; less is better."""

    care: int
    comfort: int


def worth_of(week: Week, schedule: Schedule) -> Worth:
    """Unmet care and discomfort of a schedule."""
    attended: dict[str, list[Session]] = defaultdict(list)
    for session in schedule.sessions:
        for patient in session.patients:
            attended[patient].append(session)
    return Worth(
        sum(_unmet(week, patient, attended[patient]) for patient in week.stays),
        sum(_discomfort(week, patient, attended[patient]) for patient in week.stays),
    )


def _unmet(week: Week, patient: str, sessions: list[Session]) -> int:
    limits, types = week.limits[patient], week.caseload.session_types
    by_day: Counter[object] = Counter()
    for session in sessions:
        by_day[session.on] += session.minutes if types[session.session_type].counts else 0
    held = Counter(session.session_type for session in sessions)
    qualifying = sum(minutes >= limits.min_minutes_day for minutes in by_day.values())
    return (
        max(0, limits.min_minutes_week - by_day.total())
        + sum(
            max(0, planned.sessions_min - held[name]) * types[name].minutes
            for name, planned in week.plans[patient].items()
        )
        + max(0, limits.min_days_week - qualifying) * limits.min_minutes_day
    )


def _discomfort(week: Week, patient: str, sessions: list[Session]) -> int:
    by_day: dict[int, list[Session]] = defaultdict(list)
    for session in sessions:
        by_day[session.on.weekday()].append(session)
    extra = max(0, len(by_day) - week.limits[patient].min_days_week)
    waiting = sum(_waiting(same_day) for same_day in by_day.values())
    return EXTRA_DAY_MINUTES * extra + waiting + sum(_against_wishes(week, patient, session) for session in sessions)


def _waiting(sessions: Iterable[Session]) -> int:
    in_order = sorted(sessions, key=lambda session: session.start)
    return sum(later.start - earlier.end for earlier, later in pairwise(in_order))


def _against_wishes(week: Week, patient: str, session: Session) -> int:
    day = session.on.weekday()
    minutes = overlap_minutes(week.avoid[patient][day], session.window) if patient in week.avoid else 0
    if patient in week.prefer:
        minutes += session.minutes - overlap_minutes(week.prefer[patient][day], session.window)
    return minutes
