"""Weeks of the calendar, and weeks of a patient's stay."""

from datetime import date, timedelta

from scheduler.caseload import Patient, PlanRow
from scheduler.times import DAYS_A_WEEK


def monday_of(day: date) -> date:
    """Monday of the week that holds the date."""
    return day - timedelta(days=day.weekday())


def weeks_between(since: date, monday: date) -> int:
    """Whole weeks from the week of ``since`` to the week of ``monday``; negative where it lies ahead."""
    return (monday - monday_of(since)).days // DAYS_A_WEEK


def is_due(plan: PlanRow, patient: Patient, monday: date) -> bool:
    """Whether a plan row asks for its sessions this week."""
    return patient.admitted is None or weeks_between(patient.admitted, monday) % plan.every_weeks == 0
