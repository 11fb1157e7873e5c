"""Words of the reports: problems, failures, verdicts, summaries and shortfalls."""

import io
import json
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from scheduler.calendars import CalendarChange, Export
from scheduler.errors import BadInput, Contradiction, NoScheduleInTime, Problem
from scheduler.explain import Shortfall
from scheduler.report.exported import calendar_count, export_lines
from scheduler.report.problems import (
    MOST_SHOWN,
    failure_words,
    print_problem_table,
    problem_json,
    problem_lines,
    verdict,
)
from scheduler.report.progress import STOPPING, ProgressLine, describe
from scheduler.report.shortfalls import explained_lines, told_once, unmet_rows
from scheduler.report.summary import summary_json, summary_lines
from scheduler.report.week_summary import (
    GroupFill,
    LimitOnChanges,
    TherapistLoad,
    WeekSummary,
    group_fill,
    patient_shortfalls,
    therapist_load,
)
from scheduler.report.words import columns, count, long_date, percent, printable
from scheduler.search import Progress, Tier
from tests.caseloads import MONDAY, clinic_with, group, meeting, one_to_one, patient, therapist, week

ERROR = Problem("patients", 7, "level", "IOPP", "no level has this name", "Write `iop`, or add the level")
WARNING = Problem("groups", 2, "", "", "nobody may join it", "Mend `admits`", severity="warning")

LACKING = (
    Shortfall("p2", "planned_sessions", "family", 60, "capacity", "No family hour is left."),
    Shortfall("p1", "weekly_hours", "", 90, "unavoidable", "The windows hold 7 h 30 min."),
    Shortfall("p1", "qualifying_days", "", 180, "open", ""),
)
GETS = {"p1": "6 h of 7 h 30 min, 1 of 2 days", "p2": "0 of 1 family session"}


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return True


