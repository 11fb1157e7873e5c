"""A week planned, checked and explained from Python is the one of the commands."""

import csv
import io
import json
import pickle
from collections.abc import Mapping
from pathlib import Path
from threading import Event

import pandas as pd
import pytest

import scheduler
from scheduler.files.recognised import Foreign
from scheduler.planning.starter import put_starter
from tests.cli.running import run

WEEK = "2026-11-25"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, pd.DataFrame]:
    """The starter, in which one patient cannot come at all."""
    folder = tmp_path_factory.mktemp("starter") / "clinic"
    put_starter(folder)
    tables = scheduler.read_tables(folder)
    who = tables["patients"]["patient"].iloc[0]
    away = pd.DataFrame([{"who": who, "date": "2026-11-23", "until": "2026-11-29"}])
    return {**tables, "absences": pd.concat([tables["absences"], away])}


@pytest.fixture(scope="module")
def solved(tables: Mapping[str, pd.DataFrame]) -> scheduler.SolvedWeek:
    return scheduler.solve_week(tables, WEEK, deterministic=True, until="care")


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def as_text(frame: pd.DataFrame) -> list[Mapping[str, str]]:
    return [{str(name): str(cell) for name, cell in row.items()} for row in frame.to_dict("records")]


def test_the_week_is_that_of_the_command(
    tables: Mapping[str, pd.DataFrame], solved: scheduler.SolvedWeek, tmp_path: Path
) -> None:
    scheduler.write_caseload(tables, tmp_path / "clinic")
    options = ("--deterministic", "--until", "care", "--no-page", "--week", WEEK)
    assert run("solve", tmp_path / "clinic", "--out", tmp_path / "plan", *options).exit_code == 0
    files = solved.files()
    assert (tmp_path / "plan" / "schedule.csv").read_bytes() == files["schedule.csv"]
    assert (tmp_path / "plan" / "unmet.csv").read_bytes() == files["unmet.csv"]


def test_its_frames_have_what_its_files_have(solved: scheduler.SolvedWeek) -> None:
    files = solved.files()
    assert as_text(solved.sessions) == rows(files["schedule.csv"])
    assert as_text(solved.unmet) == rows(files["unmet.csv"])
    told = json.loads(files["summary.json"])
    assert told["status"] == solved.status
    assert {name: told[name]["value"] for name in solved.tiers} == {
        name: tier.value for name, tier in solved.tiers.items()
    }
    assert told["sessions"] == len(solved.sessions)
    assert told["patients"] == len(solved.patients)
    assert told["patients_with_all_care"] == solved.patients["has_all_care"].sum()


def test_figures_of_patients_groups_and_therapists_are_those_of_the_sessions(solved: scheduler.SolvedWeek) -> None:
    sessions = solved.sessions
    patients = solved.patients.set_index("patient")
    attended = sessions["patients"].str.split(";").explode().value_counts()
    for who, row in patients.iterrows():
        assert row["sessions"] == attended.get(who, 0)
    assert patients["unmet_minutes"].sum() == solved.tiers["care"].value == solved.unmet["minutes"].sum()
    assert not patients["has_all_care"].iloc[0]
    assert (patients["unmet_minutes"] <= patients["asked_minutes"]).all()
    groups = solved.groups.set_index("group")
    held = sessions[sessions["group"] != ""]
    assert groups["meetings"].sum() == len(held)
    assert groups["taken"].sum() == held["patients"].str.split(";").map(len).sum()
    assert (groups["taken"] <= groups["places"]).all()
    led = sessions["therapists"].str.split(";").explode().value_counts()
    for _, row in solved.therapists.iterrows():
        assert row["sessions"] == led.get(row["therapist"], 0)


def test_numbers_are_numbers_also_where_there_are_none(solved: scheduler.SolvedWeek) -> None:
    assert solved.unmet["minutes"].dtype == "int64"
    nobody = scheduler.explain_week(solved.caseload, solved.schedule, WEEK, is_care_proven=True).iloc[:0]
    assert nobody["minutes"].dtype == "int64"
    assert solved.therapists["max_minutes_week"].dtype == "Int64"
    assert solved.patients["has_all_care"].dtype == "bool"


def test_a_solved_week_survives_a_process(solved: scheduler.SolvedWeek) -> None:
    copy = pickle.loads(pickle.dumps(solved))  # noqa: S301 - our own
    assert copy == solved
    assert copy.is_care_proven
    assert copy.seconds > 0


