"""Repair against solving afresh: changed appointments and seconds, side by side in one run."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Event

from benchmarks.planted import Planted, Timetable, facts, plant
from scheduler.caseload import Absence, Caseload
from scheduler.schedule import Earlier, Schedule, Session
from scheduler.search import Limits, Progress, Result, solve
from scheduler.times import ALL_DAY
from scheduler.verify import Changes, score, violations


@dataclass(frozen=True, slots=True)
class Story:
    """A week as it was planned, and the facts by which it has to be planned again; ``who`` is whom they concern."""

    caseload: Caseload
    monday: date
    before: Schedule
    who: str = ""


@dataclass(frozen=True, slots=True)
class Repaired:
    """What one way of planning again gave; ``stability_bound`` is None for a week that knows no earlier one."""

    way: str
    seconds: float
    care: int
    care_bound: int
    changes: Changes
    stability_bound: int | None
    is_verified: bool


def unchanged(planted: Planted) -> Story:
    """The same facts once more."""
    return Story(facts(planted), planted.monday, planted.schedule)


def therapist_away(planted: Planted) -> Story:
    """The therapist with most sessions is away on Tuesday and Wednesday; what was agreed for these dates falls out."""
    story = unchanged(planted)
    led = Counter(who for session in story.before.sessions for who in session.therapists)
    who = max(sorted(led), key=lambda each: led[each])
    first = story.monday + timedelta(days=1)
    away = Absence(who, "self", first, first + timedelta(days=1), ALL_DAY)
    caseload = replace(
        story.caseload,
        absences={**story.caseload.absences, who: (*story.caseload.absences.get(who, ()), away)},
        appointments=tuple(row for row in story.caseload.appointments if row.on is None),
    )
    return replace(story, caseload=caseload, who=who)


def new_patient(planted: Planted) -> Story:
    """The last patient was not there yet when the week was planned."""
    story = unchanged(planted)
    who = max(story.caseload.patients)
    return replace(story, before=Schedule.of(_without(who, story.before)), who=who)


STORIES: dict[str, Callable[[Planted], Story]] = {
    "unchanged": unchanged,
    "therapist away": therapist_away,
    "new patient": new_patient,
}
HEADER = (
    "| story | timetable | patients | seed | way | seconds | unmet care / bound | changed | cost / bound | verified |",
    "|---|---|---|---|---|---|---|---|---|---|",
)


def compared(patients: int, seed: int, timetable: Timetable, seconds: float, workers: int | None) -> Iterator[str]:
    """One line of a table for each story and way."""
    for name, story in STORIES.items():
        made = story(plant(patients, seed=seed, timetable=timetable))
        for way in (repaired(made, seconds, workers), afresh(made, seconds, workers)):
            cost = f"{way.changes.cost} / {'-' if way.stability_bound is None else way.stability_bound}"
            figures = f"{way.seconds:.1f} | {way.care} / {way.care_bound} | {way.changes.changed} | {cost}"
            verified = "yes" if way.is_verified else "no"
            yield f"| {name} | {timetable} | {patients} | {seed} | {way.way} | {figures} | {verified} |"


def repaired(story: Story, seconds: float, workers: int | None) -> Repaired:
    """The week planned from the earlier one, until its changes are proven fewest or the time is over."""
    earlier = Earlier(story.before)
    return _told("repair", story, _solved(story, earlier, ("care", "stability"), seconds, workers))


def afresh(story: Story, seconds: float, workers: int | None) -> Repaired:
    """The week planned as if there had been none, until its care is proven or the time is over."""
    return _told("afresh", story, _solved(story, None, ("care",), seconds, workers))


def _solved(
    story: Story, earlier: Earlier | None, tiers: tuple[str, ...], seconds: float, workers: int | None
) -> Result:
    enough = Event()

    def stop_when_proven(progress: Progress) -> None:
        if all(tier in progress.tiers and progress.tiers[tier].is_proven for tier in tiers):
            enough.set()

    limits = Limits(seconds=seconds, workers=workers)
    return solve(story.caseload, story.monday, limits, stop_when_proven, enough, earlier)


def _told(way: str, story: Story, result: Result) -> Repaired:
    found = score(story.caseload, story.monday, result.schedule, Earlier(story.before))
    if found.changes is None:
        raise ValueError("an earlier week has changes to tell")
    care, stability = result.tiers["care"], result.tiers.get("stability")
    is_as_claimed = found.care == care.value and (stability is None or found.stability == stability.value)
    return Repaired(
        way,
        result.seconds,
        found.care,
        care.bound,
        found.changes,
        None if stability is None else stability.bound,
        is_as_claimed and not violations(story.caseload, story.monday, result.schedule),
    )


def _without(who: str, schedule: Schedule) -> Iterator[Session]:
    for session in schedule.sessions:
        left = tuple(patient for patient in session.patients if patient != who)
        if left:
            yield replace(session, patients=left)
