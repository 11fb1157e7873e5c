"""Facts put into files and taken out: what is meant is there, and every other byte or cell is as it was."""

import csv
import io
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.errors import Refused
from scheduler.files.write import NotWritten
from scheduler.tables import Edit, NotEdited, RowEdit, edited_files, read_caseload, write_edit
from scheduler.tables.edit.csv import changed_csv, manner_of
from tests.tables.edits import AGREED, AWAY, BOTH, FAMILY, HEADER, dropped, put_in

ROW = "ann,,2026-03-10,2026-03-11,12:00,24:00,"


@pytest.mark.parametrize("source", ["folder", "workbook"])
def test_facts_are_there_afterwards(source: str, request: pytest.FixtureRequest) -> None:
    place: Path = request.getfixturevalue(source)
    before = read_caseload(place)
    write_edit(place, before, BOTH)
    after = read_caseload(place)
    assert AWAY in after.absences["ann"]
    assert FAMILY in after.absences["p1"]
    assert AGREED in after.appointments
    assert replace(after, absences=before.absences, appointments=before.appointments) == before
    put_in(place, Edit(dropped=(next(each for each in after.appointments if each == AGREED),)))
    assert read_caseload(place).appointments == before.appointments


def test_other_files_and_rows_stay_byte_for_byte(folder: Path) -> None:
    before = {place.name: place.read_bytes() for place in folder.iterdir()}
    put_in(folder, BOTH)
    after = {place.name: place.read_bytes() for place in folder.iterdir()}
    assert {name for name in after if after[name] != before.get(name)} == {"absences.csv", "appointments.csv"}
    assert after["absences.csv"] == before["absences.csv"] + f"{ROW}\np1,family,2026-03-10,,,,\n".encode()
    put_in(folder, dropped(folder, 4))
    assert (folder / "appointments.csv").read_bytes() == before["appointments.csv"]


MANNERS = {
    "plain": f"{HEADER}\nbob,,2026-03-13,,,,conference\n",
    "carriage returns": f"{HEADER}\r\nbob,,2026-03-13,,,,conference\r\n",
    "old line ends": f"{HEADER}\rbob,,2026-03-13,,,,conference\r",
    "no last line end": f"{HEADER}\r\nbob,,2026-03-13,,,,conference",
    "a mark": f"\ufeff{HEADER}\nbob,,2026-03-13,,,,conference\n",
    "blanks, a quotation and blank rows": f'{HEADER}\nbob, ,2026-03-13,,,,"a ""long"",\nreason"\n\n,,,,,,\n',
    "only a header": f"{HEADER}\n",
    "only a header without a line end": HEADER,
    "mixed line ends": f"{HEADER}\r\nbob,,2026-03-13,,,,x\nbob,,2026-03-14,,,,y\r\n",
}


@pytest.mark.parametrize("written", MANNERS.values(), ids=MANNERS.keys())
def test_a_file_keeps_its_manner(written: str, folder: Path) -> None:
    place = folder / "absences.csv"
    place.write_bytes(written.encode())
    put_in(folder, Edit((AWAY,)))
    end = "\r\n" if "\r\n" in written else "\r" if "\r" in written else "\n"
    is_open = not written.endswith(("\r", "\n"))
    expected = written + end + ROW if is_open else written + ROW + end
    assert place.read_bytes() == expected.encode()
    assert AWAY in read_caseload(folder).absences["ann"]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_file_keeps_its_separator_and_the_order_of_its_columns(separator: str, folder: Path) -> None:
    order = ["end", "start", "date", "who", "until"]
    place = folder / "absences.csv"
    place.write_text(separator.join(order) + "\n", encoding="utf-8", newline="")
    put_in(folder, Edit((AWAY,)))
    assert place.read_text(encoding="utf-8").splitlines()[1] == separator.join(
        ["24:00", "12:00", "2026-03-10", "ann", "2026-03-11"]
    )


def test_a_file_that_quotes_all_goes_on_so(folder: Path) -> None:
    place = folder / "absences.csv"
    place.write_text(",".join(f'"{name}"' for name in HEADER.split(",")) + "\n", encoding="utf-8")
    put_in(folder, Edit((AWAY,)))
    assert place.read_text(encoding="utf-8").splitlines()[1].startswith('"ann","","2026-03-10"')


