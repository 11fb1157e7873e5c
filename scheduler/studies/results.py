"""The results of studies as one table, a row a week: hours as decimals, shares in per cent."""

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from scheduler.studies.figures import CAUSES, Figures
from scheduler.studies.store import RESULTS_CSV, RESULTS_PARQUET, Told, Week, page_name
from scheduler.tables import table_csv

Cell = str | int | float | None
Row = Mapping[str, Cell]

HOUR = 60
_PLAIN = (
    *("patients", "therapists", "sessions", "patients_with_all_care"),
    *("care_asked_hours", "care_met_hours", "care_met_at_most_hours", "care_met_share", "all_care_share"),
    *("care_unmet_hours", "care_unmet_at_least_hours", "care_given_hours"),
    *(f"unmet_{cause}_hours" for cause in CAUSES),
    *("group_fill_share", "led_hours", "therapist_use_share", "waiting_hours"),
)


def rows_of(told: Told, weeks: Iterable[Week]) -> list[Row]:
    """A row for each week of a study; what has no schedule has blank figures."""
    return [_row(told, week) for week in weeks]


def _row(told: Told, week: Week) -> Row:
    row: dict[str, Cell] = {"study": told.title, "scenario": week["scenario"]}
    row |= {axis: week["choices"].get(axis, "") for axis in told.axes}
    row |= {"seed": week["seed"], "status": _status(told, week), "is_care_proven": ""}
    row |= dict.fromkeys(_PLAIN)
    if week["figures"]:
        row |= _figures(week["figures"], has_comfort=told.until == "comfort")
    return row | {
        "seconds": week["seconds"],
        "week": week["key"],
        "file": page_name(week["key"]) if week["figures"] else "",
    }


def _status(told: Told, week: Week) -> str:
    """``proven`` or ``open``, in what the study asks for; or why there is no schedule."""
    figures = week["figures"]
    if not figures:
        return str(week["status"])
    is_care_proven = figures["care_unmet"] == figures["care_unmet_at_least"]
    is_proven = is_care_proven if told.until == "care" else week["status"] == "optimal"
    return "proven" if is_proven else "open"


def _figures(found: Figures, *, has_comfort: bool) -> Row:
    asked, unmet, least = (found[name] for name in ("care_asked", "care_unmet", "care_unmet_at_least"))
    row: dict[str, Cell] = {
        "is_care_proven": "yes" if unmet == least else "no",
        **{name: found[name] for name in ("patients", "therapists", "sessions", "patients_with_all_care")},
        "care_asked_hours": in_hours(asked),
        "care_met_hours": in_hours(asked - unmet),
        "care_met_at_most_hours": in_hours(asked - least),
        "care_met_share": share(asked - unmet, asked),
        "all_care_share": share(found["patients_with_all_care"], found["patients"]),
        "care_unmet_hours": in_hours(unmet),
        "care_unmet_at_least_hours": in_hours(least),
        "care_given_hours": in_hours(found["care_given"]),
        "group_fill_share": share(found["places_taken"], found["places"]),
        "led_hours": in_hours(found["led"]),
        "therapist_use_share": share(found["led_of_limited"], found["may_lead"]),
        "waiting_hours": in_hours(found["waiting"]),
    }
    row |= {f"unmet_{cause}_hours": in_hours(minutes) for cause, minutes in found["unmet_by_cause"].items()}
    if has_comfort:
        row |= {"comfort": found["comfort"], "comfort_at_least": found["comfort_at_least"]}
    for kind in ("level", "pattern"):
        for name, part in found[f"by_{kind}"].items():
            row |= {
                f"{kind}_{name}_patients": part["patients"],
                f"{kind}_{name}_all_care_share": share(part["with_all_care"], part["patients"]),
                f"{kind}_{name}_unmet_hours": in_hours(part["unmet"]),
            }
    return row


def in_hours(minutes: int) -> float:
    """Minutes as decimal hours, two places."""
    return round(minutes / HOUR, 2)


def share(part: int, whole: int) -> float | None:
    """A part in per cent, one place; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def columns_of(rows: Sequence[Row]) -> list[str]:
    """The columns of all rows: those that every week has, in their order, then the parts by name, and the week last."""
    seen = dict.fromkeys(column for row in rows for column in row)
    last = [column for column in ("seconds", "week", "file") if column in seen]
    parts = sorted(column for column in seen if column.startswith(("level_", "pattern_")))
    return [*(column for column in seen if column not in {*last, *parts}), *parts, *last]


def results_csv(rows: Sequence[Row]) -> bytes:
    """The rows as CSV."""
    return table_csv(columns_of(rows), ({column: _text(cell) for column, cell in row.items()} for row in rows))


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def results_parquet(rows: Sequence[Row]) -> bytes:
    """The rows as a Parquet file, numbers as numbers.

    By polars, since pandas would load pyarrow wherever that is installed: a tenth of the time that every solve takes to
    begin.
    """
    import polars as pl  # noqa: PLC0415  # slow to load

    file = io.BytesIO()
    pl.DataFrame({column: [row.get(column) for row in rows] for column in columns_of(rows)}).write_parquet(file)
    return file.getvalue()


def result_files(folder: Path, rows: Sequence[Row]) -> Mapping[Path, bytes]:
    """The table of results in both forms, by where they go."""
    return {folder / RESULTS_CSV: results_csv(rows), folder / RESULTS_PARQUET: results_parquet(rows)}
