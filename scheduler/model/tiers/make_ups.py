"""Second tier: minutes of raised minima that are not met, as an expression to be minimised."""

from ortools.sat.python import cp_model

from scheduler.model.variables import Literal, WeekModel


def make_ups(model: WeekModel) -> cp_model.LinearExprT:
    """Minutes of all raised parts of weekly minima that are not met."""
    raised = [patient for patient in model.problem.patients if patient in model.week.make_ups]
    return cp_model.LinearExpr.sum([_unmet(model, patient) for patient in raised])


def _unmet(model: WeekModel, patient: str) -> Literal:
    """What the raised part lacks: all of it where not even the ordinary minimum is reached."""
    asked, least = model.week.make_ups[patient], model.week.limits[patient].min_minutes_week
    unmet = model.cp.new_int_var(0, asked, f"not made up {patient}")
    taken = [one for days in model.by_patient.get(patient, ()) for one in days]
    together = cp_model.LinearExpr.sum([unmet, model.counted_minutes(taken)])
    together += model.week.frozen.counted_minutes(patient)
    is_met = model.cp.new_bool_var(f"minimum met {patient}")
    model.cp.add_linear_constraint(together, least + asked, cp_model.INT_MAX).only_enforce_if(is_met)
    model.cp.add(unmet == asked).only_enforce_if(~is_met)
    return unmet
