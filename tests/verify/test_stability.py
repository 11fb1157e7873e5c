"""Stability: what each earlier appointment costs, at its edges, and that the pairing is the best there is."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.schedule import Schedule, Session
from scheduler.verify import earlier_appointments, stability
from tests.caseloads import MONDAY, clinic_with, day, group, meeting, one_to_one, patient, plan, therapist, week

CLINIC = clinic_with(
    patients=[patient("p1"), patient("p2")],
    therapists=[therapist("t1"), therapist("t2")],
    groups=[group("g1"), group("g2")],
)
TUESDAY = one_to_one("p1", "tue", "09:00-09:50")


@pytest.mark.parametrize(
    ("after", "cost"),
    [
        ([TUESDAY], 0),
        ([one_to_one("p1", "tue", "09:00-09:50", resources="r1")], 0),
        ([one_to_one("p1", "tue", "09:00-09:49")], 0),
        ([one_to_one("p1", "tue", "09:00-09:50", therapists="t2")], 1),
        ([one_to_one("p1", "tue", "09:00-09:50", therapists="t1 t2")], 1),
        ([one_to_one("p1", "tue", "09:01-09:51")], 2),
        ([one_to_one("p1", "wed", "09:00-09:50")], 2),
        ([one_to_one("p2", "tue", "09:00-09:50")], 2),
        ([meeting("g1", "tue", "09:00-09:50", session_type="individual")], 2),
        ([], 2),
    ],
)
def test_an_appointment_costs_by_what_became_of_it(after: list[Session], cost: int) -> None:
    assert stability(CLINIC, MONDAY, week(TUESDAY), week(*after)) == cost


def test_another_group_of_the_same_type_keeps_nothing() -> None:
    before, after = week(meeting("g1", "mon", "09:00-10:00")), week(meeting("g2", "mon", "09:00-10:00"))
    assert stability(CLINIC, MONDAY, before, after) == 2


def test_every_patient_of_a_session_has_an_appointment() -> None:
    before = week(meeting("g1", "mon", "09:00-10:00", "p1 p2"))
    assert stability(CLINIC, MONDAY, before, week(meeting("g1", "mon", "09:00-10:00", "p2", therapists="t2"))) == 3
    assert stability(CLINIC, MONDAY, before, week()) == 4
    assert stability(CLINIC, MONDAY, week(), before) == 0


def test_an_earlier_week_is_carried_over_by_weekday() -> None:
    earlier = Schedule.of([replace(TUESDAY, on=TUESDAY.on - timedelta(weeks=3))])
    assert stability(CLINIC, MONDAY + timedelta(days=6), earlier, week(TUESDAY)) == 0
    (kept,) = earlier_appointments(CLINIC, MONDAY, earlier, week(TUESDAY))
    assert (kept.on, kept.after, kept.cost) == (day("tue"), TUESDAY, 0)


def test_sessions_of_another_week_keep_nothing() -> None:
    later = Schedule.of([replace(TUESDAY, on=TUESDAY.on + timedelta(weeks=1))])
    assert stability(CLINIC, MONDAY, week(TUESDAY), later) == 2


@pytest.mark.parametrize(
    ("admitted", "discharged", "cost"),
    [
        (None, None, 2),
        (day("tue"), day("tue"), 2),
        (day("wed"), None, 0),
        (None, day("mon"), 0),
    ],
)
def test_what_is_outside_the_stay_costs_nothing(admitted: date | None, discharged: date | None, cost: int) -> None:
    caseload = clinic_with(patients=[replace(patient("p1"), admitted=admitted, discharged=discharged)])
    assert stability(caseload, MONDAY, week(TUESDAY), week()) == cost


@pytest.mark.parametrize(("every_weeks", "weeks_ago", "cost"), [(1, 1, 2), (2, 1, 0), (2, 2, 2), (3, 2, 0), (3, 3, 2)])
def test_what_is_not_due_costs_nothing(every_weeks: int, weeks_ago: int, cost: int) -> None:
    caseload = clinic_with(
        patients=[replace(patient("p1"), admitted=MONDAY - timedelta(weeks=weeks_ago))],
        plans=[plan("p1", every_weeks=every_weeks), plan("p1", "skills", every_weeks=every_weeks)],
        therapists=[therapist("t1"), therapist("t2")],
        groups=[group("g1")],
    )
    assert stability(caseload, MONDAY, week(TUESDAY), week()) == cost
    assert stability(caseload, MONDAY, week(meeting("g1", "mon", "09:00-10:00")), week()) == cost
    other = week(replace(TUESDAY, therapists=("t2",)))
    assert stability(caseload, MONDAY, week(TUESDAY), other) == min(cost, 1)


def test_what_is_no_longer_planned_or_known_costs_nothing() -> None:
    caseload = clinic_with(plans=[plan("p1", "skills")])
    gone = one_to_one("p9", "mon", "09:00-09:50")
    found = earlier_appointments(caseload, MONDAY, week(TUESDAY, gone), week())
    assert [(each.patient, each.excuse, each.cost) for each in found] == [("p1", "plan", 0), ("p9", "stay", 0)]


def numbered(therapists: list[str]) -> list[Session]:
    """Sessions at one place, led by these."""
    return [replace(TUESDAY, session=f"s{number}", therapists=(who,)) for number, who in enumerate(therapists)]


@settings(max_examples=60, deadline=None)
@given(*(st.lists(st.sampled_from(["t1", "t2", "t3"]), max_size=4) for _ in range(2)))
def test_sessions_at_one_place_are_paired_at_the_least_cost(before: list[str], after: list[str]) -> None:
    blanks = [""] * len(before)
    least = min(
        sum(2 if not later else int(earlier != later) for earlier, later in zip(before, others, strict=False))
        for others in permutations([*after, *blanks], len(before))
    )
    assert stability(CLINIC, MONDAY, Schedule.of(numbered(before)), Schedule.of(numbered(after))) == least
