"""The remedies in the READMEs of ``data``: put into the tables and solved from scratch, they give what is said."""

import re
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from scheduler.search import Limits, Progress, solve
from scheduler.tables import RowEdit, edited_files, read_caseload
from tests.test_caseloads import STORIES, Story

HEADING = "What would help most"


def edits_of(story: Story) -> list[RowEdit]:
    """The rows that the README tells, those that are new together."""
    cells: dict[tuple[str, int], dict[str, str]] = {}
    for row in story.table(HEADING):
        number = 0 if row["row"] == "new" else int(row["row"])
        cells.setdefault((row["table"], number), {})[row["column"]] = row["cell"]
    return [RowEdit(table, number, cells[table, number]) for table, number in cells]


@pytest.mark.parametrize("name", [name for name, story in STORIES.items() if f"## {HEADING}" in story.text])
def test_the_remedy_of_the_readme_gives_what_it_says(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    story = STORIES[name]
    told = re.search(r"gives (\d+) of these minutes back, and (\d+) are left", story.text.replace("\n", " "))
    lacking = re.search(r"unmet care minutes add up to (\d+)", story.text)
    assert told
    assert lacking
    assert int(told[1]) + int(told[2]) == int(lacking[1])
    folder = tmp_path_factory.mktemp(name)
    for file, content in edited_files(story.folder, edits_of(story), is_right=lambda _: True).items():
        (folder / file).write_bytes(content)
    found = least(folder, story.monday, int(told[2]))
    assert found == int(told[2])


def least(folder: Path, monday: date, wanted: int) -> int:
    """The least unmet care that is found, in minutes; what is wanted is enough."""
    stop = Event()

    def heard(progress: Progress) -> None:
        if progress.tiers["care"].value <= wanted:
            stop.set()

    caseload = read_caseload(folder)
    return solve(caseload, monday, Limits(seconds=60, until="care"), heard, stop).tiers["care"].value


def test_every_caseload_says_what_would_help() -> None:
    assert all(f"## {HEADING}" in story.text for story in STORIES.values())
