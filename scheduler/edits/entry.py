"""Facts of the day: somebody is away, a session is cancelled, a session is agreed; and what becomes of agreements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from scheduler.caseload import Absence, Appointment, Caseload, Party
from scheduler.edits.affected import (
    Touched,
    appointment_words,
    leader_of,
    touched_by_absence,
    why_impossible,
    window_of,
)
from scheduler.edits.conflicts import obstacles_of, rivals_of
from scheduler.errors import IopError
from scheduler.schedule import Schedule, Session
from scheduler.tables import Edit
from scheduler.times import ALL_DAY, Window, day_words, without


class NoSuchSession(IopError):
    """The schedule has no session of this id, or the patient is not in it."""

    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class DayFact:
    """A fact of the day as it is put into the tables.

    Args:
        edit: what is written.
        says: what is put in, in sentences without a full stop.
        known: the same for what the tables say already.
        dropped: the same for what is taken out or excused.
        touched: agreements that are touched and stay as they are.
        obstacles: what else keeps the fact from coming true.
    """

    edit: Edit
    says: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    touched: tuple[Touched, ...] = ()
    obstacles: tuple[str, ...] = ()

    @property
    def is_to_drop(self) -> bool:
        """Whether an agreement stays that leaves no week, and could be dropped."""
        return any(each.appointment is not None for each in self.touched)


def away(caseload: Caseload, absence: Absence, *, drop: bool = False) -> DayFact:
    """Somebody or something is away.

    Args:
        caseload: the facts so far.
        absence: when who is away; nothing is written for one that the tables have already.
        drop: whether appointments with a date that cannot be kept are taken out; what is agreed for every week stays.
    """
    return _absent(caseload, [absence], (), drop=drop)


def cancelled(
    caseload: Caseload, schedule: Schedule, name: str, *, patient: str | None = None, drop: bool = False
) -> DayFact:
    """A session of the schedule does not take place, or one patient does not come to it.

    One to one, the patient is away for its minutes (the family, where the session needs one), and an agreement for
    that date is taken out. A group does not meet because all who could lead it are away, in those of its minutes in
    which they lead nothing else.

    Args:
        caseload: the facts so far.
        schedule: the week that has the session.
        name: the session's id.
        patient: the only one who cancels; everybody where it is None.
        drop: whether other appointments with a date that cannot be kept are taken out.

    Raises:
        NoSuchSession: the schedule has no session of this id, or the patient is not in it.
    """
    session = next((each for each in schedule.sessions if each.session == name), None)
    if session is None:
        raise NoSuchSession(f"The schedule has no session {name!r}. Its ids stand in the column session.")
    if patient is not None and patient not in session.patients:
        raise NoSuchSession(f"{patient!r} is not in the session {name!r}.")
    if session.group is not None and patient is None:
        return _group_cancelled(caseload, schedule, session, drop=drop)
    kind = caseload.session_types.get(session.session_type)
    party: Party = "family" if session.group is None and kind is not None and kind.needs_family else "self"
    agreed = [each for each in caseload.appointments if _is_agreement(each, session)]
    people = session.patients if patient is None else (patient,)
    return _absent(caseload, [_of(who, party, session) for who in people], agreed, drop=drop)


def agreed(caseload: Caseload, appointment: Appointment, *, drop: bool = False) -> DayFact:
    """A one-to-one session is agreed, once or for every week.

    Args:
        caseload: the facts so far.
        appointment: what is agreed; nothing is written for what the tables have already.
        drop: whether appointments that cannot be kept beside it are dropped: taken out or, where a weekly one stands
            in the way of a date, excused on that date by an absence.
    """
    known = next((each for each in caseload.appointments if _says(caseload, each, appointment)), None)
    words = _agreed_words(appointment)
    edit = Edit() if known else Edit(appointments=(appointment,))
    if known is not None and known != appointment:
        return DayFact(edit, known=(f"{words} (appointments, row {known.row}, for every week)",))
    if not is_known(caseload, appointment):
        return DayFact(edit, (words,))
    after = edit.applied(caseload)
    touched = rivals_of(after, known or appointment)
    excuses = {each: _excuse(after, each, appointment) for each in touched} if drop else {}
    gone = [each for each in excuses if _is_dropped(each) or excuses[each]]
    return DayFact(
        Edit(
            tuple(excuse for excuse in excuses.values() if excuse),
            edit.appointments,
            tuple(each.appointment for each in gone if each.appointment and _is_dropped(each)),
        ),
        () if known else (words,),
        (f"{words} (appointments, row {known.row})",) if known else (),
        tuple(map(_dropped_words, gone)),
        tuple(each for each in touched if each not in gone),
        obstacles_of(after, known or appointment),
    )


def _absent(caseload: Caseload, absences: Iterable[Absence], agreed: Sequence[Appointment], *, drop: bool) -> DayFact:
    """Absences, and agreements that they take with them."""
    wanted = tuple(dict.fromkeys(absences))
    stated = {row: row.row for rows in caseload.absences.values() for row in rows}
    new = tuple(absence for absence in wanted if absence not in stated)
    after = Edit(new, (), tuple(agreed)).applied(caseload)
    touched = dict.fromkeys(each for absence in wanted for each in touched_by_absence(after, absence))
    gone = [each for each in touched if each.appointment is not None] if drop else []
    dropped = (*agreed, *(each.appointment for each in gone if each.appointment))
    return DayFact(
        Edit(new, (), dropped),
        tuple(map(_away_words, new)),
        tuple(f"{_away_words(each)} (absences, row {stated[each]})" for each in wanted if each in stated),
        tuple(f"{appointment_words(each)} (appointments, row {each.row}) is taken out" for each in dropped),
        tuple(each for each in touched if each not in gone),
    )


def _of(who: str, party: Party, session: Session) -> Absence:
    return Absence(who, party, session.on, session.on, session.window)


def _group_cancelled(caseload: Caseload, schedule: Schedule, meeting: Session, *, drop: bool) -> DayFact:
    """Absences with which nobody can lead the meeting: all its minutes that the leaders and candidates have free."""
    group = caseload.groups.get(meeting.group or "")
    leaders = sorted({*meeting.therapists, *(group.therapists if group else ())})
    free = {who: without((meeting.window,), _led_beside(schedule, meeting, who)) for who in leaders}
    absences = [Absence(who, "self", meeting.on, meeting.on, window) for who in leaders for window in free[who]]
    left = [
        f"{who} leads another session all the while and could lead {meeting.group} after all if that one moves"
        for who in leaders
        if not free[who]
    ]
    return replace(_absent(caseload, absences, (), drop=drop), obstacles=tuple(left))


def _led_beside(schedule: Schedule, meeting: Session, who: str) -> Sequence[Window]:
    """The windows of other sessions that the therapist leads on the day of the meeting."""
    return [
        each.window
        for each in schedule.sessions
        if each.on == meeting.on and who in each.therapists and each.session != meeting.session
    ]


def _is_agreement(appointment: Appointment, session: Session) -> bool:
    """Whether the appointment is that of a one-to-one session on its date."""
    return (
        session.group is None
        and appointment.patient in session.patients
        and (appointment.session_type, appointment.on) == (session.session_type, session.on)
        and appointment.start == session.start
    )


def _says(caseload: Caseload, known: Appointment, wanted: Appointment) -> bool:
    """Whether an appointment says what is wanted, a weekly one of a date on which it can be kept too."""
    if known == wanted:
        return True
    if wanted.on is None or known.weekday != wanted.on.weekday():
        return False
    return (
        (known.patient, known.session_type, known.start) == (wanted.patient, wanted.session_type, wanted.start)
        and wanted.therapist in {None, leader_of(caseload, known)}
        and wanted.resource in {None, known.resource}
        and not why_impossible(caseload, known, wanted.on)
    )


def is_known(caseload: Caseload, appointment: Appointment) -> bool:
    """Whether all that the appointment names is in the caseload; where not, reading the tables will tell."""
    return (
        appointment.session_type in caseload.plans.get(appointment.patient, {})
        and (appointment.therapist is None or appointment.therapist in caseload.therapists)
        and (appointment.resource is None or appointment.resource in caseload.resources)
    )


def _is_dropped(rival: Touched) -> bool:
    """Whether the row of a rival goes as a whole."""
    return rival.appointment is not None and rival.on is None


def _excuse(caseload: Caseload, rival: Touched, agreed: Appointment) -> Absence | None:
    """An absence with which a weekly rival falls out on the date of a new agreement, and the new one does not."""
    if rival.appointment is None or rival.on is None:
        return None
    patient, window = rival.appointment.patient, window_of(caseload, rival.appointment)
    left = without((window,), [window_of(caseload, agreed)] if patient == agreed.patient else [])
    return Absence(patient, "self", rival.on, rival.on, left[0]) if left else None


def _dropped_words(rival: Touched) -> str:
    if rival.appointment is None:
        return rival.says
    words = f"{appointment_words(rival.appointment)} (appointments, row {rival.row})"
    return f"{words} is taken out" if rival.on is None else f"{words} falls out on {day_words(rival.on)} by an absence"


def _away_words(absence: Absence) -> str:
    who = absence.who if absence.party == "self" else f"the family of {absence.who}"
    until = "" if absence.last == absence.first else f" to {day_words(absence.last)}"
    when = "all day" if absence.window == ALL_DAY else str(absence.window)
    return f"{who} is away {'from' if until else 'on'} {day_words(absence.first)}{until}, {when}"


def _agreed_words(appointment: Appointment) -> str:
    leader = f" with {appointment.therapist}" if appointment.therapist else ""
    place = f" in {appointment.resource}" if appointment.resource else ""
    return f"{appointment_words(appointment)}{leader}{place} is agreed"
