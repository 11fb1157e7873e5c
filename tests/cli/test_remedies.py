"""What would help and where somebody fits, as commands: their words, files and exit codes."""

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.caseload import Caseload
from scheduler.schedule import Schedule
from scheduler.tables import read_caseload, schedule_csv, write_tables
from scheduler.tables.converting import convert
from scheduler.times import Window
from tests.caseloads import (
    MONDAY,
    busy,
    clinic_with,
    group,
    meeting,
    meeting_row,
    one_to_one,
    patient,
    plan,
    week,
)
from tests.cli.running import run
from tests.remedies.tables import write

OPEN = ((Window(9 * 60, 12 * 60),), (Window(9 * 60, 12 * 60),), *((),) * 5)
WEEK = ("--week", MONDAY.isoformat())
# Small weeks are settled long before; on a busy computer it may take longer.
QUICK = ("--time-limit", "60")


def full_group() -> Caseload:
    """Three patients who need the one meeting of a group that takes two."""
    people = [patient(who) for who in ("p1", "p2", "p3")]
    return clinic_with(
        opening=OPEN,
        patients=people,
        plans=[plan(each.patient, "skills", least=1, most=1) for each in people],
        groups=[group(sizes=(1, 2), meetings_per_week=1)],
        meetings=[meeting_row(days="mon", starts="09:00")],
    )


