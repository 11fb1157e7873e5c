"""A new patient as facts: the row, a plan like somebody else's or the level's, and busy hours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from scheduler.caseload import Availability, Caseload, Patient, Plan
from scheduler.errors import IopError
from scheduler.tables.newcomers import NewcomerRow, busy_hours
from scheduler.tables.resolve import patient_of
from scheduler.times import Window

Busy = tuple[tuple[tuple[int, ...], Window], ...]


class NoPlan(IopError):
    """Nothing says which sessions a new patient needs."""

    exit_code: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is not in the caseload yet, with what they need and when they are busy."""

    patient: Patient
    plans: Mapping[str, Plan]
    availability: tuple[Availability, ...]


def newcomer_of(caseload: Caseload, row: NewcomerRow, monday: date) -> Newcomer:
    """The patient of a row; who is not admitted on a date begins on this Monday.

    Raises:
        NoPlan: there is neither a patient whose plan is like it nor a plan of the level.
    """
    admitted = row.admitted or monday
    begins = row.level_since or admitted
    patient = replace(patient_of(row), admitted=admitted, level_since=begins, name="", row=0)
    return _planned(caseload, patient, row.like, busy_hours(row.busy))


def newcomer_like(caseload: Caseload, name: str, level: str, like: str | None, busy: Busy, monday: date) -> Newcomer:
    """A patient of this level from this Monday on, with the tags, the manner and the plan of another one.

    Raises:
        NoPlan: nobody is named, and the level has no plan.
    """
    model = caseload.patients[like] if like else Patient(name, level)
    patient = replace(
        model,
        patient=name,
        level=level,
        admitted=monday,
        discharged=None,
        level_since=monday,
        min_minutes_week=model.min_minutes_week if model.level == level else None,
        max_minutes_week=model.max_minutes_week if model.level == level else None,
        primary_therapist=None,
        name="",
        row=0,
    )
    return _planned(caseload, patient, like, busy)


def _planned(caseload: Caseload, patient: Patient, like: str | None, busy: Busy) -> Newcomer:
    plans = _plans(caseload, patient, like)
    if not plans:
        raise NoPlan(
            f"Nothing says which sessions {patient.patient} needs. Name a patient with the same plan "
            "(--like, or the column like), or give the level one in table level_plans."
        )
    hours = tuple(Availability(patient.patient, "self", days, window, "busy") for days, window in busy)
    return Newcomer(patient, plans, hours)


def _plans(caseload: Caseload, patient: Patient, like: str | None) -> Mapping[str, Plan]:
    """The plan of the patient who is named, else what all of the level have in common.

    What is led by the primary therapist there is led by the own one here; by anybody, where there is none.
    """
    if like is not None:
        rows: Iterable[Plan] = caseload.plans[like].values()
        primary = caseload.patients[like].primary_therapist
    else:
        rows = [
            row
            for who, plans in caseload.plans.items()
            if caseload.patients[who].level == patient.level
            for row in plans.values()
            if row.table == "level_plans"
        ]
        primary = None
    found = {}
    for row in rows:
        own = row.therapist if like is not None and row.therapist != primary else patient.primary_therapist
        leads = own is not None and row.session_type in caseload.therapists[own].leads
        is_group = caseload.session_types[row.session_type].is_group
        found[row.session_type] = replace(
            row, patient=patient.patient, therapist=own if leads and not is_group else None, row=0
        )
    return dict(sorted(found.items()))


def with_newcomer(caseload: Caseload, new: Newcomer) -> Caseload:
    """The caseload with the patient in it."""
    who = new.patient.patient
    availability = {**caseload.availability, who: new.availability} if new.availability else caseload.availability
    return replace(
        caseload,
        patients=dict(sorted({**caseload.patients, who: new.patient}.items())),
        plans=dict(sorted({**caseload.plans, who: new.plans}.items())),
        availability=dict(sorted(availability.items())),
    )
