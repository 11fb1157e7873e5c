"""Whatever is planned, planned anew and exported one after the other: what every calendar promises."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.schedule import Schedule
from tests.calendars.stories import (
    ADA,
    BEN,
    MONDAY,
    NEXT_MONDAY,
    SECRET,
    a_caseload,
    a_meeting,
    everything,
    export,
    staff_rows,
)
from tests.calendars.strict_reader import events_of

CHICAGO = ZoneInfo("America/Chicago")
DAYS = (MONDAY, MONDAY + timedelta(days=1), NEXT_MONDAY)
HOURS = (9, 10, 13)
FIRST = datetime(2026, 3, 8, 12, tzinfo=UTC)

Slots = Mapping[tuple[date, int], Sequence[str]]
Events = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Step:
    """An export: who has a session at which hour of which day, and what was lost of the folder before it."""

    slots: Slots
    hours_later: int
    per: Literal["session", "day"]
    is_lost: bool


@dataclass
class Seen:
    """All that was ever in the calendars: the day and the last SEQUENCE of each UID."""

    days: dict[str, date] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)


SLOTS = st.dictionaries(
    st.tuples(st.sampled_from(DAYS), st.sampled_from(HOURS)),
    st.sampled_from(((ADA,), (BEN,), (ADA, BEN))),
    min_size=1,
    max_size=6,
)
STEPS = st.builds(Step, SLOTS, st.integers(0, 40), st.sampled_from(("session", "day")), st.booleans())


def week_of(slots: Slots) -> Schedule:
    """The schedule of these hours, with ids as they come when each day is counted afresh."""
    sessions = []
    for on in DAYS:
        hours = sorted(hour for day, hour in slots if day == on)
        sessions += [a_meeting(on, hour * 60, *slots[on, hour], minutes=60, order=n) for n, hour in enumerate(hours, 1)]
    return Schedule.of(sessions)


def events_in(folder: Path) -> dict[str, Events]:
    """Every event by owner and UID."""
    owners = {row["file"]: row["patient"] for row in staff_rows(folder)}
    result = {}
    for name, who in owners.items():
        if (folder / name).exists():
            events = events_of((folder / name).read_bytes())
            result[who] = {event["UID"]: event for event in events}
            assert len(result[who]) == len(events), "two events of one UID"
    uids = [uid for events in result.values() for uid in events]
    assert len(set(uids)) == len(uids), "a UID in two calendars"
    return result


def moment(event: Mapping[str, str], name: str) -> datetime:
    return datetime.strptime(event[name], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def planned(slots: Slots, who: str, on: date, per: str) -> set[tuple[int, int]]:
    """First and last hour of each event that the day should have."""
    hours = sorted(hour for (day, hour), whose in slots.items() if day == on and who in whose)
    if per == "day" and {9, 10} <= set(hours):
        return {(9, 11)} | {(hour, hour + 1) for hour in hours if hour == 13}
    return {(hour, hour + 1) for hour in hours}


def is_kept(step: Step, folder: Path, what: str) -> bool:
    """Whether the step finds the folder whole; else the table or a calendar is gone, if there was one."""
    lost = [folder / "patients.csv"] if what == "table" else sorted((folder / "patients").glob("*.ics"))[:1]
    if not step.is_lost or not folder.exists():
        return True
    for path in lost:
        path.unlink(missing_ok=True)
    return False


def check_what_is_to_come(step: Step, now: datetime, after: Mapping[str, Events]) -> None:
    """Tomorrow and later, each calendar shows exactly what is planned; of today it shows all that is planned."""
    today = now.astimezone(CHICAGO).date()
    weeks = {day.isocalendar()[:2] for day, _ in step.slots}
    for who in (ADA, BEN):
        confirmed = [event for event in after.get(who, {}).values() if event["STATUS"] == "CONFIRMED"]
        for on in DAYS:
            local = [tuple(moment(e, end).astimezone(CHICAGO) for end in ("DTSTART", "DTEND")) for e in confirmed]
            shown = [(start.hour, end.hour) for start, end in local if start.date() == on]
            if on > today and on.isocalendar()[:2] in weeks:
                assert sorted(shown) == sorted(planned(step.slots, who, on, step.per)), (who, on)
            if on == today:
                hours = {hour for a, b in shown for hour in range(a, b)}
                still = set(range(now.astimezone(CHICAGO).hour, 24))
                expected = {hour for (day, hour), whose in step.slots.items() if day == on and who in whose}
                assert expected & still <= hours, (who, on)


def check_against_before(now: datetime, before: Events, after: Events, *, is_whole: bool) -> None:
    """Nothing leaves a calendar; what changes is newer; what is over stays."""
    for uid, old in before.items():
        if not is_whole:
            continue
        new = after[uid]
        if new != old:
            assert int(new["SEQUENCE"]) == int(old["SEQUENCE"]) + 1
            assert moment(new, "DTSTAMP") == moment(new, "LAST-MODIFIED") == now
            assert {name for name in new if new.get(name) != old.get(name)} - {"SEQUENCE", "DTSTAMP", "LAST-MODIFIED"}
            assert max(moment(old, "DTEND"), moment(new, "DTEND")) > now, "what is over was changed"
        if new["STATUS"] == "CANCELLED" != old["STATUS"]:
            assert moment(old, "DTSTART") > now
            assert (new["SUMMARY"], new["TRANSP"]) == ("Cancelled: Appointment", "TRANSPARENT")
            assert "TRIGGER" not in new


def remember(seen: Seen, events: Events) -> None:
    """A UID belongs to one day for ever, and its SEQUENCE never falls."""
    for uid, event in events.items():
        on = moment(event, "DTSTART").astimezone(CHICAGO).date()
        assert seen.days.setdefault(uid, on) == on, "a UID was used again for another date"
        assert int(event["SEQUENCE"]) >= seen.sequences.get(uid, 0), "a SEQUENCE fell"
        seen.sequences[uid] = int(event["SEQUENCE"])


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(STEPS, min_size=2, max_size=5), what=st.sampled_from(("table", "calendar")))
def test_every_history_keeps_the_promises(steps: Sequence[Step], what: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, now, seen = Path(place) / "calendars", FIRST, Seen()
        before: dict[str, Events] = {}
        for step in steps:
            now += timedelta(hours=step.hours_later)
            is_whole = is_kept(step, folder, what)
            terms = {"secret": SECRET, "per": step.per}
            export(a_caseload(), week_of(step.slots), folder, now=now, **terms)
            after = events_in(folder)
            check_what_is_to_come(step, now, after)
            for who, events in after.items():
                check_against_before(now, before.get(who, {}), events, is_whole=is_whole)
                remember(seen, events)
            assert not is_whole or before.keys() <= after.keys()
            files = everything(folder)
            export(a_caseload(), week_of(step.slots), folder, now=now + timedelta(seconds=1), **terms)
            assert everything(folder) == files, "the same week exported again changed something"
            before = after