def the_summary(**changes: object) -> WeekSummary:
    facts = {
        "status": "feasible",
        "week": MONDAY,
        "seconds": 1.23456,
        "tiers": {"care": Tier(330, 270), "comfort": Tier(40, 40)},
        "patients": 3,
        "sessions": 2,
        "patients_with_all_care": 1,
        "patients_with_all_possible_care": 1,
        "shortfalls": patient_shortfalls(LACKING, GETS),
        "groups": (GroupFill("g1", 2, 9, 12), GroupFill("g2", 0, 0, 0)),
        "therapists": (TherapistLoad("t1", 2, 120, 1500), TherapistLoad("t2", 0, 0, None)),
        "warnings": ("the weekly appointment of p3 is dropped",),
    }
    return WeekSummary(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(("number", "words"), [(0, "0 days"), (1, "1 day"), (2, "2 days")])
def test_a_number_and_its_noun_agree(number: int, words: str) -> None:
    assert count(number, "day") == words


@pytest.mark.parametrize(("part", "whole", "expected"), [(0, 0, 0), (1, 3, 33), (2, 3, 67), (1, 200, 1), (5, 5, 100)])
def test_per_cent_is_rounded_half_up(part: int, whole: int, expected: int) -> None:
    assert percent(part, whole) == expected


def test_words_stand_in_columns_and_dates_have_weekdays() -> None:
    assert columns([("a", "1 day"), ("long", "2 days")]) == ["  a     1 day", "  long  2 days"]
    assert long_date(MONDAY) == "Monday 2026-03-02"


def test_what_steers_a_terminal_is_not_printed() -> None:
    assert printable("p1\x1b[31m\r\nżółw") == "p1?[31m?\nżółw"


def test_problems_are_lines_and_a_verdict() -> None:
    assert problem_lines((ERROR, WARNING)) == [
        "patients, row 7, column level ('IOPP'): no level has this name. Write `iop`, or add the level.",
        "warning: groups, row 2: nobody may join it. Mend `admits`.",
    ]
    assert verdict((ERROR, WARNING)) == "1 error to mend before a week can be solved, 1 warning."
    assert (
        verdict((WARNING,))
        == "No errors, 1 warning in the tables. With --week, the agreements of a week are tried as well."
    )
    assert verdict((), date(2026, 12, 7)) == "No problems: the week of 2026-12-07 can be solved."


def test_problems_are_json_for_machines() -> None:
    page = json.loads(problem_json((ERROR, WARNING)))
    assert (page["errors"], page["warnings"]) == (1, 1)
    assert page["problems"][0] == {
        "table": "patients",
        "row": 7,
        "column": "level",
        "value": "IOPP",
        "says": "no level has this name",
        "fix": "Write `iop`, or add the level",
        "severity": "error",
    }


def test_problems_are_a_table_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    print_problem_table((ERROR, WARNING, Problem("rooms", 0, "", "[red]\x1b", "x", "y")))
    shown = capsys.readouterr().out
    assert "no level has this name" in shown
    assert "warning: nobody may join it" in shown
    assert "[red]?" in shown


def test_forty_problems_are_shown_and_the_forty_first_is_counted() -> None:
    forty = [Problem("plans", row, "", "", "wrong", "Mend it") for row in range(2, 2 + MOST_SHOWN)]
    assert failure_words(BadInput(forty)).splitlines()[-1] == "40 problems to mend."
    more = failure_words(BadInput([*forty, Problem("plans", 99, "", "", "wrong", "Mend it")])).splitlines()
    assert len(more) == MOST_SHOWN + 1
    assert more[-1] == "41 problems in all, of which these are the first 40; `iop check` shows every one."


def test_a_contradiction_names_its_rows() -> None:
    words = failure_words(Contradiction(["appointments row 2 (p1)", "appointments row 3 (p2)"]))
    assert words.splitlines()[1:] == ["  appointments row 2 (p1)", "  appointments row 3 (p2)"]


def test_no_schedule_in_time_says_what_to_do() -> None:
    assert "--time-limit" in failure_words(NoScheduleInTime())


@pytest.mark.parametrize(
    ("care", "without", "words"),
    [
        (Tier(60, 60), Tier(60, 60), "costs no care"),
        (Tier(120, 120), Tier(60, 60), "costs 1 h of care"),
        (Tier(120, 100), Tier(60, 30), "costs 40 min of care at least and 1 h 30 min at most"),
        (
            Tier(120, 0),
            Tier(60, 30),
            "costs 1 h 30 min of care at most; without it a week with 1 h (60 min) unmet is known",
        ),
    ],
)
def test_what_a_limit_on_changes_costs_is_said_as_far_as_it_is_proven(care: Tier, without: Tier, words: str) -> None:
    limit = LimitOnChanges(2, 1, 3, without)
    lines = summary_lines(the_summary(tiers={"care": care}, limit=limit), ())
    assert f"  1 of at most 2 changes; 3 more could not be kept. The limit {words}." in lines


def test_the_progress_line_is_drawn_over_itself_and_wiped() -> None:
    stream, stop = Terminal(), Event()
    line = ProgressLine(stream, stop, now=iter((10.0, 12.5, 13.0)).__next__)
    line.heard(Progress(2.0, {"care": Tier(90, 60)}, "care"))
    line.draw()
    stop.set()
    line.draw()
    line.clear()
    first, second, last = (part.strip() for part in stream.getvalue().split("\r\r"))
    assert first == "2 s: care, unmet care 1 h 30 min (at least 1 h)"
    assert second == f"3 s: {STOPPING}"
    assert not last


def test_the_progress_line_says_which_of_several_weeks_it_is_about() -> None:
    stream = Terminal()
    line = ProgressLine(stream, Event(), now=iter((10.0, 12.5)).__next__, title="week 2 of 4 (2026-11-30)")
    line.heard(Progress(2.0, {"care": Tier(0, 0), "make_ups": Tier(90, 60)}, "care"))
    line.draw()
    assert "week 2 of 4 (2026-11-30), 2 s: care, unmet care 0 min (proven), not made up 1 h" in stream.getvalue()


def test_no_progress_is_shown_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    line = ProgressLine(stream, Event())
    line.draw()
    line.clear()
    assert not stream.getvalue()


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (None, "preparing"),
        (Progress(0.1, {}, "building"), "building"),
        ("7 of 9 patients", "7 of 9 patients"),
        (
            Progress(1, {"care": Tier(0, 0), "comfort": Tier(12, 5)}, "comfort"),
            "comfort, unmet care 0 min (proven), comfort 12 (at least 5), Ctrl-C takes it as it is",
        ),
        (Progress(1, {"care": Tier(60, 0)}, ""), "unmet care 1 h"),
        (
            Progress(1, {"care": Tier(60, 0), "comfort": Tier(40, -90)}, "comfort"),
            "comfort, unmet care 1 h, comfort 40",
        ),
    ],
)
def test_progress_in_words(progress: Progress | str | None, words: str) -> None:
    assert describe(progress) == words


