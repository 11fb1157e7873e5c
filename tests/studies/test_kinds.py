"""When patients can come, and the kinds by which they are chosen."""

import pytest

from scheduler.studies.kinds import Kinds, NobodyLikeThat
from scheduler.studies.patterns import PATTERNS, patterns_of
from scheduler.tables import caseload_of_text
from scheduler.week.week import week_of
from tests.caseloads import MONDAY
from tests.studies.clinic import tiny


def pattern(*busy: tuple[str, str, str], travel: int = 0, opening: tuple[str, str] = ("08:00", "21:00")) -> str:
    """Of a patient with these busy hours, as day, start and end."""
    tables = tiny()
    tables["opening_hours"] = [{"day": "mon-fri", "start": opening[0], "end": opening[1]}]
    tables["patients"][0]["travel_minutes"] = str(travel)
    tables["availability"] = [
        {"who": "p1", "day": day, "start": start, "end": end, "status": "busy"} for day, start, end in busy
    ]
    return patterns_of(week_of(caseload_of_text(tables), MONDAY))["p1"]


def test_each_pattern_is_told_by_the_parts_of_the_day_that_are_free() -> None:
    found = [
        pattern(),
        pattern(("mon-fri", "17:00", "22:00")),
        pattern(("mon-fri", "12:00", "24:00")),
        pattern(("mon-fri", "08:00", "12:00"), ("mon-fri", "17:00", "21:00")),
        pattern(("mon-fri", "07:00", "12:00")),
        pattern(("mon-fri", "08:00", "17:00")),
        pattern(("mon-fri", "12:00", "17:00")),
        pattern(("mon-fri", "00:00", "24:00")),
    ]
    assert found == list(PATTERNS)


def test_half_of_the_days_and_half_of_the_hours_are_enough() -> None:
    assert pattern(("mon;tue", "12:00", "17:00")) == "any"
    assert pattern(("mon-wed", "12:00", "17:00")) == "ends"
    assert pattern(("mon-fri", "12:00", "14:30")) == "any"
    assert pattern(("mon-fri", "12:00", "14:31")) == "ends"
    assert pattern(("mon-fri", "12:00", "14:30"), travel=1) == "ends"


def test_a_part_in_which_the_clinic_is_closed_is_missed_by_nobody() -> None:
    assert pattern(("mon-fri", "17:00", "24:00"), opening=("08:00", "16:00")) == "any"


def test_who_is_not_in_care_has_no_pattern() -> None:
    tables = tiny()
    tables["patients"][0]["discharged"] = "2026-02-27"
    assert set(patterns_of(week_of(caseload_of_text(tables), MONDAY))) == {"p2", "p3"}


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("", ["p1", "p2", "p3"]),
        ("iop", ["p1", "p3"]),
        ("mat", ["p3"]),
        ("evening", ["p3"]),
        ("iop-any", ["p1"]),
        ("mat-evening", ["p3"]),
    ],
)
def test_a_kind_is_a_level_a_tag_or_when_they_can_come(kind: str, who: list[str]) -> None:
    assert Kinds.of(caseload_of_text(tiny()), MONDAY).like(kind) == who


@pytest.mark.parametrize("kind", ["iop-late", "op", "-", "php-evening"])
def test_a_kind_that_nobody_is_of_is_told(kind: str) -> None:
    with pytest.raises(NobodyLikeThat, match="Name one of iop, php, mat, any, evening"):
        Kinds.of(caseload_of_text(tiny()), MONDAY).like(kind)


def test_a_level_with_a_dash_is_still_a_level() -> None:
    tables = tiny()
    tables["levels"].append({"level": "iop-evening", "from_week": "1"})
    tables["patients"][1]["level"] = "iop-evening"
    assert Kinds.of(caseload_of_text(tables), MONDAY).like("iop-evening") == ["p2"]
