"""Twenty mistakes that people make in the workbook, each marked at its cell with what to write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from scheduler.api.caseloads import check_caseload
from scheduler.planning.starter import put_starter
from scheduler.tables import mark
from scheduler.tables.marking import COLOURS, PROBLEMS


@dataclass(frozen=True)
class Mistake:
    """What somebody types, where it is marked, and words of the comment there."""

    what: str
    typed: Sequence[tuple[str, str, str | int | None]]
    sheet: str
    cell: str
    says: str


ERRORS = (
    Mistake("wrong separator", [("therapists", "C2", "skills_group, family")], "therapists", "C2", "Write ';' for ','"),
    Mistake("unknown format", [("session_types", "B5", "single")], "session_types", "B5", "Write group or one_to_one"),
    Mistake("unknown level", [("patients", "C3", "IPO")], "patients", "C3", "did you mean 'iop'?"),
    Mistake("unknown status", [("availability", "F3", "Bussy")], "availability", "F3", "did you mean 'busy'?"),
    Mistake("no date", [("patients", "D4", "next week")], "patients", "D4", "2026-03-09"),
    Mistake("no time", [("meetings", "C5", "9 o'clock")], "meetings", "C5", "9:30"),
    Mistake("no day", [("availability", "C4", "Mondy")], "availability", "C4", "mon"),
    Mistake("no number", [("levels", "D2", "fifteen")], "levels", "D2", "such as 9 or 1.5"),
    Mistake("needed cell blank", [("members", "B2", None)], "members", "B2", "Fill it in"),
    Mistake("unknown patient", [("keep_apart", "B2", "p99")], "keep_apart", "B2", "add a row for it to patients"),
    Mistake("unknown therapist", [("patients", "J5", "th9")], "patients", "J5", "add a row for it to therapists"),
    Mistake(
        "id with a blank",
        [("resources", "A5", "room c"), ("resources", "B5", "group_room")],
        "resources",
        "A5",
        "Leave out blanks",
    ),
    Mistake("heading changed", [("closures", "A1", "dates")], "closures", "A1", "did you mean 'date'?"),
    Mistake(
        "plan missing",
        [("appointments", "A2", "p04"), ("appointments", "B2", "family")],
        "appointments",
        "B2",
        "Add a row for the patient and this type to table plans",
    ),
    Mistake("end before start", [("opening_hours", "C2", "08:00")], "opening_hours", "C2", "end"),
    Mistake(
        "row twice",
        [("plans", "A8", "p01"), ("plans", "B8", "open_circle")],
        "plans",
        "B8",
        "Keep one of the two rows",
    ),
)
WARNINGS = (
    Mistake(
        "kept apart in one closed group",
        [("groups", "L2", "yes"), *zip(["members"] * 3, ["A3", "B3", "C3"], ["am-process", "p06", "in"], strict=True)],
        "members",
        "A2",
        "are kept apart",
    ),
    Mistake("group larger than its rooms", [("groups", "F3", 30)], "groups", "A3", "Correct max_size"),
    Mistake("agreement when closed", [("appointments", "C2", "sun")], "appointments", "A2", "what is agreed"),
    Mistake(
        "too few hours open to the patient",
        [("availability", "D5", "09:00"), ("availability", "C5", "mon-fri"), ("availability", "E5", "21:00")],
        "patients",
        "A6",
        "lie inside the patient's windows",
    ),
)


def marked(mistakes: Sequence[Mistake], folder: Path) -> Workbook:
    """A marked copy of the workbook to start from, with these mistakes in it."""
    put_starter(folder / "clinic.xlsx")
    book = load_workbook(folder / "clinic.xlsx")
    for mistake in mistakes:
        for sheet, cell, value in mistake.typed:
            book[sheet][cell] = value
    book.save(folder / "clinic.xlsx")
    problems = check_caseload(folder / "clinic.xlsx", date(2026, 11, 23))
    mark(folder / "clinic.xlsx", problems, folder / "marked.xlsx")
    return load_workbook(folder / "marked.xlsx")


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return marked(ERRORS, tmp_path_factory.mktemp("errors"))


def assert_marked(book: Workbook, mistake: Mistake, colour: str) -> None:
    cell = book[mistake.sheet][mistake.cell]
    assert cell.comment, mistake
    assert mistake.says in cell.comment.text
    assert cell.fill.start_color.rgb == f"FF{colour}"
    places = [tuple(row[:2]) for row in book[PROBLEMS].iter_rows(min_row=2, values_only=True)]
    assert (mistake.sheet, mistake.cell) in places


@pytest.mark.parametrize("mistake", ERRORS, ids=lambda mistake: mistake.what)
def test_an_error_is_marked_at_its_cell(mistake: Mistake, errors: Workbook) -> None:
    assert_marked(errors, mistake, COLOURS["error"])


@pytest.mark.parametrize("mistake", WARNINGS, ids=lambda mistake: mistake.what)
def test_what_is_surely_not_meant_is_marked_at_its_cell(mistake: Mistake, tmp_path: Path) -> None:
    book = marked([mistake], tmp_path)
    assert_marked(book, mistake, COLOURS["error" if mistake.what == "agreement when closed" else "warning"])
    assert_nothing_else_is_marked(book)


def test_nothing_else_is_marked(errors: Workbook) -> None:
    assert len(ERRORS) + len(WARNINGS) == 20
    assert_nothing_else_is_marked(errors)


def assert_nothing_else_is_marked(book: Workbook) -> None:
    listed = {tuple(row[:2]) for row in book[PROBLEMS].iter_rows(min_row=2, values_only=True)}
    coloured = {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        if sheet.title != PROBLEMS
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.start_color.rgb in {f"FF{colour}" for colour in COLOURS.values()}
    }
    assert coloured == listed