def test_a_missing_column_is_put_at_the_end_of_the_header(folder: Path) -> None:
    place = folder / "absences.csv"
    place.write_bytes(b"who,date,\r\nbob,2026-03-13\r\n")
    put_in(folder, Edit((AWAY,)))
    assert place.read_bytes() == (
        b"who,date,,until,start,end\r\nbob,2026-03-13\r\nann,2026-03-10,,2026-03-11,12:00,24:00\r\n"
    )
    put_in(folder, Edit((FAMILY,)))
    assert place.read_bytes().splitlines()[0] == b"who,date,,until,start,end,party"


def test_a_missing_table_is_made_as_the_others_are(folder: Path) -> None:
    (folder / "absences.csv").unlink()
    patients = (folder / "patients.csv").read_text(encoding="utf-8").replace(";", "+").replace(",", ";")
    (folder / "patients.csv").write_bytes(b"\xef\xbb\xbf" + patients.replace("+", ",").replace("\n", "\r\n").encode())
    (folder / "patients.csv").write_bytes((folder / "patients.csv").read_bytes().replace(b"women,mat", b'"women;mat"'))
    put_in(folder, Edit((AWAY,)))
    assert (folder / "absences.csv").read_bytes() == (
        b"\xef\xbb\xbf" + f"{HEADER}\r\n{ROW}\r\n".replace(",", ";").encode()
    )


@pytest.mark.parametrize("row", [2, 3])
def test_a_row_is_taken_out_and_the_others_stay(row: int, folder: Path) -> None:
    lines = (folder / "appointments.csv").read_bytes().splitlines(keepends=True)
    put_in(folder, dropped(folder, row))
    assert (folder / "appointments.csv").read_bytes() == b"".join(
        line for number, line in enumerate(lines, 1) if number != row
    )


def test_a_row_over_several_lines_is_taken_out_whole() -> None:
    content = b'a,b\n1,"x\ny"\n2,z\n'
    assert changed_csv(content, [], {2}) == b"a,b\n2,z\n"
    assert changed_csv(content, [{"b": "-1"}], {3}) == b'a,b\n1,"x\ny"\n,\'-1\n'
    assert manner_of(b"a;b").line(["1", "2;3"]) == '1;"2;3"'


@pytest.mark.parametrize("source", ["folder", "workbook"])
@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (Edit((replace(AWAY, who="ana"),)), "'ana' is not in table patients, therapists or resources"),
        (Edit((replace(AWAY, party="family"),)), "only patients have a family here"),
        (Edit(appointments=(replace(AGREED, therapist="zoe"),)), "this id is not in table therapists"),
        (Edit(appointments=(replace(AGREED, session_type="skills"),)), "sessions of this type are groups"),
    ],
)
def test_what_would_be_bad_input_is_refused(source: str, edit: Edit, says: str, request: pytest.FixtureRequest) -> None:
    place: Path = request.getfixturevalue(source)
    before = {each: each.read_bytes() for each in ([place] if place.is_file() else place.iterdir())}
    with pytest.raises(Refused) as caught:
        put_in(place, edit)
    assert any(says in problem.says for problem in caught.value.problems)
    assert {each: each.read_bytes() for each in before} == before


def test_nothing_is_written_where_nothing_changes(folder: Path) -> None:
    times = {place: place.stat().st_mtime_ns for place in folder.iterdir()}
    put_in(folder, Edit())
    assert {place: place.stat().st_mtime_ns for place in folder.iterdir()} == times


def test_both_tables_are_written_or_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {place: place.read_bytes() for place in folder.iterdir()}
    really = Path.replace

    def fail_late(path: Path, target: Path) -> Path:
        if target.name == "appointments.csv" and path.suffix == ".part":
            raise OSError(28, "No space left on device")
        return really(path, target)

    monkeypatch.setattr(Path, "replace", fail_late)
    with pytest.raises(NotWritten):
        put_in(folder, BOTH)
    assert {place: place.read_bytes() for place in folder.iterdir()} == before


