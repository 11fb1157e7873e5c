"""Make-ups: how much more than its minimum a week is to hold for what was missed in the week before."""

from dataclasses import dataclass

from scheduler.caseload import Patient
from scheduler.verify.facts import Facts
from scheduler.verify.stay import is_here_in_week, level_row, max_minutes_week, min_minutes_week, week_number


@dataclass(frozen=True, order=True, slots=True)
class MakeUp:
    """What a patient missed in the week before and has again this week; all but the id are counted minutes.

    Args:
        patient: id.
        missed_minutes: all that was missed.
        asked_minutes: what of it raises this week's minimum.
        unmet_minutes: what of the raised part this week lacks.
    """

    patient: str
    missed_minutes: int
    asked_minutes: int
    unmet_minutes: int

    @property
    def planned_minutes(self) -> int:
        """What of the raised part this week has."""
        return self.asked_minutes - self.unmet_minutes


def make_up(facts: Facts, patient: Patient) -> MakeUp | None:
    """The patient's make-up of the week; None where nothing was missed in the week before."""
    missed = _missed_minutes(facts, patient)
    if not missed:
        return None
    if not is_here_in_week(patient, facts.monday):
        return MakeUp(patient.patient, missed, 0, 0)
    least = min_minutes_week(facts.caseload, patient, facts.monday)
    raised = max(least, _raised(facts, patient, least + missed))
    given = facts.counted_minutes(facts.by_patient.get(patient.patient, ()))
    unmet = max(0, raised - given) - max(0, least - given)
    return MakeUp(patient.patient, missed, raised - least, unmet)


def _missed_minutes(facts: Facts, patient: Patient) -> int:
    rows = [row for row in facts.caseload.missed or () if row.patient == patient.patient]
    # The week of what was missed is the first, so that this one is the second.
    return sum(row.minutes for row in rows if week_number(row.on, facts.monday) == 2)


def _raised(facts: Facts, patient: Patient, wanted: int) -> int:
    """The raised minimum, which is above the ordinary one by a treatment day at most, and never above the maximum."""
    least = min_minutes_week(facts.caseload, patient, facts.monday)
    a_day = level_row(facts.caseload, patient, facts.monday).min_minutes_day
    most = max_minutes_week(facts.caseload, patient, facts.monday)
    raised = min(wanted, least + a_day)
    return raised if most is None else min(raised, most)
