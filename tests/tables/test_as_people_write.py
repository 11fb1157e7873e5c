"""Words and days as people write them, where they can mean one thing only."""

import pytest

from scheduler.tables import cells
from scheduler.tables.cells import CellFault


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("Monday", (0,)),
        ("Mon - Thursday", (0, 1, 2, 3)),
        ("Tues;Weds;Thur;FRIDAY", (1, 2, 3, 4)),
        ("saturday-mon", (0, 5, 6)),
        ("Thurs", (3,)),
    ],
)
def test_days_may_have_their_longer_names(cell: str, days: tuple[int, ...]) -> None:
    assert cells.days(cell) == days


@pytest.mark.parametrize("cell", ["weekdays", "monda", "sun-", "Monday, Tuesday", "mon-wed-fri", "Monday;mon"])
def test_other_days_are_told(cell: str) -> None:
    with pytest.raises(CellFault):
        cells.days(cell)


@pytest.mark.parametrize("cell", ["in_person", "In person", "in-person", "IN  PERSON", "in\u2010person"])
def test_blanks_and_hyphens_join_the_parts_of_a_word(cell: str) -> None:
    assert cells.one_of("in_person", "virtual")(cell) == "in_person"


@pytest.mark.parametrize("cell", ["inperson", "in person virtual", "1:1"])
def test_other_words_are_told(cell: str) -> None:
    with pytest.raises(CellFault, match="none of the words"):
        cells.one_of("in_person", "virtual")(cell)


@pytest.mark.parametrize(("cell", "value"), [("Y", True), ("X", True), ("n", False), ("Yes", True), ("FALSE", False)])
def test_yes_and_no_may_be_a_letter(cell: str, *, value: bool) -> None:
    assert cells.yes_no(cell) is value
