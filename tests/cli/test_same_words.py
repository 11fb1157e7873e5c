"""Why care is unmet is told in the same words on the terminal, in ``unmet.csv``, in the workbook and on the page."""

import csv
import html
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.caseloads import MONDAY
from tests.cli.running import run
from tests.explain.stories import STORIES
from tests.remedies.tables import write

ONE_OF_EACH = {
    "unavoidable": "the primary therapist leaves too early",
    "own_needs": "two sessions in one hour",
    "agreement": "an appointment of somebody else",
    "capacity": "the only free time is taken",
}


def why(explanation: str) -> str:
    """What stands behind the colon, which is the same for all needs that lack for that reason."""
    return explanation.partition(" missing: ")[2].rstrip(".")


def in_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("cause", "name"), ONE_OF_EACH.items())
def test_a_cause_has_the_same_words_everywhere(cause: str, name: str, tmp_path: Path) -> None:
    tables = write(STORIES[name].caseload, tmp_path / "tables")
    out, book = tmp_path / "plan", tmp_path / "week.xlsx"
    week = ("--week", MONDAY.isoformat())
    solved = run("solve", tables, *week, "--out", out, "--xlsx", book, "--time-limit", "30")
    assert solved.exit_code == 0, solved.stderr
    with (out / "unmet.csv").open(encoding="utf-8", newline="") as file:
        told = [row["explanation"] for row in csv.DictReader(file) if row["cause"] == cause]
    assert told
    explained = run("explain", tables, out / "schedule.csv", *week)
    page = html.unescape(re.sub(r"<[^>]+>", " ", (out / "week.html").read_text(encoding="utf-8")))
    cells = [cell for sheet in load_workbook(book) for row in sheet.iter_rows(values_only=True) for cell in row]
    for sentence in told:
        assert why(sentence)
        assert sentence in cells
        for text in (solved.stdout, explained.stdout, page):
            assert why(sentence) in in_one_line(text)
