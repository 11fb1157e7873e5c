"""Independent verification: one pure check per rule, by intervals, and scores; it shares nothing with the model."""

from scheduler.times import monday_of
from scheduler.verify.agreements import excused_members
from scheduler.verify.appointments import dropped_appointments
from scheduler.verify.checks import CHECKS, violations
from scheduler.verify.make_ups import MakeUp
from scheduler.verify.score import Need, PatientScore, Score, score
from scheduler.verify.stability import Changes, EarlierAppointment, earlier_appointments, stability
from scheduler.verify.violation import Violation

__all__ = [
    "CHECKS",
    "Changes",
    "EarlierAppointment",
    "MakeUp",
    "Need",
    "PatientScore",
    "Score",
    "Violation",
    "dropped_appointments",
    "earlier_appointments",
    "excused_members",
    "monday_of",
    "score",
    "stability",
    "violations",
]
