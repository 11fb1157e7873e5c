"""Rules about when, how much and with whom a patient attends."""

from scheduler.caseload import Group
from scheduler.model.places import Places
from scheduler.model.starts import only, starts_inside
from scheduler.model.variables import Literal, Taken, WeekModel
from scheduler.week import Week, windows_for


def patient_available(places: Places) -> None:
    """Patients take only starts inside their own windows."""
    for unit in places.units:
        for patient, starts in unit.patients.items():
            own = windows_for(places.week, patient, unit.day, remote=patient in unit.remote, with_family=False)
            unit.patients[patient] = starts & starts_inside(own, unit.minutes)


def family_available(places: Places) -> None:
    """Patients take only starts inside their family's windows where it is needed."""
    for unit in places.units:
        if unit.session_type.needs_family:
            for patient, starts in unit.patients.items():
                family = places.week.families[patient][unit.day]
                unit.patients[patient] = starts & starts_inside(family, unit.minutes)


def patient_not_double_booked(model: WeekModel) -> None:
    """Of units that overlap, a patient attends one."""
    for days in model.by_patient.values():
        for taken in days:
            share_no_minute(model, taken)


def share_no_minute(model: WeekModel, taken: list[Taken]) -> None:
    """Of these units, no two that are taken overlap.

    Units whose start is given are compared here, all others by the solver.
    """
    if len(taken) < 2:
        return
    fixed = [one for one in taken if only(model.units[one.unit].starts) is not None]
    for clique in _overlapping(model, fixed):
        model.cp.add_at_most_one(clique)
    if len(fixed) < len(taken):
        model.cp.add_no_overlap([model.interval(one) for one in taken])


def _overlapping(model: WeekModel, taken: list[Taken]) -> list[list[Literal]]:
    """Largest sets of units of fixed start that all share a minute."""
    spans = sorted(
        (start, start + model.units[one.unit].minutes, number)
        for number, one in enumerate(taken)
        if (start := only(model.units[one.unit].starts)) is not None
    )
    cliques: list[set[int]] = []
    for start, _, _ in spans:
        clique = {number for begin, end, number in spans if begin <= start < end}
        if len(clique) > 1 and not any(clique <= other for other in cliques[-1:]):
            cliques.append(clique)
    return [[taken[number].literal for number in sorted(clique)] for clique in cliques]


def patient_day_limit(model: WeekModel) -> None:
    """Counted minutes of a day stay below the limit."""
    for patient, days in model.by_patient.items():
        most = model.week.limits[patient].max_minutes_day
        for taken in days:
            if most is not None and taken:
                model.cp.add(model.counted_minutes(taken) <= most)


def patient_week_limit(model: WeekModel) -> None:
    """Counted minutes of the week and attended days stay below their limits."""
    for patient, days in model.by_patient.items():
        limits = model.week.limits[patient]
        if limits.max_minutes_week is not None:
            model.cp.add(model.counted_minutes(one for taken in days for one in taken) <= limits.max_minutes_week)
        possible = [day for day, taken in enumerate(days) if taken]
        if limits.max_days_week is not None and limits.max_days_week < len(possible):
            model.cp.add(sum(model.attended(patient, day) for day in possible) <= limits.max_days_week)


def is_planned(week: Week, group: Group, patient: str) -> bool:
    """The patient's plan has the type of the group."""
    return group.session_type in week.plans[patient]


def patient_plan_limit(model: WeekModel) -> None:
    """Sessions of a type stay below the plan's limit in the week and the type's on each day."""
    for patient, days in model.by_patient.items():
        for session_type, planned in model.week.plans[patient].items():
            a_day = model.places.caseload.session_types[session_type].max_per_day
            of_type = [
                [one.literal for one in taken if model.units[one.unit].session_type.session_type == session_type]
                for taken in days
            ]
            if planned.sessions_max is not None and sum(map(len, of_type)) > planned.sessions_max:
                model.cp.add(sum(literal for literals in of_type for literal in literals) <= planned.sessions_max)
            for literals in of_type:
                if a_day is not None and len(literals) > a_day:
                    model.cp.add(sum(literals) <= a_day)


def kept_apart(model: WeekModel) -> None:
    """Pairs who are kept apart share no session, nor a day on site where the day is meant."""
    for pair in model.places.caseload.keep_apart:
        a, b = pair.patient_a, pair.patient_b
        for attends in model.attends:
            if a in attends and b in attends:
                model.cp.add_at_most_one(attends[a], attends[b])
        if pair.scope == "day" and a in model.by_patient and b in model.by_patient:
            for day in range(len(model.by_patient[a])):
                model.cp.add_at_most_one(model.on_site(a, day), model.on_site(b, day))
