"""A new patient beside a planned week: what fits without moving anybody, and what a move gives."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Event

import pytest

from scheduler.caseload import Caseload, LevelLimits, Patient
from scheduler.fitting import Newcomer, NoPlan, Served, fit_in, newcomer_like, open_chairs, with_newcomer
from scheduler.schedule import Schedule
from scheduler.search import Budget, Limits
from scheduler.times import Window
from scheduler.verify import violations
from tests.caseloads import (
    LEVEL,
    MONDAY,
    available,
    busy,
    clinic_with,
    group,
    meeting,
    meeting_row,
    one_to_one,
    patient,
    plan,
    span,
    therapist,
    week,
)

MORNING = ((Window(9 * 60, 12 * 60),), (Window(9 * 60, 12 * 60),), *((),) * 5)


def budget() -> Budget:
    return Budget.of(Limits(seconds=20, workers=1), Event())


def clinic(**changes: object) -> Caseload:
    """Two groups of two, one on Monday and one on Tuesday; p1 and p2 need one of them each."""
    facts: dict[str, object] = {
        "opening": MORNING,
        "patients": [patient("p1"), patient("p2")],
        "plans": [plan("p1", "skills", least=1, most=1), plan("p2", "skills", least=1, most=1)],
        "groups": [group("g1", sizes=(1, 2), meetings_per_week=1), group("g2", sizes=(1, 2), meetings_per_week=1)],
        "meetings": [meeting_row("g1", days="mon", starts="09:00"), meeting_row("g2", days="tue", starts="09:00")],
    }
    return clinic_with(**{**facts, **changes})  # type: ignore[arg-type]


BOTH_ON_MONDAY = week(meeting("g1", "mon", "09:00-10:00", "p1 p2"))


def like_p1(caseload: Caseload, *hours: tuple[tuple[int, ...], Window]) -> Newcomer:
    return newcomer_like(caseload, "new", LEVEL, "p1", hours, MONDAY)


def fitted(caseload: Caseload, schedule: Schedule, new: Newcomer, moves: int = 0, monday: date = MONDAY) -> Served:
    return fit_in(with_newcomer(caseload, new), monday, schedule, "new", budget(), moves=moves)


def test_a_chair_that_is_free_is_taken() -> None:
    caseload = clinic()
    served = fitted(caseload, week(meeting("g1", "mon", "09:00-10:00", "p1")), like_p1(caseload))
    assert served.unmoved.unmet == 0
    assert [one.group for one in served.unmoved.sessions] in (["g1"], ["g2"])
    assert served.with_moves is None


def test_a_meeting_that_was_not_held_is_held() -> None:
    caseload = clinic()
    served = fitted(caseload, BOTH_ON_MONDAY, like_p1(caseload))
    assert served.unmoved.unmet == 0
    assert [(one.group, one.patients) for one in served.unmoved.sessions] == [("g2", ("new",))]
    kept = [one for one in served.unmoved.schedule.sessions if one.group == "g1"]
    assert [one.patients for one in kept] == [("p1", "p2")]


def test_what_is_full_is_named_and_proven() -> None:
    caseload = clinic()
    served = fitted(caseload, BOTH_ON_MONDAY, like_p1(caseload, ((1,), span("09:00-12:00"))))
    fit = served.unmoved
    assert (fit.unmet, fit.least, fit.alone, fit.is_proven) == (60, 60, 0, True)
    assert [one.group for one in fit.full] == ["g1"]


def test_one_move_makes_room() -> None:
    caseload = clinic()
    served = fitted(caseload, BOTH_ON_MONDAY, like_p1(caseload, ((1,), span("09:00-12:00"))), moves=1)
    assert served.unmoved.unmet == 60
    fit = served.with_moves
    assert fit is not None
    assert (fit.unmet, fit.moved) == (0, 1)
    facts = with_newcomer(caseload, like_p1(caseload, ((1,), span("09:00-12:00"))))
    assert violations(facts, MONDAY, fit.schedule) == ()


def test_nobody_loses_care_for_a_move() -> None:
    caseload = clinic(availability=[busy("p1", "tue", "09:00-12:00"), busy("p2", "tue", "09:00-12:00")])
    served = fitted(caseload, BOTH_ON_MONDAY, like_p1(caseload, ((1,), span("09:00-12:00"))), moves=2)
    assert served.unmoved.unmet == 60
    assert served.with_moves is None


def test_what_nobody_could_give_is_told_as_such() -> None:
    caseload = clinic()
    served = fitted(caseload, BOTH_ON_MONDAY, like_p1(caseload, ((0, 1), span("09:00-12:00"))), moves=3)
    assert (served.unmoved.unmet, served.unmoved.alone, served.unmoved.least) == (60, 60, 60)
    assert served.with_moves is None


def test_a_visit_fits_between_what_the_therapist_leads() -> None:
    caseload = clinic(
        plans=[plan("p1", "individual", least=1, most=1), plan("p2", "individual", least=1, most=1)],
        availability=[available("t1", "mon", "09:00-12:00")],
        groups=[],
        meetings=[],
    )
    schedule = week(one_to_one("p1", "mon", "09:00-09:50"), one_to_one("p2", "mon", "11:00-11:50"))
    (session,) = fitted(caseload, schedule, like_p1(caseload)).unmoved.sessions
    assert (session.on, session.window) == (MONDAY, span("10:00-10:50"))


def test_a_later_week_has_the_chairs_of_those_who_left() -> None:
    leaving = replace(patient("p2"), discharged=MONDAY)
    caseload = clinic(patients=[patient("p1"), leaving])
    new = like_p1(caseload, ((1,), span("09:00-12:00")))
    later = MONDAY + timedelta(weeks=1)
    assert fitted(caseload, BOTH_ON_MONDAY, new).unmoved.unmet == 60
    assert fitted(caseload, BOTH_ON_MONDAY, new, monday=later).unmoved.unmet == 0
    chairs = {each.group: each for each in open_chairs(caseload, MONDAY, BOTH_ON_MONDAY, 8)}
    assert (chairs["g1"].on, chairs["g1"].start, chairs["g1"].free, chairs["g1"].seats) == (later, 9 * 60, 1, 2)
    assert (chairs["g2"].on, chairs["g2"].meetings) == (None, 0)


def test_a_full_group_has_no_chair() -> None:
    (chair, _) = open_chairs(clinic(), MONDAY, BOTH_ON_MONDAY, 4)
    assert (chair.group, chair.on, chair.free) == ("g1", None, 0)


def test_a_new_patient_has_the_plan_of_another() -> None:
    seen = replace(patient("p1", tags=["women"], travel_minutes=30), primary_therapist="t1", name="Ann")
    caseload = clinic(
        patients=[seen, patient("p2")],
        plans=[plan("p1", "individual", least=1, most=1, therapist="t1"), plan("p1", "skills", least=2)],
        therapists=[therapist("t1"), therapist("t2")],
    )
    new = like_p1(caseload)
    assert (new.patient.tags, new.patient.travel_minutes, new.patient.name) == (frozenset({"women"}), 30, "")
    assert (new.patient.admitted, new.patient.level_since, new.patient.primary_therapist) == (MONDAY, MONDAY, None)
    assert new.plans["individual"].therapist is None  # anybody, until there is a primary therapist
    assert new.plans["skills"].sessions_min == 2


def test_a_new_patient_without_a_plan_is_refused() -> None:
    with pytest.raises(NoPlan, match="Nothing says which sessions new needs"):
        newcomer_like(clinic(), "new", LEVEL, None, (), MONDAY)


def test_the_plan_of_the_level_is_that_of_who_has_no_other() -> None:
    shared = replace(plan("p1", "skills", least=1), table="level_plans")
    caseload = clinic(plans=[shared, plan("p2", "individual", least=1)])
    new = newcomer_like(caseload, "new", LEVEL, None, (), MONDAY)
    assert list(new.plans) == ["skills"]
    assert new.patient == Patient("new", LEVEL, admitted=MONDAY, level_since=MONDAY)
    assert caseload.levels[LEVEL] == (LevelLimits(LEVEL),)
