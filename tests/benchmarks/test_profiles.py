"""Performance profiles: shares of cases by hand, and the picture."""

from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.cases import SolverName
from benchmarks.profiles import cases_of, draw, profiles, to_best, to_proof, told
from benchmarks.results import Run, append
from tests.benchmarks.runs import run_of, unproven

TWO: tuple[SolverName, ...] = ("iop", "general")


def three_cases() -> list[Run]:
    """In the first iop is twice as soon, in the second the peer is alone with a proof, in the third nobody has one."""
    return [
        run_of("iop", seed=1, care_proven_s=2, steps="2.0:0/0"),
        run_of("general", seed=1, care_proven_s=4, steps="1.0:0/0 4.0:0/0"),
        run_of("iop", seed=2, care=500, care_bound=0, care_proven_s=None, steps="1.0:500/0"),
        run_of("general", seed=2, care_proven_s=8, steps="8.0:0/0"),
        unproven("iop", seed=3).model_copy(update={"steps": "3.0:202/0 6.0:200/50"}),
        unproven("general", seed=3).model_copy(update={"steps": "9.0:200/0"}),
    ]


def test_a_proof_counts_by_how_many_times_later_it_came_than_the_soonest() -> None:
    found = profiles(cases_of(three_cases(), TWO), TWO, to_proof)
    assert list(found["iop"].ratios) == [1, float("inf"), float("inf")]
    assert list(found["general"].ratios) == [2, 1, float("inf")]
    assert [round(found["general"].percent(factor)) for factor in (1, 1.9, 2, 1000)] == [33, 33, 67, 67]


def test_the_best_week_counts_from_when_it_was_within_one_percent() -> None:
    found = profiles(cases_of(three_cases(), TWO), TWO, to_best)
    assert list(found["iop"].ratios) == [2, float("inf"), 1]
    assert list(found["general"].ratios) == [1, 1, 3]


def test_a_run_that_tells_no_step_has_its_week_at_its_end() -> None:
    run = run_of("highs", seconds=7.5)
    assert to_best(run, {"highs": run}) == 7.5
    nothing = run_of("general", status="none", care=None)
    assert to_best(nothing, {"general": nothing}) is None


def test_only_caseloads_on_which_all_were_run_count() -> None:
    runs = [*three_cases(), run_of("iop", seed=4), run_of("plain", seed=1)]
    assert len(cases_of(runs, TWO)) == 3
    with pytest.raises(ValueError, match="no caseload on which all of iop, highs"):
        cases_of(runs, ("iop", "highs"))


def test_the_profile_is_told_in_words() -> None:
    lines = told(three_cases(), TWO).splitlines()
    assert len(lines) == 4
    proof = "general: the proof that no week is better: of 3 cases 33 % soonest, 67 % within twice the soonest"
    assert proof in lines[3]


def test_the_command_draws_and_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for run in three_cases():
        append(tmp_path / "results.csv", run)
    pictures = [tmp_path / "a.svg", tmp_path / "b.svg"]
    for picture in pictures:
        main(["profile", str(tmp_path / "results.csv"), "--picture", str(picture)])
    first, second = (picture.read_text(encoding="utf-8") for picture in pictures)
    assert first == second
    assert "Share of 3 cases" in first
    assert "iop: a week within 1 %" in capsys.readouterr().out


def test_nothing_reached_is_still_a_picture(tmp_path: Path) -> None:
    draw([unproven("iop"), unproven("general")], TWO, tmp_path / "profile.png")
    assert (tmp_path / "profile.png").read_bytes().startswith(b"\x89PNG")
