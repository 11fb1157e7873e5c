"""Dated facts that explain a change by themselves: closures, absences, stays, plans, levels and agreements."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from scheduler.caseload import Caseload, Party
from scheduler.changes.change import Change
from scheduler.changes.weeks import Side
from scheduler.schedule import Session
from scheduler.times import WEEKDAYS, clock, day_words
from scheduler.verify.appointments import agreed_this_week, appointments_in_force, has_start
from scheduler.verify.presence import covers_date, missed
from scheduler.verify.stay import in_stay, is_due, is_here_in_week, level_row, stay_words


class DatedFact(NamedTuple):
    """Something that holds in one of two weeks, in words without a full stop.

    Args:
        here: beside the change that it explains.
        alone: beside a change that follows from that one, so that it says who and when.
    """

    here: str
    alone: str


def facts_behind(now: Side, then: Side, change: Change) -> Iterator[DatedFact]:
    """Every dated fact that explains the change by itself, the nearest first."""
    yield from _excuses(now, change)
    if change.before:
        yield from _in_the_way(now, change, change.before)
        yield from _was_agreed(then, change, change.before)
    yield from _needs(now, then, change)
    # Why somebody has a session of their own with a therapist is the patient's to say.
    is_own = change.role == "patient" or (change.after and change.after.group)
    if change.after and is_own and now.monday != then.monday:
        yield from _was_impossible(now, then, change, change.after)
    if change.after and change.role == "patient":
        yield from _is_agreed(now, change, change.after)
        yield from _is_new_here(now, then, change)


def _excuses(now: Side, change: Change) -> Iterator[DatedFact]:
    """Why the appointment counts no longer."""
    if change.earlier is None or not change.earlier.excuse:
        return
    who, kind = change.who, change.earlier.before.session_type
    patient = now.caseload.patients.get(who)
    alone = {
        "stay": f"the stay of {who} is {stay_words(patient)}" if patient else f"{who} is no longer in the caseload",
        "plan": f"the plan of {who} no longer has {kind}",
        "due": f"{kind} of {who} is not due this week",
    }
    yield DatedFact(change.earlier.why, alone[change.earlier.excuse])


def _in_the_way(side: Side, change: Change, put: Session) -> Iterator[DatedFact]:
    """What keeps a session of the other week from its weekday of this one."""
    caseload, on = side.caseload, side.carried(put.on)
    is_, does = ("is", "does") if side.is_later else ("was", "did")
    then = "then" if side.is_later else "then in the earlier week"
    if any(closure.on == on and closure.window.overlaps(put.window) for closure in caseload.closures):
        yield DatedFact(f"the clinic {is_} closed {then}", f"the clinic {is_} closed on {day_words(on)}")
    of_one = () if put.group else put.patients
    for who in dict.fromkeys((change.who, *of_one, *_leaders(side, change, put), *_rooms(side, change, put, on))):
        for what in _unavailable(caseload, who, "self", on, put):
            yield DatedFact(f"{who} {is_} {what} {then}", f"{who} {is_} {what} on {day_words(on)}")
    kind = caseload.session_types.get(put.session_type)
    for who in dict.fromkeys((*([change.who] if change.role == "patient" else []), *of_one)):
        for what in _unavailable(caseload, who, "family", on, put) if kind and kind.needs_family else ():
            family = f"the family of {who} {is_} {what}"
            yield DatedFact(f"{family} {then}", f"{family} on {day_words(on)}")
        patient = caseload.patients.get(who)
        if patient and not in_stay(patient, on):
            words = f"the stay of {who} {does} not hold the day"
            yield DatedFact(words, f"the stay of {who} is {stay_words(patient)}")


def _leaders(side: Side, change: Change, put: Session) -> tuple[str, ...]:
    """Therapists without whom the session cannot be what it was: of a group that meets all the same, none."""
    goes_on = put.group is not None and side.at(put) is not None
    return () if goes_on and change.role == "patient" and change.kind != "other_therapist" else put.therapists


def _rooms(side: Side, change: Change, put: Session, on: date) -> Iterator[str]:
    """Resources whose absence explains the change: those that are replaced, or that nothing else could replace."""
    resources = side.caseload.resources
    for name in put.resources:
        kinds = resources[name].kinds if name in resources else frozenset()
        alike = [other for other, resource in resources.items() if resource.kinds & kinds]
        if change.kind == "other_room" or all(
            any(_unavailable(side.caseload, other, "self", on, put)) for other in alike
        ):
            yield name


def _unavailable(caseload: Caseload, who: str, party: Party, on: date, put: Session) -> Iterator[str]:
    """Whether somebody is away at the minutes of a session on another date or, unlike on its own, not available."""
    absences = caseload.absences.get(who, ())
    if any(row.party == party and covers_date(row, on) and row.window.overlaps(put.window) for row in absences):
        yield "away"
        return
    patient = caseload.patients.get(who)
    is_on_the_way = patient is not None and party == "self" and "virtual" not in {patient.mode, put.mode}
    travel = patient.travel_minutes if patient and is_on_the_way else 0
    there, here = (missed(caseload, who, party, session, travel).minutes for session in (put, replace(put, on=on)))
    if here and not there:
        yield "not available"


def _was_agreed(then: Side, change: Change, before: Session) -> Iterator[DatedFact]:
    """Whether the session was agreed for one date alone."""
    if change.role == "patient" and any(
        each.appointment.on is not None and has_start(before, each)
        for each in agreed_this_week(then.caseload, then.monday)
    ):
        words = f"was agreed for {day_words(before.on)} alone"
        yield DatedFact(f"it {words}", f"{before.session_type} of {change.who} {words}")


def _was_impossible(now: Side, then: Side, change: Change, after: Session) -> Iterator[DatedFact]:
    """What kept the new session out of the earlier week, or one that was moved to where it is agreed."""
    is_agreed = any(has_start(after, each) for each in appointments_in_force(now.caseload, now.monday))
    for fact in _in_the_way(then, change, after):
        if is_agreed:
            yield DatedFact(f"it is agreed for then, and {fact.here}", fact.alone)
        elif change.before is None:
            yield fact


def _is_agreed(now: Side, change: Change, after: Session) -> Iterator[DatedFact]:
    """That the session is where, with whom or in which room it is agreed now, and was not before."""
    before, what = change.before, f"{after.session_type} of {change.who}"
    for agreed in appointments_in_force(now.caseload, now.monday):
        row = agreed.appointment
        if not has_start(after, agreed):
            continue
        if change.kind in {"new", "moved"}:
            when = day_words(row.on) if row.on else f"every {WEEKDAYS[after.on.weekday()].capitalize()}"
            words = f"is agreed for {when} at {clock(row.start)}"
            yield DatedFact(f"it {words}", f"{what} {words}")
        for name, held, had in (
            (row.therapist, after.therapists, before.therapists if before else ()),
            (row.resource, after.resources, before.resources if before else ()),
        ):
            if before and name in held and name not in had:
                way = "with" if name == row.therapist else "in"
                yield DatedFact(f"it is agreed {way} {name}", f"{what} is agreed {way} {name}")


def _is_new_here(now: Side, then: Side, change: Change) -> Iterator[DatedFact]:
    """That the patient was put into the same week after it was planned."""
    if now.monday != then.monday or not then.sessions:
        return
    if not any(change.who in session.patients for session in then.sessions):
        words = "had nothing in this week as it was planned before"
        yield DatedFact(f"{change.who} {words}", f"{change.who} {words}")


def _needs(now: Side, then: Side, change: Change) -> Iterator[DatedFact]:
    """What a patient needs or may have that was otherwise in the earlier week."""
    patient, session = now.caseload.patients.get(change.who), change.before or change.after
    if patient is None or session is None:
        return
    who, kind = change.who, session.session_type
    if not is_here_in_week(patient, then.monday) or _is_just_admitted(now, then, who):
        yield DatedFact(f"the stay begins on {patient.admitted}", f"the stay of {who} begins on {patient.admitted}")
        return
    plan = now.caseload.plans.get(who, {}).get(kind)
    if plan and is_due(patient, plan, now.monday) != is_due(patient, plan, then.monday):
        due = "due" if is_due(patient, plan, now.monday) else "not due"
        alone = f"{kind} of {who} is {due} this week, unlike the earlier one"
        yield DatedFact("this type is not due every week", alone)


def _is_just_admitted(now: Side, then: Side, who: str) -> bool:
    """Whether the stay begins in the later week, and nothing was planned for the patient before."""
    admitted = now.caseload.patients[who].admitted
    return admitted is not None and admitted >= now.monday and not any(who in one.patients for one in then.sessions)


def other_limits(now: Side, then: Side, who: str) -> DatedFact | None:
    """That a patient's level has other limits in the later week; None where it has not."""
    patient = now.caseload.patients.get(who)
    if patient is None or level_row(now.caseload, patient, then.monday) == level_row(now.caseload, patient, now.monday):
        return None
    words = "in this week of the stay"
    return DatedFact(f"other limits of the level hold {words}", f"other limits of the level hold for {who} {words}")
