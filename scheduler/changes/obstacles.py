"""Which other changes are in the way of a session where it was, or made room for a new one.

A session of one week is put into the other week again, for one person, and the independent checks tell which sessions
there leave no room for it. Those of them that are changes themselves are what it may follow from.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from scheduler.changes.change import Change
from scheduler.changes.weeks import Side
from scheduler.rules import RuleId
from scheduler.schedule import Session
from scheduler.verify import CHECKS, Violation
from scheduler.verify.violation import OtherCheck

OF_THE_PATIENT = (
    RuleId.PATIENT_NOT_DOUBLE_BOOKED,
    RuleId.PATIENT_DAY_LIMIT,
    RuleId.PATIENT_WEEK_LIMIT,
    RuleId.PATIENT_PLAN_LIMIT,
)
OF_THE_THERAPISTS = (RuleId.THERAPIST_NOT_DOUBLE_BOOKED, RuleId.THERAPIST_HOURS)
OF_ALL = (
    RuleId.GROUP_MEETINGS,
    RuleId.GROUP_SIZE,
    RuleId.KEPT_APART,
    *OF_THE_THERAPISTS,
    RuleId.RESOURCE_NOT_DOUBLE_BOOKED,
    RuleId.RESOURCE_FITS,
)
OF_SEATS = (RuleId.GROUP_SIZE, RuleId.RESOURCE_FITS)
NOW = {"is_": "is", "are": "are", "leave": "leave", "leaves": "leaves"}
THEN = {"is_": "was", "are": "were", "leave": "left", "leaves": "left"}
WORDS: Mapping[RuleId | OtherCheck, str] = {
    RuleId.PATIENT_NOT_DOUBLE_BOOKED: "{{what}} {is_} at that time",
    RuleId.PATIENT_DAY_LIMIT: "limits of the day {leave} no room for it beside {{what}}",
    RuleId.PATIENT_WEEK_LIMIT: "limits of the week {leave} no room for it beside {{what}}",
    RuleId.PATIENT_PLAN_LIMIT: "the plan {leaves} no room for it beside {{what}}",
    RuleId.GROUP_MEETINGS: "{{what}} {is_} held instead",
    RuleId.GROUP_SIZE: "no seat {is_} left beside {{who}}",
    RuleId.RESOURCE_FITS: "no seat {is_} left beside {{who}}",
    RuleId.KEPT_APART: "{{who}}, from whom it is kept apart, {is_} there",
    RuleId.THERAPIST_NOT_DOUBLE_BOOKED: "its therapist {is_} taken by {{what}}",
    RuleId.THERAPIST_HOURS: "hours of its therapist {leave} no room for it beside {{what}}",
    RuleId.RESOURCE_NOT_DOUBLE_BOOKED: "its room {is_} taken by {{what}}",
}
OF_LEVELS = (RuleId.PATIENT_DAY_LIMIT, RuleId.PATIENT_WEEK_LIMIT)

# No session has such an id, which begins with a letter or a digit.
TRIED = "?"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Changes that a change follows from if enough of them have a reason.

    Args:
        words: what one of them has to do with it: ``{who}`` is concerned by it, and ``{what}`` its session.
        changes: they.
        enough: how many of them have to have a reason.
    """

    words: str
    changes: tuple[Change, ...]
    enough: int = 1


class Trial(NamedTuple):
    """A session of the other week tried in this one: the sessions around it, and under which id it is among them."""

    sessions: list[Session]
    tried: Session


def obstacles(side: Side, change: Change) -> Iterator[Obstacle]:
    """What may keep the session that the change has in the other week out of this one, the nearest first."""
    put = side.foreign(change)
    if put is None:
        return
    tense = NOW if side.is_later else THEN
    for violation in broken(side, change, put):
        found = tuple(_causes(side, change, put, violation))
        if violation.rule in OF_THE_THERAPISTS:
            # Why a therapist leads it is the therapist's to say, rather than somebody's who comes.
            found = tuple(other for other in found if other.role == "therapist") or found
        yield Obstacle(WORDS[violation.rule].format_map(tense), found)
    if put.group is not None:
        yield from _of_the_group(side, change, put, tense["are"])


def broken(side: Side, change: Change, put: Session) -> Iterator[Violation]:
    """Rules that the session would break in this week for those whom the change concerns."""
    sessions, tried = _trial(side, change, put)
    facts = side.facts(sessions)
    for rule in (*(OF_THE_PATIENT if change.role == "patient" else ()), *OF_ALL):
        for violation in CHECKS[rule](facts):
            is_about_it = tried.session in violation.sessions
            if is_about_it and _counts(side, change, put, violation):
                yield violation