def test_shortfalls_in_sentences_by_patient() -> None:
    assert explained_lines(LACKING, GETS) == [
        "p2 gets 0 of 1 family session:",
        "  - No family hour is left (capacity).",
        "p1 gets 6 h of 7 h 30 min, 1 of 2 days:",
        "  - The windows hold 7 h 30 min (unavoidable).",
        "  - 3 h of the treatment days (open).",
    ]
    assert explained_lines((), {}) == ["Nobody falls short: every patient has all the care that is needed."]


def test_what_lacks_for_the_same_reason_is_told_once() -> None:
    lacks = [
        Shortfall("p1", "weekly_hours", "", 60, "capacity", "1 h of the 9 h of the week are missing: full: g1"),
        Shortfall("p1", "qualifying_days", "", 60, "capacity", "1 of the 3 days is missing: full: g1"),
        Shortfall("p1", "planned_sessions", "skills", 60, "capacity", "The one session of skills is missing: no"),
        Shortfall("p1", "planned_sessions", "process", 60, "own_needs", "The one session of process is missing: no"),
    ]
    assert told_once(lacks) == [
        "1 h of the 9 h of the week and 1 of the 3 days are missing: full: g1 (capacity).",
        "The one session of skills is missing: no (capacity).",
        "The one session of process is missing: no (own needs).",
    ]


def test_long_explanations_are_as_wide_as_a_page() -> None:
    long = Shortfall("p1", "weekly_hours", "", 90, "unavoidable", "a well-known " * 20 + "x" * 120)
    heading, *first, word, last = explained_lines([long], GETS)
    assert heading == "p1 gets 6 h of 7 h 30 min, 1 of 2 days:"
    assert first[0].startswith("  - a well-known a")
    assert all(line.startswith("    ") and len(line) <= 100 for line in first[1:])
    assert len(first) > 1
    assert (word, last) == ("    " + "x" * 120, "    (unavoidable).")


def test_unmet_rows_have_the_columns_of_the_file() -> None:
    assert unmet_rows(LACKING)[1] == {
        "patient": "p1",
        "need": "weekly_hours",
        "session_type": "",
        "minutes": "90",
        "cause": "unavoidable",
        "explanation": "The windows hold 7 h 30 min.",
    }


def test_the_shortfalls_of_a_patient_count_together_the_worst_first() -> None:
    first, second = patient_shortfalls(LACKING, GETS)
    assert (first.patient, first.minutes, first.causes) == ("p1", 270, {"unavoidable": 90, "open": 180})
    assert (second.patient, second.minutes) == ("p2", 60)


def test_places_and_loads_are_counted() -> None:
    caseload = clinic_with(
        patients=[patient("p1"), patient("p2")],
        therapists=[therapist("t1", max_minutes_week=600), therapist("t2")],
        groups=[group("g1", sizes=(1, 4)), group("g2")],
    )
    schedule = week(
        meeting("g1", "mon", "09:00-10:00", "p1 p2", therapists="t1 t2"),
        meeting("g1", "tue", "09:00-10:00", "p1"),
        one_to_one("p1", "mon", "11:00-11:50"),
    )
    assert group_fill(caseload, schedule) == (GroupFill("g1", 2, 3, 8), GroupFill("g2", 0, 0, 0))
    assert therapist_load(caseload, schedule) == (TherapistLoad("t1", 3, 170, 600), TherapistLoad("t2", 1, 60, None))


