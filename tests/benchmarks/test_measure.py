"""One run: its milestones, what the verifier makes of it, and a series of runs in processes of their own."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import running
from benchmarks.__main__ import parser, sizes_of
from benchmarks.cases import FAMILIES, FULL, QUICK, Case, Job, jobs
from benchmarks.measure import Ended, caseload_of, checked, milestones, whole_model
from benchmarks.results import COLUMNS, Step, read
from benchmarks.running import Circumstances, measured
from scheduler.schedule import Schedule

TODAY = Circumstances("2026-03-02", "abc1234", "3.11.7", "9.15.6755", "1410")


def reached(steps: Sequence[Step], final: int, asked: int) -> tuple[object, ...]:
    return tuple(milestones(steps, final, asked).values())


def test_a_first_week_has_at_most_twice_the_final_unmet_care_and_a_twentieth_of_all() -> None:
    assert reached([Step(1, 251, 0), Step(2, 250, 0)], 100, 1000) == (2, None, None)


def test_a_week_is_near_within_one_percent_of_the_final() -> None:
    assert reached([Step(1, 102, 0), Step(2, 101, 0), Step(3, 100, 0)], 100, 0) == (1, 2, None)


def test_care_is_proven_where_the_bound_meets_the_final_value() -> None:
    steps = [Step(1, 5, None), Step(2, 5, 4), Step(3, 4, 4), Step(4, 4, 4)]
    assert reached(steps, 4, 0) == (1, 3, 3)


def test_a_claim_that_the_verifier_does_not_confirm_is_told() -> None:
    caseload, monday = caseload_of(Case("fixed", 10, 1))
    nobody = Schedule(())
    told = checked(caseload, monday, nobody, Ended({}, nobody, 1, 0, 0, 0), [])
    assert told["verified"] == "no"
    assert told["care"] != 0
    assert "first_week_s" not in told


def test_the_whole_model_is_larger_with_groups_than_without() -> None:
    caseload, monday = caseload_of(Case("all_open", 10, 1))
    without_groups = replace(caseload, groups={}, meetings={}, members=())
    smaller, whole = (whole_model(one, monday)["variables"] for one in (without_groups, caseload))
    assert isinstance(smaller, int)
    assert isinstance(whole, int)
    assert 0 < smaller < whole


def test_peers_run_on_the_caseloads_of_this_program_up_to_their_largest_size() -> None:
    made = list(jobs({"fixed": (120, 121)}, (1, 2), ("iop", "general", "plain", "highs"), None, 2))
    assert [(job.solver, job.case.patients) for job in made if job.case.seed == 2] == [
        ("iop", 120),
        ("general", 120),
        ("plain", 120),
        ("highs", 120),
        ("iop", 121),
        ("general", 121),
    ]
    assert {job.seconds for job in made} == {60}
    assert [job.seconds for job in jobs({"fixed": (1999, 2000)}, (1,), ("iop",), None, None)] == [60, 180]


def test_sets_are_narrowed_by_the_command_line() -> None:
    def asked(*arguments: str) -> object:
        return sizes_of(parser().parse_args(arguments))

    assert asked() == asked("--quick") == QUICK
    assert asked("--full") == FULL
    assert asked("--full", "--families", "short_5") == {"short_5": FULL["short_5"]}
    assert asked("--families", "fixed", "--sizes", "10", "20") == {"fixed": (10, 20)}
    assert asked("--sizes", "10") == dict.fromkeys(FAMILIES, (10,))


def test_each_run_has_a_process_and_a_line_and_peers_are_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(running, "commit_of", lambda _: "abc1234")
    todo = [Job(solver, Case("fixed", 10, 1), 60, 2) for solver in ("iop", "plain")]
    first = list(measured(todo, tmp_path / "first.csv", TODAY, remember_peers=True))
    assert [(run.solver, run.status != "failed", run.verified, run.cached) for run in first] == [
        ("iop", True, "yes", "no"),
        ("plain", True, "yes", "no"),
    ]
    assert all(run.care == run.care_bound == 0 and run.peak_mb and run.variables for run in first)
    assert all((run.way[-1].care, run.way[-1].bound) == (0, 0) for run in first)
    assert first[0].comfort is not None
    assert first[1].comfort is None
    again = list(measured(todo[1:], tmp_path / "again.csv", TODAY, remember_peers=True))
    assert again == [first[1].model_copy(update={"cached": "yes"})]
    assert list(measured(todo, tmp_path / "first.csv", TODAY, remember_peers=True)) == []
    assert read([tmp_path / "first.csv"]) == first
    assert len(COLUMNS) == len(set(COLUMNS))


def test_a_run_that_breaks_down_is_a_line_too(tmp_path: Path) -> None:
    # A caseload of so few patients is refused.
    (run,) = measured([Job("iop", Case("fixed", 1, 1), 2, 2)], tmp_path / "results.csv", TODAY, remember_peers=False)
    assert run.status == "failed"
    assert run.verified is None


def test_results_never_replace_earlier_ones(tmp_path: Path) -> None:
    assert TODAY.file(tmp_path) == tmp_path / "2026-03-02T1410-abc1234.csv"
    TODAY.file(tmp_path).touch()
    assert TODAY.file(tmp_path) == tmp_path / "2026-03-02T1410-abc1234-2.csv"
