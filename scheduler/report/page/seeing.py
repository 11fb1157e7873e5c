"""A week that is seen becomes the value that a page shows."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from scheduler.causes import MEANINGS, meaning_of
from scheduler.report.changes import change_sentence
from scheduler.report.comfort import comfort_words
from scheduler.report.page import people
from scheduler.report.page.looked import Looked
from scheduler.report.page.marks import MARKS, mark_of_rule
from scheduler.report.page.questions import questions
from scheduler.report.page.seen import SeenWeek
from scheduler.report.page.tiers import tiers
from scheduler.report.page.view import (
    VERSION,
    CalendarView,
    CauseView,
    ChangeView,
    ConflictView,
    DayView,
    SessionView,
    WeekView,
)
from scheduler.report.words import LONG_DAYS
from scheduler.rules import CATALOGUE
from scheduler.schedule import Session
from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
HOUR = 60
# A board without a session and without opening hours still has something to show.
WORKING_DAY = (9 * HOUR, 17 * HOUR)


def week_view(seen: SeenWeek, *, names: bool = False) -> WeekView:
    """What is shown of the week; ``names`` beside ids only where they are asked for, reasons never."""
    looked = Looked(seen, names)
    days = tuple(_day(looked, day) for day in range(DAYS_A_WEEK))
    sessions = tuple(_session(looked, session) for session in looked.facts.sessions)
    first, last = _hours(days, sessions)
    return WeekView(
        version=VERSION,
        week=seen.monday.isoformat(),
        title=f"Week of {day_label(seen.monday)} {seen.monday.year}",
        names=names,
        from_minute=first,
        to_minute=last,
        questions=questions(looked),
        tiers=tiers(looked),
        comfort=comfort_words(looked.in_care),
        days=days,
        sessions=sessions,
        patients=people.patients(looked),
        therapists=people.therapists(looked),
        rooms=people.rooms(looked),
        groups=people.groups(looked),
        causes=tuple(_causes(seen)),
        marks=MARKS,
        conflicts=tuple(_conflicts(looked)),
        changes=tuple(_changes(looked)),
        calendars=tuple(
            CalendarView(
                patient=each.patient,
                name=looked.naming.name(each.patient),
                file=each.file,
                events=each.events,
                changed=each.changed,
                send=each.send,
            )
            for each in seen.calendars
        ),
        warnings=tuple(seen.warnings),
    )


def day_label(on: date) -> str:
    """A date as people write it: ``Monday 23 November``."""
    return f"{LONG_DAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]}"


def _day(looked: Looked, day: int) -> DayView:
    on = looked.seen.monday + timedelta(days=day)
    opening = tuple((window.start, window.end) for window in looked.week.opening[day])
    return DayView(day=day, date=on.isoformat(), label=day_label(on), opening=opening)


def _hours(days: tuple[DayView, ...], sessions: tuple[SessionView, ...]) -> tuple[int, int]:
    """First and last whole hour of a board."""
    starts = [session.start for session in sessions] + [start for day in days for start, _ in day.opening]
    ends = [session.end for session in sessions] + [end for day in days for _, end in day.opening]
    if sessions and max(ends) - min(starts) == MINUTES_A_DAY:
        # A clinic that never closes would make its board mostly empty.
        starts, ends = [session.start for session in sessions], [session.end for session in sessions]
    if not starts:
        return WORKING_DAY
    return min(starts) // HOUR * HOUR, -(-max(ends) // HOUR) * HOUR


def _session(looked: Looked, session: Session) -> SessionView:
    group = looked.facts.group_of(session)
    called = " ".join(looked.naming.called(who) for who in session.patients)
    return SessionView(
        session=session.session,
        day=session.on.weekday(),
        start=session.start,
        end=session.end,
        session_type=session.session_type,
        group=session.group or "",
        title=(group.title if group else "") or session.group or f"{session.session_type} {called}".strip(),
        therapists=session.therapists,
        resources=session.resources,
        mode=session.mode,
        patients=session.patients,
        remote=looked.remote_patients(session),
        places=group.max_size if group else 0,
        marks=tuple(looked.marks.get(session.session, ())),
    )


def _causes(seen: SeenWeek) -> Iterator[CauseView]:
    minutes: defaultdict[str, int] = defaultdict(int)
    who: defaultdict[str, set[str]] = defaultdict(set)
    for lack in seen.lacks:
        minutes[lack.cause] += lack.minutes
        who[lack.cause].add(lack.patient)
    order = (*MEANINGS, *sorted(set(minutes) - set(MEANINGS)))
    for cause in order:
        if minutes[cause]:
            yield CauseView(cause=cause, minutes=minutes[cause], patients=len(who[cause]), words=meaning_of(cause))


def _conflicts(looked: Looked) -> Iterator[ConflictView]:
    titles = {str(rule.id): rule.title for rule in CATALOGUE}
    for violation in looked.broken:
        rule = str(violation.rule)
        yield ConflictView(
            mark=mark_of_rule(rule),
            rule=rule,
            title=titles.get(rule, "What has happened stays as it was"),
            words=f"{violation.says}.",
            sessions=violation.sessions,
        )


def _changes(looked: Looked) -> Iterator[ChangeView]:
    for change in looked.comparison.changes if looked.comparison else ():
        yield ChangeView(
            role=change.role,
            who=change.who,
            kind=change.kind,
            words=change_sentence(change, looked.naming),
            session=change.after.session if change.after else "",
        )
