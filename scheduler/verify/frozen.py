"""The check of a week that has begun: what has happened stays as it was, and nothing new starts before that moment."""

from collections.abc import Iterator
from dataclasses import replace

from scheduler.schedule import Session
from scheduler.verify.facts import Facts
from scheduler.verify.violation import OtherCheck, Violation, row_words, session_words, witness


def as_it_was(facts: Facts) -> Iterator[Violation]:
    """Sessions before the moment are exactly those of the earlier schedule; the amount is 1 for each that is not."""
    if facts.earlier is None or facts.earlier.frozen_before is None:
        return
    until = f"{facts.earlier.frozen_before:%Y-%m-%d %H:%M}"
    left = [session for session in facts.schedule.sessions if facts.is_over(session.on, session.start)]
    for session in facts.earlier.schedule.sessions:
        if not facts.is_over(session.on, session.start):
            continue
        same = next((other for other in left if _told(other) == _told(session)), None)
        if same is None:
            place = row_words("earlier schedule,", session.row)
            says = f"{session_words(session)}{place} started before {until} and is missing or not as it was"
            yield witness(OtherCheck.FROZEN, 1, says, ())
        else:
            left.remove(same)
    for session in left:
        says = f"{session_words(session)} starts before {until}, and the earlier schedule does not have it like this"
        yield witness(OtherCheck.FROZEN, 1, says, [session])


def _told(session: Session) -> Session:
    return replace(session, row=0)
