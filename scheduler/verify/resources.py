"""Checks of rooms and other resources."""

from collections.abc import Iterator

from scheduler.caseload import SessionType
from scheduler.rules import RuleId
from scheduler.schedule import Session
from scheduler.times import hours
from scheduler.verify.facts import Facts
from scheduler.verify.matching import matching
from scheduler.verify.patients import overlaps
from scheduler.verify.presence import missed
from scheduler.verify.violation import Violation, listed, session_words, witness
from scheduler.words import count


def resource_available(facts: Facts) -> Iterator[Violation]:
    """A resource is used only inside its windows; the amount is minutes outside them."""
    for name, sessions in facts.by_resource.items():
        for session in facts.open(sessions):
            lost = missed(facts.caseload, name, "self", session)
            if lost.minutes:
                says = f"{name} is not free for {hours(lost.minutes)} of {session_words(session)}: {lost.why}"
                yield witness(RuleId.RESOURCE_AVAILABLE, lost.minutes, says, [session])


def resource_not_double_booked(facts: Facts) -> Iterator[Violation]:
    """No two sessions that hold a resource share a minute; the amount is minutes shared."""
    for name, sessions in facts.by_resource.items():
        for first, second, minutes in overlaps(facts, sessions):
            says = f"{name} holds {session_words(first)} and {session_words(second)} for {hours(minutes)} at once"
            yield witness(RuleId.RESOURCE_NOT_DOUBLE_BOOKED, minutes, says, [first, second])


def resource_fits(facts: Facts) -> Iterator[Violation]:
    """A session holds one thing of each needed kind, big enough; the amount is things or places off."""
    for session in facts.open(facts.sessions):
        session_type = facts.type_of(session)
        if session_type is None:
            continue
        if facts.is_virtual(session):
            yield from _held_in_vain(session, sorted(set(session.resources)), "a virtual session needs none")
        else:
            yield from _kinds(facts, session, session_type)
            yield from _capacity(facts, session)


def _kinds(facts: Facts, session: Session, session_type: SessionType) -> Iterator[Violation]:
    """Needed kinds that nothing held can serve as, and things held that serve as none."""
    held = sorted(set(session.resources))
    known = facts.caseload.resources
    # What an unknown thing can serve as is not known, so that it is taken to fit.
    choices = [
        [place for place, name in enumerate(held) if name not in known or kind in known[name].kinds]
        for kind in session_type.resources
    ]
    serving = matching(choices)
    lacking = [kind for number, kind in enumerate(session_type.resources) if number not in serving]
    if lacking:
        says = f"{session_words(session)} holds nothing that serves as {listed(lacking)}"
        yield witness(RuleId.RESOURCE_FITS, len(lacking), says, [session])
    idle = [name for place, name in enumerate(held) if place not in serving.values() and name in known]
    yield from _held_in_vain(session, idle, f"its type needs {listed(session_type.resources) or 'nothing'}")


def _held_in_vain(session: Session, names: list[str], why: str) -> Iterator[Violation]:
    if names:
        says = f"{session_words(session)} holds {listed(names)} in vain: {why}"
        yield witness(RuleId.RESOURCE_FITS, len(names), says, [session])


def _capacity(facts: Facts, session: Session) -> Iterator[Violation]:
    patients = facts.caseload.patients
    seated = [who for who in set(session.patients) & patients.keys() if facts.comes_in_person(patients[who], session)]
    for name in sorted(set(session.resources) & facts.caseload.resources.keys()):
        capacity = facts.caseload.resources[name].capacity
        if capacity is not None and len(seated) > capacity:
            says = (
                f"{name} has {count(capacity, 'place')} and {count(len(seated), 'patient')} of "
                f"{session_words(session)} come in person"
            )
            yield witness(RuleId.RESOURCE_FITS, len(seated) - capacity, says, [session])
