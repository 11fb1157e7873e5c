"""Paper as an installed browser prints it."""

import re
from pathlib import Path

from scheduler.files.recognised import is_made_pdf
from scheduler.report.paper.files import paper_files, paper_lines
from scheduler.report.paper.pdf import browser, pdfs
from scheduler.report.paper.sheets import paper
from tests.report.weeks import clinic, view


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_each_sheet_begins_a_page_of_its_own_and_ends_on_it(tmp_path: Path) -> None:
    program = browser()
    assert program
    sheets = paper(view(names=True), clinic())
    made = pdfs({name: sheets[name] for name in ("board", "sign-in", "doors", "patients")}, program, tmp_path)
    # Three days, four meetings, two rooms, five patients.
    assert {name: pages(pdf) for name, pdf in made.items()} == {"board": 3, "sign-in": 4, "doors": 2, "patients": 5}


def test_a_pdf_lies_beside_each_sheet(tmp_path: Path) -> None:
    files = paper_files(view(), clinic(), tmp_path, day=1)
    names = {path.name for path in files}
    assert {"board.pdf", "board.html", "attendance.csv", "patients.pdf"} <= names
    assert is_made_pdf(files[tmp_path / "board.pdf"])
    assert list(tmp_path.iterdir()) == []
    assert not any("No PDF" in line for line in paper_lines(tmp_path, files, has_pdf=True))
