"""Facts that say when a patient, a family or a therapist is there: absences and rows of availability."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from scheduler.caseload import Absence, Availability, Party
from scheduler.explain.fact import Fact, Lift, World
from scheduler.explain.places import week_words
from scheduler.times import ALL_DAY, DAYS_A_WEEK, WEEKDAYS
from scheduler.week.availability import WeekWindows, weekly_windows
from scheduler.week.week import Week


def absences_of(week: Week, who: str, party: Party) -> Iterator[Fact]:
    """Each absence that takes something of the week."""
    for away in week.caseload.absences.get(who, ()):
        if away.party == party and away.first <= week.date_of(DAYS_A_WEEK - 1) and week.monday <= away.last:
            says = f"{_called(who, party)} is away {_dates(away)}"
            yield Fact("absences", (away.row,), says, _without_rows(who, "absences", [away]))


def hours_of(week: Week, who: str, party: Party, *, each: bool) -> Iterator[Fact]:
    """The rows of availability: all as one fact or, where ``each``, busy ones apart and available ones together."""
    rows = [
        row
        for row in week.caseload.availability.get(who, ())
        if row.party == party and row.status in {"available", "busy"}
    ]
    there = [row for row in rows if row.status == "available"]
    if rows and not each:
        yield _together(week, who, rows, f"{who} is there")
    for row in rows if each else ():
        if row.status == "busy":
            days = "/".join(WEEKDAYS[day] for day in row.days)
            says = f"{_called(who, party)} is busy {days}{'' if row.window == ALL_DAY else f' {row.window}'}"
            yield Fact("availability", (row.row,), says, _without_rows(who, "availability", [row]))
    if there and each:
        yield _together(week, who, there, f"{_called(who, party)} is available only")


def _called(who: str, party: Party) -> str:
    return who if party == "self" else f"the family of {who}"


def _together(week: Week, who: str, rows: Sequence[Availability], says: str) -> Fact:
    words = f"{says} {week_words(_windows(week, who, rows))}"
    return Fact("availability", tuple(row.row for row in rows), words, _without_rows(who, "availability", rows))


def _windows(week: Week, who: str, rows: Sequence[Availability]) -> WeekWindows:
    only = replace(week.caseload, availability={who: tuple(rows)}, absences={})
    return weekly_windows(only, who, rows[0].party, week.monday)


def _dates(away: Absence) -> str:
    dates = f"on {away.first}" if away.first == away.last else f"from {away.first} to {away.last}"
    return dates if away.window == ALL_DAY else f"{dates} {away.window}"


def _without_rows(who: str, table: str, gone: Sequence[object]) -> Lift:
    def free(world: World) -> World:
        rows: Mapping[str, tuple[object, ...]] = getattr(world.caseload, table)
        left = tuple(row for row in rows.get(who, ()) if not any(row is one for one in gone))
        if table == "availability":
            return replace(world, caseload=replace(world.caseload, availability={**rows, who: left}))  # type: ignore[dict-item]
        return replace(world, caseload=replace(world.caseload, absences={**rows, who: left}))  # type: ignore[dict-item]

    return free
