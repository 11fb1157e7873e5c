"""Dated facts that explain why a session is not as it was: closures, absences, stays, plans and levels."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduler.caseload import Caseload, Party
from scheduler.schedule import Session
from scheduler.verify.presence import covers_date
from scheduler.verify.stay import in_stay, is_due, is_here_in_week, level_row


@dataclass(frozen=True, slots=True)
class Weeks:
    """The Mondays of two weeks that are compared; they may be the same."""

    before: date
    after: date

    def carried(self, on: date) -> date:
        """The date of the later week that has the weekday of a date of the earlier one."""
        return on + (self.after - self.before)


def why_changed(caseload: Caseload, weeks: Weeks, who: str, before: Session | None, after: Session | None) -> str:
    """The first dated fact that explains the change for a patient or a therapist, without a full stop; "" for none."""
    session = before or after
    facts = [*_about(caseload, weeks, who, before)] if before else []
    needs = [*_about_needs(caseload, weeks, who, session)] if session else []
    return next(iter((*facts, *needs)), "")


def _about(caseload: Caseload, weeks: Weeks, who: str, before: Session) -> Iterator[str]:
    """What stands in the way of the earlier session on its weekday of the later week."""
    on = weeks.carried(before.on)
    if any(closure.on == on and closure.window.overlaps(before.window) for closure in caseload.closures):
        yield "the clinic is closed then"
    kind = caseload.session_types.get(before.session_type)
    of_one = () if before.group else before.patients
    for each in dict.fromkeys((who, *of_one, *before.therapists, *before.resources)):
        if _is_away(caseload, each, "self", on, before):
            yield f"{each} is away then"
    for each in of_one:
        if kind and kind.needs_family and _is_away(caseload, each, "family", on, before):
            yield f"the family of {each} is away then"
        patient = caseload.patients.get(each)
        if patient and not in_stay(patient, on):
            yield f"the stay of {each} does not hold the day"


def _is_away(caseload: Caseload, who: str, party: Party, on: date, session: Session) -> bool:
    return any(
        absence.party == party and covers_date(absence, on) and absence.window.overlaps(session.window)
        for absence in caseload.absences.get(who, ())
    )


def _about_needs(caseload: Caseload, weeks: Weeks, who: str, session: Session) -> Iterator[str]:
    """What a patient needs or may have that was otherwise in the earlier week."""
    patient = caseload.patients.get(who)
    if patient is None:
        return
    if not is_here_in_week(patient, weeks.before):
        yield f"the stay begins on {patient.admitted}"
        return
    plan = caseload.plans.get(who, {}).get(session.session_type)
    if plan and is_due(patient, plan, weeks.after) != is_due(patient, plan, weeks.before):
        yield "this type is not due every week"
    if level_row(caseload, patient, weeks.before) != level_row(caseload, patient, weeks.after):
        yield "other limits of the level hold in this week of the stay"
