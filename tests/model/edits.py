"""Small edits of a schedule, as somebody with a spreadsheet makes them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from scheduler.caseload import Caseload
from scheduler.schedule import Schedule, Session
from scheduler.times import MINUTES_A_DAY
from tests.caseloads import MONDAY, week

MOVES = (-15, -1, 1, 15)


def edits(caseload: Caseload, schedule: Schedule) -> Iterator[Schedule]:
    """Every schedule that differs in one session: gone, moved, with somebody or something more, less or else."""
    for place, session in enumerate(schedule.sessions):
        others = [*schedule.sessions[:place], *schedule.sessions[place + 1 :]]
        yield week(*others)
        for edited in _edited(caseload, session):
            yield week(*others, edited)


def additions(caseload: Caseload, schedule: Schedule, *extra: Session) -> Iterator[Schedule]:
    """The schedule with one more session: one of those given that it does not have, led by anybody."""
    taken = {(session.on, session.session_type, session.group or session.patients) for session in schedule.sessions}
    for session in extra:
        if (session.on, session.session_type, session.group or session.patients) not in taken:
            for who in caseload.therapists:
                yield week(*schedule.sessions, replace(session, therapists=(who,)))


def _edited(caseload: Caseload, session: Session) -> Iterator[Session]:
    for minutes in MOVES:
        if session.start + minutes >= 0 and session.end + minutes <= MINUTES_A_DAY:
            yield replace(session, start=session.start + minutes, end=session.end + minutes)
    for number in range(7):
        on = MONDAY + timedelta(days=number)
        if on != session.on:
            yield replace(session, on=on)
    for therapists in _changed(session.therapists, caseload.therapists):
        yield replace(session, therapists=therapists)
    for resources in _changed(session.resources, caseload.resources):
        yield replace(session, resources=resources)
    if session.group is not None:
        for patients in _changed(session.patients, caseload.patients):
            yield replace(session, patients=patients)


def _changed(held: tuple[str, ...], known: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """One less, one more, or one in the place of another."""
    more = [name for name in known if name not in held]
    for name in more:
        yield tuple(sorted((*held, name)))
    for place in range(len(held)):
        rest = (*held[:place], *held[place + 1 :])
        yield rest
        for name in more:
            yield tuple(sorted((*rest, name)))
