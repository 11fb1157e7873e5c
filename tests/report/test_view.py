"""What a page shows of a week: figures, marks, answers, and no more about anybody than was asked for."""

import json
import re
from dataclasses import asdict, fields, is_dataclass, replace
from pathlib import Path

import pytest

from scheduler.caseload import Closure, LevelLimits
from scheduler.causes import MEANINGS, meaning_of
from scheduler.report.page import view as view_module
from scheduler.report.page.marks import MARKS, mark_of_rule
from scheduler.report.page.seeing import week_view
from scheduler.report.page.view import view_json
from scheduler.rules import RuleId
from scheduler.schedule import Schedule
from scheduler.times import ALL_DAY
from tests.caseloads import ALWAYS_OPEN, MONDAY, clinic_with, day, one_to_one, week
from tests.report.weeks import LACKS, broken, seen, sessions, view

PAGE = (Path(__file__).parents[2] / "docs" / "page.md").read_text(encoding="utf-8")


def test_each_patient_in_care_is_set_against_what_is_asked() -> None:
    found = {each.patient: each for each in view().patients}
    assert sorted(found) == ["p1", "p2", "p3", "p4", "p5"]
    short = found["p5"]
    assert (short.counted_minutes, short.asked_minutes, short.days, short.asked_days) == (60, 120, 1, 2)
    assert short.gets == "gets 1 h of 2 h, 0 of 1 individual session, 1 of 2 days"
    assert [(each.session_type, each.asked, each.planned) for each in short.planned] == [
        ("individual", 1, 0),
        ("skills", 0, 1),
    ]
    assert [(lack.need, lack.minutes) for lack in short.missing] == [
        ("planned_sessions", 50),
        ("qualifying_days", 60),
        ("weekly_hours", 60),
    ]
    assert found["p1"].gets == ""
    assert (found["p1"].days, found["p1"].attended_days) == (2, 3)


def test_therapists_rooms_and_groups_have_their_figures() -> None:
    shown = view()
    first, second = shown.therapists
    assert (first.sessions, first.minutes, first.max_minutes) == (3, 170, 600)
    assert second.max_minutes == 0
    assert second.away[:2] == ((0, 720, 1080), (1, 480, 1080))
    assert [(room.resource, room.sessions, room.minutes) for room in shown.rooms] == [("r1", 3, 180), ("r2", 1, 50)]
    assert shown.rooms[0].open_minutes == 5 * 600
    groups = {group.group: (group.meetings, group.taken, group.places) for group in shown.groups}
    assert groups == {"g1": (2, 7, 12), "mix": (1, 3, 12), "net": (1, 1, 12), "idle": (0, 0, 0)}


def test_sessions_say_who_attends_from_elsewhere_and_carry_their_marks() -> None:
    shown = {session.session: session for session in view().sessions}
    assert shown["mix.mon.10:00"].remote == ("p3",)
    assert shown["mix.mon.10:00"].marks == ("hybrid",)
    assert shown["net.wed.11:00"].marks == ("online",)
    assert shown["p1.individual.tue.10:00"].marks == ("agreed",)
    assert shown["g1.mon.09:00"].title == "Morning skills"
    assert (shown["g1.mon.09:00"].places, shown["p1.individual.tue.10:00"].places) == (6, 0)
    assert shown["net.wed.11:00"].title == "net"


def test_each_broken_rule_is_a_conflict_of_its_kind() -> None:
    shown = view(broken())
    kinds = {conflict.rule: conflict.mark for conflict in shown.conflicts}
    assert kinds == {
        "patient_available": "away",
        "group_meetings": "unfit",
        "therapist_not_double_booked": "double",
        "appointment_kept": "promise",
    }
    marked = {session.session: session.marks for session in shown.sessions if session.marks}
    assert marked["p5.individual.mon.09:30"] == ("double",)
    assert "away" in marked["g1.mon.11:15"]
    good, _, now = shown.questions
    assert good.tone == "bad"
    assert good.answer == "No: it breaks rules in 4 places. Mend them before anybody is told."
    assert now.points[0].link == "conflicts"
    assert not any("Print" in point.words for point in now.points)


def test_every_rule_has_a_kind_of_mark_with_a_word_and_a_sign_of_its_own() -> None:
    kinds = {mark.mark for mark in MARKS if mark.is_conflict}
    assert {mark_of_rule(str(rule)) for rule in RuleId} == kinds
    assert mark_of_rule("frozen") == "unfit"
    for part in ("mark", "word", "sign"):
        assert len({getattr(mark, part) for mark in MARKS}) == len(MARKS)


def test_a_proven_week_is_said_to_be_as_good_as_can_be() -> None:
    good, short, now = view().questions
    assert good.answer == "As good as can be: every rule holds, and no week can give more care than this."
    assert good.points[0].words == "4 of 5 patients have all their care, in 5 sessions."
    assert short.points[0].link == "patient-p5"
    assert short.points[0].words == (
        "p5 gets 1 h of 2 h, 0 of 1 individual session, 1 of 2 days: of the rest, a part could not be had even if "
        "nobody else were served, a part goes to other patients, and no week gives more care in all."
    )
    assert [point.link for point in now.points] == ["unmet", "load", "", "warnings", "calendars", ""]
    assert "--remedies" in now.points[2].words


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ({"care": 100}, "no week leaves less than 1 h 40 min unmet."),
        ({"care": 0}, "a week with more care may exist: 2 h 50 min are unmet."),
        ({}, "is not known for this schedule."),
    ],
)
def test_what_is_not_proven_is_not_claimed(bounds: dict[str, int], words: str) -> None:
    good = view(bounds=bounds).questions[0]
    assert good.tone == "fair"
    assert good.answer.endswith(words)
    assert "no week can give more" not in good.answer


