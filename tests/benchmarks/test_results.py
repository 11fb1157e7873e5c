"""Results: the columns of the file, and what a reader of the table is told."""

import csv
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.markdown import HEADINGS, against, table
from benchmarks.results import COLUMNS, COLUMNS_WITHOUT_STEPS, Step, append, newest, read, steps_of, steps_text
from tests.benchmarks.runs import run_of, unproven


def row_of(text: str, solver: str) -> dict[str, str]:
    """Cells by heading of the only row of a solver."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    (found,) = [row for row in rows if row[2] == solver]
    return dict(zip(HEADINGS, found, strict=True))


def test_the_file_has_these_columns(tmp_path: Path) -> None:
    append(tmp_path / "results.csv", run_of())
    with (tmp_path / "results.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == list(COLUMNS)
    assert len(rows) == 1
    assert (
        *("date", "commit", "python", "ortools", "workers", "limit_s"),
        *("family", "patients", "seed", "solver", "cached", "status", "verified"),
        *("variables", "build_s", "first_week_s", "near_s", "care_proven_s", "seconds"),
        *("care", "care_bound", "comfort", "comfort_bound", "asked", "peak_mb", "steps"),
    ) == COLUMNS


def test_what_is_written_is_read(tmp_path: Path) -> None:
    runs = [run_of(), unproven("plain"), run_of("highs", first_week_s=None, comfort=None, comfort_bound=None)]
    for run in runs:
        append(tmp_path / "results.csv", run)
    assert read([tmp_path / "results.csv"]) == runs


@pytest.mark.parametrize(("is_now", "was"), [("family,size", "family,patients"), ("sometimes", "optimal")])
def test_a_file_of_another_form_is_refused(tmp_path: Path, is_now: str, was: str) -> None:
    path = tmp_path / "results.csv"
    append(path, run_of())
    path.write_text(path.read_text(encoding="utf-8").replace(was, is_now), encoding="utf-8")
    with pytest.raises(ValueError, match=r"other columns|sometimes"):
        read([path])


def test_the_newest_file_is_the_last_by_date(tmp_path: Path) -> None:
    for name in ("2026-03-10T0905-c", "2026-03-10T1410-b", "2026-03-10-e", "2026-03-09T2300-c", "2025-12-31-d"):
        append(tmp_path / f"{name}.csv", run_of())
    assert newest(tmp_path) == tmp_path / "2026-03-10T1410-b.csv"


def test_without_results_it_says_how_to_get_some(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="--quick"):
        newest(tmp_path)


def test_the_table_has_medians_and_ranges() -> None:
    runs = [
        run_of(seed=seed, care_proven_s=s, peak_mb=mb) for seed, s, mb in ((1, 2.0, 150), (2, 3, 190), (3, 12, 160))
    ]
    cells = row_of(table(runs), "iop")
    assert cells["care proven"] == "3.0 (2.0-12)"
    assert cells["memory"] == "160"
    assert cells["care / bound"] == "0 / 0"
    assert cells["comfort / bound"] == "400 / 300 (25.0 %)"
    assert cells["verified"] == "3 of 3"
    assert cells["against plain"] == "-"


def test_a_run_without_proof_counts_as_slower_than_any_other() -> None:
    most = row_of(table([run_of("plain", seed=1), run_of("plain", seed=2, care_proven_s=4), unproven(seed=3)]), "plain")
    assert most["care proven"] == "4.0 (2 of 3, from 2.0)"
    few = row_of(table([run_of("plain", seed=1), unproven(seed=2), unproven(seed=3)]), "plain")
    assert few["care proven"] == "- (1 of 3, from 2.0)"
    assert few["care / bound"] == "200 / 50 (75.0 %)"
    assert row_of(table([unproven()]), "plain")["care proven"] == "-"


def test_the_table_says_how_many_times_faster_than_the_plain_model() -> None:
    assert row_of(table([run_of(), run_of("plain", care_proven_s=9)]), "iop")["against plain"] == "4.5 x"
    assert row_of(table([run_of(), unproven()]), "iop")["against plain"] == "≥ 5.0 x"
    assert against([unproven("iop")], []) == "-"


def test_the_table_compares_with_the_general_strategy_and_no_peer_with_itself() -> None:
    runs = [run_of(), run_of("general", care_proven_s=5), run_of("plain", care_proven_s=9)]
    assert row_of(table(runs), "iop")["against general"] == "2.5 x"
    assert row_of(table(runs), "general")["against general"] == "-"
    assert row_of(table(runs), "general")["against plain"] == "1.8 x"


def test_the_table_tells_care_and_bound_after_some_seconds() -> None:
    way = "0.5:900/0 9.9:400/ 10.1:300/100 45.0:200/200"
    runs = [run_of(seed=1, limit_s=60, care=200, care_bound=200, care_proven_s=45, steps=way)]
    cells = row_of(table(runs), "iop")
    assert [cells[f"after {seconds} s"] for seconds in (10, 30, 60)] == ["400 / -", "300 / 100", "200 / 200"]
    late = run_of(seed=2, limit_s=60, care=700, care_bound=0, care_proven_s=None, steps="20.0:700/0")
    cells = row_of(table([*runs, late]), "iop")
    assert [cells[f"after {seconds} s"] for seconds in (10, 30)] == ["400 / - (1 of 2)", "500 / 50"]


def test_after_the_limit_only_what_is_proven_is_known() -> None:
    assert row_of(table([run_of(limit_s=10)]), "iop")["after 60 s"] == "0 / 0"
    assert row_of(table([run_of(limit_s=10, care_proven_s=None, steps="1.0:5/0")]), "iop")["after 30 s"] == "-"


def test_steps_are_kept_to_a_tenth_of_a_second() -> None:
    text = steps_text([Step(0.11, 90, None), Step(0.12, 80, 0), Step(2, 70, 70)])
    assert text == "0.1:80/0 2.0:70/70"
    assert steps_of(text) == [Step(0.1, 80, 0), Step(2.0, 70, 70)]
    assert steps_text([]) is None
    assert steps_of(None) == []


def test_a_file_from_before_steps_is_read_but_not_continued(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    append(path, run_of())
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == ",".join((*COLUMNS_WITHOUT_STEPS, "steps"))
    old = "\n".join(line.rsplit(",", 1)[0] for line in lines)
    path.write_text(f"{old}\n", encoding="utf-8")
    assert read([path]) == [run_of()]
    with pytest.raises(ValueError, match="other columns"):
        append(path, run_of())


def test_the_last_of_equal_runs_counts() -> None:
    cells = row_of(table([run_of(care_proven_s=5), run_of(care_proven_s=7)]), "iop")
    assert cells["care proven"] == "7.0"


def test_no_run_is_no_table() -> None:
    with pytest.raises(ValueError, match="no runs"):
        table([])


def test_the_command_prints_the_table_of_all_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    append(tmp_path / "one.csv", run_of())
    append(tmp_path / "two.csv", run_of("plain", care_proven_s=9))
    main(["table", str(tmp_path / "one.csv"), str(tmp_path / "two.csv")])
    text = capsys.readouterr().out
    assert text.startswith("Measured on 2026-03-02 at commit abc1234 with OR-Tools 9.15.6755, Python 3.11.7 and 2 wo")
    assert row_of(text, "iop")["against plain"] == "4.5 x"
