"""A week planned from an earlier one: nothing changes without a reason, and no more than has to."""

import threading
from typing import get_args

import pytest

from benchmarks.planted import Timetable, plant
from benchmarks.repair import Story, afresh, compared, new_patient, repaired, therapist_away, unchanged
from scheduler.schedule import Earlier, Schedule, Session
from scheduler.search import Limits, Progress, solve
from scheduler.verify import violations

TIMETABLES: tuple[Timetable, ...] = get_args(Timetable)
SECONDS = 60


@pytest.mark.parametrize("timetable", TIMETABLES)
@pytest.mark.parametrize("workers", [1, 2])
def test_without_any_new_fact_nothing_changes(timetable: Timetable, workers: int) -> None:
    found = repaired(unchanged(plant(14, seed=3, timetable=timetable)), SECONDS, workers)
    assert (found.care, found.changes.changed, found.stability_bound, found.is_verified) == (0, 0, 0, True)
    assert found.changes.appointments > 50


def test_the_earlier_week_is_kept_however_little_time_is_left() -> None:
    found = repaired(unchanged(plant(14, seed=3)), 0.001, 1)
    assert (found.care, found.changes.changed, found.is_verified) == (0, 0, True)


@pytest.mark.parametrize("timetable", TIMETABLES)
def test_a_new_patient_changes_nothing_for_the_others_where_capacity_allows(timetable: Timetable) -> None:
    found = repaired(new_patient(plant(14, seed=5, timetable=timetable)), SECONDS, 2)
    assert (found.care, found.changes.changed, found.is_verified) == (0, 0, True)


def others_could_lead(story: Story, meeting: Session) -> bool:
    """Whether another candidate has nothing else to do then, alone."""
    group = story.caseload.groups[meeting.group or ""]
    alone = [meeting, *(each for each in story.before.sessions if each.group != meeting.group)]
    for who in set(group.therapists) - set(meeting.therapists):
        led = Schedule.of([_led_by(meeting, who), *(each for each in alone if who in each.therapists)])
        rules = [found.rule for found in violations(story.caseload, story.monday, led)]
        if not any(rule.startswith("therapist") for rule in rules):
            return True
    return False


def _led_by(meeting: Session, who: str) -> Session:
    return Session(**{name: getattr(meeting, name) for name in meeting.__slots__} | {"therapists": (who,)})


def test_groups_go_on_under_somebody_else_while_a_therapist_is_away() -> None:
    story = therapist_away(plant(14, seed=3, timetable="leaders_open"))
    done = threading.Event()

    def stop_when_proven(progress: Progress) -> None:
        if "stability" in progress.tiers and progress.tiers["stability"].is_proven:
            done.set()

    result = solve(
        story.caseload, story.monday, Limits(seconds=SECONDS, workers=2), stop_when_proven, done, Earlier(story.before)
    )
    assert result.tiers["stability"].is_proven
    assert violations(story.caseload, story.monday, result.schedule) == ()
    held = {(session.group, session.on, session.start) for session in result.schedule.sessions if session.group}
    days = {row.first for row in story.caseload.absences[story.who]} | {
        row.last for row in story.caseload.absences[story.who]
    }
    led = [each for each in story.before.sessions if each.group and story.who in each.therapists]
    hit = [each for each in led if each.on in days]
    assert hit
    for meeting in hit:
        assert (meeting.group, meeting.on, meeting.start) in held or not others_could_lead(story, meeting)


def test_a_repair_changes_less_than_a_new_week() -> None:
    story = therapist_away(plant(14, seed=3, timetable="leaders_open"))
    repair, new = repaired(story, SECONDS, 2), afresh(story, SECONDS, 2)
    assert repair.is_verified
    assert new.is_verified
    assert repair.care == new.care
    assert repair.changes.cost < new.changes.cost


def test_the_comparison_is_a_table() -> None:
    lines = list(compared(10, 1, "fixed", 1, 1))
    assert len(lines) == 6
    assert all(line.count("|") == 11 for line in lines)