def test_of_what_is_open_more_time_is_asked_and_of_agreements_whether_they_may_move() -> None:
    lacks = [replace(lack, cause=cause) for lack, cause in zip(LACKS, ("open", "agreement", "own_needs"), strict=True)]
    shown = view(lacks=lacks, bounds={"care": 0}, warnings=(), calendars=())
    steps = [point.words for point in shown.questions[2].points]
    assert steps[0].startswith("Give the search more time")
    assert "Ask whether agreements in the way of p5 may move." in steps
    assert "Look at the hours and the plan of p5: others are not in their way." in steps
    assert [cause.cause for cause in shown.causes] == ["own_needs", "agreement", "open"]


def test_where_everybody_has_all_care_nobody_is_short() -> None:
    whole = week(*sessions().sessions, one_to_one("p5", "thu", "10:00-10:50", resources="r2"))
    easy = replace(seen().caseload, levels={"iop": (LevelLimits("iop"),)})
    good, short, _ = view(whole, caseload=easy, lacks=(), bounds={}).questions
    assert (short.answer, short.tone, short.points) == ("Nobody.", "good", ())
    assert good.answer == "Yes: every rule holds, and everybody gets all the care that they need."


def test_many_who_are_short_are_counted_beyond_the_first_ten() -> None:
    people = clinic_with(
        patients=[
            replace(each, patient=f"q{number:02}") for number in range(12) for each in clinic_with().patients.values()
        ]
    )
    plans = {who: {"individual": replace(rows["individual"], sessions_min=1)} for who, rows in people.plans.items()}
    shown = week_view(replace(seen(Schedule(())), caseload=replace(people, plans=plans), lacks=(), calendars=()))
    points = shown.questions[1].points
    assert len(points) == 11
    assert points[-1].words == "2 more patients below."
    assert points[0].words == "q00 gets 0 of 1 individual session."


def test_changes_since_an_earlier_week_are_told_and_marked() -> None:
    shown = view(broken(), earlier=sessions())
    assert [change.who for change in shown.changes if change.role == "patient"] == ["p1", "p4", "p5"]
    assert "changed" in next(one for one in shown.sessions if one.session == "p1.individual.tue.11:00").marks
    assert any(point.link == "changes" for point in shown.questions[0].points)
    whole = view(sessions(), earlier=week(*sessions().sessions[1:]))
    assert any(point.words == "Tell 4 people." for point in whole.questions[2].points)


def test_names_are_shown_only_where_they_are_asked_for_and_reasons_never() -> None:
    plainly, named = view_json(view(broken(), earlier=sessions())), view_json(view(broken(), names=True))
    assert "Lovelace" not in plainly
    assert "Heron" not in plainly
    assert "Lovelace" in named
    assert "individual p5 (Eve)" in named
    assert json.loads(named)["names"] is True


def test_the_hours_of_a_board_hold_opening_hours_and_sessions() -> None:
    assert (view().from_minute, view().to_minute) == (480, 1080)
    always = replace(seen().caseload, opening=ALWAYS_OPEN)
    found = view(caseload=always)
    assert (found.from_minute, found.to_minute) == (540, 720)
    closed = replace(seen().caseload, opening=((),) * 7)
    empty = view(Schedule(()), caseload=closed)
    assert (empty.from_minute, empty.to_minute) == (540, 1020)


def test_closures_are_no_opening_hours() -> None:
    shut = replace(seen().caseload, closures=(Closure(day("tue"), ALL_DAY),))
    assert [len(each.opening) for each in view(caseload=shut).days] == [1, 0, 1, 1, 1, 0, 0]
    assert view().days[0].label == "Monday 2 March"
    assert view().days[0].date == MONDAY.isoformat()


def test_strangers_in_a_schedule_break_nothing() -> None:
    foreign = replace(sessions().sessions[0], patients=("nobody",), therapists=("x",), group="what", resources=("y",))
    shown = view(Schedule.of([foreign]))
    assert shown.sessions[0].title == "what"
    assert {conflict.rule for conflict in shown.conflicts} >= {"schedule_row"}


def test_tiers_are_told_with_what_is_proven() -> None:
    care, comfort = view().tiers
    assert (care.value, care.bound, care.words) == (170, 170, "2 h 50 min (170 min) unmet: no week does better")
    assert comfort.words == "30 points lost: it is not proven how much less is possible"
    assert view(bounds={"care": 60}).tiers[0].words.endswith("no week has less than 1 h (60 min) unmet")
    assert view(bounds={}).tiers[0].bound == -1


def test_an_unknown_cause_is_told_as_it_stands() -> None:
    assert meaning_of("sun_and_moon") == "sun and moon"
    assert set(MEANINGS) >= {"unavoidable", "own_needs", "agreement", "capacity", "open"}
    strange = [replace(lack, cause="sun_and_moon") for lack in LACKS]
    assert [cause.words for cause in view(lacks=strange).causes] == ["sun and moon"]


def test_the_value_is_json_and_each_key_of_it_is_documented() -> None:
    value = json.loads(view_json(view()))
    assert value == json.loads(json.dumps(asdict(view())))
    kinds = [kind for kind in vars(view_module).values() if isinstance(kind, type) and is_dataclass(kind)]
    assert len(kinds) > 15
    for kind in kinds:
        section = PAGE.split(f"### {kind.__name__}\n")[1].split("###")[0]
        assert re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE) == [field.name for field in fields(kind)]
