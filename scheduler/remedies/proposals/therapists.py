"""Remedies of the staff: a day that is longer, an hour more on a day or in the week."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scheduler.remedies.proposals.meetings import Lost, lost_meetings
from scheduler.remedies.proposals.proposal import Proposal, short_of
from scheduler.remedies.remedy import FactChange, Opened, Remedy
from scheduler.remedies.standing import Standing
from scheduler.remedies.windows import opened
from scheduler.times import Window, hours, intersected, merged, without

AN_HOUR = 60

A_QUARTER = 15

MOST_PROMISED = 180
"""Minutes of care that an hour more promises at most where no meeting is lost for the want of it."""

LONGER = 240
"""Minutes by which a day is opened on either side at first; what is not needed of them is not asked for in the end."""


def therapist_proposals(standing: Standing, patient: str | None) -> Iterator[Proposal]:
    """What could change about those who may lead what somebody short lacks."""
    lost = list(lost_meetings(standing, patient))
    for therapist, wanted in sorted(_wanted(standing, patient).items()):
        own = [one for one in lost if therapist in one.therapists]
        yield from _more_hours(standing, therapist, wanted, own)
        yield from _longer_days(standing, therapist, wanted, own)


@dataclass(slots=True)
class _Wanted:
    """The minutes that the short lack of what a therapist may lead for them, and who they are."""

    promise: int = 0
    by: set[str] = field(default_factory=set)

    def with_lost(self, lost: Iterable[Lost], most: int) -> tuple[int, frozenset[str]]:
        """What minutes more promise and to whom: the best of the meetings that they would let be held, if any."""
        best = max(lost, key=lambda one: one.promise, default=None)
        if best and best.promise >= most:
            return best.promise, best.comers
        return min(self.promise, most), frozenset(self.by)


def _wanted(standing: Standing, patient: str | None) -> Mapping[str, _Wanted]:
    """By therapist."""
    found: defaultdict[str, _Wanted] = defaultdict(_Wanted)
    for who in short_of(standing, patient):
        for name, planned in standing.week.plans[who].items():
            kind = standing.caseload.session_types[name]
            lacking = standing.lacks(who, name)
            if kind.is_group:
                able = {
                    leader
                    for group in standing.caseload.groups.values()
                    if group.session_type == name and standing.may_join(who, group)
                    for leader in group.therapists
                }
                share = standing.lacking[who] // 2 if lacking else standing.lacking[who] // 4
            else:
                able = set(planned.therapists)
                may_more = planned.sessions_max is None or planned.sessions_max > 0
                share = lacking * standing.worth(who, kind, kind.minutes) if may_more else 0
            for leader in able if share else ():
                found[leader].promise += share
                found[leader].by.add(who)
    return found


def _more_hours(standing: Standing, therapist: str, wanted: _Wanted, lost: Sequence[Lost]) -> Iterator[Proposal]:
    facts = standing.caseload.therapists[therapist]
    there = [one for one in lost if standing.is_there(therapist, one.day, one.window.start, one.window.minutes)]
    promise, concerns = wanted.with_lost(there, MOST_PROMISED)
    if facts.max_minutes_week is not None:
        left = facts.max_minutes_week - standing.led_minutes(therapist)
        for more in _steps(there, left):
            most = facts.max_minutes_week + more
            longer = "an hour" if more == AN_HOUR else hours(more)
            says = f"{therapist} leads up to {hours(most)} a week, {longer} more"
            change = FactChange(facts, replace(facts, max_minutes_week=most))
            yield Proposal(Remedy("more_hours", says, (change,), concerns), promise)
    if facts.max_minutes_day is not None:
        days = [0] * 7
        for one in standing.led[therapist]:
            days[one.on.weekday()] += one.minutes
        if max(days) + AN_HOUR > facts.max_minutes_day:
            most = facts.max_minutes_day + AN_HOUR
            says = f"{therapist} leads up to {hours(most)} a day, an hour more"
            change = FactChange(facts, replace(facts, max_minutes_day=most))
            yield Proposal(Remedy("more_hours", says, (change,), concerns), promise)


def _steps(lost: Sequence[Lost], left: int) -> Iterator[int]:
    """An hour more a week, and what it takes for the shortest meeting that is not held where an hour does not do."""
    if left < AN_HOUR:
        yield AN_HOUR
    lacking = min((one.window.minutes for one in lost), default=0) - max(0, left)
    if lacking > AN_HOUR:
        yield -(-lacking // A_QUARTER) * A_QUARTER


def _longer_days(standing: Standing, therapist: str, wanted: _Wanted, lost: Sequence[Lost]) -> Iterator[Proposal]:
    """Minutes before and after those at which the therapist is there, on days on which they come, and days besides."""
    for day in standing.open_days():
        opening = standing.week.opening[day]
        there = intersected(standing.week.therapists[therapist][day], opening)
        for window in without(merged([Window(opening[0].start, opening[-1].end)]), there):
            near = _near(window, there)
            opens = Opened(therapist, "self", day, near)
            remedy = opened(standing.caseload, standing.week.date_of(day), "longer_day", opens)
            if remedy:
                whole = merged([*there, near])
                held = [one for one in lost if one.day == day and any(w.covers(one.window) for w in whole)]
                promise, concerns = wanted.with_lost(held, near.minutes // (1 if there else 2))
                yield Proposal(replace(remedy, concerns=concerns), promise)


def _near(window: Window, there: tuple[Window, ...]) -> Window:
    """The part of the window that is near to the hours that the therapist has."""
    before = [each for each in there if each.end <= window.start]
    after = [each for each in there if each.start >= window.end]
    if before and not after:
        return Window(window.start, min(window.end, window.start + LONGER))
    if after and not before:
        return Window(max(window.start, window.end - LONGER), window.end)
    return window
