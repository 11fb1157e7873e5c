"""The value of a schedule in the tiers of care, make-ups and comfort, patient by patient."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from scheduler.caseload import Caseload, Patient
from scheduler.schedule import Earlier, Schedule, Session
from scheduler.times import Windows, merged, overlap_minutes
from scheduler.verify.facts import Facts, by_day
from scheduler.verify.make_ups import MakeUp, make_up
from scheduler.verify.presence import is_in_force
from scheduler.verify.stability import Changes, changes_of
from scheduler.verify.stay import is_here_in_week, level_row, min_minutes_week, sessions_needed

NeedKind = Literal["weekly_hours", "planned_sessions", "qualifying_days"]

EXTRA_DAY_MINUTES = 30


@dataclass(frozen=True, order=True, slots=True)
class Need:
    """Something that a patient needs this week, and how much of it the schedule lacks; both in minutes."""

    patient: str
    need: NeedKind
    session_type: str
    asked_minutes: int
    unmet_minutes: int


@dataclass(frozen=True, slots=True)
class PatientScore:
    """What one patient gets; all figures are minutes.

    Args:
        patient: id.
        needs: what is asked for this week, met or not; nothing that asks for 0.
        counted_minutes: care that counts.
        waiting: between two sessions of a day.
        extra_days: 30 for each day attended above the level's minimum of days.
        avoid: attended inside the patient's ``avoid`` windows.
        outside_prefer: attended outside all ``prefer`` windows, where the patient has any.
        make_up: what was missed in the week before and is made up; None where nothing was.
    """

    patient: str
    needs: tuple[Need, ...]
    counted_minutes: int
    waiting: int
    extra_days: int
    avoid: int
    outside_prefer: int
    make_up: MakeUp | None = None

    @property
    def care(self) -> int:
        """Unmet care minutes."""
        return sum(need.unmet_minutes for need in self.needs)

    @property
    def comfort(self) -> int:
        """Minutes of discomfort."""
        return self.waiting + self.extra_days + self.avoid + self.outside_prefer


@dataclass(frozen=True, slots=True)
class Score:
    """Values of the tiers, less is better; ``patients`` are all of the caseload, by id.

    ``make_ups`` is None where nobody told who attended in the week before, ``changes`` where no earlier week is given.
    """

    care: int
    make_ups: int | None
    comfort: int
    patients: tuple[PatientScore, ...]
    changes: Changes | None = None

    @property
    def stability(self) -> int | None:
        """What the changes of earlier appointments cost; None where no earlier week is given."""
        return self.changes.cost if self.changes else None

    @property
    def tiers(self) -> Mapping[str, int]:
        """Values of the tiers that the week has, in strict order."""
        values = {"care": self.care, "make_ups": self.make_ups, "stability": self.stability, "comfort": self.comfort}
        return {tier: value for tier, value in values.items() if value is not None}


def score_of(facts: Facts) -> Score:
    """The score of these facts' schedule, sessions of other weeks and with impossible times left out."""
    patients = tuple(patient_score(facts, facts.caseload.patients[who]) for who in sorted(facts.caseload.patients))
    made_up = [patient.make_up.unmet_minutes for patient in patients if patient.make_up]
    return Score(
        care=sum(patient.care for patient in patients),
        make_ups=None if facts.caseload.missed is None else sum(made_up),
        comfort=sum(patient.comfort for patient in patients),
        patients=patients,
        changes=changes_of(facts),
    )


def patient_score(facts: Facts, patient: Patient) -> PatientScore:
    """What one patient of these facts lacks, in minutes of care and of comfort."""
    is_here = is_here_in_week(patient, facts.monday)
    sessions = facts.by_patient.get(patient.patient, ()) if is_here else ()
    days = len({session.on for session in sessions})
    least_days = level_row(facts.caseload, patient, facts.monday).min_days_week
    return PatientScore(
        patient=patient.patient,
        needs=_needs(facts, patient, sessions) if is_here else (),
        counted_minutes=facts.counted_minutes(sessions),
        waiting=sum(_waiting(of_day) for _, of_day in by_day(sessions)),
        extra_days=EXTRA_DAY_MINUTES * max(0, days - least_days),
        avoid=sum(_minutes_in(facts, session, patient, "avoid") for session in sessions),
        outside_prefer=_outside_prefer(facts, patient, sessions),
        make_up=make_up(facts, patient),
    )


def _needs(facts: Facts, patient: Patient, sessions: Sequence[Session]) -> tuple[Need, ...]:
    who, level = patient.patient, level_row(facts.caseload, patient, facts.monday)
    week = min_minutes_week(facts.caseload, patient, facts.monday)
    needs = [Need(who, "weekly_hours", "", week, max(0, week - facts.counted_minutes(sessions)))]
    for name, plan in sorted(facts.caseload.plans.get(who, {}).items()):
        needed = sessions_needed(facts.caseload, plan, facts.monday)
        minutes = facts.caseload.session_types[name].minutes
        lacking = max(0, needed - sum(session.session_type == name for session in sessions))
        needs.append(Need(who, "planned_sessions", name, needed * minutes, lacking * minutes))
    enough = [on for on, of_day in by_day(sessions) if facts.counted_minutes(of_day) >= level.min_minutes_day]
    lacking = max(0, level.min_days_week - len(enough))
    a_day = level.min_minutes_day
    needs.append(Need(who, "qualifying_days", "", level.min_days_week * a_day, lacking * a_day))
    return tuple(need for need in needs if need.asked_minutes)


def _waiting(of_day: Sequence[Session]) -> int:
    busy = merged(session.window for session in of_day)
    return sum(later.start - earlier.end for earlier, later in pairwise(busy))


def _minutes_in(facts: Facts, session: Session, patient: Patient, status: Literal["avoid", "prefer"]) -> int:
    return overlap_minutes(_wishes(facts.caseload, patient, session.on, status), session.window)


def _wishes(caseload: Caseload, patient: Patient, on: date, status: Literal["avoid", "prefer"]) -> Windows:
    """The patient's own windows of that status on the date."""
    rows = caseload.availability.get(patient.patient, ())
    return merged(row.window for row in rows if row.party == "self" and row.status == status and is_in_force(row, on))


def _outside_prefer(facts: Facts, patient: Patient, sessions: Sequence[Session]) -> int:
    rows = facts.caseload.availability.get(patient.patient, ())
    if not any(row.party == "self" and row.status == "prefer" for row in rows):
        return 0
    return sum(session.minutes - _minutes_in(facts, session, patient, "prefer") for session in sessions)


def score(caseload: Caseload, monday: date, schedule: Schedule, earlier: Earlier | None = None) -> Score:
    """The tiers' values of a schedule for the week that holds ``monday``; in minutes, sessions as they stand."""
    return score_of(Facts.of(caseload, monday, schedule, earlier))
