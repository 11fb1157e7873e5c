"""Whether a patient's new session gives care that others no longer give."""

from collections.abc import Sequence
from dataclasses import replace

from scheduler.changes.change import Change
from scheduler.changes.weeks import Side
from scheduler.schedule import Session
from scheduler.verify.score import patient_score


def is_needed(now: Side, change: Change) -> bool:
    """Whether care of the patient would be unmet if the session were not there, or still where it was."""
    after = _sessions(now, change.who)
    return _unmet(now, change.who, _undone(now, after, [change])) > _unmet(now, change.who, after)


def is_newly_needed(now: Side, then: Side, change: Change) -> bool:
    """Whether the session is needed now and, with the same sessions, would not have been in the earlier week."""
    if not is_needed(now, change):
        return False
    with_it = _sessions(now, change.who)
    with_and_without = (with_it, _undone(now, with_it, [change]))
    had, lacked = ([replace(one, on=then.carried(one.on)) for one in sessions] for sessions in with_and_without)
    return _unmet(then, change.who, lacked) == _unmet(then, change.who, had)


def comfort_gained(now: Side, change: Change) -> int:
    """Minutes of discomfort that a session spares a patient who did not have it; 0 where the change is another."""
    if change.role != "patient" or change.before is not None or change.who not in now.caseload.patients:
        return 0
    patient, with_it = now.caseload.patients[change.who], _sessions(now, change.who)
    without = _undone(now, with_it, [change])
    return patient_score(now.facts(without), patient).comfort - patient_score(now.facts(with_it), patient).comfort


def replaced(now: Side, change: Change, gone: Sequence[Change]) -> Change | None:
    """The change whose earlier session this one gives the care of; None where those that are gone explain it not.

    Args:
        now: the later week.
        change: brings a session of a patient, or moves it.
        gone: other changes of the same patient that took sessions away or moved them, all with a reason.
    """
    who, after = change.who, _sessions(now, change.who)
    if _unmet(now, who, _undone(now, after, [change, *gone])) > _unmet(now, who, after):
        return None
    unmet = [_unmet(now, who, _undone(now, after, [change, one])) for one in gone]
    least = min(unmet)
    return gone[unmet.index(least)] if least < _unmet(now, who, _undone(now, after, [change])) else None


def _undone(now: Side, sessions: Sequence[Session], gone: Sequence[Change]) -> list[Session]:
    """The sessions as they would be if those changes had not been."""
    moved_to = [change.after for change in gone]
    had = [change.before for change in gone if change.before]
    again = [replace(one, session=f"?{one.session}", on=now.carried(one.on)) for one in had]
    return [*(one for one in sessions if one not in moved_to), *again]


def _sessions(now: Side, who: str) -> list[Session]:
    return [session for session in now.sessions if who in session.patients]


def _unmet(side: Side, who: str, sessions: list[Session]) -> int:
    """Minutes of care that the patient would lack with these sessions."""
    return patient_score(side.facts(sessions), side.caseload.patients[who]).care
