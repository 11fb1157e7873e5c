"""The first tier: unmet care minutes, as an expression to be made as small as possible."""

from ortools.sat.python import cp_model

from scheduler.model.variables import Literal, WeekModel

Amount = cp_model.LinearExprT


def care(model: WeekModel) -> Amount:
    """Unmet care minutes of all patients: hours of the week, planned sessions and qualifying days.

    Source: the program's goals; see ``docs/readings.md``.
    """
    return cp_model.LinearExpr.sum([amount for patient in model.week.stays for amount in care_of(model, patient)])


def care_of(model: WeekModel, patient: str) -> list[Amount]:
    """Unmet care minutes of one patient, need by need."""
    return [
        *_unmet_hours(model, patient),
        *_unmet_sessions(model, patient),
        *_unmet_days(model, patient),
    ]


def _unmet_hours(model: WeekModel, patient: str) -> list[Amount]:
    asked = model.week.limits[patient].min_minutes_week
    if not asked:
        return []
    taken = [one for days in model.by_patient.get(patient, ()) for one in days]
    return [_shortfall(model, asked, model.counted_minutes(taken), f"hours {patient}")]


def _unmet_sessions(model: WeekModel, patient: str) -> list[Amount]:
    amounts: list[Amount] = []
    for session_type, planned in model.week.plans[patient].items():
        if planned.sessions_min:
            literals = [
                one.literal
                for taken in model.by_patient.get(patient, ())
                for one in taken
                if model.units[one.unit].session_type.session_type == session_type
            ]
            name = f"sessions {patient} {session_type}"
            minutes = model.places.caseload.session_types[session_type].minutes
            amounts.append(minutes * _shortfall(model, planned.sessions_min, cp_model.LinearExpr.sum(literals), name))
    return amounts


def _unmet_days(model: WeekModel, patient: str) -> list[Amount]:
    limits = model.week.limits[patient]
    if not limits.min_days_week or not limits.min_minutes_day:
        return []
    qualifies = []
    for day, taken in enumerate(model.by_patient.get(patient, ())):
        if sum(model.counted(one.unit) for one in taken) >= limits.min_minutes_day:
            literal = model.cp.new_bool_var(f"qualifies {patient} {day}")
            model.cp.add(model.counted_minutes(taken) >= limits.min_minutes_day).only_enforce_if(literal)
            qualifies.append(literal)
    short = _shortfall(model, limits.min_days_week, cp_model.LinearExpr.sum(qualifies), f"days {patient}")
    return [limits.min_minutes_day * short]


def _shortfall(model: WeekModel, asked: int, given: Amount, name: str) -> Literal:
    short = model.cp.new_int_var(0, asked, f"short {name}")
    model.cp.add_linear_constraint(cp_model.LinearExpr.sum([short, given]), asked, cp_model.INT_MAX)
    return short
