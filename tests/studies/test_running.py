"""A study from its file to its results: what is kept, what is refused, and that the same comes out each time."""

import csv
import json
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from pyarrow import parquet

from scheduler.errors import BadInput
from scheduler.files.outputs import CannotWrite
from scheduler.files.recognised import Foreign
from scheduler.studies.child import Failed
from scheduler.studies.progress import Progress
from scheduler.studies.running import exit_code_of, prepared, report, solve_left, told_lines
from scheduler.studies.solving import WeekJob
from scheduler.studies.store import OtherStudy
from tests.studies.clinic import STUDY, Inline, put, tiny

TIMES = {"seconds"}


def run(file: Path, out: Path, pool: Inline | None = None) -> list[Progress]:
    """Solves what is left, and reports."""
    told: list[Progress] = []
    pool = pool or Inline()
    assert solve_left(prepared(file, out), pool, pool.stop, told.append) == []
    report([out], out)
    return told


def results(out: Path) -> list[dict[str, str]]:
    with (out / "results.csv").open(encoding="utf-8", newline="") as file:
        return [{name: cell for name, cell in row.items() if name not in TIMES} for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tiny study and its results."""
    folder = tmp_path_factory.mktemp("done")
    run(put(folder), folder / "out")
    return folder


def test_every_week_has_a_row_whose_figures_are_known_by_heart(done: Path) -> None:
    rows = results(done / "out")
    assert [(row["caseload_size"], row["staff"], row["seed"]) for row in rows] == [
        (size, staff, seed) for size in ("as now", "two more") for staff in ("as now", "t1 away") for seed in "12"
    ]
    first = rows[0]
    expected = {
        "study": "Tiny",
        "scenario": "as now, as now",
        "status": "proven",
        "is_care_proven": "yes",
        "patients": "3",
        "therapists": "1",
        "sessions": "2",
        "patients_with_all_care": "2",
        "care_asked_hours": "2.5",
        "care_met_hours": "1.67",
        "care_met_at_most_hours": "1.67",
        "care_met_share": "66.7",
        "all_care_share": "66.7",
        "care_unmet_hours": "0.83",
        "care_unmet_at_least_hours": "0.83",
        "care_given_hours": "1.67",
        "unmet_capacity_hours": "0.83",
        "unmet_open_hours": "0.0",
        "group_fill_share": "",
        "led_hours": "1.67",
        "therapist_use_share": "83.3",
        "waiting_hours": "0.0",
    }
    assert {name: first[name] for name in expected} == expected
    parts = [
        sum(float(first[f"{kind}_{name}_unmet_hours"]) for name in names)
        for kind, names in (("level", ("iop", "php")), ("pattern", ("any", "evening")))
    ]
    assert parts == [0.83, 0.83]
    away = rows[2]
    assert (away["care_met_hours"], away["unmet_unavoidable_hours"]) == ("0.0", "2.5")
    assert (rows[4]["patients"], rows[4]["care_asked_hours"], rows[4]["care_met_hours"]) == ("5", "4.17", "1.67")


def test_parquet_holds_the_same_with_numbers_as_numbers(done: Path) -> None:
    table = parquet.read_table(done / "out" / "results.parquet").to_pylist()
    rows = results(done / "out")
    assert [str(row["care_met_hours"]) for row in table] == [row["care_met_hours"] for row in rows]
    assert all(isinstance(row["care_met_share"], float) and isinstance(row["patients"], int) for row in table)
    assert list(table[0]) == [*[*rows[0]][:-2], "seconds", "week", "file"]


def test_the_page_leads_to_each_week_and_tells_where_capacity_bends(done: Path) -> None:
    page = (done / "out" / "study.html").read_text(encoding="utf-8")
    for row in results(done / "out"):
        assert page.count(f'href="{row["file"]}"') == 2, "once on the plot, once in the table"
        week = (done / "out" / row["file"]).read_text(encoding="utf-8")
        assert "Week of Monday 2 March 2026" in week
    assert "8 solved weeks, 8 of them proven" in page
    assert "With &#39;as now&#39; capacity bends at 3 patients" in page
    assert "0 % is met" in page
    assert "as now, as now, seed 1: 3 patients, 1.67 h of 2.5 h met, proven" in page
    assert not {"http:", "https:"} & {part[:5] for part in page.split('href="')[1:]}


def test_everything_is_private_and_names_nobody(done: Path) -> None:
    for place in (done / "out").rglob("*"):
        assert place.stat().st_mode & 0o777 == (0o700 if place.is_dir() else 0o600), place
        if place.is_file():
            assert not any(name in place.read_bytes() for name in (b"Acorn", b"Heron", b"works")), place


def test_what_is_kept_of_a_week_is_its_schedule_and_its_figures(done: Path) -> None:
    week = json.loads((done / "out" / results(done / "out")[0]["file"].replace(".html", ".json")).read_bytes())
    assert (week["scenario"], week["seed"], week["status"]) == ("as now, as now", 1, "feasible")
    assert [row["patients"] in {"p1", "p2", "p3"} for row in week["schedule"]] == [True, True]
    assert week["figures"]["care_unmet"] == 50
    assert 0 < week["seconds"] <= week["busy_seconds"]


def test_a_study_that_was_ended_goes_on_where_it_was_and_comes_to_the_same(done: Path, tmp_path: Path) -> None:
    file = put(tmp_path)
    stop = Event()
    first, second = Inline(stop, after=3), Inline()
    told = run(file, tmp_path / "out", first)
    assert (told[0].done, told[0].of, told[0].left_seconds) == (0, 8, None)
    assert len(results(tmp_path / "out")) == len(first.solved) == 3
    kept = {place: place.read_bytes() for place in (tmp_path / "out" / "weeks").glob("*.json")}
    told = run(file, tmp_path / "out", second)
    assert told[-1].done == 7
    assert not {place.stem for place in kept} & set(second.solved)
    assert all(place.read_bytes() == content for place, content in kept.items())
    assert results(tmp_path / "out") == results(done / "out")


def test_a_study_that_is_done_solves_nothing_again(done: Path) -> None:
    pool = Inline()
    run(done / "study.toml", done / "out", pool)
    assert pool.solved == []


def test_a_study_may_grow_and_keeps_what_is_done(done: Path, tmp_path: Path) -> None:
    file = put(tmp_path)
    run(file, tmp_path / "out")
    file.write_text(STUDY.replace('"t1 away"]', '"t1 away", ["t1 away", "two more"]]'), encoding="utf-8")
    pool = Inline()
    run(file, tmp_path / "out", pool)
    assert len(pool.solved) == 4
    assert len(results(tmp_path / "out")) == 12
    del done


def test_the_largest_weeks_come_first(tmp_path: Path) -> None:
    ready = prepared(put(tmp_path), tmp_path / "out")
    assert [ready.size(week) for week in ready.left] == [5, 5, 5, 5, 3, 3, 3, 3]


def test_another_caseload_is_another_study_and_is_refused(done: Path, tmp_path: Path) -> None:
    tables = tiny()
    tables["therapists"][0]["max_hours_week"] = "3"
    file = put(tmp_path, tables=tables)
    with pytest.raises(OtherStudy, match="holds another study, 'Tiny'"):
        prepared(file, done / "out")


def test_a_result_of_another_study_among_the_weeks_is_refused_by_its_name(done: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    tables = tiny()
    tables["therapists"][0]["max_hours_week"] = "3"
    run(put(tmp_path, tables=tables), other)
    strange = next((done / "out" / "weeks").glob("*.json"))
    moved = other / "weeks" / strange.name
    moved.write_bytes(strange.read_bytes())
    for refused in (lambda: prepared(tmp_path / "study.toml", other), lambda: report([other], other)):
        with pytest.raises(OtherStudy, match=f"{strange.name} is a result of another study"):
            refused()
    moved.unlink()
    report([other], other)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"study": "x"}', b'{"key'])
def test_a_damaged_result_is_named(tmp_path: Path, content: bytes) -> None:
    file = put(tmp_path)
    run(file, tmp_path / "out", Inline(Event(), after=2))
    place = next((tmp_path / "out" / "weeks").glob("*.json"))
    place.write_bytes(content)
    with pytest.raises(OtherStudy, match=r"or damaged\. Move it away"):
        prepared(file, tmp_path / "out")


def test_a_copy_under_another_name_is_refused(tmp_path: Path) -> None:
    file = put(tmp_path)
    run(file, tmp_path / "out", Inline(Event(), after=2))
    place = next((tmp_path / "out" / "weeks").glob("*.json"))
    place.with_stem("copy").write_bytes(place.read_bytes())
    with pytest.raises(OtherStudy, match=r"copy\.json is a result of another study"):
        prepared(file, tmp_path / "out")


def test_nothing_of_somebody_else_is_replaced(tmp_path: Path) -> None:
    file = put(tmp_path)
    (tmp_path / "out").mkdir()
    for name in ("study.json", "results.csv", "results.parquet", "study.html"):
        mine = tmp_path / "out" / name
        mine.write_text("mine", encoding="utf-8")
        with pytest.raises(Foreign, match=name):
            prepared(file, tmp_path / "out")
        mine.unlink()
    with pytest.raises(CannotWrite):
        prepared(file, file)


def test_a_caseload_with_problems_is_told_by_its_rows(tmp_path: Path) -> None:
    tables = tiny()
    tables["patients"][1]["level"] = "none"
    with pytest.raises(BadInput, match="patients, row 3, column level"):
        prepared(put(tmp_path, tables=tables), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_older_studies_are_put_together(done: Path, tmp_path: Path) -> None:
    file = put(tmp_path, STUDY.replace('"Tiny"', '"Older"').replace("seeds = [1, 2]", "seeds = [3]"))
    run(file, tmp_path / "older")
    found = report([done / "out", tmp_path / "older"], tmp_path / "both")
    rows = results(tmp_path / "both")
    assert [row["study"] for row in rows] == ["Tiny"] * 8 + ["Older"] * 4
    assert (found.title, found.solved, found.of) == ("Tiny, Older", 12, 12)
    page = (tmp_path / "both" / "study.html").read_text(encoding="utf-8")
    for row in rows:
        assert (tmp_path / "both" / row["file"]).exists()
        assert row["file"] in page


def test_a_folder_without_a_study_cannot_be_reported(tmp_path: Path) -> None:
    with pytest.raises(OtherStudy, match=r"study\.json is missing or damaged"):
        report([tmp_path], tmp_path)


def test_weeks_without_a_schedule_are_rows_too(tmp_path: Path) -> None:
    tables = tiny()
    at = {"patient": "p1", "session_type": "individual", "day": "mon", "start": "09:00"}
    tables["appointments"] = [at, {**at, "patient": "p2", "start": "09:30"}]
    file = put(tmp_path, tables=tables)
    run(file, tmp_path / "out", Inline(Event(), after=99))
    row = results(tmp_path / "out")[0]
    assert (row["status"], row["care_met_hours"], row["file"]) == ("contradiction", "", "")
    page = (tmp_path / "out" / "study.html").read_text(encoding="utf-8")
    assert "as now, as now, seed 1: its agreements exclude each other" in page


class Unlucky(Inline):
    """A pool that cannot do the first job."""

    def submit(self, job: WeekJob, done: Any) -> None:  # noqa: ANN401  # as the protocol has it
        """Fails once."""
        if not self.solved:
            self.solved.append(job.key)
            done(Failed("it broke", 70))
        else:
            super().submit(job, done)


def test_what_came_to_nothing_is_told_and_tried_again_the_next_time(tmp_path: Path) -> None:
    file = put(tmp_path)
    failed = solve_left(prepared(file, tmp_path / "out"), Unlucky(), Event(), lambda _: None)
    assert [one.says for one in failed] == ["two more, as now, seed 1: it broke"]
    found = report([tmp_path / "out"], tmp_path / "out")
    lines = list(told_lines(found, failed))
    assert lines[:2] == ["7 of 8 weeks are solved and verified.", "  not solved: two more, as now, seed 1: it broke"]
    assert exit_code_of(failed, is_whole=False) == 70
    assert exit_code_of([], is_whole=False) == 4
    assert exit_code_of([], is_whole=True) == 0
    pool = Inline()
    run(file, tmp_path / "out", pool)
    assert len(pool.solved) == 1


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress(0, 8, "weeks", None), "0 of 8 weeks"),
        (Progress(3, 8, "weeks", 61.2), "3 of 8 weeks, about 61 s left"),
        (Progress(3, 800, "clinics", 4000), "3 of 800 clinics, about 1 h 7 min left"),
    ],
)
def test_progress_in_words(progress: Progress, words: str) -> None:
    assert str(progress) == words