@pytest.mark.parametrize("source", ["folder", "workbook"])
def test_a_file_keeps_its_permissions(source: str, request: pytest.FixtureRequest) -> None:
    place: Path = request.getfixturevalue(source)
    file = place / "absences.csv" if place.is_dir() else place
    file.chmod(0o640)
    put_in(place, Edit((AWAY,)))
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_link_stays_a_link(folder: Path, tmp_path: Path) -> None:
    (folder / "absences.csv").rename(tmp_path / "elsewhere.csv")
    (folder / "absences.csv").symlink_to(tmp_path / "elsewhere.csv")
    put_in(folder, Edit((AWAY,)))
    assert (folder / "absences.csv").is_symlink()
    assert ROW in (tmp_path / "elsewhere.csv").read_text(encoding="utf-8")


def test_the_new_row_of_a_csv_file_is_read_by_any_reader(folder: Path) -> None:
    put_in(folder, BOTH)
    rows = list(csv.DictReader(io.StringIO((folder / "appointments.csv").read_text(encoding="utf-8"))))
    assert rows[-1] == {
        "patient": "p3",
        "session_type": "talk",
        "day": "",
        "date": "2026-03-10",
        "start": "09:05",
        "therapist": "bob",
        "resource": "red",
    }


CHANGED = (
    RowEdit("groups", 2, {"max_size": "9"}),
    RowEdit("groups", 2, {"meetings_per_week": "7"}, frozenset({"meetings_per_week"})),
    RowEdit("keep_apart", 2, None),
    RowEdit("availability", 0, {"who": "ann", "day": "mon", "start": "07:00", "end": "08:00", "status": "available"}),
)


@pytest.mark.parametrize("source", ["folder", "workbook"])
def test_rows_are_put_in_changed_and_taken_out_in_copies(
    source: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    place: Path = request.getfixturevalue(source)
    before = read_caseload(place)
    there = {file: file.read_bytes() for file in (place.rglob("*") if place.is_dir() else [place]) if file.is_file()}
    files = edited_files(place, CHANGED, is_right=lambda after: after != before)
    (tmp_path / "copy").mkdir()
    for name, content in files.items():
        (tmp_path / "copy" / name).write_bytes(content)
    after = read_caseload(tmp_path / "copy" if place.is_dir() else tmp_path / "copy" / place.name)
    first = next(name for name, each in before.groups.items() if each.row == 2)
    assert after.groups[first].max_size == 9
    assert after.groups[first].meetings_per_week == before.groups[first].meetings_per_week
    assert after.groups[first].row == 2
    assert len(after.keep_apart) == len(before.keep_apart) - 1
    assert len(after.availability["ann"]) == len(before.availability.get("ann", ())) + 1
    assert after.therapists == before.therapists
    assert {file: file.read_bytes() for file in there} == there
    assert set(files) == {file.name for file in there}


def test_an_edit_that_is_not_what_was_meant_is_refused(folder: Path) -> None:
    with pytest.raises(NotEdited, match="put it in by hand"):
        edited_files(folder, CHANGED, is_right=lambda _: False)


def test_an_edit_that_makes_bad_input_is_refused(folder: Path) -> None:
    with pytest.raises(Refused, match="max_size"):
        edited_files(folder, [RowEdit("groups", 2, {"max_size": "none"})], is_right=lambda _: True)


def test_a_cell_keeps_the_manner_of_its_row() -> None:
    written = b'a,b,c\r\n 1 ,"x ""y"", z",\r\n2\r\n'
    assert changed_csv(written, [], [], {2: {"c": "new, or not"}, 3: {"b": "4"}}) == (
        b'a,b,c\r\n 1 ,"x ""y"", z","new, or not"\r\n2,4\r\n'
    )
    assert changed_csv(b'"a","b"\n"1","2"\n', [], [], {2: {"a": ""}}) == b'"a","b"\n"","2"\n'
    assert changed_csv(b"a,b\n1,2\n", [], [], {2: {"d": "=1"}}) == b"a,b,d\n1,2,'=1\n"
