"""Make-ups counted by hand: what was missed raises the minimum, within a treatment day and below the maximum."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.caseload import Caseload, LevelLimits, Missed, Patient
from scheduler.verify import MakeUp, score
from tests.caseloads import LEVEL, MONDAY, clinic_with, group, meeting, patient, week

BEFORE = MONDAY - timedelta(weeks=1)
# 60 counted minutes on each of two days.
SESSIONS = week(meeting("g1", "mon", "09:00-10:00"), meeting("g1", "wed", "09:00-10:00"))


def missing(
    *minutes: int, level: LevelLimits, who: Patient | None = None, on: date = BEFORE, others: tuple[Missed, ...] = ()
) -> Caseload:
    caseload = clinic_with(patients=[who or patient()], levels=[level], groups=[group()])
    return replace(caseload, missed=(*(Missed("p1", on, each) for each in minutes), *others))


def level(least: int, a_day: int, most: int | None = None) -> LevelLimits:
    return LevelLimits(LEVEL, min_minutes_week=least, max_minutes_week=most, min_minutes_day=a_day)


def made_up(caseload: Caseload) -> MakeUp | None:
    found = score(caseload, MONDAY, SESSIONS)
    (patient_score,) = found.patients
    assert found.make_ups == (patient_score.make_up.unmet_minutes if patient_score.make_up else 0)
    return patient_score.make_up


@pytest.mark.parametrize(
    ("least", "a_day", "most", "missed", "asked", "unmet"),
    [
        (120, 60, None, 59, 59, 59),  # the week holds its minimum and no minute more
        (120, 60, None, 61, 60, 60),  # by a treatment day at most
        (119, 60, None, 60, 60, 59),  # a minute above the minimum is made up
        (60, 60, None, 60, 60, 0),  # all of it
        (60, 60, 119, 60, 59, 0),  # up to the maximum
        (60, 60, 60, 60, 0, 0),  # which is reached already
        (90, 60, 60, 60, 0, 0),  # or below the minimum
        (180, 60, None, 60, 60, 60),  # regular care is unmet itself; its 60 minutes count as care alone
        (0, 60, None, 60, 60, 0),  # where no hours are asked for, the two meetings are above the minimum
        (60, 0, None, 60, 0, 0),  # a level without a treatment day asks for nothing
    ],
)
def test_what_is_asked_and_what_of_it_is_unmet(
    least: int, a_day: int, most: int | None, missed: int, asked: int, unmet: int
) -> None:
    caseload = missing(missed, level=level(least, a_day, most))
    assert made_up(caseload) == MakeUp("p1", missed, asked, unmet)
    assert score(caseload, MONDAY, SESSIONS).care == score(replace(caseload, missed=None), MONDAY, SESSIONS).care


def test_what_was_missed_adds_up() -> None:
    assert made_up(missing(20, 30, level=level(120, 60))) == MakeUp("p1", 50, 50, 50)


@pytest.mark.parametrize(("days", "counts"), [(-8, False), (-7, True), (-1, True), (0, False)])
def test_only_the_week_before_counts(days: int, counts: bool) -> None:
    found = made_up(missing(30, level=level(120, 60), on=MONDAY + timedelta(days=days)))
    assert found == (MakeUp("p1", 30, 30, 30) if counts else None)


def test_the_level_row_and_the_patient_s_own_figures_of_this_week_count() -> None:
    rows = (level(120, 30), replace(level(60, 45), from_week=2))
    caseload = missing(60, level=rows[0], who=replace(patient(), level_since=BEFORE))
    assert made_up(caseload) == MakeUp("p1", 60, 30, 30)
    assert made_up(replace(caseload, levels={LEVEL: rows})) == MakeUp("p1", 60, 45, 0)
    own = replace(patient(), min_minutes_week=110, max_minutes_week=130)
    assert made_up(missing(60, level=rows[0], who=own)) == MakeUp("p1", 60, 20, 10)


def test_who_has_left_makes_nothing_up() -> None:
    gone = replace(patient(), discharged=MONDAY - timedelta(days=1))
    assert made_up(missing(60, level=level(120, 60), who=gone)) == MakeUp("p1", 60, 0, 0)


def test_without_attendance_there_is_no_tier() -> None:
    caseload = replace(missing(60, level=level(120, 60)), missed=None)
    assert score(caseload, MONDAY, SESSIONS).make_ups is None


def test_who_is_no_longer_in_the_caseload_is_nobody_s_make_up() -> None:
    assert made_up(missing(level=level(120, 60), others=(Missed("p9", BEFORE, 60),))) is None
