"""A week made by hand: what needs no move, how few moves give most of the rest, and that each list is a week."""

from datetime import timedelta
from threading import Event

from scheduler.caseload import Caseload
from scheduler.remedies.moves import Quality, quality_of
from scheduler.report.moves import quality_lines
from scheduler.schedule import Schedule
from scheduler.search import Budget, Limits
from scheduler.verify import earlier_appointments, score, violations
from tests.caseloads import MONDAY, available, clinic_with, one_to_one, patient, plan, therapist, week

SECONDS = 60.0
STUCK = ("p1", "p2", "p3")
FREE = ("q1", "q2", "q3")


def clinic() -> Caseload:
    """Each p can come at one hour of Monday alone; each q at that hour, and on Tuesday; r at any time."""
    hours = {who: f"{9 + number:02}:00-{9 + number:02}:50" for number, who in enumerate(STUCK)}
    return clinic_with(
        patients=[patient(who) for who in (*STUCK, *FREE, "r")],
        therapists=[therapist("t1")],
        plans=[plan(who, least=1, most=1) for who in (*STUCK, *FREE, "r")],
        availability=[
            *(available(who, "mon", hours[who]) for who in STUCK),
            *(available(free, "mon tue", hours[who]) for free, who in zip(FREE, STUCK, strict=True)),
        ],
    )


BY_HAND = week(*(one_to_one(who, "mon", f"{9 + number:02}:00-{9 + number:02}:50") for number, who in enumerate(FREE)))


def looked_at(schedule: Schedule) -> Quality:
    return quality_of(clinic(), MONDAY, schedule, Budget.of(Limits(seconds=SECONDS, workers=1), Event()))


def test_each_move_gives_a_session_back() -> None:
    found = looked_at(BY_HAND)
    assert (found.care, found.best.care, found.best.bound) == (4 * 50, 0, 0)
    assert [(way.moves, way.week.care) for way in found.ways] == [(0, 150), (1, 100), (2, 50), (3, 0)]
    for way in found.ways:
        assert violations(clinic(), MONDAY, way.week.schedule) == ()
        assert score(clinic(), MONDAY, way.week.schedule).care == way.week.care
        changed = earlier_appointments(clinic(), MONDAY, BY_HAND, way.week.schedule)
        assert sum(1 for each in changed if each.cost) == way.moves


def test_the_first_and_the_last_list_are_told_in_full() -> None:
    told = "\n".join(quality_lines(looked_at(BY_HAND)))
    assert "Nobody moved, these sessions more give 50 min back:\n  r: individual on " in told
    assert "\n1 appointment moved, with what that makes room for, gives 1 h 40 min back.\n\n" in told
    assert "\n3 appointments moved, with what that makes room for, give 3 h 20 min back:\n" in told
    on = MONDAY + timedelta(days=1)
    assert f"q1: individual on tue {on} 09:00 with t1, instead of mon {MONDAY} 09:00" in told


def test_a_week_in_which_nothing_is_missing_needs_no_move() -> None:
    first = looked_at(BY_HAND).best.schedule
    assert looked_at(first).ways == ()
