"""The fewest hours that therapists need to lead so that nobody has less care, one therapist after the other.

Nobody may lead more than in the week that was found. Then the limit of one therapist after the other, the one with most
hours first, is lowered by whole hours as far as care allows. Limits only ever fall, so that what was proven too little
for one beside the limits of the others is too little beside their final ones as well: in the end nobody can do with an
hour less, each proven by a bound, and one schedule shows that all of it together is enough.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from scheduler.errors import BadInput
from scheduler.planning.plan import PlannedWeek
from scheduler.report.words import LONG_DAYS
from scheduler.studies.capacity import Answer, Tried, Trying, most_that_fit
from scheduler.studies.edits import Tables
from scheduler.times import clock, hours

HOUR = 60


@dataclass(frozen=True, slots=True)
class Hours:
    """One therapist's hours a week.

    Args:
        now: led in the week with all hours there are, rounded up.
        least: that are enough beside those of the others.
        answer: what was tried, in hours fewer than before this one's turn; None where there was nothing to take away.
    """

    therapist: str
    now: int
    least: int
    answer: Answer | None

    @property
    def is_settled(self) -> bool:
        """Whether one hour less is proven to be too little."""
        return self.least == 0 or bool(self.answer and self.answer.is_settled)


@dataclass(frozen=True, slots=True)
class Staffing:
    """What is needed: each therapist's hours, and the week that shows it."""

    hours: tuple[Hours, ...]
    shown: Tried

    @property
    def is_settled(self) -> bool:
        """Whether it is proven of everybody that an hour less is too little."""
        return all(one.is_settled for one in self.hours)


def fewest_hours(tables: Tables, trying: Trying, now: Tried) -> Staffing:
    """The hours that are enough to lack no more than ``now``, a week with all hours that there are, may lack.

    Raises:
        Stopped: the end was asked for.
    """
    if now.week is None:
        raise ValueError("a week is needed to begin with")
    caps = led_hours(now.week)
    begun, shown = dict(caps), replace(now, tables=with_limits(tables, caps))
    found: dict[str, Hours] = {}
    for who in sorted(caps, key=lambda who: (-caps[who], who)):
        if not caps[who]:
            found[who] = Hours(who, begun[who], 0, None)
            continue
        answer = _lowered(tables, trying, shown, caps, who)
        if answer.fits and answer.fits.week:
            shown = answer.fits
            led = led_hours(answer.fits.week)
            # What the others do not lead in the week that was found they need not lead.
            caps = {name: min(cap, led[name]) for name, cap in caps.items()}
        found[who] = Hours(who, begun[who], caps[who], answer)
    last = replace(shown, tables=with_limits(tables, caps))
    return Staffing(tuple(replace(found[who], least=caps[who]) for who in sorted(found)), last)


def _lowered(tables: Tables, trying: Trying, shown: Tried, caps: Mapping[str, int], who: str) -> Answer:
    """How many hours of one therapist can be taken away."""

    def attempt(fewer: int) -> Tried:
        lowered = with_limits(tables, {**caps, who: caps[who] - fewer})
        try:
            return trying.tried(fewer, lowered, lambda _: shown.allowed, about=who)
        except BadInput:
            # An agreement needs more than these hours by itself.
            return replace(shown, number=fewer, tables=lowered, unmet=None, at_least=0, week=None, has_clash=True)

    return most_that_fit(attempt, caps[who], first=replace(shown, number=0))


def led_hours(week: PlannedWeek) -> dict[str, int]:
    """The hours that each therapist leads, rounded up."""
    return {load.therapist: -(-load.minutes // HOUR) for load in week.summary.therapists}


def with_limits(tables: Tables, hours: Mapping[str, int]) -> Tables:
    """The tables with these limits on weekly hours."""
    rows = [{**row, "max_hours_week": str(hours[row["therapist"]])} for row in tables["therapists"]]
    return {**tables, "therapists": rows}


def presence_lines(week: PlannedWeek) -> Iterator[tuple[str, ...]]:
    """On which days and from when to when each therapist leads, and for how many hours, as cells of a table."""
    for load in week.summary.therapists:
        days: dict[int, list[tuple[int, int]]] = {}
        for session in week.schedule.sessions:
            if load.therapist in session.therapists:
                days.setdefault(session.on.weekday(), []).append((session.start, session.end))
        told = ", ".join(
            f"{LONG_DAYS[day][:3]} {clock(min(start for start, _ in spans))}-{clock(max(end for _, end in spans))}"
            for day, spans in sorted(days.items())
        )
        yield load.therapist, hours(load.minutes), told or "not needed"
