"""Which files of paper go where."""

from collections.abc import Mapping
from pathlib import Path

from scheduler.caseload import Caseload
from scheduler.files.recognised import Recognise, check_own, is_made_page, is_made_pdf, is_table_with, marked_pdf
from scheduler.files.write import Contents, inside
from scheduler.report.page.view import WeekView
from scheduler.report.paper.pdf import browser, pdfs
from scheduler.report.paper.sheets import SHEETS, paper
from scheduler.report.week_book import ATTENDANCE, attendance_rows
from scheduler.tables import check_not_filled_in, table_csv

ATTENDANCE_FILE = "attendance.csv"


def check_paper(folder: Path) -> Contents:
    """What lies in the folder in the places of sheets and their table.

    Raises:
        Foreign: a file there is none that this program wrote.
        FilledIn: the table says already who came.
    """
    own: dict[Path, Recognise] = {folder / ATTENDANCE_FILE: is_table_with(ATTENDANCE)}
    own |= {folder / f"{name}.html": is_made_page for name in SHEETS}
    own |= {folder / f"{name}.pdf": is_made_pdf for name in SHEETS}
    there = check_own(own)
    check_not_filled_in([folder / ATTENDANCE_FILE])
    return there


def paper_files(
    view: WeekView, caseload: Caseload, folder: Path, *, day: int | None = None, has_pdf: bool = True
) -> Mapping[Path, bytes]:
    """Each sheet as HTML and, where a browser is found and it is asked for, as PDF; and the table of who came."""
    sheets = paper(view, caseload, day)
    program = browser() if has_pdf else None
    printed = pdfs(sheets, program, folder) if program else {}
    files = {f"{name}.html": content for name, content in sheets.items()}
    files |= {f"{name}.pdf": marked_pdf(content) for name, content in printed.items()}
    files[ATTENDANCE_FILE] = table_csv(ATTENDANCE, attendance_rows(view))
    return inside(folder, files)


def paper_lines(folder: Path, files: Mapping[Path, bytes], *, has_pdf: bool) -> list[str]:
    """What was written, what each sheet is, and what to do where there is no PDF."""
    names = {path.name for path in files}
    lines = [f"Paper in {folder}:"]
    for sheet, what in SHEETS.items():
        both = f"{sheet}.pdf, {sheet}.html" if f"{sheet}.pdf" in names else f"{sheet}.html"
        lines.append(f"  {both}: {what}")
    lines.append(f"  {ATTENDANCE_FILE}: the same as a table: change yes to no, and give it to iop week --attendance")
    missing = [sheet for sheet in SHEETS if f"{sheet}.pdf" not in names]
    if has_pdf and missing:
        lines.append(
            "No PDF was made: no Chromium, Chrome or Edge was found that prints. Open the .html files in any browser "
            "and print them from there."
        )
    return lines
