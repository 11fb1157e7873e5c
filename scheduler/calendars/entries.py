"""What each calendar says of a session or block: nothing but a time to a patient, who and where to staff."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.calendars.blocks import Planned
from scheduler.calendars.changes import Audience
from scheduler.calendars.events import Entry, one_line
from scheduler.calendars.zones import utc_times
from scheduler.caseload import Caseload, Clinic
from scheduler.schedule import Session
from scheduler.week import is_remote


@dataclass(frozen=True, slots=True)
class Wording:
    """How the events of an export are worded; ``location`` and ``alarm_minutes`` are for patients, None for none.

    Raises:
        ValueError: for an alarm after the start.
    """

    caseload: Caseload
    zone: ZoneInfo
    location: str | None
    alarm_minutes: int | None

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
            title=patient_title(wording),
            location=_place(wording, who, planned),
            alarm_minutes=wording.alarm_minutes,
        )
    # Staff get no blocks.
    (session,) = planned.sessions
    return _staff_entry(session, uid, start, end)


def patient_title(wording: Wording) -> str:
    """The clinic's neutral title."""
    clinic = wording.caseload.clinic
    return one_line(clinic.calendar_title) or Clinic(clinic.timezone).calendar_title


def _place(wording: Wording, who: str, planned: Planned) -> str | None:
    """The place, only where it was asked for and the patient goes there for any of the sessions."""
    is_away = all(is_remote(wording.caseload, who, session.group) for session in planned.sessions)
    return None if is_away else one_line(wording.location or "") or None


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
