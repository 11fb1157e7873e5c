"""Beside an earlier week nobody has a session more in vain, and nobody loses anything by that."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.caseload import Caseload, LevelLimits, Member, Missed
from scheduler.planning.prune import without_needless
from scheduler.schedule import Earlier, Schedule, Session
from scheduler.verify import score, violations
from tests.caseloads import (
    INDIVIDUAL,
    MONDAY,
    SKILLS,
    available,
    clinic_with,
    group,
    hours_of,
    meeting,
    one_to_one,
    patient,
    plan,
    room,
    week,
    weekly,
)

MISSED = Missed("p1", MONDAY - timedelta(days=3), 50)
TWO = [patient("p1"), patient("p2")]
MORE = one_to_one("p1", "tue", "09:00-09:50")
FULL = meeting("g1", "tue", "09:00-10:00", "p1 p2")
ALONE = meeting("g1", "tue", "09:00-10:00", "p2")


def kept(caseload: Caseload, earlier: Earlier, *sessions: Session) -> tuple[Session, ...]:
    """The sessions that are left; every rule holds, and no tier is worse."""
    before = week(*sessions)
    after = without_needless(caseload, MONDAY, before, earlier)
    assert violations(caseload, MONDAY, after, earlier=earlier) == ()
    was, is_ = (score(caseload, MONDAY, each, earlier) for each in (before, after))
    assert (is_.care, is_.make_ups, is_.stability) == (was.care, was.make_ups, was.stability)
    assert is_.comfort <= was.comfort
    return after.sessions


def had(*sessions: Session) -> Earlier:
    """A week before with these sessions."""
    return Earlier(Schedule.of(replace(one, on=one.on - timedelta(weeks=1)) for one in week(*sessions).sessions))


@pytest.mark.parametrize(
    ("caseload", "earlier", "is_kept"),
    [
        (clinic_with(), had(), False),
        (clinic_with(), had(MORE), True),
        (clinic_with(), had(one_to_one("p1", "fri", "09:00-09:50")), True),
        (clinic_with(plans=[plan(least=1)]), had(), True),
        (clinic_with(levels=[LevelLimits("iop", min_minutes_week=50)]), had(), True),
        (clinic_with(levels=[LevelLimits("iop", min_days_week=1)]), had(), False),
        (clinic_with(levels=[LevelLimits("iop", min_days_week=1, min_minutes_day=50)]), had(), True),
        (replace(clinic_with(levels=[LevelLimits("iop", min_minutes_day=50)]), missed=(MISSED,)), had(), True),
        (replace(clinic_with(levels=[LevelLimits("iop", min_minutes_day=50)]), missed=()), had(), False),
        (clinic_with(appointments=[weekly("p1", "tue", "09:00")]), had(), True),
        (clinic_with(availability=[hours_of("avoid", "p1", "tue", "09:00-10:00")]), had(), False),
        (clinic_with(availability=[available("p1", "tue", "09:00-10:00")]), had(), False),
    ],
)
def test_a_session_more_is_there_for_care_or_by_agreement(caseload: Caseload, earlier: Earlier, is_kept: bool) -> None:
    assert kept(caseload, earlier, MORE) == ((MORE,) if is_kept else ())


@pytest.mark.parametrize(
    ("caseload", "is_kept"),
    [
        (clinic_with(patients=TWO, groups=[group()]), False),
        (clinic_with(patients=TWO, groups=[group(sizes=(2, 12))]), True),
        (clinic_with(patients=TWO, groups=[replace(group(), same_members=True)]), True),
        (clinic_with(patients=TWO, groups=[group()], members=[Member("g1", "p1", "in")]), True),
        (clinic_with(patients=TWO, groups=[group()], members=[Member("g1", "p2", "in")]), False),
        (
            clinic_with(
                patients=TWO,
                groups=[group()],
                plans=[*map(plan, ("p1", "p2")), plan("p1", "skills", least=1), plan("p2", "skills")],
            ),
            True,
        ),
    ],
)
def test_a_seat_more_is_there_for_care_or_for_the_group(caseload: Caseload, is_kept: bool) -> None:
    (session,) = kept(caseload, had(ALONE), FULL)
    assert session.patients == (("p1", "p2") if is_kept else ("p2",))


def test_the_last_seats_of_a_meeting_stay() -> None:
    caseload = clinic_with(patients=TWO, groups=[group()])
    (session,) = kept(caseload, had(), FULL)
    assert session.patients == ("p2",)


def test_a_session_that_saves_waiting_stays() -> None:
    around = one_to_one("p1", "tue", "08:00-08:50"), meeting("g1", "tue", "10:00-11:00")
    caseload = clinic_with(groups=[group()])
    between = meeting("g2", "tue", "09:00-10:00")
    both = replace(
        caseload,
        groups={**caseload.groups, "g2": replace(caseload.groups["g1"], group="g2")},
        meetings={"g1": (), "g2": ()},
    )
    first, second, third = kept(both, had(*around), *around, replace(between, patients=("p1",)))
    assert (first.group, second.group, third.group) == (None, "g2", "g1")


@pytest.mark.parametrize("time", ["07:00-07:50", "18:00-18:50"])
def test_ids_tell_the_order_of_those_that_are_left(time: str) -> None:
    types = [replace(one, max_per_day=3) for one in clinic_with().session_types.values()]
    last = one_to_one("p1", "tue", "17:00-17:50")
    (first, second) = kept(clinic_with(session_types=types), had(MORE, last), MORE, one_to_one("p1", "tue", time), last)
    assert (first.start, second.start) == (MORE.start, last.start)
    assert [one.session.rpartition(".")[2] for one in (first, second)] == ["1", "2"]


def test_what_has_happened_stays() -> None:
    frozen = Earlier(week(MORE), frozen_before=datetime(2026, 3, 4, 12))  # noqa: DTZ001 - by the clinic's clock
    assert kept(clinic_with(), frozen, MORE) == (MORE,)


@pytest.mark.parametrize(("capacity", "is_back"), [(1, True), (0, False)])
def test_whoever_is_left_of_a_meeting_is_where_it_was(capacity: int, is_back: bool) -> None:
    caseload = clinic_with(
        patients=TWO,
        groups=[group()],
        resources=[room("r1"), room("r2", capacity=capacity)],
        session_types=[replace(SKILLS, resources=("room",)), INDIVIDUAL],
    )
    found = kept(caseload, had(replace(ALONE, resources=("r2",))), replace(FULL, resources=("r1",)))
    assert [(one.patients, one.resources) for one in found] == [(("p2",), ("r2" if is_back else "r1",))]
