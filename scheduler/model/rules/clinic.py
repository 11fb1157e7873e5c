"""Rules about the clinic's hours and the grid of starts."""

from scheduler.model.places import Places, Unit
from scheduler.model.starts import NONE, Starts, on_grid, starts_at, starts_inside


def clinic_open(places: Places) -> None:
    """Sessions lie inside the opening hours, outside closures."""
    for unit in places.units:
        unit.narrow(starts_inside(places.week.opening[unit.day], unit.minutes))


def grid(places: Places) -> None:
    """A start is on the grid unless a row of the timetable or an appointment gives it."""
    multiples = on_grid(places.caseload.clinic.grid_minutes)
    for unit in places.units:
        unit.narrow(multiples | _given(unit))


def _given(unit: Unit) -> Starts:
    if unit.agreed:
        return starts_at([unit.agreed.appointment.start])
    return starts_at(unit.row.starts) if unit.row and unit.row.starts is not None else NONE
