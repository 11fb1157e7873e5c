"""Small weeks, each with the remedy that anybody would name, checked by hand."""

from dataclasses import replace
from threading import Event

import pytest

from scheduler.caseload import Caseload, KeepApart, LevelLimits, SessionType
from scheduler.remedies import Answer, Asked, BreaksRules, Found, RemedySearch, UnknownRemedy
from scheduler.schedule import Schedule
from scheduler.search import Budget, Limits, solve
from scheduler.times import Window
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    MONDAY,
    SKILLS,
    available,
    busy,
    clinic_with,
    group,
    meeting,
    meeting_row,
    patient,
    plan,
    room,
    therapist,
    week,
    weekly,
)

MORNING = ((Window(9 * 60, 12 * 60),), (Window(9 * 60, 12 * 60),), *((),) * 5)
# Small weeks are settled long before; on a busy computer it may take longer.
SECONDS = 60.0


def searched(
    caseload: Caseload, asked: Asked | None = None, schedule: Schedule | None = None, only: str | None = None
) -> Found:
    budget = Budget.of(Limits(seconds=SECONDS, workers=2), Event())
    given = schedule or solve(caseload, MONDAY, Limits(seconds=2, workers=1, until="care")).schedule
    return RemedySearch(caseload, MONDAY, given, asked or Asked(), budget).run(only)


def kinds(found: Found) -> dict[str, Answer]:
    """The best answer of each kind."""
    best: dict[str, Answer] = {}
    for answer in found.answers:
        best.setdefault(answer.remedy.kind, answer)
    return best


def full_group(**changes: object) -> Caseload:
    """Three patients who need the one meeting of a group that takes two."""
    people = [patient(who) for who in ("p1", "p2", "p3")]
    facts: dict[str, object] = {
        "opening": MORNING,
        "patients": people,
        "plans": [plan(each.patient, "skills", least=1) for each in people],
        "groups": [group(sizes=(1, 2), meetings_per_week=1)],
        "meetings": [meeting_row(days="mon", starts="09:00")],
    }
    return clinic_with(**{**facts, **changes})  # type: ignore[arg-type]


def test_a_full_group_takes_one_more_or_meets_again() -> None:
    found = searched(full_group())
    assert (found.at_hand.care, found.without.care, found.without.bound) == (60, 60, 60)
    best = kinds(found)
    assert best["seats"].remedy.says == "g1 takes 3 patients instead of 2"
    assert best["meeting"].remedy.says.startswith("one more meeting of g1 on ")
    for answer in (best["seats"], best["meeting"]):
        assert (answer.regained, answer.at_least, answer.at_most) == (60, 60, 60)
        assert answer.moved == {}
        assert len(answer.gains) == 1


def test_seats_go_no_further_than_the_room() -> None:
    types = (replace(SKILLS, resources=("room",)), INDIVIDUAL)
    found = searched(full_group(session_types=types, resources=[room("r1", capacity=2)]))
    assert "seats" not in kinds(found)
    assert "meeting" in kinds(found)


def short_day(**changes: object) -> Caseload:
    """One patient who can come from eleven, and a therapist who leaves then."""
    facts: dict[str, object] = {
        "opening": MORNING,
        "plans": [plan("p1", "individual", least=1, most=1, therapist="t1")],
        "therapists": [therapist("t1"), therapist("t2", "skills")],
        "availability": [available("t1", "mon tue", "09:00-11:00"), busy("p1", "mon tue", "09:00-11:00")],
    }
    return clinic_with(**{**facts, **changes})  # type: ignore[arg-type]


def test_a_day_is_longer_by_no_more_than_the_session() -> None:
    best = kinds(searched(short_day()))["longer_day"]
    assert best.regained == best.at_least == 50
    (edit,) = best.remedy.row_edits
    assert (edit.table, edit.row) == ("availability", 0)
    assert edit.cells is not None
    assert (edit.cells["who"], edit.cells["status"]) == ("t1", "available")
    begin, end = edit.cells["start"], edit.cells["end"]
    assert (int(end[:2]) - int(begin[:2])) * 60 + int(end[3:]) - int(begin[3:]) == 50


def test_a_patient_frees_no_more_than_the_session() -> None:
    best = kinds(searched(short_day()))["free_window"]
    assert best.regained == 50
    assert best.gains == {"p1": 50}
    assert best.remedy.opens is not None
    assert best.remedy.opens.window.minutes == 50
    tables = [(edit.table, edit.row) for edit in best.remedy.row_edits]
    assert all(table == "availability" for table, _ in tables)


def test_another_therapist_stays_longer() -> None:
    facts = short_day(therapists=[therapist("t1"), therapist("t2")])
    best = kinds(searched(facts))
    assert best["any_therapist"].remedy.says == "any therapist may lead individual of p1, not only t1"
    assert best["any_therapist"].regained == 50


