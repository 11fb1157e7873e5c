"""First tier: unmet care in minutes, as an expression to be minimised."""

from ortools.sat.python import cp_model

from scheduler.model.variables import Literal, WeekModel
from scheduler.times import DAYS_A_WEEK

Amount = cp_model.LinearExprT


NeedKey = tuple[str, str]
"""Kind of need and, for planned sessions, the session type, else ""."""


def care(model: WeekModel) -> Amount:
    """Unmet care of all patients planned for: hours of the week, planned sessions and qualifying days."""
    amounts = [amount for patient in model.problem.patients for amount in needs_of(model, patient).values()]
    return cp_model.LinearExpr.sum(amounts)


def needs_of(model: WeekModel, patient: str) -> dict[NeedKey, Amount]:
    """Unmet care of one patient in minutes, need by need; what asks for nothing is left out."""
    return {
        **_unmet_hours(model, patient),
        **_unmet_sessions(model, patient),
        **_unmet_days(model, patient),
    }


def _unmet_hours(model: WeekModel, patient: str) -> dict[NeedKey, Amount]:
    asked = model.week.limits[patient].min_minutes_week
    if not asked:
        return {}
    taken = [one for days in model.by_patient.get(patient, ()) for one in days]
    given = model.counted_minutes(taken) + model.week.frozen.counted_minutes(patient)
    return {("weekly_hours", ""): _shortfall(model, asked, given, f"hours {patient}")}


def _unmet_sessions(model: WeekModel, patient: str) -> dict[NeedKey, Amount]:
    amounts: dict[NeedKey, Amount] = {}
    for session_type, planned in model.week.plans[patient].items():
        if planned.sessions_min:
            literals = [
                one.literal
                for taken in model.by_patient.get(patient, ())
                for one in taken
                if model.candidates[one.candidate].session_type.session_type == session_type
            ]
            name = f"sessions {patient} {session_type}"
            minutes = model.problem.caseload.session_types[session_type].minutes
            given = cp_model.LinearExpr.sum(literals) + len(
                model.week.frozen.of_patient(patient, session_type=session_type)
            )
            short = _shortfall(model, planned.sessions_min, given, name)
            amounts["planned_sessions", session_type] = minutes * short
    return amounts


def _unmet_days(model: WeekModel, patient: str) -> dict[NeedKey, Amount]:
    limits = model.week.limits[patient]
    if not limits.min_days_week or not limits.min_minutes_day:
        return {}
    qualifies = []
    frozen = [model.week.frozen.counted_minutes(patient, day) for day in range(DAYS_A_WEEK)]
    days = model.by_patient.get(patient, ((),) * DAYS_A_WEEK)
    for day, (taken, before) in enumerate(zip(days, frozen, strict=True)):
        lacking = limits.min_minutes_day - before
        if 0 < lacking <= sum(model.candidates[one.candidate].counted_minutes for one in taken):
            literal = model.cp.new_bool_var(f"qualifies {patient} {day}")
            model.cp.add(model.counted_minutes(taken) >= lacking).only_enforce_if(literal)
            qualifies.append(literal)
    given = cp_model.LinearExpr.sum(qualifies) + sum(before >= limits.min_minutes_day for before in frozen)
    short = _shortfall(model, limits.min_days_week, given, f"days {patient}")
    return {("qualifying_days", ""): limits.min_minutes_day * short}


def _shortfall(model: WeekModel, asked: int, given: Amount, name: str) -> Literal:
    short = model.cp.new_int_var(0, asked, f"short {name}")
    model.cp.add_linear_constraint(cp_model.LinearExpr.sum([short, given]), asked, cp_model.INT_MAX)
    return short
