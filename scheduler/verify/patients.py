"""Checks of what the week asks of each patient, and of patients who are kept apart."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from scheduler.caseload import Group, KeepApart, Patient
from scheduler.rules import RuleId
from scheduler.schedule import Session
from scheduler.times import day_words, hours
from scheduler.verify.facts import Facts, by_day
from scheduler.verify.presence import missed, missed_by_patient
from scheduler.verify.stay import level_row, max_minutes_week, sessions_allowed
from scheduler.verify.violation import Violation, listed, session_words, witness
from scheduler.words import count


def patient_available(facts: Facts) -> Iterator[Violation]:
    """A patient attends only inside the stay and the windows, travel included; the amount is minutes missed."""
    for who, sessions in facts.by_patient.items():
        patient = facts.caseload.patients[who]
        for session in facts.open(sessions):
            in_person = facts.comes_in_person(patient, session)
            lost = missed_by_patient(facts.caseload, patient, session, in_person=in_person)
            if lost.minutes:
                says = f"{who} cannot attend {hours(lost.minutes)} of {session_words(session)}: {lost.why}"
                yield witness(RuleId.PATIENT_AVAILABLE, lost.minutes, says, [session])


def family_available(facts: Facts) -> Iterator[Violation]:
    """A session that needs family lies inside the family's windows; the amount is minutes missed."""
    for who, sessions in facts.by_patient.items():
        for session in facts.open(sessions):
            session_type = facts.type_of(session)
            if session_type is None or not session_type.needs_family:
                continue
            lost = missed(facts.caseload, who, "family", session)
            if lost.minutes:
                says = (
                    f"the family of {who} cannot attend {hours(lost.minutes)} of {session_words(session)}: {lost.why}"
                )
                yield witness(RuleId.FAMILY_AVAILABLE, lost.minutes, says, [session])


def patient_not_double_booked(facts: Facts) -> Iterator[Violation]:
    """No two sessions of a patient share a minute; the amount is minutes shared."""
    for who, sessions in facts.by_patient.items():
        for first, second, minutes in overlaps(facts, sessions):
            says = f"{who} is in {session_words(first)} and {session_words(second)} for {hours(minutes)} at once"
            yield witness(RuleId.PATIENT_NOT_DOUBLE_BOOKED, minutes, says, [first, second])


def patient_day_limit(facts: Facts) -> Iterator[Violation]:
    """Counted minutes on a day are at most the level's maximum; the amount is minutes too many."""
    for who, sessions in facts.by_patient.items():
        limit = level_row(facts.caseload, facts.caseload.patients[who], facts.monday).max_minutes_day
        if limit is None:
            continue
        for on, of_day in by_day(sessions):
            minutes = facts.counted_minutes(of_day)
            most = max(limit, facts.counted_minutes(facts.frozen(of_day)))
            if minutes > most:
                says = f"{who} has {hours(minutes)} of care on {day_words(on)}, at most {hours(most)} are allowed"
                yield witness(RuleId.PATIENT_DAY_LIMIT, minutes - most, says, of_day)


def patient_week_limit(facts: Facts) -> Iterator[Violation]:
    """Counted minutes and days with any session are at most their maxima; the amount is minutes or days too many."""
    for who, sessions in facts.by_patient.items():
        patient = facts.caseload.patients[who]
        minutes, limit = facts.counted_minutes(sessions), max_minutes_week(facts.caseload, patient, facts.monday)
        frozen = facts.frozen(sessions)
        limit = None if limit is None else max(limit, facts.counted_minutes(frozen))
        if limit is not None and minutes > limit:
            says = f"{who} has {hours(minutes)} of care in the week, at most {hours(limit)} are allowed"
            yield witness(RuleId.PATIENT_WEEK_LIMIT, minutes - limit, says, sessions)
        days = len({session.on for session in sessions})
        most_days = level_row(facts.caseload, patient, facts.monday).max_days_week
        most_days = None if most_days is None else max(most_days, len({session.on for session in frozen}))
        if most_days is not None and days > most_days:
            says = f"{who} attends on {count(days, 'day')} of the week, at most {most_days} are allowed"
            yield witness(RuleId.PATIENT_WEEK_LIMIT, days - most_days, says, sessions)


def patient_plan_limit(facts: Facts) -> Iterator[Violation]:
    """Sessions of a type are at most what plan and type allow; the amount is sessions too many."""
    for who, sessions in facts.by_patient.items():
        for name in sorted({session.session_type for session in sessions if facts.type_of(session)}):
            yield from _beyond_plan(facts, who, [session for session in sessions if session.session_type == name])


def _beyond_plan(facts: Facts, who: str, sessions: list[Session]) -> Iterator[Violation]:
    """Sessions of one patient and type beyond the plan of the week or the type's limit for a day."""
    name = sessions[0].session_type
    plan = facts.caseload.plans.get(who, {}).get(name)
    frozen = facts.frozen(sessions)
    if plan is None:
        added = facts.open(sessions)
        if added:
            says = f"{who} has {count(len(added), 'session')} of {name}, which the plan does not have"
            yield witness(RuleId.PATIENT_PLAN_LIMIT, len(added), says, added)
        return
    limit = sessions_allowed(facts.caseload, plan, facts.monday)
    limit = None if limit is None else max(limit, len(frozen))
    if limit is not None and len(sessions) > limit:
        says = f"{who} has {count(len(sessions), 'session')} of {name} in the week, the plan allows {limit}"
        yield witness(RuleId.PATIENT_PLAN_LIMIT, len(sessions) - limit, says, sessions)
    a_day = facts.caseload.session_types[name].max_per_day
    for on, of_day in by_day(sessions):
        most = None if a_day is None else max(a_day, sum(session.on == on for session in frozen))
        if most is not None and len(of_day) > most:
            says = f"{who} has {count(len(of_day), 'session')} of {name} on {day_words(on)}, at most {most} a day"
            yield witness(RuleId.PATIENT_PLAN_LIMIT, len(of_day) - most, says, of_day)


def patient_admitted_to_group(facts: Facts) -> Iterator[Violation]:
    """Tags, level and mode fit each group that a patient attends; the amount is the number of misfits."""
    for name, held in facts.by_group.items():
        group, meetings = facts.caseload.groups[name], facts.open(held)
        attending = Counter(who for meeting in meetings for who in set(meeting.patients))
        for who in sorted(attending.keys() & facts.caseload.patients.keys()):
            misfits = list(_misfits(facts.caseload.patients[who], group))
            if misfits:
                attended = [meeting for meeting in meetings if who in meeting.patients]
                says = (
                    f"{who} attends {count(len(attended), 'meeting')} of {name} but does not fit it: {listed(misfits)}"
                )
                yield witness(RuleId.PATIENT_ADMITTED_TO_GROUP, len(misfits), says, attended)


def _misfits(patient: Patient, group: Group) -> Iterable[str]:
    for tag in sorted(group.admits - patient.tags - {patient.level}):
        yield f"the tag {tag} is missing"
    if (patient.mode, group.mode) in {("in_person", "virtual"), ("virtual", "in_person")}:
        yield f"the patient's mode is {patient.mode} and the group's is {group.mode}"


def overlaps(facts: Facts, sessions: Iterable[Session]) -> Iterator[tuple[Session, Session, int]]:
    """Pairs of sessions that share minutes, the earlier first, with the number of minutes shared.

    Two that stay as they were are none.
    """
    for first, second in combinations(sessions, 2):
        if facts.is_frozen(first) and facts.is_frozen(second):
            continue
        if first.on == second.on and first.window.overlaps(second.window):
            yield first, second, min(first.end, second.end) - max(first.start, second.start)


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