TWO_OF_THREE = week(meeting("g1", "mon", "09:00-10:00", "p1 p2"))


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A folder with a caseload, and its schedule beside it."""
    return placed(tmp_path, full_group(), TWO_OF_THREE)


def placed(at: Path, caseload: Caseload, schedule: Schedule) -> Path:
    write(caseload, at / "tables")
    (at / "schedule.csv").write_bytes(schedule_csv(schedule))
    return at


def explained(clinic: Path, *options: str | Path) -> tuple[int, str, str]:
    done = run("explain", clinic / "tables", clinic / "schedule.csv", *WEEK, *QUICK, *options)
    return done.exit_code, done.stdout, done.stderr


def test_remedies_are_told_with_their_rows(clinic: Path) -> None:
    code, told, _ = explained(clinic, "--remedies", "--top", "20")
    assert code == 0
    assert told.startswith("The week at hand: 1 h (60 min) unmet.")
    assert "Without any change every week has at least as much, which is proven." in told
    assert "g1 takes 3 patients instead of 2" in told
    assert "groups, row 2: max_size becomes 3" in told
    assert "gives 1 h back (proven); 0 min unmet then." in told
    assert "More care for p3; less for nobody." in told
    assert "No appointment of the week at hand would change." in told
    assert "changes of the tables came into question" in told


def test_remedies_are_json_for_machines(clinic: Path) -> None:
    code, told, _ = explained(clinic, "--remedies", "--json", "--top", "1")
    found = json.loads(told)
    assert code == 0
    assert found["at_hand"] == {"care": 60}
    assert found["without"] == {"care": 60, "bound": 60}
    (best,) = found["remedies"]
    assert best["care"] == {"value": 0, "bound": 0}
    assert best["regained"] == {"found": 60, "at_least": 60, "at_most": 60}
    assert best["gains"] == {"p3": 60}
    assert {row["does"] for row in best["rows"]} <= {"added", "changed", "removed"}


def seats(clinic: Path) -> str:
    """The id of the remedy that gives the group more seats."""
    found = json.loads(explained(clinic, "--remedies", "--json", "--top", "20")[1])
    return next(str(each["id"]) for each in found["remedies"] if each["kind"] == "seats")


@pytest.mark.parametrize("form", ["folder", "workbook"])
def test_a_remedy_is_written_beside_the_caseload_with_its_week(form: str, clinic: Path) -> None:
    source = clinic / "tables"
    if form == "workbook":
        source = clinic / "week.xlsx"
        convert(clinic / "tables", source)
    before = {place: place.read_bytes() for place in clinic.rglob("*") if place.is_file()}
    out = clinic / "more"
    command = ("explain", source, clinic / "schedule.csv", *WEEK, *QUICK, "--remedies")
    done = run(*command, "--apply", seats(clinic), "--out", out)
    assert done.exit_code == 0, done.output
    assert "1 h more care than without" in done.stdout
    assert {place: place.read_bytes() for place in before} == before
    after = read_caseload(out / source.name)
    assert after.groups["g1"].max_size == 3
    assert replace(after, groups={}) == replace(read_caseload(source), groups={})
    verified = run("verify", out / source.name, out / "schedule.csv", *WEEK)
    assert verified.exit_code == 0, verified.output
    assert "0 min unmet" in verified.stdout
    assert stat.S_IMODE((out / "schedule.csv").stat().st_mode) == 0o600
    again = run(*command, "--apply", "1", "--out", out)
    assert again.exit_code == 2
    assert "is not empty" in again.stderr


def test_only_the_cells_of_the_remedy_change(clinic: Path) -> None:
    place = clinic / "tables" / "groups.csv"
    header, row = place.read_text(encoding="utf-8").splitlines()
    # What somebody wrote by hand, with blanks and quotation marks where none are needed.
    place.write_bytes(f'notes,{header}\r\n "Our ""own"", group",{row}\r\n'.encode())
    before = place.read_bytes()
    explained(clinic, "--remedies", "--apply", seats(clinic), "--out", clinic / "more")
    after = (clinic / "more" / "tables" / "groups.csv").read_bytes()
    assert after == before.replace(b",60,1,2,", b",60,1,3,")
    assert after != before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--for", "p1"), "--for needs --remedies"),
        (("--json",), "--json needs --remedies"),
        (("--remedies", "--apply", "1"), "--apply and --out go together"),
        (("--remedies", "--moves"), "Give --remedies or --moves"),
        (("--remedies", "--for", "p33"), "No patient of the caseload has the id 'p33'"),
        (("--remedies", "--top", "0"), "--top"),
    ],
)
def test_wrong_usage_is_told(options: tuple[str, ...], words: str, clinic: Path) -> None:
    code, _, told = explained(clinic, *options)
    assert code == 2
    assert words in told


def test_a_remedy_that_nobody_proposed_is_told(clinic: Path) -> None:
    for name, words in (("zzz", "No remedy 'zzz' is proposed"), ("99", "No remedy '99' was found")):
        code, _, told = explained(clinic, "--remedies", "--apply", name, "--out", clinic / "more")
        assert code == 2
        assert words in told
        assert not (clinic / "more" / "schedule.csv").exists()


def test_who_lacks_nothing_needs_no_remedy(clinic: Path) -> None:
    assert "p1 lacks nothing." in explained(clinic, "--remedies", "--for", "p1")[1]
    caseload = full_group()
    enough = replace(caseload, groups={"g1": replace(caseload.groups["g1"], max_size=3)})
    (clinic / "all").mkdir()
    other = placed(clinic / "all", enough, week(meeting("g1", "mon", "09:00-10:00", "p1 p2 p3")))
    assert "Nobody falls short" in explained(other, "--remedies")[1]


def test_a_schedule_that_breaks_rules_has_moves_and_no_remedies(clinic: Path) -> None:
    bad = week(meeting("g1", "mon", "09:00-10:00", "p1 p2 p3"))
    (clinic / "schedule.csv").write_bytes(schedule_csv(bad))
    code, _, told = explained(clinic, "--remedies")
    assert code == 1
    assert "The schedule breaks rules (1 times)" in told
    code, told, _ = explained(clinic)
    assert code == 0
    assert told.startswith("1 violation:\n  group_size: ")
    code, told, _ = explained(clinic, "--moves")
    assert code == 0
    assert "1 violation:" in told
    assert "Without what breaks rules: 1 h (60 min) unmet." in told


def by_hand() -> tuple[Caseload, Schedule]:
    """p1 sits where only p2 could come; p2 has nothing."""
    caseload = clinic_with(
        opening=OPEN,
        patients=[patient("p1"), patient("p2")],
        plans=[plan(who, "individual", least=1, most=1, therapist="t1") for who in ("p1", "p2")],
        availability=[busy("p2", "mon", "09:50-12:00"), busy("p2", "tue", "09:00-12:00")],
    )
    return caseload, week(one_to_one("p1", "mon", "09:00-09:50"))


def test_the_moves_that_give_care_back_are_listed(tmp_path: Path) -> None:
    clinic = placed(tmp_path, *by_hand())
    code, told, _ = explained(clinic, "--moves")
    assert code == 0
    assert "Every rule holds" in told
    assert "The week as it stands: 50 min unmet." in told
    assert "The best week known: 0 min unmet (proven: no week has less)." in told
    assert "1 appointment moved, with what that makes room for, gives 50 min back:" in told
    assert "  p2: individual on mon 2026-03-02 09:00 with t1, new" in told
    assert "instead of mon 2026-03-02 09:00" in told


def test_what_needs_no_move_is_told_first(tmp_path: Path) -> None:
    caseload, _ = by_hand()
    told = explained(placed(tmp_path, caseload, week(one_to_one("p1", "tue", "09:00-09:50"))), "--moves")[1]
    assert "Nobody moved, these sessions more give 50 min back:" in told


def fitted(clinic: Path, *options: str | Path) -> tuple[int, str, str]:
    done = run("fit", clinic / "tables", clinic / "schedule.csv", *WEEK, *options)
    return done.exit_code, done.stdout, done.stderr


def test_without_a_patient_the_open_chairs_are_told(clinic: Path) -> None:
    code, told, _ = fitted(clinic)
    assert code == 0
    assert told.splitlines() == [
        "The next open chair of each group:",
        "  g1  full; no stay ends within 8 weeks and leaves a chair",
    ]


def test_a_new_patient_is_described_in_options(clinic: Path) -> None:
    code, told, _ = fitted(clinic, "--level", "iop", "--like", "p1", "--busy", "tue 09:00-12:00; wed 08:00-17:00")
    assert code == 0
    assert told.startswith("new in the week of 2026-03-02, without moving anybody: 1 h unmet (proven: more cannot be")
    assert "    Missing: 1 of 1 skills session (full: g1 on mon 09:00)." in told
    assert "1 h of it is taken by others" in told


def test_a_new_patient_has_a_row_of_a_table(clinic: Path) -> None:
    write_tables({"waitlist": [{"patient": "p9", "level": "iop", "like": "p1"}]}, clinic / "rows")
    (clinic / "schedule.csv").write_bytes(schedule_csv(week(meeting("g1", "mon", "09:00-10:00", "p1"))))
    code, told, _ = fitted(clinic, "--patient", clinic / "rows" / "waitlist.csv", "--weeks", "2")
    assert code == 0
    assert "p9 in the week of 2026-03-02, without moving anybody: all care that is needed." in told
    assert "    mon  2026-03-02  09:00-10:00  g1  with t1" in told
    assert "p9 in the week of 2026-03-09, without moving anybody: all care that is needed." in told
    assert "g1  mon 2026-03-02 09:00, 1 chair of 2" in told


def test_a_waiting_list_is_served_in_order(clinic: Path) -> None:
    people = [
        {"patient": "late", "level": "iop", "like": "p1", "rank": "2"},
        {"patient": "first", "level": "iop", "like": "p1", "rank": "1"},
    ]
    write_tables({"waitlist": people}, clinic / "rows")
    (clinic / "schedule.csv").write_bytes(schedule_csv(week(meeting("g1", "mon", "09:00-10:00", "p1"))))
    code, told, _ = fitted(clinic, "--waitlist", clinic / "rows" / "waitlist.csv")
    assert code == 0
    assert told.splitlines()[1:] == [
        "  1.  first  fits, without moving anybody",
        "  2.  late   does not fit: 1 h would be missing (proven)",
    ]


def test_every_problem_of_a_waiting_list_is_told(clinic: Path) -> None:
    people = [
        {"patient": "p1", "level": "ipo", "like": "p77", "busy": "whenever", "rank": "0"},
        {"patient": "p8", "level": "iop", "primary_therapist": "t9"},
        {"patient": "p8", "level": "iop", "admitted": "2026-03-09", "discharged": "2026-03-02"},
    ]
    write_tables({"waitlist": people}, clinic / "rows")
    (clinic / "tables" / "levels.csv").write_text("level,from_week\niop,x\n", encoding="utf-8")
    code, _, told = fitted(clinic, "--waitlist", clinic / "rows" / "waitlist.csv")
    assert code == 1
    assert "waitlist, row 2, column rank" in told
    assert "waitlist, row 2, column busy" in told
    assert "levels, row 2, column from_week" in told
    assert "waitlist, row 4, column patient" in told
    write(full_group(), clinic / "sound")
    done = run("fit", clinic / "sound", clinic / "schedule.csv", *WEEK, "--waitlist", clinic / "rows" / "waitlist.csv")
    assert done.exit_code == 1
    for words in (
        "waitlist, row 2, column patient ('p1'): the caseload has this id already",
        "waitlist, row 2, column level ('ipo'): there is no level of this name",
        "waitlist, row 2, column like ('p77'): there is no patient of this id",
        "waitlist, row 3, column primary_therapist ('t9')",
        "waitlist, row 4, column discharged",
    ):
        assert words in done.stderr


def test_a_waiting_list_without_rows_is_told(clinic: Path) -> None:
    write_tables({"waitlist": []}, clinic / "rows")
    (clinic / "rows" / "waitlist.csv").write_text("patient,level,rank\n", encoding="utf-8")
    code, _, told = fitted(clinic, "--waitlist", clinic / "rows" / "waitlist.csv")
    assert code == 1
    assert "it has no rows" in told
    assert "there is no such" in fitted(clinic, "--waitlist", clinic / "no.csv")[2]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--busy", "mon 09:00-10:00"), "--busy needs --level"),
        (("--like", "p1"), "--like needs --level"),
        (("--level", "iop", "--patient", "row.csv"), "Give one of --patient, --level and --waitlist"),
        (("--level", "io"), "There is no level 'io'"),
        (("--level", "iop", "--like", "p99"), "has the id 'p99'"),
        (("--level", "iop", "--like", "p1", "--busy", "mon 9"), "--busy 'mon 9' is not understood"),
        (("--level", "iop", "--like", "p1", "--busy", "mon 10:00-09:00"), "is not understood"),
        (("--weeks", "0"), "--weeks"),
    ],
)
def test_wrong_usage_of_fit_is_told(options: tuple[str, ...], words: str, clinic: Path) -> None:
    code, _, told = fitted(clinic, *options)
    assert code == 2
    assert words in told


def test_every_wrong_option_of_fit_is_told_at_once(clinic: Path) -> None:
    code, _, told = fitted(clinic, "--level", "iopp", "--like", "p77", "--busy", "sometimes")
    assert code == 2
    assert "There is no level 'iopp'" in told
    assert "No patient of the caseload has the id 'p77'" in told
    assert "--busy 'sometimes' is not understood" in told


def test_a_level_without_a_plan_asks_for_one(clinic: Path) -> None:
    code, _, told = fitted(clinic, "--level", "iop")
    assert code == 1
    assert "Nothing says which sessions new needs" in told


def test_later_weeks_are_as_they_were_planned(tmp_path: Path) -> None:
    write(full_group(), tmp_path / "tables")
    for monday, who in ((MONDAY, "p1 p2"), (MONDAY.replace(day=9), "p1")):
        (tmp_path / monday.isoformat()).mkdir()
        (one,) = week(meeting("g1", "mon", "09:00-10:00", who)).sessions
        planned = Schedule.of([replace(one, on=monday)])
        (tmp_path / monday.isoformat() / "schedule.csv").write_bytes(schedule_csv(planned))
    place = tmp_path / MONDAY.isoformat() / "schedule.csv"
    done = run("fit", tmp_path / "tables", place, *WEEK, "--level", "iop", "--like", "p1", "--weeks", "2")
    assert "week of 2026-03-02, without moving anybody: 1 h unmet" in done.stdout
    assert "week of 2026-03-09, without moving anybody: all care that is needed." in done.stdout


def test_times_free_together_are_told(clinic: Path) -> None:
    done = run("free", clinic / "tables", clinic / "schedule.csv", "p1", "t1", *WEEK, "--minutes", "60")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "p1 and t1: free together for 1 h or longer",
        "  Monday 2026-03-02   10:00-12:00",
        "  Tuesday 2026-03-03  09:00-12:00",
    ]
    done = run("free", clinic / "tables", clinic / "schedule.csv", "p1", *WEEK, "--minutes", "200")
    assert done.stdout == "p1: no 3 h 20 min free together in the week of 2026-03-02.\n"


def test_nobody_of_that_id_is_free(clinic: Path) -> None:
    done = run("free", clinic / "tables", clinic / "schedule.csv", "p1", "maria", *WEEK)
    assert done.exit_code == 2
    assert "No patient, therapist or resource has the id 'maria'" in done.stderr
