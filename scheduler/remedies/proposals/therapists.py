"""Remedies of the staff: a day that is longer, an hour more on a day or in the week."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from scheduler.remedies.proposals.proposal import Proposal, short_of
from scheduler.remedies.remedy import FactChange, Opened, Remedy
from scheduler.remedies.standing import Standing
from scheduler.remedies.windows import opened
from scheduler.times import Window, hours, intersected, merged, without

AN_HOUR = 60

LONGER = 240
"""Minutes by which a day is opened on either side at first; what is not needed of them is not asked for in the end."""


def therapist_proposals(standing: Standing, patient: str | None) -> Iterator[Proposal]:
    """What could change about those who may lead what somebody short lacks."""
    for therapist, promise in sorted(_wanted(standing, patient).items()):
        yield from _more_hours(standing, therapist, promise)
        yield from _longer_days(standing, therapist, promise)


def _wanted(standing: Standing, patient: str | None) -> Mapping[str, int]:
    """By therapist, the minutes that the short lack of what the therapist may lead for them."""
    found: defaultdict[str, int] = defaultdict(int)
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
                found[leader] += share
    return found


def _more_hours(standing: Standing, therapist: str, promise: int) -> Iterator[Proposal]:
    facts = standing.caseload.therapists[therapist]
    led = standing.led_minutes(therapist)
    if facts.max_minutes_week is not None and led + AN_HOUR > facts.max_minutes_week:
        more = replace(facts, max_minutes_week=facts.max_minutes_week + AN_HOUR)
        says = f"{therapist} leads up to {hours(facts.max_minutes_week + AN_HOUR)} a week, an hour more"
        yield Proposal(Remedy("more_hours", says, (FactChange(facts, more),)), min(promise, 3 * AN_HOUR))
    if facts.max_minutes_day is not None:
        days = [0] * 7
        for one in standing.led[therapist]:
            days[one.on.weekday()] += one.minutes
        if max(days) + AN_HOUR > facts.max_minutes_day:
            more = replace(facts, max_minutes_day=facts.max_minutes_day + AN_HOUR)
            says = f"{therapist} leads up to {hours(facts.max_minutes_day + AN_HOUR)} a day, an hour more"
            yield Proposal(Remedy("more_hours", says, (FactChange(facts, more),)), min(promise, 2 * AN_HOUR))


def _longer_days(standing: Standing, therapist: str, promise: int) -> Iterator[Proposal]:
    """Minutes before and after those at which the therapist is there, on days on which they come, and days besides."""
    for day in standing.open_days():
        opening = standing.week.opening[day]
        there = intersected(standing.week.therapists[therapist][day], opening)
        for window in without(merged([Window(opening[0].start, opening[-1].end)]), there):
            near = _near(window, there)
            opens = Opened(therapist, "self", day, near)
            remedy = opened(standing.caseload, standing.week.date_of(day), "longer_day", opens)
            if remedy:
                yield Proposal(remedy, min(promise, near.minutes) if there else min(promise, near.minutes) // 2)


def _near(window: Window, there: tuple[Window, ...]) -> Window:
    """The part of the window that is near to the hours that the therapist has."""
    before = [each for each in there if each.end <= window.start]
    after = [each for each in there if each.start >= window.end]
    if before and not after:
        return Window(window.start, min(window.end, window.start + LONGER))
    if after and not before:
        return Window(max(window.start, window.end - LONGER), window.end)
    return window
