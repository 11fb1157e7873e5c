"""What each calendar says of a session or block: nothing but a time to a patient, who and where to staff."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.calendars.blocks import Planned
from scheduler.calendars.changes import Audience, Remind
from scheduler.calendars.events import Entry, one_line
from scheduler.calendars.zones import utc_times
from scheduler.caseload import Caseload, Clinic
from scheduler.schedule import Session
from scheduler.week.week import is_remote


@dataclass(frozen=True, slots=True)
class Wording:
    """How the events of an export are worded; ``location`` and ``alarm_minutes`` are for patients, None for none.

    ``remind`` tells whether there is a reminder of each event, or only of the first of those that follow each other.

    Raises:
        ValueError: for an alarm after the start.
    """

    caseload: Caseload
    zone: ZoneInfo
    location: str | None
    alarm_minutes: int | None
    remind: Remind = "run"

    def __post_init__(self) -> None:
        if self.alarm_minutes is not None and self.alarm_minutes < 0:
            raise ValueError("an alarm after the start")


def owners_of(session: Session, audience: Audience) -> tuple[str, ...]:
    """Ids of those of the audience who have the session in their calendar."""
    if audience == "patients":
        return session.patients
    return session.therapists if audience == "therapists" else session.resources


def entry_of(wording: Wording, audience: Audience, who: str, planned: Planned, uid: str) -> Entry:
    """What was planned as it stands in somebody's calendar."""
    start, end = utc_times(planned.on, planned.window, wording.zone)
    if audience == "patients":
        return Entry(
            uid=uid,
            start=start,
            end=end,
            title=_title(wording, who, planned),
            location=_place(wording, who, planned),
            alarm_minutes=_alarm_minutes(wording, planned),
        )
    # Staff get no blocks.
    (session,) = planned.sessions
    return _staff_entry(session, uid, start, end)


def patient_title(wording: Wording) -> str:
    """The clinic's neutral title."""
    clinic = wording.caseload.clinic
    return one_line(clinic.calendar_title) or Clinic(clinic.timezone).calendar_title


def _title(wording: Wording, who: str, planned: Planned) -> str:
    """The neutral title; that for what is attended from elsewhere, where the clinic has one and it all is."""
    remote = one_line(wording.caseload.clinic.calendar_title_remote)
    return remote if remote and _is_away(wording, who, planned) else patient_title(wording)


def _alarm_minutes(wording: Wording, planned: Planned) -> int | None:
    """When to remind; never while what is before it still goes on, unless each event is asked for."""
    alarm, free = wording.alarm_minutes, planned.free_before
    if alarm is None or wording.remind == "session" or free is None:
        return alarm
    return alarm if free >= max(alarm, 1) else None


def _is_away(wording: Wording, who: str, planned: Planned) -> bool:
    """Whether all of it is attended from elsewhere."""
    return all(is_remote(wording.caseload, who, session.group) for session in planned.sessions)


def _place(wording: Wording, who: str, planned: Planned) -> str | None:
    """The place, only where it was asked for and the patient goes there for any of the sessions."""
    return None if _is_away(wording, who, planned) else one_line(wording.location or "") or None


def _staff_entry(session: Session, uid: str, start: datetime, end: datetime) -> Entry:
    """The group, or the type and the patient, with the ids of everybody and everything in it."""
    lists = (("Patients", session.patients), ("Therapists", session.therapists), ("Resources", session.resources))
    return Entry(
        uid=uid,
        start=start,
        end=end,
        title=session.group or " ".join((session.session_type, *session.patients)),
        location=", ".join(session.resources) or None,
        description="\n".join(f"{label}: {', '.join(ids)}" for label, ids in lists if ids),
    )
