"""A week's digest changes with the facts in force in that week, and with nothing else."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from scheduler.caseload import (
    Caseload,
    Closure,
    Group,
    KeepApart,
    LevelLimits,
    Member,
    Missed,
    Patient,
    Therapist,
)
from scheduler.schedule import Earlier, Schedule
from scheduler.week import fingerprint as fingerprints
from scheduler.week.fingerprint import IRRELEVANT, fingerprint, following
from scheduler.week.week import week_of
from tests.caseloads import (
    LEVEL,
    MONDAY,
    absent,
    busy,
    clinic_with,
    group,
    hours_of,
    meeting,
    patient,
    plan,
    room,
    therapist,
    week,
    weekly,
)

LATER = timedelta(weeks=1)
STAYING = replace(patient("p1"), admitted=MONDAY, name="Ada", level_since=MONDAY)
TO_COME = replace(patient("p2"), admitted=MONDAY + LATER)
CASELOAD = clinic_with(
    patients=[STAYING, TO_COME],
    levels=[LevelLimits(LEVEL, min_minutes_week=60), LevelLimits(LEVEL, from_week=2, min_minutes_week=30)],
    resources=[room()],
    groups=[group()],
    plans=[plan("p1", "skills"), plan("p1", least=1, most=1), plan("p2", "skills")],
    availability=[busy("t1", "fri", "09:00-10:00")],
    appointments=[weekly("p1", "mon", "10:00")],
)
SCHEDULE = week(meeting("g1", "mon", "09:00-10:00"))

Change = Callable[[Caseload], Caseload]


def digest(change: Change, weeks: int = 0) -> str:
    return fingerprint(week_of(change(CASELOAD), MONDAY + weeks * LATER), SCHEDULE)


def same(caseload: Caseload) -> Caseload:
    return caseload


OF_NEXT_WEEK: dict[str, Change] = {
    "absence": lambda facts: replace(
        facts, absences={"p1": (replace(absent("p1", "mon"), first=MONDAY + LATER, last=MONDAY + LATER),)}
    ),
    "closure": lambda facts: replace(facts, closures=(Closure(MONDAY + LATER),)),
    "taper": lambda facts: replace(
        facts, levels={LEVEL: (facts.levels[LEVEL][0], replace(facts.levels[LEVEL][1], min_minutes_week=45))}
    ),
    "plan": lambda facts: replace(facts, plans={**facts.plans, "p2": {}}),
    "apart": lambda facts: replace(facts, keep_apart=(KeepApart("p1", "p2"),)),
    "member": lambda facts: replace(facts, members=(Member("g1", "p2", "out"),)),
    "patient": lambda facts: replace(facts, patients={"p1": STAYING, "p2": replace(TO_COME, mode="virtual")}),
    "discharge": lambda facts: replace(
        facts, patients={"p1": replace(STAYING, discharged=MONDAY + timedelta(days=7)), "p2": TO_COME}
    ),
}
OF_BOTH_WEEKS: dict[str, Change] = {
    "closed days": lambda facts: replace(facts, opening=((),) * 7),
    "grid": lambda facts: replace(facts, clinic=replace(facts.clinic, grid_minutes=5)),
    "leads": lambda facts: replace(facts, therapists={"t1": therapist("t1", "skills")}),
    "hours": lambda facts: replace(facts, therapists={"t1": therapist(max_minutes_day=60)}),
    "room": lambda facts: replace(facts, resources={"r1": room(capacity=3)}),
    "group": lambda facts: replace(facts, groups={"g1": replace(facts.groups["g1"], max_size=3)}),
    "busy": lambda facts: replace(facts, availability={"t1": (busy("t1", "fri", "09:00-10:15"),)}),
    "wish": lambda facts: replace(
        facts, availability={**facts.availability, "p1": (hours_of("avoid", "p1", "mon", "09:00-10:00"),)}
    ),
    "agreement": lambda facts: replace(facts, appointments=(weekly("p1", "mon", "11:00"),)),
    "member": lambda facts: replace(facts, members=(Member("g1", "p1", "in"),)),
    "tags": lambda facts: replace(
        facts, patients={"p1": replace(STAYING, tags=frozenset({"x"})), "p2": replace(TO_COME, tags=frozenset({"x"}))}
    ),
}
OF_NO_WEEK: dict[str, Change] = {
    "name": lambda facts: replace(facts, patients={"p1": replace(STAYING, name="Ann"), "p2": TO_COME}),
    "row": lambda facts: replace(facts, appointments=(replace(weekly("p1", "mon", "10:00"), row=9),)),
    "title": lambda facts: replace(facts, groups={"g1": replace(facts.groups["g1"], title="Skills")}),
    "missed": lambda facts: replace(facts, missed=(Missed("p1", MONDAY, 60),)),
    "long ago": lambda facts: replace(facts, closures=(Closure(MONDAY - LATER),)),
}


@pytest.mark.parametrize("change", OF_NEXT_WEEK.values(), ids=OF_NEXT_WEEK)
def test_what_changes_next_week_leaves_this_one(change: Change) -> None:
    assert digest(change) == digest(same)
    assert digest(change, 1) != digest(same, 1)


@pytest.mark.parametrize("change", OF_BOTH_WEEKS.values(), ids=OF_BOTH_WEEKS)
def test_what_changes_every_week_changes_both(change: Change) -> None:
    assert digest(change) != digest(same)
    assert digest(change, 1) != digest(same, 1)


@pytest.mark.parametrize("change", OF_NO_WEEK.values(), ids=OF_NO_WEEK)
def test_what_no_schedule_depends_on_changes_none(change: Change) -> None:
    assert digest(change) == digest(same)


def test_week_and_schedule_count() -> None:
    assert digest(same) != digest(same, 1)
    assert fingerprint(week_of(CASELOAD, MONDAY), SCHEDULE) != fingerprint(week_of(CASELOAD, MONDAY), Schedule(()))


def test_what_a_week_follows_is_the_week_before_and_what_was_missed() -> None:
    missed = (Missed("p1", MONDAY, 60, row=2), Missed("p1", MONDAY, 30, row=3))
    digests = [
        following(None, ()),
        following(Earlier(SCHEDULE), ()),
        following(None, missed),
        following(None, missed[:1]),
    ]
    assert len(set(digests)) == 4
    assert following(None, missed) == following(None, reversed(missed))


def test_what_is_left_out_of_a_digest_is_there_to_be_left_out() -> None:
    for kind, left_out in IRRELEVANT.items():
        assert left_out <= {each.name for each in fields(kind)}, kind


@pytest.mark.parametrize("kind", [Caseload, Patient, Therapist, Group])
def test_a_new_fact_counts_unless_it_is_declared_not_to(kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every field that is not left out changes the digest, so none can be forgotten."""
    before = digest(same)
    monkeypatch.setitem(fingerprints.IRRELEVANT, kind, frozenset())
    with_all = digest(same)
    assert with_all != before
    for each in fields(kind):
        if each.name not in fingerprints.PLACES:
            monkeypatch.setitem(fingerprints.IRRELEVANT, kind, frozenset({each.name}))
            assert digest(same) != with_all, each.name
