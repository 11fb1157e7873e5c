"""Checks of what the week asks of each therapist."""

from collections.abc import Iterator
from itertools import combinations

from scheduler.caseload import Group
from scheduler.rules import RuleId
from scheduler.schedule import Session
from scheduler.times import MINUTES_A_DAY, day_words, hours
from scheduler.verify.appointments import keeps
from scheduler.verify.facts import Facts, by_day
from scheduler.verify.presence import missed
from scheduler.verify.violation import Violation, session_words, witness
from scheduler.words import count


def therapist_available(facts: Facts) -> Iterator[Violation]:
    """A therapist leads only inside the windows; the amount is minutes missed."""
    for who, sessions in facts.by_therapist.items():
        for session in facts.open(sessions):
            lost = missed(facts.caseload, who, "self", session)
            if lost.minutes:
                says = f"{who} cannot lead {hours(lost.minutes)} of {session_words(session)}: {lost.why}"
                yield witness(RuleId.THERAPIST_AVAILABLE, lost.minutes, says, [session])


def therapist_qualified(facts: Facts) -> Iterator[Violation]:
    """A session is led by the right number of the right people; the amount is therapists too many, few or wrong."""
    for session in facts.open(facts.sessions):
        group = facts.group_of(session)
        if group is not None:
            wrong = _wrong_leaders(facts, session, group)
            leaders = group.leaders
        elif facts.is_one_to_one(session):
            wrong = _wrong_for_plan(facts, session)
            leaders = 1
        else:
            continue
        off = abs(len(set(session.therapists)) - leaders)
        if off:
            says = f"{session_words(session)} has {count(len(set(session.therapists)), 'therapist')}, needs {leaders}"
            yield witness(RuleId.THERAPIST_QUALIFIED, off, says, [session])
        for who, why in wrong:
            says = f"{who} may not lead {session_words(session)}: {why}"
            yield witness(RuleId.THERAPIST_QUALIFIED, 1, says, [session])


def _wrong_leaders(facts: Facts, session: Session, group: Group) -> Iterator[tuple[str, str]]:
    for who in sorted(set(session.therapists) & facts.caseload.therapists.keys()):
        if group.session_type not in facts.caseload.therapists[who].leads:
            yield who, f"does not lead {group.session_type}"
        elif who not in group.therapists:
            yield who, f"is no candidate of {group.group}"


def _wrong_for_plan(facts: Facts, session: Session) -> Iterator[tuple[str, str]]:
    """Therapists of a one-to-one session who do not lead its type, or whom neither plan nor agreement names."""
    named = _named_by_plans(facts, session)
    for who in sorted(set(session.therapists) & facts.caseload.therapists.keys()):
        if session.session_type not in facts.caseload.therapists[who].leads:
            yield who, f"does not lead {session.session_type}"
        elif named - {who} and not _is_agreed(facts, session, who):
            yield who, f"the plan names {', '.join(sorted(named))} and no appointment names {who}"


def _named_by_plans(facts: Facts, session: Session) -> set[str]:
    plans = (facts.caseload.plans.get(who, {}).get(session.session_type) for who in session.patients)
    return {plan.therapist for plan in plans if plan is not None and plan.therapist is not None}


def _is_agreed(facts: Facts, session: Session, who: str) -> bool:
    return any(agreed.appointment.therapist == who and keeps(session, agreed) for agreed in facts.agreed)


def therapist_not_double_booked(facts: Facts) -> Iterator[Violation]:
    """A session of a therapist and the buffer after it, past midnight too, hold no other one.

    The amount is minutes that they share.
    """
    for who, sessions in facts.by_therapist.items():
        for first, second in combinations(sessions, 2):
            if facts.is_frozen(first) and facts.is_frozen(second):
                continue
            session_type = facts.type_of(first)
            buffer = session_type.buffer_minutes if session_type else 0
            later = (second.on - first.on).days * MINUTES_A_DAY
            shared = min(second.end + later, first.end + buffer) - (second.start + later)
            if shared > 0:
                after = f" and the {buffer} min after it" if buffer else ""
                says = f"{who} leads {session_words(second)} for {hours(shared)} during {session_words(first)}{after}"
                yield witness(RuleId.THERAPIST_NOT_DOUBLE_BOOKED, shared, says, [first, second])


def therapist_hours(facts: Facts) -> Iterator[Violation]:
    """Minutes led are at most the therapist's maxima, each day and in the week; the amount is minutes too many."""
    for who, sessions in facts.by_therapist.items():
        therapist = facts.caseload.therapists[who]
        spans = [("in the week", list(sessions), therapist.max_minutes_week)]
        spans += [(f"on {day_words(on)}", of_day, therapist.max_minutes_day) for on, of_day in by_day(sessions)]
        for when, led, usual in spans:
            minutes = sum(session.minutes for session in led)
            limit = None if usual is None else max(usual, sum(session.minutes for session in facts.frozen(led)))
            if limit is not None and minutes > limit:
                says = f"{who} leads {hours(minutes)} {when}, at most {hours(limit)} are allowed"
                yield witness(RuleId.THERAPIST_HOURS, minutes - limit, says, led)
