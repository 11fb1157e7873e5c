"""The page of a study: curves, where capacity bends, and every scenario in a table that leads to its weeks."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from scheduler.files.recognised import MARK
from scheduler.report.page.html import DRAWING as SHARED
from scheduler.report.page.html import environment
from scheduler.report.words import count
from scheduler.studies.curves import bend_words, panels_of
from scheduler.studies.drawings import panel_svg
from scheduler.studies.results import Cell, Row

DRAWING = Path(__file__).parent / "drawing"

_COLUMNS: Mapping[str, str] = {
    "patients": "patients",
    "care_asked_hours": "care asked, h",
    "care_met_hours": "care met, h",
    "care_met_at_most_hours": "at most possible, h",
    "care_met_share": "care met, %",
    "all_care_share": "patients with all care, %",
    "group_fill_share": "groups full, %",
    "therapist_use_share": "therapists used, %",
    "waiting_hours": "waiting, h",
    "unmet_unavoidable_hours": "unmet: unavoidable, h",
    "unmet_own_needs_hours": "own needs, h",
    "unmet_agreement_hours": "agreements, h",
    "unmet_capacity_hours": "capacity, h",
    "unmet_open_hours": "open, h",
}


@dataclass(frozen=True, slots=True)
class PlotOfStudy:
    """A plot as the page has it."""

    key: str
    title: str
    says: tuple[str, ...]
    svg: str


@dataclass(frozen=True, slots=True)
class Line:
    """A scenario in the table: its choices, its figures with their ranges over seeds, and its weeks."""

    choices: tuple[str, ...]
    figures: tuple[str, ...]
    weeks: tuple[tuple[str, str, str], ...]


def study_page(title: str, rows: Sequence[Row], axes: Mapping[str, Sequence[str]], links: Mapping[str, str]) -> bytes:
    """The page as the bytes of a file, which needs nothing from anywhere but the pages of its weeks beside it.

    Args:
        title: of the study, or of all that are put together.
        rows: of ``rows_of``.
        axes: what is varied, in order, and its choices.
        links: where the page of each week lies, by the key of the week.
    """
    panels = panels_of(rows, axes, links)
    drawn = [
        PlotOfStudy(f"p{number}", panel.title, tuple(bend_words(panel)), panel_svg(panel, f"p{number}"))
        for number, panel in enumerate(panels)
    ]
    solved = sum(row["care_met_hours"] is not None for row in rows)
    proven = sum(row["is_care_proven"] == "yes" for row in rows)
    page = (
        environment(DRAWING)
        .get_template("study.html.j2")
        .render(
            title=title,
            made_by=MARK,
            style=(SHARED / "style.css").read_text(encoding="utf-8"),
            own_style=(DRAWING / "study.css").read_text(encoding="utf-8"),
            says=f"{count(solved, 'solved week')}, {proven} of them proven to have as much care as possible.",
            without=[row for row in rows if row["care_met_hours"] is None],
            plots=drawn,
            axes=_shown(rows, axes),
            columns=list(_COLUMNS.values()),
            lines=_lines(rows, axes, links),
        )
    )
    return page.encode()


def _shown(rows: Sequence[Row], axes: Mapping[str, Sequence[str]]) -> list[str]:
    """The columns that tell scenarios apart."""
    is_one = len({row["study"] for row in rows}) <= 1
    return [*([] if is_one else ["study"]), *(axes or ["scenario"])]


def _lines(rows: Sequence[Row], axes: Mapping[str, Sequence[str]], links: Mapping[str, str]) -> list[Line]:
    grouped: dict[tuple[Cell, Cell], list[Row]] = {}
    for row in rows:
        grouped.setdefault((row["study"], row["scenario"]), []).append(row)
    shown = _shown(rows, axes)
    return [
        Line(
            tuple(str(of_one[0].get(name) or of_one[0]["scenario"]) for name in shown),
            tuple(_range([row[column] for row in of_one]) for column in _COLUMNS),
            tuple((links.get(str(row["week"]), ""), str(row["seed"]), str(row["status"])) for row in of_one),
        )
        for of_one in grouped.values()
    ]


def _range(cells: Sequence[Cell]) -> str:
    """The mean over seeds and, where they differ, the least and the most."""
    numbers = [float(str(cell)) for cell in cells if cell is not None]
    if not numbers:
        return ""
    least, most = min(numbers), max(numbers)
    return f"{mean(numbers):.4g}" + (f" ({least:.4g} to {most:.4g})" if most > least else "")


def links_from(page: Path, folder: Path, rows: Sequence[Row]) -> Mapping[str, str]:
    """Where the pages of a study's weeks lie, from where the page of the study lies; by the key of the week."""
    way = Path(os.path.relpath(folder, page.parent)).as_posix()
    return {str(row["week"]): f"{way}/{row['file']}".removeprefix("./") for row in rows if row["file"]}
