"""The file of a study, and the grid of weeks that it asks for."""

from pathlib import Path

import pytest

from scheduler.errors import BadInput
from scheduler.studies.grid import base_of, check_grid, grid_of, scenarios_of, tables_of
from scheduler.studies.study import Study, read_study
from scheduler.tables import read_text
from tests.studies.clinic import STUDY, put, tiny

HEAD = 'caseload = "clinic"\nweek = 2026-03-04\n'


def read(folder: Path, text: str) -> Study:
    file = folder / "study.toml"
    file.write_text(text, encoding="utf-8")
    return read_study(file)


def problems(folder: Path, text: str) -> str:
    with pytest.raises(BadInput) as bad:
        read(folder, text)
    return str(bad.value)


def test_what_is_left_out_is_as_usual(tmp_path: Path) -> None:
    study = read(tmp_path, HEAD)
    assert (study.monday.isoformat(), study.seeds, study.until) == ("2026-03-02", (1,), "care")
    assert (study.time_limit, study.deterministic) == (30, True)
    assert [scenario.name for scenario in scenarios_of(study)] == ["as now"]


def test_a_number_of_seeds_is_those_from_one_on_and_a_date_may_be_text(tmp_path: Path) -> None:
    study = read(tmp_path, 'caseload = "clinic"\nweek = "2026-03-04"\nseeds = 3\n')
    assert study.seeds == (1, 2, 3)


def test_choices_are_crossed_and_scenarios_listed_besides(tmp_path: Path) -> None:
    study = read(
        tmp_path,
        HEAD
        + """
[changes]
a = { away = "t1" }
b = [{ away = "p1" }, { away = "p2" }]
[cross]
first = ["as now", "a"]
second = ["as now", ["b", "a"]]
[[scenarios]]
name = "all"
changes = ["a", "b"]
""",
    )
    assert [(one.name, one.changes) for one in scenarios_of(study)] == [
        ("as now, as now", ()),
        ("as now, b + a", ("b", "a")),
        ("a, as now", ("a",)),
        ("a, b + a", ("a", "b", "a")),
        ("all", ("a", "b")),
    ]
    assert [len(study.changes[name]) for name in "ab"] == [1, 2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("week = 2026-03-02\n", "study.toml, column caseload: it is missing. Write it"),
        ('caseload = "x"\nweek = "soon"\n', "column week ('') "),
        (HEAD + "seeds = 0\n", "column seeds: "),
        (HEAD + "seeds = [1, 1]\n", "a seed is there twice"),
        (HEAD + "seeds = [-1]\n", "column seeds.0: input should be greater than or equal to 0"),
        (HEAD + "time_limit = 0\n", "column time_limit: input should be greater than 0"),
        (HEAD + 'until = "stability"\n', "column until: input should be 'care' or 'comfort'"),
        (HEAD + "weeks = 3\n", "column weeks: there is no such key here"),
        (HEAD + 'changes.a = { awya = "t1" }\n', "column changes.a.0.awya: there is no such key here"),
        (HEAD + "changes.a = {}\n", "column changes.a.0: it has to say one of"),
        (HEAD + "changes.a = { patients = 3000 }\n", "column changes.a.0.patients: input should be less than"),
        (HEAD + 'cross.seed = ["as now"]\n', "what is varied cannot be called 'seed'"),
        (HEAD + "cross.staff = []\n", "column cross.staff: "),
        (HEAD + 'cross.staff = ["less"]\n', "column cross.staff ('less'): there is no change of this name"),
        (
            HEAD + 'changes.more = {patients = 1}\ncross.x = ["mor"]\n',
            "(did you mean 'more'?). The changes are 'more', 'as now'",
        ),
        (HEAD + '[[scenarios]]\nname = "a"\nchanges = ["b"]\n', "column scenarios.a ('b'): there is no change"),
        ("week = ", "this is not written as such a file is"),
    ],
)
def test_what_cannot_be_used_is_told_by_its_key(tmp_path: Path, text: str, says: str) -> None:
    told = problems(tmp_path, text)
    assert told.startswith("study.toml")
    assert says.replace(" ('') ", ": ") in told


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    told = problems(tmp_path, 'seeds = "x"\nuntil = "x"\n')
    assert len(told.splitlines()) == 4


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no such file"):
        read_study(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="it cannot be read as text"):
        read_study(tmp_path / "bad.toml")


def test_each_week_has_a_key_of_what_is_asked_of_it_alone(tmp_path: Path) -> None:
    study = read_study(put(tmp_path))
    tables = read_text(tmp_path / "clinic")
    grid = grid_of(study, tables)
    assert len({week.key for week in grid.weeks}) == len(grid.weeks) == 8
    others = {name: list(reversed(rows)) for name, rows in tables.items()}
    others["patients"] = [{**row, "name": "Someone else", "notes": "x"} for row in others["patients"]]
    assert grid_of(study, others) == grid
    renamed = read(
        tmp_path, STUDY.replace("Tiny", "Other").replace("two more", "2 more").replace('"t1 away"', '"away"')
    )
    assert [week.key for week in grid_of(renamed, tables).weeks] == [week.key for week in grid.weeks]


@pytest.mark.parametrize(
    ("old", "new"),
    [("time_limit = 5", "time_limit = 6"), ("2026-03-02", "2026-03-09"), ("seeds", 'until = "comfort"\nseeds')],
)
def test_what_all_weeks_have_in_common_makes_another_study(tmp_path: Path, old: str, new: str) -> None:
    put(tmp_path)
    tables = read_text(tmp_path / "clinic")
    one, other = (grid_of(read(tmp_path, text), tables) for text in (STUDY, STUDY.replace(old, new)))
    assert one.of != other.of
    assert not {week.key for week in one.weeks} & {week.key for week in other.weeks}


def test_another_change_leaves_the_weeks_of_the_others_as_they_are(tmp_path: Path) -> None:
    put(tmp_path)
    tables = read_text(tmp_path / "clinic")
    one, other = (
        grid_of(read(tmp_path, text), tables) for text in (STUDY, STUDY.replace("patients = 2", "patients = 3"))
    )
    assert one.of == other.of
    assert len({week.key for week in one.weeks} & {week.key for week in other.weeks}) == 4


def test_drawn_patients_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    study = read_study(put(tmp_path))
    scenario = list(scenarios_of(study))[2]
    drawn = [
        tables_of(study, base_of(study, tables), scenario, 1)["plans"]
        for tables in (tiny(), {name: list(reversed(rows)) for name, rows in tiny().items()})
    ]
    assert drawn[0] == drawn[1]


def test_changes_that_cannot_be_made_are_told_together_each_once(tmp_path: Path) -> None:
    text = STUDY.replace('away = "t1"', 'away = "t9"').replace("patients = 2", 'patients = 2, like = "x"')
    study = read(tmp_path, text)
    with pytest.raises(BadInput) as bad:
        check_grid(tmp_path / "study.toml", study, base_of(study, tiny()))
    assert [(one.column, one.says[:30]) for one in bad.value.problems] == [
        ("changes.t1 away", "'t9' is no patient, therapist "),
        ("changes.two more", "nobody in care in this week is"),
    ]


def test_a_scenario_that_is_no_caseload_is_told(tmp_path: Path) -> None:
    study = read(tmp_path, STUDY.replace('{ away = "t1" }', '{ table = "therapists", remove = true }'))
    with pytest.raises(
        BadInput, match="scenario 'as now, t1 away': with it the tables are no caseload: patients, row 2"
    ):
        check_grid(tmp_path / "study.toml", study, base_of(study, tiny()))
