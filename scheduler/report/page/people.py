"""What each patient, therapist, room and group has of the week."""

from collections import Counter
from collections.abc import Iterator

from scheduler.report.page.looked import Looked
from scheduler.report.page.view import (
    DaySpan,
    GroupView,
    MissingView,
    PatientView,
    PlannedView,
    RoomView,
    TherapistView,
)
from scheduler.report.shortfalls import told_once
from scheduler.times import intersected, merged, total_minutes, without
from scheduler.verify import PatientScore
from scheduler.verify.facts import by_day


def patients(looked: Looked) -> tuple[PatientView, ...]:
    """Those in care this week, by id."""
    return tuple(_patient(looked, each) for each in looked.in_care)


def _patient(looked: Looked, found: PatientScore) -> PatientView:
    caseload, who = looked.seen.caseload, found.patient
    limits, sessions = looked.week.limits[who], looked.facts.by_patient.get(who, ())
    days = [looked.facts.counted_minutes(of_day) for _, of_day in by_day(sessions)]
    # A day asks for some care, or else a day without any would be one.
    enough = max(1, limits.min_minutes_day)
    held = Counter(session.session_type for session in sessions)
    return PatientView(
        patient=who,
        name=looked.naming.name(who),
        level=caseload.patients[who].level,
        mode=caseload.patients[who].mode,
        counted_minutes=found.counted_minutes,
        asked_minutes=limits.min_minutes_week,
        day_minutes=limits.min_minutes_day,
        days=sum(minutes >= enough for minutes in days),
        asked_days=limits.min_days_week,
        attended_days=len(days),
        waiting_minutes=found.waiting,
        unmet_minutes=found.care,
        gets=f"gets {looked.gets[who]}" if who in looked.gets else "",
        lacks=tuple(told_once(looked.lacks_of.get(who, ()))),
        planned=tuple(
            PlannedView(session_type=name, asked=row.sessions_min, planned=held[name])
            for name, row in sorted(looked.week.plans[who].items())
            if row.sessions_min or held[name]
        ),
        missing=tuple(
            MissingView(
                need=lack.need,
                session_type=lack.session_type,
                minutes=lack.minutes,
                cause=lack.cause,
                explanation=lack.explanation,
            )
            for lack in looked.lacks_of.get(who, ())
        ),
    )


def therapists(looked: Looked) -> tuple[TherapistView, ...]:
    """All of the caseload, by id."""
    found = []
    for who, therapist in looked.seen.caseload.therapists.items():
        sessions = looked.facts.by_therapist.get(who, ())
        found.append(
            TherapistView(
                therapist=who,
                name=looked.naming.name(who),
                sessions=len(sessions),
                minutes=sum(session.minutes for session in sessions),
                max_minutes=therapist.max_minutes_week or 0,
                away=tuple(_away(looked, who)),
            )
        )
    return tuple(found)


def _away(looked: Looked, who: str) -> Iterator[DaySpan]:
    """When the clinic is open and the therapist is not there."""
    for day, opening in enumerate(looked.week.opening):
        for window in without(opening, looked.week.therapists[who][day]):
            yield day, window.start, window.end


def rooms(looked: Looked) -> tuple[RoomView, ...]:
    """All rooms and other resources of the caseload, by id."""
    found = []
    for name, resource in looked.seen.caseload.resources.items():
        sessions = looked.facts.by_resource.get(name, ())
        days = zip(looked.week.opening, looked.week.resources[name], strict=True)
        found.append(
            RoomView(
                resource=name,
                kinds=tuple(sorted(resource.kinds)),
                capacity=resource.capacity or 0,
                sessions=len(sessions),
                minutes=sum(total_minutes(merged(each.window for each in day)) for _, day in by_day(sessions)),
                open_minutes=sum(total_minutes(intersected(opening, there)) for opening, there in days),
            )
        )
    return tuple(found)


def groups(looked: Looked) -> tuple[GroupView, ...]:
    """All groups of the caseload, by id."""
    found = []
    for name, group in looked.seen.caseload.groups.items():
        meetings = looked.facts.by_group.get(name, ())
        found.append(
            GroupView(
                group=name,
                title=group.title,
                session_type=group.session_type,
                mode=group.mode,
                meetings=len(meetings),
                taken=sum(len(meeting.patients) for meeting in meetings),
                places=len(meetings) * group.max_size,
            )
        )
    return tuple(found)
