"""What is told of a shortfall while nothing is known of the facts behind it, and how much a sentence holds."""

from dataclasses import replace

import pytest

from scheduler.caseload import Caseload, LevelLimits
from scheduler.causes import MEANINGS, Cause
from scheduler.explain.fact import Fact, Found
from scheduler.explain.instead import Losses
from scheduler.explain.places import facts_words, rows_words, week_words
from scheduler.explain.words import agreement_words, capacity_words, explanation, own_needs_words
from scheduler.times import Window
from scheduler.verify import Need
from scheduler.verify.score import NeedKind
from scheduler.week.week import week_of
from tests.caseloads import INDIVIDUAL, LEVEL, MONDAY, available, clinic_with, plan

ONE_HOUR = available("p1", "mon", "09:00-10:00")


def told(caseload: Caseload, need: NeedKind, kind: str = "", *, asked: int = 120, cause: Cause = "unavoidable") -> str:
    return explanation(week_of(caseload, MONDAY), Need("p1", need, kind, asked, 60), 60, cause)


@pytest.mark.parametrize(
    ("caseload", "need", "words"),
    [
        (
            clinic_with(availability=[available("p1", "mon", "09:00-10:00")]),
            "weekly_hours",
            "free on 1 day, 1 h in all",
        ),
        (clinic_with(opening=((),) * 7), "weekly_hours", "the patient is free on no day"),
        (
            clinic_with(
                levels=[LevelLimits(LEVEL, min_days_week=2, min_minutes_day=60)],
                availability=[ONE_HOUR],
            ),
            "qualifying_days",
            "free for 1 h on 1 day only",
        ),
        (
            clinic_with(levels=[LevelLimits(LEVEL, min_days_week=2, min_minutes_day=60)]),
            "qualifying_days",
            "free for 1 h on 7 days, but what is offered then",
        ),
        (
            clinic_with(
                session_types=[replace(INDIVIDUAL, minutes=60, needs_family=True)],
                plans=[plan("p1", least=2, therapist="t1")],
                availability=[
                    available("p1", "mon", "09:00-10:00", party="family"),
                    available("t1", "tue", "09:00-10:00"),
                ],
            ),
            "planned_sessions",
            "the patient, the family and whoever may lead it are free together for 1 h on no day",
        ),
    ],
)
def test_where_facts_are_not_known_the_free_hours_are_told(caseload: Caseload, need: NeedKind, words: str) -> None:
    assert words in told(caseload, need, "individual" if need == "planned_sessions" else "")


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("own_needs", "it could be had by itself, but not together with all else that the patient needs"),
        ("agreement", "the patient alone could have that, but not beside what is agreed with others"),
        ("capacity", "the time goes to other patients, and no week has less unmet care in all"),
        ("open", "why is not settled, nor proven that no week is better"),
    ],
)
def test_each_cause_has_words_of_its_own(cause: Cause, words: str) -> None:
    assert told(clinic_with(), "weekly_hours", cause=cause).startswith(
        f"1 h of the 2 h of the week are missing: {words}"
    )
    assert cause in MEANINGS


def fact(table: str, row: int, says: str, about: str = "") -> Fact:
    return Fact(table, (row,), says, lambda world: world, about)


def test_facts_that_differ_in_one_name_are_told_together() -> None:
    some = [fact("groups", row, "only who has x is admitted to {}", f"g{row}") for row in (2, 3, 5)]
    assert facts_words(some) == "only who has x is admitted to g2, g3 and g5 (groups, rows 2, 3 and 5)"
    many = [fact("groups", row, "{} is shut", f"g{row}") for row in range(10)]
    assert facts_words(many).startswith("g0, g1, g2, g3, g4 and 5 more is shut (groups, rows 1-9)")


def test_of_many_facts_of_a_table_three_are_told_in_full() -> None:
    some = [fact("availability", row, f"busy {row}") for row in range(2, 8)]
    assert facts_words(some) == (
        "busy 2 (availability, row 2), busy 3 (availability, row 3), busy 4 (availability, row 4), "
        "and 3 more like these (availability, rows 5-7)"
    )
    assert facts_words([fact("", 0, "nothing new starts")]) == "nothing new starts"


@pytest.mark.parametrize(
    ("rows", "words"),
    [([3], "row 3"), ([3, 4], "rows 3 and 4"), ([2, 3, 4, 9], "rows 2-4 and 9"), ([1, 5], "rows 1 and 5")],
)
def test_rows_are_told_as_people_do(rows: list[int], words: str) -> None:
    assert rows_words(rows) == words


def test_windows_of_a_week_are_told_by_days() -> None:
    day, other = (Window(540, 600),), (Window(540, 600), Window(660, 720))
    assert week_words([day, day, (), other, (), (), ()]) == "mon-tue 09:00-10:00, thu 09:00-10:00 and 11:00-12:00"
    assert week_words([()] * 7) == "never"


def test_needs_without_facts_and_too_much_for_any_week() -> None:
    needs = [("weekly_hours", ""), ("planned_sessions", "skills")]
    words = "the hours of the week and the planned sessions of skills cannot be had together"
    assert own_needs_words(needs, None) == f"{words}, even if nobody else were served"
    assert agreement_words(Found((), is_smallest=True)) == "the week has too few hours for what is asked"


def test_the_greatest_losers_are_named_and_the_others_counted() -> None:
    many = Losses({f"p{number}": 60 + number for number in range(6)}, is_best=False)
    assert capacity_words("p9", "full: g1", many) == (
        "full: g1; in the best week found that gives p9 all that can be had, p5 would lose 1 h 5 min, p4 would lose "
        "1 h 4 min, p3 would lose 1 h 3 min, p2 would lose 1 h 2 min and 2 more patients 2 h 1 min in all"
    )
    assert capacity_words("p9", "full: g1", None) == "full: g1"
    assert capacity_words("p9", "", Losses({}, is_best=True)) == ""
