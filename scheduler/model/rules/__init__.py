"""Every rule's home in the model, in the catalogue's order.

A rule speaks where it is cheapest: ``admits`` says which patients a group may have at all, ``narrow`` cuts down
candidates before any variable exists, ``hold`` adds constraints. Rules know nothing of each other, so each can be held
against its independent check alone, which stands in the file of the same name in ``verify``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scheduler.model.candidates import Admits, Candidate, Domains
from scheduler.model.problem import WeekProblem
from scheduler.model.rules import agreements, clinic, groups, patients, resources, therapists
from scheduler.model.variables import WeekModel
from scheduler.rules import RuleId

Narrow = Callable[[WeekProblem, Candidate, Domains], Domains]
"""What a rule leaves of the domains of a candidate, whatever becomes of others; all but these are facts of it."""


@dataclass(frozen=True, slots=True)
class RuleInModel:
    """What one rule says of candidates and variables; one without any part holds by how candidates are made."""

    admits: Admits | None = None
    narrow: Narrow | None = None
    hold: Callable[[WeekModel], None] | None = None


RULES: Mapping[RuleId, RuleInModel] = {
    RuleId.PATIENT_AVAILABLE: RuleInModel(narrow=patients.patient_available),
    RuleId.FAMILY_AVAILABLE: RuleInModel(narrow=patients.family_available),
    RuleId.PATIENT_NOT_DOUBLE_BOOKED: RuleInModel(
        narrow=patients.keep_clear_of_the_frozen, hold=patients.patient_not_double_booked
    ),
    RuleId.PATIENT_DAY_LIMIT: RuleInModel(hold=patients.patient_day_limit),
    RuleId.PATIENT_WEEK_LIMIT: RuleInModel(hold=patients.patient_week_limit),
    RuleId.PATIENT_PLAN_LIMIT: RuleInModel(admits=patients.is_planned, hold=patients.patient_plan_limit),
    RuleId.PATIENT_ADMITTED_TO_GROUP: RuleInModel(admits=patients.patient_admitted_to_group),
    RuleId.GROUP_SIZE: RuleInModel(hold=groups.group_size),
    RuleId.GROUP_MEETINGS: RuleInModel(narrow=groups.keep_to_rows, hold=groups.group_meetings),
    RuleId.GROUP_SAME_MEMBERS: RuleInModel(narrow=groups.leave_those_who_came, hold=groups.group_same_members),
    RuleId.THERAPIST_AVAILABLE: RuleInModel(narrow=therapists.therapist_available),
    RuleId.THERAPIST_QUALIFIED: RuleInModel(narrow=therapists.leave_the_qualified, hold=therapists.therapist_qualified),
    RuleId.THERAPIST_NOT_DOUBLE_BOOKED: RuleInModel(
        narrow=therapists.keep_clear_of_the_frozen, hold=therapists.therapist_not_double_booked
    ),
    RuleId.THERAPIST_HOURS: RuleInModel(hold=therapists.therapist_hours),
    RuleId.RESOURCE_AVAILABLE: RuleInModel(narrow=resources.resource_available),
    RuleId.RESOURCE_NOT_DOUBLE_BOOKED: RuleInModel(hold=resources.resource_not_double_booked),
    RuleId.RESOURCE_FITS: RuleInModel(narrow=resources.leave_the_fitting, hold=resources.resource_fits),
    RuleId.KEPT_APART: RuleInModel(narrow=patients.keep_clear_of_each_other, hold=patients.kept_apart),
    RuleId.CLINIC_OPEN: RuleInModel(narrow=clinic.clinic_open),
    RuleId.GRID: RuleInModel(narrow=clinic.grid),
    RuleId.APPOINTMENT_KEPT: RuleInModel(narrow=agreements.keep_to_appointments, hold=agreements.appointment_kept),
    RuleId.MEMBER_KEPT: RuleInModel(hold=agreements.member_kept),
    RuleId.SCHEDULE_ROW: RuleInModel(),
}