def _trial(side: Side, change: Change, put: Session) -> Trial:
    own, there, on = side.own(change), side.at(put), side.carried(put.on)
    of_patient = change.role == "patient"
    watched = {change.who, *_kept_apart_from(side, change.who)} if of_patient else set()
    if own is not None and own == there:
        tried = replace(own, session=TRIED, therapists=put.therapists, resources=put.resources)
        left_out = [own]
    elif of_patient and there is not None and put.group:
        tried = replace(there, session=TRIED, patients=tuple(sorted({*there.patients, change.who})))
        left_out = [there]
    else:
        tried = replace(put, session=TRIED, on=on, patients=(change.who,) if of_patient else put.patients)
        left_out = []
    # At its place of the other week, a session of one patient, or of the therapist, is nowhere else; a group goes on.
    if own is not None and (own.group is None or not of_patient):
        left_out.append(own)
    near = [
        _seen_by(session, watched - {change.who} if session == own else watched)
        for session in side.sessions
        if session not in left_out and _is_near(session, tried, watched)
    ]
    return Trial([*near, tried], tried)


def _is_near(session: Session, tried: Session, watched: Collection[str]) -> bool:
    """Whether a session can have to do with the one that is tried."""
    return (
        (session.group is not None and session.group == tried.group)
        or not set(watched).isdisjoint(session.patients)
        or not set(tried.therapists).isdisjoint(session.therapists)
        or (session.on == tried.on and not set(tried.resources).isdisjoint(session.resources))
    )


def _seen_by(session: Session, watched: Collection[str]) -> Session:
    """The session with those of its patients only who are watched, which spares checks of all others."""
    return replace(session, patients=tuple(who for who in session.patients if who in watched))


def _kept_apart_from(side: Side, who: str) -> Iterator[str]:
    for pair in side.caseload.keep_apart:
        if who in {pair.patient_a, pair.patient_b}:
            yield pair.patient_b if who == pair.patient_a else pair.patient_a


def _counts(side: Side, change: Change, put: Session, violation: Violation) -> bool:
    """Whether what is broken keeps the session away, and is not only a room that another could replace."""
    if violation.rule == RuleId.RESOURCE_NOT_DOUBLE_BOOKED:
        return change.kind == "other_room" or _is_given_room(side, put) or _is_without_room(side, put)
    is_joined = put.group is not None and side.at(put) is not None
    return is_joined or violation.rule not in OF_SEATS


def _is_given_room(side: Side, put: Session) -> bool:
    rows = side.caseload.meetings.get(put.group, ()) if put.group else ()
    return any(set(row.resources or ()) & set(put.resources) for row in rows)


def _is_without_room(side: Side, put: Session) -> bool:
    """Whether something that the session held is in use then, with all that is like it."""
    on, resources = side.carried(put.on), side.caseload.resources
    busy = {
        name
        for session in side.sessions
        if session.on == on and session.window.overlaps(put.window)
        for name in session.resources
    }
    known = [resources[name] for name in put.resources if name in resources]
    return any(all(name in busy for name, one in resources.items() if one.kinds & held.kinds) for held in known)


def _causes(side: Side, change: Change, put: Session, violation: Violation) -> Iterator[Change]:
    """Changes that brought about what is in the way."""
    there = side.at(put)
    named = [side.by_id[name] for name in violation.sessions if name != TRIED]
    if violation.rule in OF_SEATS or violation.rule == RuleId.KEPT_APART:
        apart = set(_kept_apart_from(side, change.who))
        for session in dict.fromkeys([*named, *([there] if there else [])]):
            for other in side.changes_to(session):
                is_cause = session == there if violation.rule in OF_SEATS else other.who in apart
                if is_cause and _has_come(other) and other is not change:
                    yield other
        return
    for session in named:
        is_other = violation.rule in OF_THE_PATIENT or _is_other(side, session, violation)
        for other in side.changes_to(session) if is_other else ():
            if other is not change and (violation.rule not in OF_THE_PATIENT or other.who == change.who):
                yield other


def _has_come(change: Change) -> bool:
    """Whether a patient is at a session of one of the weeks and not at that of the other."""
    return change.role == "patient" and change.kind in {"new", "moved", "dropped"}


def _is_other(side: Side, own: Session, violation: Violation) -> bool:
    """Whether the session was not in the other week as well, with the same therapists or things where they matter."""
    twin = side.other_at(own)
    if twin is None:
        return True
    if violation.rule in OF_THE_THERAPISTS:
        return set(twin.therapists) != set(own.therapists)
    return violation.rule == RuleId.RESOURCE_NOT_DOUBLE_BOOKED and set(twin.resources) != set(own.resources)


def _of_the_group(side: Side, change: Change, put: Session, are: str) -> Iterator[Obstacle]:
    """A meeting that too few are left for, and a group of which the patient attends all meetings or none."""
    group = side.caseload.groups.get(put.group or "")
    if group is None:
        return
    if side.at(put) is None:
        gone = (other for other in side.changes_from(put) if other.role == "patient" and other is not change)
        yield Obstacle(f"too few {are} there without {{who}}", tuple(gone), len(set(put.patients)) - group.min_size + 1)
    if group.same_members:
        same = (other for other in side.changes if other.who == change.who and _is_of(group.group, other))
        words = "all meetings of the group or none are attended, and {what} is another"
        yield Obstacle(words, tuple(other for other in same if other is not change))


def _is_of(group: str, change: Change) -> bool:
    return any(session is not None and session.group == group for session in (change.before, change.after))
