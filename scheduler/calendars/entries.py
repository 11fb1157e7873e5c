"""What each calendar says of a session: nothing but a time to a patient, who and where to staff."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

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


def entry_of(wording: Wording, audience: Audience, who: str, session: Session, uid: str) -> Entry:
    """The session as it stands in somebody's calendar."""
    if audience == "patients":
        return _patient_entry(wording, who, session, uid)
    return _staff_entry(wording, session, uid)


def _patient_entry(wording: Wording, who: str, session: Session, uid: str) -> Entry:
    """A time and the clinic's neutral title; the place only where it was asked for and the patient goes there."""
    start, end = utc_times(session, wording.zone)
    clinic = wording.caseload.clinic
    place = one_line(wording.location or "")
    return Entry(
        uid=uid,
        start=start,
        end=end,
        title=one_line(clinic.calendar_title) or Clinic(clinic.timezone).calendar_title,
        location=place if place and not is_remote(wording.caseload, who, session.group) else None,
        alarm_minutes=wording.alarm_minutes,
    )


def _staff_entry(wording: Wording, session: Session, uid: str) -> Entry:
    """The group, or the type and the patient, with the ids of everybody and everything in it."""
    start, end = utc_times(session, wording.zone)
    lists = (("Patients", session.patients), ("Therapists", session.therapists), ("Resources", session.resources))
    return Entry(
        uid=uid,
        start=start,
        end=end,
        title=session.group or " ".join((session.session_type, *session.patients)),
        location=", ".join(session.resources) or None,
        description="\n".join(f"{label}: {', '.join(ids)}" for label, ids in lists if ids),
    )