def test_the_week_is_verified_from_a_frame_a_file_and_a_value(
    tables: Mapping[str, pd.DataFrame], solved: scheduler.SolvedWeek, tmp_path: Path
) -> None:
    solved.write(tmp_path, page=False)
    for sessions in (solved.sessions, tmp_path / "schedule.csv", str(tmp_path / "schedule.csv"), solved.schedule):
        found = scheduler.verify_week(tables, sessions, WEEK)
        assert found.is_clean
        assert found.violations.empty
        assert found.score.care == solved.tiers["care"].value


def test_a_broken_rule_is_told_in_a_row(tables: Mapping[str, pd.DataFrame], solved: scheduler.SolvedWeek) -> None:
    who = tables["patients"]["patient"].iloc[0]
    sessions = solved.sessions
    sessions.loc[0, "patients"] = who
    found = scheduler.verify_week(tables, sessions, WEEK)
    assert not found.is_clean
    assert "patient_available" in set(found.violations["rule"])
    assert (found.violations["amount"] > 0).all()


def test_causes_are_explained_later_too(tables: Mapping[str, pd.DataFrame], solved: scheduler.SolvedWeek) -> None:
    quick = scheduler.solve_week(tables, WEEK, deterministic=True, until="care", explain=False)
    assert set(quick.unmet["cause"]) == {"open"}
    known = scheduler.explain_week(tables, quick.sessions, WEEK, is_care_proven=quick.is_care_proven)
    pd.testing.assert_frame_equal(known, solved.unmet)
    assert "unavoidable" in set(known["cause"])


def test_an_earlier_week_is_kept(tables: Mapping[str, pd.DataFrame], solved: scheduler.SolvedWeek) -> None:
    again = scheduler.solve_week(tables, WEEK, deterministic=True, previous=solved.sessions, seed=3)
    assert again.tiers["stability"].value == 0
    assert scheduler.verify_week(tables, again.sessions, WEEK, previous=solved.schedule).score.stability == 0


def test_a_later_week_is_no_earlier_one(tables: Mapping[str, pd.DataFrame], solved: scheduler.SolvedWeek) -> None:
    with pytest.raises(scheduler.BadInput, match="this is a later week than that of 2026-11-16"):
        scheduler.solve_week(tables, "2026-11-16", previous=solved.schedule)


def test_the_search_tells_how_it_goes_and_ends_when_it_is_told(tables: Mapping[str, pd.DataFrame]) -> None:
    heard: list[object] = []
    stop = Event()

    def hear(progress: object) -> None:
        heard.append(progress)
        stop.set()

    week = scheduler.solve_week(tables, WEEK, on_progress=hear, stop=stop, workers=1)
    assert heard
    assert scheduler.verify_week(tables, week.schedule, WEEK).is_clean


def test_a_week_is_written_with_its_page_and_takes_no_place_of_others(
    solved: scheduler.SolvedWeek, tmp_path: Path
) -> None:
    solved.write(tmp_path / "plan")
    assert {path.name for path in (tmp_path / "plan").iterdir()} == {*solved.files(), "week.html"}
    assert (tmp_path / "plan" / "week.html").stat().st_mode & 0o777 == 0o600
    solved.write(str(tmp_path / "plan"))
    (tmp_path / "plan" / "unmet.csv").write_text("mine\n1\n")
    with pytest.raises(Foreign):
        solved.write(tmp_path / "plan")


def test_a_week_that_is_no_date_is_a_mistake_of_the_caller(tables: Mapping[str, pd.DataFrame]) -> None:
    with pytest.raises(ValueError, match="Invalid isoformat"):
        scheduler.solve_week(tables, "next week")


def test_two_patients_with_one_therapist_at_once_contradict(tables: Mapping[str, pd.DataFrame]) -> None:
    agreed = pd.DataFrame(
        [
            {"patient": who, "session_type": "individual", "day": "fri", "start": "09:00", "therapist": "th1"}
            for who in ("p02", "p03")
        ]
    )
    with pytest.raises(scheduler.Contradiction) as clash:
        scheduler.solve_week({**tables, "appointments": agreed}, WEEK, time_limit=20)
    assert sum(row.startswith("appointments, row") for row in clash.value.rows) == 2


def test_bad_input_tells_every_problem(tables: Mapping[str, pd.DataFrame]) -> None:
    patients = tables["patients"].copy()
    patients.loc[5, "level"] = "nowhere"
    patients.loc[1, "mode"] = "by phone"
    with pytest.raises(scheduler.BadInput) as bad:
        scheduler.solve_week({**tables, "patients": patients}, WEEK)
    assert [problem.column for problem in bad.value.problems] == ["mode", "level"]