def test_an_hour_more_a_week() -> None:
    facts = short_day(therapists=[therapist("t1", max_minutes_week=30)], availability=[])
    best = kinds(searched(facts))["more_hours"]
    assert best.remedy.says == "t1 leads up to 1 h 30 min a week, an hour more"
    (edit,) = best.remedy.row_edits
    assert edit.cells == {"max_hours_week": "1.50"}


def test_by_video_there_is_no_way_to_come() -> None:
    people = [replace(patient("p1", travel_minutes=60))]
    facts = short_day(
        patients=people,
        availability=[busy("p1", "mon tue", "09:00-10:15"), busy("p1", "mon tue", "11:15-12:00")],
    )
    best = kinds(searched(facts))["virtual"]
    assert best.remedy.says == "p1 attends by video"
    assert best.regained == 50


def test_a_meeting_is_led_by_somebody_else() -> None:
    facts = full_group(
        therapists=[therapist("t1", "skills"), therapist("t2", "skills")],
        groups=[group(sizes=(1, 3), meetings_per_week=1)],
        meetings=[meeting_row(days="mon", starts="09:00", therapists="t1")],
        availability=[busy("t1", "mon", "09:00-12:00")],
    )
    best = kinds(searched(facts))
    assert best["other_leader"].remedy.says == "g1 on mon 09:00 is led by t2"
    assert best["other_leader"].regained == 180
    assert best["moved_meeting"].regained == 180


def test_a_meeting_finds_another_room() -> None:
    facts = full_group(
        session_types=(replace(SKILLS, resources=("room",)), INDIVIDUAL),
        resources=[room("r1"), room("r2")],
        groups=[group(sizes=(1, 3), meetings_per_week=1)],
        meetings=[meeting_row(days="mon", starts="09:00", resources="r1")],
        availability=[busy("r1", "mon tue", "09:00-12:00")],
    )
    best = kinds(searched(facts))["other_room"]
    assert best.remedy.says == "g1 on mon 09:00 is in another room than r1"
    assert best.regained == 180


def test_a_family_comes_at_another_time() -> None:
    family = SessionType("individual", "one_to_one", 50, max_per_day=1, needs_family=True)
    facts = short_day(
        session_types=(SKILLS, family),
        availability=[available("p1", "mon", "16:00-18:00", party="family")],
    )
    best = kinds(searched(facts))["family_window"]
    assert best.remedy.says.startswith("the family of p1 can come on ")
    assert best.regained == 50


def apart() -> Caseload:
    """Two patients who are kept apart, and one meeting that both need."""
    return full_group(
        patients=[patient("p1"), patient("p2")],
        plans=[plan("p1", "skills", least=1), plan("p2", "skills", least=1)],
        keep_apart=[KeepApart("p1", "p2")],
    )


def test_people_are_kept_apart_unless_it_is_asked() -> None:
    assert "keep_apart" not in kinds(searched(apart()))
    best = kinds(searched(apart(), Asked(keep_apart=True)))["keep_apart"]
    assert best.remedy.says == "p1 and p2 are no longer kept apart (session)"
    assert best.regained == 60
    assert [(edit.table, edit.cells) for edit in best.remedy.row_edits] == [("keep_apart", None)]


def test_one_patient_is_helped_where_only_one_is_asked_for() -> None:
    found = searched(full_group())
    short = next(iter(found.without.by_patient))
    assert all(answer.gains == {short: 60} for answer in found.answers)
    other = next(who for who in ("p1", "p2", "p3") if who != short)
    assert searched(full_group(), Asked(other)).answers == ()


def test_two_changes_where_one_does_not_suffice() -> None:
    facts = short_day(
        therapists=[therapist("t1", max_minutes_week=0)],
        availability=[available("t1", "wed", "09:00-11:00")],
    )
    found = searched(facts)
    assert found.answers
    assert {answer.remedy.kind for answer in found.answers} == {"pair"}
    assert found.answers[0].regained == 50
    assert searched(facts, only=found.answers[0].name).answers[0].regained == 50


def test_a_better_week_without_any_change_is_no_remedys_merit() -> None:
    worse = week(meeting("g1", "mon", "09:00-10:00", "p1"))
    found = searched(full_group(), schedule=worse)
    assert (found.at_hand.care, found.without.care) == (120, 60)
    assert max(answer.regained for answer in found.answers) == 60


def test_a_week_that_breaks_rules_is_not_measured_against() -> None:
    twice = week(meeting("g1", "mon", "09:00-10:00", "p1 p2 p3"))
    with pytest.raises(BreaksRules, match=r"breaks rules \(1 times\)"):
        searched(full_group(), schedule=twice)


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(UnknownRemedy, match="No remedy 'abc' is proposed"):
        searched(full_group(), only="abc")


def test_what_is_agreed_stays_agreed() -> None:
    facts = replace(short_day(availability=[]), appointments=(weekly("p1", "mon", "09:00", therapist="t1"),))
    assert searched(facts).answers == ()
    assert LevelLimits(LEVEL) in facts.levels[LEVEL]
