"""Rules about when, how much and with whom a patient attends."""

from collections import Counter
from itertools import permutations

from scheduler.caseload import Group
from scheduler.model.candidates import Candidate, Domains
from scheduler.model.domains import Starts, only, starts_clear_of, starts_inside
from scheduler.model.problem import WeekProblem
from scheduler.model.variables import Literal, Participation, WeekModel
from scheduler.week.admission import is_admitted
from scheduler.week.week import Week


def patient_available(problem: WeekProblem, candidate: Candidate, domains: Domains) -> Domains:
    """Patients take only starts inside their own windows."""
    week, day, minutes, remote = problem.week, candidate.day, candidate.minutes, candidate.remote
    return domains.with_patients(
        {
            who: starts & starts_inside((week.remote if who in remote else week.on_site)[who][day], minutes)
            for who, starts in domains.patients.items()
        }
    )


def family_available(problem: WeekProblem, candidate: Candidate, domains: Domains) -> Domains:
    """Patients take only starts inside their family's windows where it is needed."""
    if not candidate.session_type.needs_family:
        return domains
    families, day, minutes = problem.week.families, candidate.day, candidate.minutes
    return domains.with_patients(
        {who: starts & starts_inside(families[who][day], minutes) for who, starts in domains.patients.items()}
    )


def keep_clear_of_the_frozen(problem: WeekProblem, candidate: Candidate, domains: Domains) -> Domains:
    """Patients take no start that shares a minute with what they have attended already."""
    frozen = problem.week.frozen
    if not frozen.sessions:
        return domains

    def clear(patient: str) -> Starts:
        return starts_clear_of(frozen.busy(frozen.by_patient.get(patient, ()), candidate.day), candidate.minutes)

    return domains.with_patients({who: starts & clear(who) for who, starts in domains.patients.items()})


def patient_not_double_booked(model: WeekModel) -> None:
    """Of candidates that overlap, a patient attends one."""
    for days in model.by_patient.values():
        for taken in days:
            share_no_minute(model, taken)


def share_no_minute(model: WeekModel, taken: list[Participation]) -> None:
    """Of these candidates, no two that are taken overlap.

    Candidates whose start is given are compared here, all others by the solver.
    """
    if len(taken) < 2:
        return
    fixed = [one for one in taken if only(model.candidates[one.candidate].starts) is not None]
    for clique in _overlapping(model, fixed):
        model.cp.add_at_most_one(clique)
    if len(fixed) < len(taken):
        model.cp.add_no_overlap([model.interval(one) for one in taken])


def _overlapping(model: WeekModel, taken: list[Participation]) -> list[list[Literal]]:
    """Largest sets of candidates of fixed start that all share a minute."""
    spans = sorted(
        (start, start + model.candidates[one.candidate].minutes, number)
        for number, one in enumerate(taken)
        if (start := only(model.candidates[one.candidate].starts)) is not None
    )
    cliques: list[set[int]] = []
    for start, _, _ in spans:
        clique = {number for begin, end, number in spans if begin <= start < end}
        if len(clique) > 1 and not any(clique <= other for other in cliques[-1:]):
            cliques.append(clique)
    return [[taken[number].literal for number in sorted(clique)] for clique in cliques]


def patient_day_limit(model: WeekModel) -> None:
    """Counted minutes of a day stay below the limit, or are none where what is frozen exceeds it."""
    for patient, days in model.by_patient.items():
        most = model.week.limits[patient].max_minutes_day
        for day, taken in enumerate(days):
            if most is not None and taken:
                left = most - model.week.frozen.counted_minutes(patient, day)
                model.cp.add(model.counted_minutes(taken) <= max(0, left))


def patient_week_limit(model: WeekModel) -> None:
    """Counted minutes of the week and attended days stay below their limits."""
    for patient, days in model.by_patient.items():
        limits = model.week.limits[patient]
        if limits.max_minutes_week is not None:
            left = limits.max_minutes_week - model.week.frozen.counted_minutes(patient)
            model.cp.add(model.counted_minutes(one for taken in days for one in taken) <= max(0, left))
        before = model.week.frozen.days(patient)
        possible = [day for day, taken in enumerate(days) if taken and day not in before]
        if limits.max_days_week is not None and limits.max_days_week < len(possible) + len(before):
            left = max(0, limits.max_days_week - len(before))
            model.cp.add(sum(model.attended(patient, day) for day in possible) <= left)


def is_planned(week: Week, group: Group, patient: str) -> bool:
    """The patient's plan has the type of the group."""
    return group.session_type in week.plans[patient]


def patient_plan_limit(model: WeekModel) -> None:
    """Sessions of a type stay below the plan's limit in the week and the type's on each day."""
    for patient, days in model.by_patient.items():
        for session_type, planned in model.week.plans[patient].items():
            a_day = model.problem.caseload.session_types[session_type].max_per_day
            of_type = [
                [
                    one.literal
                    for one in taken
                    if model.candidates[one.candidate].session_type.session_type == session_type
                ]
                for taken in days
            ]
            frozen = Counter(one.day for one in model.week.frozen.of_patient(patient, session_type=session_type))
            if planned.sessions_max is not None:
                left = max(0, planned.sessions_max - frozen.total())
                if sum(map(len, of_type)) > left:
                    model.cp.add(sum(literal for literals in of_type for literal in literals) <= left)
            for day, literals in enumerate(of_type):
                if a_day is not None and len(literals) > max(0, a_day - frozen[day]):
                    model.cp.add(sum(literals) <= max(0, a_day - frozen[day]))


def keep_clear_of_each_other(problem: WeekProblem, candidate: Candidate, domains: Domains) -> Domains:
    """Whoever is kept apart from somebody for the whole day does not come in person where that one has come."""
    if not problem.week.frozen.sessions:
        return domains
    gone = {
        who
        for pair in problem.caseload.keep_apart
        if pair.scope == "day"
        for who, other in permutations((pair.patient_a, pair.patient_b))
        if who in domains.patients and who not in candidate.remote and _came(problem, other, candidate.day)
    }
    return domains.with_patients({who: starts for who, starts in domains.patients.items() if who not in gone})


def _came(problem: WeekProblem, patient: str, day: int) -> bool:
    """Whether the patient has come in person on the day."""
    attended = problem.week.frozen.of_patient(patient)
    is_remote = problem.caseload.patients[patient].mode == "virtual"
    return not is_remote and any(one.day == day and one.session.mode != "virtual" for one in attended)


def kept_apart(model: WeekModel) -> None:
    """Pairs who are kept apart share no session, nor a day on site where the day is meant."""
    for pair in model.problem.caseload.keep_apart:
        a, b = pair.patient_a, pair.patient_b
        for attends in model.attends:
            if a in attends and b in attends:
                model.cp.add_at_most_one(attends[a], attends[b])
        if pair.scope == "day" and a in model.by_patient and b in model.by_patient:
            for day in range(len(model.by_patient[a])):
                model.cp.add_at_most_one(model.on_site(a, day), model.on_site(b, day))


def patient_admitted_to_group(week: Week, group: Group, patient: str) -> bool:
    """The patient holds every tag that the group asks for, and the modes fit."""
    return is_admitted(week.caseload, group, patient)