def test_the_summary_as_json_has_the_tiers_at_the_top() -> None:
    page = json.loads(summary_json(the_summary(), "abc"))
    assert page["status"] == "feasible"
    assert page["week"] == "2026-03-02"
    assert page["care"] == {"value": 330, "bound": 270}
    assert page["comfort"] == {"value": 40, "bound": 40}
    assert "stability" not in page
    assert page["patients_with_all_care"] == 1
    assert page["worst_shortfalls"][0] == {
        "patient": "p1",
        "minutes": 270,
        "causes": {"unavoidable": 90, "open": 180},
        "gets": "6 h of 7 h 30 min, 1 of 2 days",
    }


def test_the_summary_in_words() -> None:
    text = "\n".join(summary_lines(the_summary(), LACKING))
    assert "Week of Monday 2026-03-02: a verified schedule, the best found in time." in text
    assert "Care:      5 h 30 min (330 min) unmet; no schedule has less than 4 h 30 min (270 min) unmet." in text
    assert "Comfort:   40 points lost; proven, no schedule does better." in text
    assert "3 patients in care this week, 2 sessions." in text
    assert text.index("p1 gets 6 h of 7 h 30 min, 1 of 2 days:") < text.index("p2 gets 0 of 1 family session:")
    assert "  g1  2 meetings  9 of 12 places (75 %)\n  g2  0 meetings" in text
    assert "  t1  2 sessions  2 h of 25 h (8 %)\n  t2  0 sessions  0 min" in text
    short = summary_lines(the_summary(), LACKING, 40)
    part = short[short.index("Who falls short, and why") : short.index("How full the groups are")]
    assert len(part) > 6
    assert max(map(len, part)) <= 40


@pytest.mark.parametrize(
    ("care", "comfort", "praise", "proof"),
    [
        (
            Tier(60, 60),
            Tier(5, 0),
            "with as much care as possible, proven.",
            "5 points lost; not proven to be the least.",
        ),
        (Tier(60, 0), Tier(5, 5), "the best found in time.", "1 h (60 min) unmet; not proven to be the least."),
        (Tier(0, 0), Tier(5, 4), "with as much care as possible, proven.", "0 min unmet; nothing is lost."),
    ],
)
def test_the_summary_claims_no_more_than_is_proven(care: Tier, comfort: Tier, praise: str, proof: str) -> None:
    lines = summary_lines(the_summary(tiers={"care": care, "comfort": comfort}), ())
    assert lines[0].endswith(praise)
    assert any(line.endswith(proof) for line in lines)


def test_a_summary_of_the_best_week_says_so_and_leaves_out_what_is_not_there() -> None:
    best = the_summary(
        status="optimal", tiers={"care": Tier(0, 0), "comfort": Tier(0, 0)}, shortfalls=(), groups=(), therapists=()
    )
    text = "\n".join(summary_lines(best, ()))
    assert "proven to be the best possible." in text
    assert "falls short" not in text
    assert "How" not in text


def test_the_eleventh_worst_is_only_counted() -> None:
    lacking = tuple(Shortfall(f"p{n:02}", "weekly_hours", "", 60, "open", "") for n in range(11))
    gets = {lack.patient: "9 h of 10 h" for lack in lacking}
    text = "\n".join(summary_lines(the_summary(shortfalls=patient_shortfalls(lacking, gets)), lacking))
    assert "p09 gets" in text
    assert "p10" not in text
    assert "... and 1 more patient; unmet.csv has them all." in text


def test_an_export_lists_what_changed() -> None:
    folder = Path("calendars")
    changes = (
        CalendarChange("patients", "p1", "patients/x.ics", "new", added=("a", "b")),
        CalendarChange("patients", "p2", "patients/y.ics", "changed", changed=("c",), dropped=("d",)),
        CalendarChange("patients", "p3", "patients/z.ics", "unchanged"),
    )
    export = Export(folder, changes, ("patients.csv",), ("p4",))
    assert export_lines(export) == [
        f"Calendars in {folder}: 2 written, 1 unchanged.",
        "  p1  new      patients/x.ics  2 events added",
        "  p2  changed  patients/y.ics  1 event changed, 1 event cancelled",
        "Without a session, and so without a new calendar: p4.",
        f"For staff only: {folder / 'patients.csv'}",
        f"Send these today: p1, p2. Whose file is whose: {folder / 'whose.csv'} (for staff only).",
    ]
    assert calendar_count(export) == f"3 calendars in {folder}, 2 of them new or changed"
