"""The command that measures what many weeks cost."""

from pathlib import Path

import pytest

from benchmarks.scale import Cost, busy_words, main, night_lines, size_line
from scheduler.studies.clinics import PlannedClinic
from scheduler.studies.running import prepared


def test_weeks_are_told_by_size(capsys: pytest.CaptureFixture[str]) -> None:
    main(["weeks", "--sizes", "10", "--seeds", "1", "--time-limit", "1", "--processes", "1"])
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("| patients | seconds, median |")
    assert told[2].startswith("| 10 | ")
    assert " of 1 |" in told[2]
    assert told[-1].endswith("the rest in starting and waiting.")


def test_a_night_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    main(["night", "--clinics", "1", "--time-limit", "3", "--processes", "1"])
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("1 clinics planned, 0 failed, ")


def test_figures_of_sizes_and_nights() -> None:
    costs = [
        Cost(10, 1, 1.0, 2.0, is_proven=True, asked=600, gap=0),
        Cost(10, 2, 3.0, 4.0, is_proven=False, asked=600, gap=60),
    ]
    assert size_line(10, costs) == "| 10 | 3.0 | 4.0 | 1 of 2 | 10.0 |"
    assert busy_words([1.0, 3.0], [2.0, 4.0], 10.0).startswith("40 % of the processes' time in the search")
    planned = [PlannedClinic("optimal", 10, 9, 50, least, 1.0, 2.0 + least, ()) for least in (50, 0)]
    assert list(night_lines(planned, 1, [1.0, 40.0, 52.0], 52.0, 2))[:2] == [
        "2 clinics planned, 1 failed, 1 with care proven, in 52 s",
        "138 clinics an hour on 2 processes",
    ]


def test_the_study_of_a_year_can_be_begun(tmp_path: Path) -> None:
    ready = prepared(Path(__file__).parents[2] / "benchmarks" / "study.toml", tmp_path / "out")
    assert ready.weeks == len(ready.left) == 120
    assert {ready.size(week) for week in ready.left} == {25, 35, 45, 60}
