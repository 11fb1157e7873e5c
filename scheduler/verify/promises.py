"""Checks of what was promised: patients kept apart, and agreed appointments."""

from collections.abc import Iterator
from datetime import date

from scheduler.caseload import KeepApart
from scheduler.rules import RuleId
from scheduler.schedule import Session
from scheduler.verify.agreements import Agreed, has_start, keeps
from scheduler.verify.facts import Facts
from scheduler.verify.matching import matching
from scheduler.verify.violation import Violation, day_words, session_words, witness


def kept_apart(facts: Facts) -> Iterator[Violation]:
    """Two patients share no session nor, where the day is meant, a day on site; the amount is 1."""
    for pair in facts.caseload.keep_apart:
        together = facts.open(facts.by_patient.get(pair.patient_a, ()))
        shared = [session for session in together if pair.patient_b in session.patients]
        for session in shared:
            says = f"{pair.patient_a} and {pair.patient_b} are kept apart and share {session_words(session)}"
            yield witness(RuleId.KEPT_APART, 1, says, [session])
        if pair.scope == "day":
            yield from _same_day(facts, pair, shared)


def _same_day(facts: Facts, pair: KeepApart, shared: list[Session]) -> Iterator[Violation]:
    """Days on which both come in person, except those that a session shared in person already tells."""
    first, second = _on_site(facts, pair.patient_a), _on_site(facts, pair.patient_b)
    told = {session.on for session in shared if not facts.is_virtual(session)}
    for on in sorted(first.keys() & second.keys() - told):
        if not facts.open([*first[on], *second[on]]):
            continue
        says = f"{pair.patient_a} and {pair.patient_b} are kept apart and are both on site on {day_words(on)}"
        yield witness(RuleId.KEPT_APART, 1, says, [*first[on], *second[on]])


def _on_site(facts: Facts, who: str) -> dict[date, list[Session]]:
    """Sessions that the patient attends in person, by date."""
    days: dict[date, list[Session]] = {}
    for session in facts.by_patient.get(who, ()):
        if facts.comes_in_person(facts.caseload.patients[who], session):
            days.setdefault(session.on, []).append(session)
    return days


def appointment_kept(facts: Facts) -> Iterator[Violation]:
    """Each appointment that applies this week has a session of its own; the amount is 1."""
    choices = [
        [place for place, session in enumerate(facts.sessions) if keeps(session, agreed)] for agreed in facts.agreed
    ]
    kept = matching(choices)
    for number, agreed in enumerate(facts.agreed):
        if number not in kept:
            there = [session for session in facts.sessions if has_start(session, agreed)]
            says = f"the agreed session {agreed.words} {_why_unkept(agreed, there)}"
            yield witness(RuleId.APPOINTMENT_KEPT, 1, says, there)
    yield from _missed_before(facts)


def _missed_before(facts: Facts) -> Iterator[Violation]:
    """Appointments with a date that is over at which nothing took place; who led it, and where, is no longer asked."""
    held = facts.frozen(facts.sessions)
    kept = matching([[place for place, session in enumerate(held) if has_start(session, over)] for over in facts.over])
    for number, over in enumerate(facts.over):
        if number not in kept:
            says = f"the agreed session {over.words} is missing from what is frozen, and nothing new can start then"
            yield witness(RuleId.APPOINTMENT_KEPT, 1, says, ())


def _why_unkept(agreed: Agreed, there: list[Session]) -> str:
    if not there:
        return "does not take place"
    if any(keeps(session, agreed) for session in there):
        return "has no session of its own: another appointment has it"
    return "takes place with another therapist or resource"
