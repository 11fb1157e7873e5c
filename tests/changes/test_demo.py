"""Four weeks of ``data/demo``, each planned from the one before: whatever changes has its dated fact.

Only a session more that spares a patient waiting may have none, as it takes nothing away from anybody.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from scheduler.caseload import Caseload
from scheduler.changes import Comparison, compare
from scheduler.planning.plan import plan_week
from scheduler.planning.time_shares import Allotted
from scheduler.report.changes import Naming, change_sentence
from scheduler.schedule import Earlier, Schedule
from scheduler.search import Limits, lexicographic
from scheduler.tables import read_caseload

DEMO = Path(__file__).parents[2] / "data" / "demo"
FIRST_MONDAY = date(2026, 11, 23)
SECONDS = 240
LEAVE_OF = "th6"


@pytest.fixture(scope="module")
def caseload() -> Caseload:
    return read_caseload(DEMO)


@pytest.fixture(scope="module")
def weeks(caseload: Caseload) -> Sequence[Schedule]:
    """Four weeks in order, with care and stability proven; comfort, which would use up all the time, is left out."""
    later = lexicographic._later  # noqa: SLF001 - comfort goes the same way as the other tiers

    def without_comfort(tier: str, *how: object) -> None:
        if tier != "comfort":
            later(tier, *how)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lexicographic, "_later", without_comfort)
        planned: list[Schedule] = []
        for number in range(4):
            earlier = Earlier(planned[-1]) if planned else None
            # By counted work, so that the weeks are the same everywhere.
            allotted = Allotted(Limits(seconds=SECONDS, deterministic=True))
            week = plan_week(caseload, FIRST_MONDAY + timedelta(weeks=number), allotted, earlier=earlier)
            assert all(tier.is_proven for name, tier in week.summary.tiers.items() if name != "comfort")
            planned.append(week.schedule)
    return planned


def compared(caseload: Caseload, weeks: Sequence[Schedule]) -> list[Comparison]:
    return [compare(caseload, before, after) for before, after in pairwise(weeks)]


def undated(caseload: Caseload) -> Caseload:
    """The caseload without anything that holds on some dates and not on others, and without agreements."""
    return replace(
        caseload,
        closures=(),
        absences={},
        patients={
            who: replace(patient, admitted=None, discharged=None, level_since=None)
            for who, patient in caseload.patients.items()
        },
        plans={
            who: {name: replace(row, every_weeks=1) for name, row in rows.items()}
            for who, rows in caseload.plans.items()
        },
        availability={
            who: tuple(row for row in rows if row.first is None and row.last is None)
            for who, rows in caseload.availability.items()
        },
        appointments=(),
    )


def test_every_change_has_its_dated_fact(caseload: Caseload, weeks: Sequence[Schedule]) -> None:
    found = compared(caseload, weeks)
    assert all(comparison.changes for comparison in found)
    naming = Naming(caseload, names=False)
    rest = [each for one in found for each in one.changes if not each.is_dated and "it spares " not in each.why]
    assert [change_sentence(each, naming) for each in rest] == []
    assert all(change.cost is None for one in found for change in one.changes if not change.is_dated)


def test_without_any_dated_fact_no_change_has_a_reason(caseload: Caseload, weeks: Sequence[Schedule]) -> None:
    found = compared(undated(caseload), weeks)
    assert not any(each.is_dated for one in found for each in one.changes)
    assert [one.undated for one in found] == [len(one.changes) for one in found]


def test_without_the_leave_nothing_is_put_down_to_it(caseload: Caseload, weeks: Sequence[Schedule]) -> None:
    leave = f"{LEAVE_OF} is away", f"{LEAVE_OF} was away"
    there = replace(caseload, absences={who: rows for who, rows in caseload.absences.items() if who != LEAVE_OF})
    _, with_it, after_it = compared(caseload, weeks)
    assert any(leave[0] in each.why for each in with_it.changes)
    assert any(leave[1] in each.why for each in after_it.changes)
    without = compared(there, weeks)
    assert not any(words in each.why for one in without for each in one.changes for words in leave)
    assert [one.undated > 10 for one in without] == [False, True, True]
