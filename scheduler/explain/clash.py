"""Agreements that no schedule can keep together, cut down to rows none of which can be spared."""

from ortools.sat.python import cp_model

from scheduler.caseload import Appointment
from scheduler.model.assembly import ALL_RULES, model_of, places_under
from scheduler.model.places import agreed_only
from scheduler.model.variables import WeekModel
from scheduler.rules import CATALOGUE, RuleId
from scheduler.times import WEEKDAYS, clock
from scheduler.week import Week

Row = tuple[str, int]


def rows_that_clash(week: Week) -> tuple[str, ...]:
    """Sentences that name a smallest set of agreements that contradict each other or the rules, and the rules."""
    rows = _irreducible(week)
    words = {appointment.row: _words(appointment) for appointment in week.caseload.appointments}
    said = [f"{table}, row {row}: {words[row]}" for table, row in sorted(rows)]
    broken = [
        rule.title
        for rule in CATALOGUE
        if rule.id is not RuleId.APPOINTMENT_KEPT
        and _is_possible(week, rows, tuple(other for other in ALL_RULES if other != rule.id))
    ]
    if broken:
        said.append(f"possible only without the rule: {'; '.join(broken)}")
    return tuple(said)


def _irreducible(week: Week) -> set[Row]:
    model = _agreed_model(week, ALL_RULES)
    rows = set(model.agreements)
    for row in sorted(rows):
        if not _is_possible(week, rows - {row}, ALL_RULES):
            rows.discard(row)
    return rows


def _is_possible(week: Week, rows: set[Row], rules: tuple[RuleId, ...]) -> bool:
    model = _agreed_model(week, rules)
    for row in rows:
        if row in model.agreements:
            model.cp.add(model.agreements[row] == 1)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.solve(model.cp) in {cp_model.OPTIMAL, cp_model.FEASIBLE}


def _agreed_model(week: Week, rules: tuple[RuleId, ...]) -> WeekModel:
    places = places_under(week, rules)
    return model_of(agreed_only(places), rules)


def _words(appointment: Appointment) -> str:
    day = WEEKDAYS[appointment.weekday] if appointment.weekday is not None else str(appointment.on)
    who = f" with {appointment.therapist}" if appointment.therapist else ""
    where = f" in {appointment.resource}" if appointment.resource else ""
    return f"{appointment.session_type} of {appointment.patient} on {day} at {clock(appointment.start)}{who}{where}"
