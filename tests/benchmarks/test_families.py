"""Families of clinics: planted weeks keep every rule at their known care, and each family has what it is named for."""

from collections import Counter, defaultdict
from functools import cache

import pytest

from benchmarks.cases import FAMILIES, FULL, QUICK, FamilyName
from benchmarks.families.draft import Draft
from benchmarks.planted import Planted, Sample, facts
from benchmarks.planted.clinic import Kind
from scheduler.schedule import Schedule
from scheduler.times import Window
from scheduler.verify import score, violations
from scheduler.week.week import week_of

WITH_A_WEEK: tuple[FamilyName, ...] = ("cohorts", "school", "sections", "packed", "rooms")
WITHOUT: tuple[FamilyName, ...] = ("rotating", "real")


@cache
def made(family: FamilyName, patients: int, seed: int) -> Sample:
    return FAMILIES[family].make(patients, seed)


def planted(family: FamilyName, patients: int, seed: int) -> Planted:
    sample = made(family, patients, seed)
    assert isinstance(sample, Planted)
    return sample


@pytest.mark.parametrize(("patients", "seed"), [(10, 1), (31, 2), (60, 3), (61, 1)])
@pytest.mark.parametrize("family", WITH_A_WEEK)
def test_the_planted_week_keeps_every_rule_at_the_known_care(family: FamilyName, patients: int, seed: int) -> None:
    sample = planted(family, patients, seed)
    caseload = facts(sample)
    assert len(caseload.patients) == patients
    assert violations(caseload, sample.monday, sample.schedule) == ()
    assert score(caseload, sample.monday, sample.schedule).care == sample.care


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("family", WITHOUT)
def test_a_clinic_without_a_planted_week_passes_all_checks_of_the_reader(family: FamilyName, seed: int) -> None:
    sample = made(family, 60, seed)
    assert not isinstance(sample, Planted)
    assert len(facts(sample).patients) == 60


@pytest.mark.parametrize("family", [*WITH_A_WEEK, *WITHOUT])
def test_the_same_seed_gives_the_same_caseload_and_another_seed_another(family: FamilyName) -> None:
    assert FAMILIES[family].make(30, 1) == made(family, 30, 1)
    assert len({str(FAMILIES[family].make(30, seed).tables) for seed in (1, 2, 3)}) == 3


@pytest.mark.parametrize("sizes", [QUICK, FULL])
def test_every_set_measures_every_kind_of_clinic(sizes: dict[FamilyName, tuple[int, ...]]) -> None:
    assert {*WITH_A_WEEK, *WITHOUT} <= set(sizes)
    assert set(sizes) <= set(FAMILIES)


def test_cohorts_are_closed_nearly_full_and_open_to_anyone() -> None:
    sample = planted("cohorts", 60, 3)
    groups = sample.tables["groups"]
    assert all(row["same_members"] == "yes" and not row["admits"] for row in groups)
    seated = {one.group: len(one.patients) for one in sample.schedule.sessions if one.group}
    assert all(seated[row["group"]] >= int(row["max_size"]) - 1 for row in groups)
    assert any(seated[row["group"]] == int(row["max_size"]) for row in groups)


def test_meetings_after_school_have_three_starts_and_two_leaders_of_four_hours_a_day() -> None:
    sample = planted("school", 60, 3)
    assert all(row["leaders"] == "2" for row in sample.tables["groups"])
    assert all(len(row["start"].split(";")) == 3 for row in sample.tables["meetings"])
    assert {row["max_hours_day"] for row in sample.tables["therapists"]} == {"4.00"}
    assert all(one.start >= 15 * 60 + 30 for one in sample.schedule.sessions)


def test_sections_lack_seats_by_exactly_the_care_that_is_known() -> None:
    sample = planted("sections", 60, 3)
    wanted = sum(
        int(row["sessions_min"]) for row in sample.tables["plans"] if row["session_type"] in {"process", "education"}
    )
    meetings = Counter(row["group"] for row in sample.tables["meetings"])
    seats = sum(int(row["max_size"]) * meetings[row["group"]] for row in sample.tables["groups"])
    # Each missing seat is 90 minutes of a planned session and 90 of the week's hours.
    assert sample.care == 180 * (wanted - seats) > 0
    assert sample.tables["keep_apart"]


def test_packed_therapists_have_not_a_minute_to_spare() -> None:
    sample = planted("packed", 60, 3)
    led: Counter[str] = Counter()
    for one in sample.schedule.sessions:
        for therapist in one.therapists:
            led[therapist] += one.minutes
    caseload = facts(sample)
    assert {who: one.max_minutes_week for who, one in caseload.therapists.items()} == led
    assert sum(one.group is None for one in sample.schedule.sessions) > 2 * 60


def test_programs_that_share_rooms_give_no_time_and_have_no_room_too_many() -> None:
    sample = planted("rooms", 60, 3)
    assert sample.tables["meetings"] == []
    starts: dict[object, list[Window]] = defaultdict(list)
    for one in sample.schedule.sessions:
        if one.group:
            starts[one.on].append(one.window)
    most = max(
        sum(window.start <= at.start < window.end for window in those) for those in starts.values() for at in those
    )
    assert sum(row["kind"] == "group room" for row in sample.tables["resources"]) == most


def test_rotating_shifts_differ_by_day_and_therapists_are_short_of_hours() -> None:
    sample = made("rotating", 60, 1)
    caseload = facts(sample)
    week = week_of(caseload, sample.monday)
    assert all(len({windows[day] for day in range(5)}) > 1 for windows in week.on_site.values())
    hours = sum(one.max_minutes_week or 0 for one in caseload.therapists.values())
    visits = 60 * 50
    least_meetings = 60 * (3 + 2) * 90 // 10
    assert hours < visits + least_meetings


def test_copies_of_a_program_have_ids_of_their_own_and_moved_windows() -> None:
    sample = made("real", 60, 3)
    patients = [row["patient"] for row in sample.tables["patients"]]
    assert len(set(patients)) == 60
    assert {name.rsplit("-", 1)[1] for name in patients} >= {"1", "2"}
    first = [row for row in sample.tables["availability"] if row["who"].endswith("-1")]
    second = [row for row in sample.tables["availability"] if row["who"].endswith("-2")]
    bare = ["".join((row["who"][:-2], row["start"], row["end"])) for row in first]
    assert set(bare) != {"".join((row["who"][:-2], row["start"], row["end"])) for row in second}


def test_a_draft_says_where_nobody_can_see_a_patient() -> None:
    draft = Draft("any", 1, {"individual": Kind(50)}, Window(480, 1200), most_a_day=40)
    therapist = draft.hire({"individual"})
    with pytest.raises(RuntimeError, match="nobody is free for individual of p1"):
        draft.visit("individual", "p1", [(0, 600)], [therapist])
    with pytest.raises(RuntimeError, match="nobody is free"):
        draft.visit("individual", "p1", [])


def test_a_planted_week_without_its_groups_leaves_care_unmet() -> None:
    sample = planted("cohorts", 31, 2)
    fewer = Schedule.of(one for one in sample.schedule.sessions if one.group is None)
    assert score(facts(sample), sample.monday, fewer).care > 0
