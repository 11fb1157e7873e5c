"""The files by which an answer on capacity can be checked by hand: what was tried, caseloads, and a schedule."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from scheduler.files.outputs import try_folder
from scheduler.files.recognised import check_own, is_table_with
from scheduler.files.write import write_files
from scheduler.planning.starter import check_free
from scheduler.studies.capacity import Answer, Tried
from scheduler.studies.edits import Tables, without_private
from scheduler.tables import TABLES, schedule_csv, table_csv

TRIED_FILE = "tried.csv"
TRIED_COLUMNS = ("about", "number", "verdict", "asked_minutes", "allowed_minutes", "unmet_minutes", "at_least_minutes")
FITS, BREAKS = "fits", "breaks"


def check_place(out: Path) -> None:
    """Nothing, where the files can be written.

    Raises:
        AlreadyThere, Foreign: something else lies there.
        CannotWrite, NotWritten: the place takes no files.
    """
    try_folder(out)
    if (out / TRIED_FILE).exists():
        check_own({out / TRIED_FILE: is_table_with(TRIED_COLUMNS)})
    else:
        check_free(out)


def write_evidence(out: Path, answers: Mapping[str, Answer], shown: Tried | None) -> None:
    """Writes all of it, in place of what an earlier answer left there.

    ``fits`` holds the caseload and the schedule that shows that it can be done, ``breaks`` (and ``breaks-THERAPIST``) a
    caseload that is proven to be too much; without names and reasons.

    Args:
        out: the folder.
        answers: by what they are about, "" for patients.
        shown: the number that a schedule shows to fit; None where there is none.

    Raises:
        NotWritten: the folder does not take the files.
    """
    files = {out / TRIED_FILE: table_csv(TRIED_COLUMNS, _rows(answers))}
    if shown is not None and shown.week is not None:
        files |= _caseload(out / FITS / "caseload", shown.tables)
        files[out / FITS / "schedule.csv"] = schedule_csv(shown.week.schedule)
    for about, answer in answers.items():
        if answer.breaks is not None:
            files |= _caseload(out / (f"{BREAKS}-{about}" if about else BREAKS) / "caseload", answer.breaks.tables)
    old = [*out.glob(f"{FITS}/**/*.csv"), *out.glob(f"{BREAKS}*/caseload/*.csv")]
    write_files(files, [place for place in old if place not in files])


def _rows(answers: Mapping[str, Answer]) -> Iterator[Mapping[str, str]]:
    for about, answer in answers.items():
        for one in answer.tried:
            cells = (about, one.number, one.verdict, one.asked, one.allowed, one.unmet, one.at_least)
            yield {column: "" if cell is None else str(cell) for column, cell in zip(TRIED_COLUMNS, cells, strict=True)}


def _caseload(folder: Path, tables: Tables) -> dict[Path, bytes]:
    rows = without_private(tables)
    return {
        folder / f"{name}.csv": table_csv(list(columns), rows[name]) for name, columns in TABLES.items() if name in rows
    }
