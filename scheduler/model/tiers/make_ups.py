"""The tier of make-ups: what raised minima lack beyond the unmet care itself, as an expression to be made small."""

from ortools.sat.python import cp_model

from scheduler.model.variables import WeekModel


def make_ups(model: WeekModel) -> cp_model.LinearExprT:
    """Minutes of all raised parts of weekly minima that are not met."""
    asked = model.week.make_ups
    made_up = [_made_up(model, patient) for patient in asked if patient in model.places.patients]
    return sum(asked[patient] for patient in asked if patient in model.places.patients) - cp_model.LinearExpr.sum(
        made_up
    )


def _made_up(model: WeekModel, patient: str) -> cp_model.IntVar:
    """Minutes that are made up: at most the counted ones above the ordinary minimum, none where that is not reached."""
    asked, least = model.week.make_ups[patient], model.week.limits[patient].min_minutes_week
    made_up = model.cp.new_int_var(0, asked, f"made up {patient}")
    given = model.counted_minutes(one for days in model.by_patient.get(patient, ()) for one in days)
    is_met = model.cp.new_bool_var(f"minimum met {patient}")
    model.cp.add(given - made_up >= least).only_enforce_if(is_met)
    model.cp.add(made_up == 0).only_enforce_if(~is_met)
    return made_up
