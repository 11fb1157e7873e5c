"""A remedy as files: the caseload with it, beside its verified schedule."""

from datetime import date
from pathlib import Path

from scheduler.caseload import Caseload
from scheduler.files.outputs import SCHEDULE_FILE, CannotWrite, try_folder
from scheduler.files.write import held, inside, write_files
from scheduler.planning.confirm import SolverDisagrees
from scheduler.remedies import Answer
from scheduler.tables import edited_files, schedule_csv
from scheduler.verify import violations


def check_place(out: Path) -> None:
    """Nothing, where a changed caseload and a schedule can be written into the folder.

    Raises:
        CannotWrite: it cannot be made, or has something in it.
        NotWritten: nothing can be written there.
    """
    try_folder(out)
    if out.exists() and any(out.iterdir()):
        raise CannotWrite(f"{out} is not empty. Choose a new folder for the changed caseload.")


def write_remedied(source: Path, caseload: Caseload, monday: date, answer: Answer, out: Path) -> tuple[Path, Path]:
    """Writes the caseload with the remedy and its schedule into a new folder; the places of both.

    Args:
        source: the folder or workbook of the caseload, which stays as it is.
        caseload: what lies there.
        monday: first day of the week.
        answer: the remedy with its week.
        out: the folder.

    Raises:
        NotEdited, Refused: the tables cannot take the change.
        NotWritten: the folder does not take the files.
        SolverDisagrees: the week breaks a rule of the changed caseload.
    """
    changed = answer.remedy.applied(caseload)
    files = edited_files(source, answer.remedy.row_edits, is_right=lambda after: after == changed)
    if violations(changed, monday, answer.week.schedule):
        raise SolverDisagrees("the week with the remedy breaks a rule")
    place = out / source.resolve().name
    tables = inside(place if source.is_dir() else out, files)
    with held(out):
        write_files({**tables, out / SCHEDULE_FILE: schedule_csv(answer.week.schedule)})
    return place, out / SCHEDULE_FILE
