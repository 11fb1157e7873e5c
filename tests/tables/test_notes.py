"""The notes of columns say what docs/tables.md says and what the reader takes."""

import re
from pathlib import Path

import pytest

from scheduler.tables import OPTIONAL_TABLES, TABLES
from scheduler.tables.checks.clinic import SETTINGS
from scheduler.tables.choices import LONGEST_MESSAGE
from scheduler.tables.columns import SHEETS
from scheduler.tables.notes import NOTES
from scheduler.tables.row import read_row
from scheduler.tables.schema import MODELS

PAGE = (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")
BY_TABLE = {model.table: model for model in MODELS}
COLUMNS = [(table, column) for table, columns in TABLES.items() for column in columns]


def faults(table: str, column: str, cell: str) -> list[str]:
    """What the reader says of one cell."""
    _, problems = read_row(BY_TABLE[table], 2, {column: cell})
    return [problem.says for problem in problems if problem.column == column]


def test_every_table_and_column_has_its_words() -> None:
    assert set(TABLES) <= set(SHEETS)
    assert {table: list(NOTES[table]) for table in TABLES} == {table: list(TABLES[table]) for table in TABLES}
    assert set(NOTES) == set(SHEETS)
    assert set(OPTIONAL_TABLES) < set(SHEETS)


@pytest.mark.parametrize("table", TABLES)
def test_the_notes_are_those_of_the_page(table: str) -> None:
    section = re.split(r"^## ", PAGE, flags=re.MULTILINE)
    (text,) = [part for part in section if part.startswith(f"{table}\n")]
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \| (.+) \|$", text, flags=re.MULTILINE)
    assert [(column, note.blank, note.meaning) for column, note in NOTES[table].items()] == rows


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_examples_and_words_can_be_read(table: str, column: str) -> None:
    note = NOTES[table][column]
    assert note.is_required == TABLES[table][column]
    for cell in (note.example, *note.words):
        assert faults(table, column, cell) == []
    if note.is_list and not (note.words or note.kind == "time"):
        assert faults(table, column, "anna;bob") == []
    assert len(note.sentences) <= LONGEST_MESSAGE
    assert "`" not in note.sentences


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_words_are_all_there_are_where_nothing_else_is_named(table: str, column: str) -> None:
    note = NOTES[table][column]
    if (table, column) == ("clinic", "setting"):
        assert note.words == tuple(SETTINGS)
    elif note.words and not note.ids_of:
        assert faults(table, column, "neither") != []
    if note.kind in {"number", "date", "time"}:
        assert faults(table, column, "neither") != []
    elif not note.words:
        assert faults(table, column, "neither") == []


def test_no_id_is_named_that_no_table_has() -> None:
    for notes in NOTES.values():
        for note in notes.values():
            for table in note.ids_of:
                assert (note.column or BY_TABLE[table].id_column) in TABLES[table]


def test_who_is_somebody_or_something_of_three_tables() -> None:
    assert NOTES["absences"]["who"].ids_of == NOTES["availability"]["who"].ids_of
    assert NOTES["absences"]["who"].ids_of == ("patients", "therapists", "resources")
    assert NOTES["plans"]["therapist"].words == ("primary", "any")


def test_a_note_is_sentences_with_an_example() -> None:
    assert NOTES["resources"]["kind"].sentences == (
        "What it can serve as; of several kinds, any one at a time. Needed. Example: group_room;office. "
        "Several: put ; between them."
    )
    assert NOTES["availability"]["until"].sentences == (
        "Last date at which the row holds. If blank: always. Example: 2026-12-18."
    )
