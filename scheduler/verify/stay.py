"""Weeks of the calendar, of a patient's stay and of a patient's time at a level of care."""

from datetime import date

from scheduler.caseload import Caseload, LevelLimits, Patient, Plan
from scheduler.times import monday_of


def week_number(since: date, monday: date) -> int:
    """Number of this week, counting the week that holds ``since`` as 1; below 1 for a week before it."""
    return 1 + (monday - monday_of(since)).days // 7


def in_stay(patient: Patient, on: date) -> bool:
    """Whether the date lies from admission up to and including discharge."""
    return (patient.admitted is None or patient.admitted <= on) and (
        patient.discharged is None or on <= patient.discharged
    )


def stay_words(patient: Patient) -> str:
    """The stay as ``from 2026-03-02 to 2026-04-10``."""
    first = f"from {patient.admitted.isoformat()}" if patient.admitted else ""
    last = f"to {patient.discharged.isoformat()}" if patient.discharged else ""
    return f"{first} {last}".strip()


def is_here_in_week(patient: Patient, monday: date) -> bool:
    """Whether the stay holds any day of the week."""
    # Comparing Mondays needs no Sunday, which the last week of the calendar does not have.
    return (patient.admitted is None or monday_of(patient.admitted) <= monday) and (
        patient.discharged is None or monday <= patient.discharged
    )


def level_row(caseload: Caseload, patient: Patient, monday: date) -> LevelLimits:
    """The row of the patient's level that is in force this week."""
    week = 1 if patient.level_since is None else max(1, week_number(patient.level_since, monday))
    in_reach = [row for row in caseload.levels[patient.level] if row.from_week <= week]
    return max(in_reach, key=lambda row: row.from_week)


def min_minutes_week(caseload: Caseload, patient: Patient, monday: date) -> int:
    """Counted minutes that the patient needs this week: the patient's own figure, else the level's."""
    if patient.min_minutes_week is not None:
        return patient.min_minutes_week
    return level_row(caseload, patient, monday).min_minutes_week


def max_minutes_week(caseload: Caseload, patient: Patient, monday: date) -> int | None:
    """Counted minutes that the patient may have this week: the patient's own figure, else the level's."""
    if patient.max_minutes_week is not None:
        return patient.max_minutes_week
    return level_row(caseload, patient, monday).max_minutes_week


def is_due(patient: Patient, plan: Plan, monday: date) -> bool:
    """Whether the plan row asks for sessions this week."""
    return patient.admitted is None or (week_number(patient.admitted, monday) - 1) % plan.every_weeks == 0


def sessions_needed(caseload: Caseload, plan: Plan, monday: date) -> int:
    """Sessions that the plan row asks for this week."""
    return plan.sessions_min if is_due(caseload.patients[plan.patient], plan, monday) else 0


def sessions_allowed(caseload: Caseload, plan: Plan, monday: date) -> int | None:
    """Sessions that the plan row allows this week; ``None`` where there is no limit."""
    one_to_one = not caseload.session_types[plan.session_type].is_group
    if one_to_one and not is_due(caseload.patients[plan.patient], plan, monday):
        return 0
    return plan.sessions_max
