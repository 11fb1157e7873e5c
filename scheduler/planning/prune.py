"""Sessions that are new beside an earlier week, and that neither care nor comfort gains anything from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from scheduler.caseload import Caseload
from scheduler.changes.pairs import followed
from scheduler.schedule import Earlier, Numbering, Schedule, Session
from scheduler.verify import violations
from scheduler.verify.appointments import keeps
from scheduler.verify.facts import Facts
from scheduler.verify.score import patient_score


def without_needless(caseload: Caseload, monday: date, schedule: Schedule, earlier: Earlier) -> Schedule:
    """The week without them: every tier is as good as before or better, and every rule holds as it did.

    Args:
        caseload: the facts.
        monday: the week; any day of it will do.
        schedule: a week that keeps every rule.
        earlier: the week that it is planned from.
    """
    facts = Facts.of(caseload, monday, schedule, earlier)
    held = {session.session: session for session in schedule.sessions}
    had = _by_patient(earlier.schedule.sessions)
    for who, own in facts.by_patient.items():
        attended = [held[session.session] for session in own]
        for pair in followed(had[who], attended):
            session = pair.after
            if pair.before or session is None or facts.is_frozen(session) or _is_tied(facts, session, who):
                continue
            rest = [one for one in attended if one != session]
            if _is_as_good(facts, attended, rest, who):
                attended = rest
                left = tuple(one for one in session.patients if one != who)
                held[session.session] = replace(session, patients=left)
    fewer = Schedule.of(_numbered(facts, schedule, Schedule.of(one for one in held.values() if one.patients)))
    return fewer if fewer == schedule else _where_they_were(caseload, monday, schedule, fewer, earlier)


def _where_they_were(caseload: Caseload, monday: date, before: Schedule, after: Schedule, earlier: Earlier) -> Schedule:
    """Meetings that fewer attend than before are again in the rooms of the earlier week, where these suffice now."""
    sizes = {(one.on, one.start, one.group): len(one.patients) for one in before.sessions}
    rooms = {_place(one): one.resources for one in earlier.schedule.sessions}
    for session in after.sessions:
        there = rooms.get(_place(session), session.resources)
        if len(session.patients) < sizes[session.on, session.start, session.group] and there != session.resources:
            moved = replace(session, resources=there)
            back = Schedule.of(moved if one is session else one for one in after.sessions)
            if not violations(caseload, monday, back, earlier=earlier):
                after = back
    return after


def _place(session: Session) -> tuple[str, str | None, int, int]:
    return session.session_type, session.group, session.on.weekday(), session.start


def _numbered(facts: Facts, before: Schedule, after: Schedule) -> Iterator[Session]:
    """The sessions, with ids that tell the order of those of one type and date where some are gone."""
    gone = {one.session for one in before.sessions} - {one.session for one in after.sessions}
    fewer = {(one.on, one.session_type, one.patients) for one in before.sessions if one.session in gone}
    numbering = Numbering(one.session for one in after.sessions if facts.is_frozen(one))
    for one in after.sessions:
        if one.group or facts.is_frozen(one) or (one.on, one.session_type, one.patients) not in fewer:
            yield one
        else:
            own_id = numbering.next_id(one.on, one.session_type, one.patients[0], is_group=False)
            yield replace(one, session=own_id)


def _by_patient(sessions: Iterable[Session]) -> defaultdict[str, list[Session]]:
    found: defaultdict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        for who in session.patients:
            found[who].append(session)
    return found


def _is_tied(facts: Facts, session: Session, who: str) -> bool:
    """Whether an agreement or the group depends on the patient's coming."""
    group = facts.group_of(session)
    if group is None:
        return any(keeps(session, agreed) for agreed in facts.agreed)
    is_member = any((row.group, row.patient, row.status) == (group.group, who, "in") for row in facts.caseload.members)
    # A meeting that nobody is left for would change the numbers of the others.
    return is_member or group.same_members or len(session.patients) <= max(group.min_size, 1)


def _is_as_good(facts: Facts, sessions: Sequence[Session], fewer: Sequence[Session], who: str) -> bool:
    """Whether the patient, whom alone it concerns, has as much care and comfort with fewer sessions."""
    patient = facts.caseload.patients[who]
    before, after = (patient_score(replace(facts, schedule=Schedule.of(each)), patient) for each in (sessions, fewer))
    made_up = before.make_up is None or before.make_up == after.make_up
    return made_up and after.care == before.care and after.comfort <= before.comfort
