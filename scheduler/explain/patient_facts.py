"""Facts of one patient that may stand in the way of care: plan, limits, agreements, the past, travel and windows."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from scheduler.caseload import Absence, Availability, LevelLimits, Patient, Plan
from scheduler.explain.fact import Fact, Lift, World, without_the_past
from scheduler.explain.places import week_words
from scheduler.times import ALL_DAY, DAYS_A_WEEK, MINUTES_A_DAY, WEEKDAYS, clock, hours
from scheduler.week.availability import WeekWindows, weekly_windows
from scheduler.week.week import Week, level_in_force

_WITHOUT: Mapping[str, Callable[[LevelLimits], LevelLimits]] = {
    "max_minutes_day": lambda row: replace(row, max_minutes_day=None),
    "max_minutes_week": lambda row: replace(row, max_minutes_week=None),
    "max_days_week": lambda row: replace(row, max_days_week=None),
}


def patient_facts(week: Week, who: str, kinds: Collection[str], missing: Collection[str]) -> Iterator[Fact]:
    """What the tables say of a patient alone, for sessions of these types; best spared ones first.

    Args:
        week: of this patient alone.
        who: the patient.
        kinds: types of sessions that may help, planned or not.
        missing: those of them that the plan has no row for.
    """
    for kind in sorted(missing):
        yield _no_plan_row(who, kind)
    yield from _limits(week, who)
    for kind in sorted(set(kinds) - set(missing)):
        yield from _of_plan(week, week.caseload.plans[who][kind])
    yield from _agreements(week)
    if week.frozen.until:
        day, minute = divmod(week.frozen.until, MINUTES_A_DAY)
        yield Fact("", (), f"nothing new starts before {week.date_of(day)} {clock(minute)}", without_the_past)
    yield from _stay(week, who)
    if any(week.caseload.session_types[kind].needs_family for kind in kinds):
        yield from _rows_of(week, who, "family")
    yield from _travel(week, who)
    yield from _rows_of(week, who, "self")


def _with(world: World, **tables: Any) -> World:  # noqa: ANN401 - each table has rows of its own
    return replace(world, caseload=replace(world.caseload, **tables))


def _no_plan_row(who: str, kind: str) -> Fact:
    def planned(world: World) -> World:
        plans = world.caseload.plans
        return _with(world, plans={**plans, who: {**plans[who], kind: Plan(who, kind)}})

    return Fact("plans", (), f"{who} has no row of {kind}", planned, f"a row of {kind} would help")


def _limits(week: Week, who: str) -> Iterator[Fact]:
    patient, limits = week.caseload.patients[who], week.limits[who]
    row = level_in_force(week.caseload.levels[patient.level], patient, week.monday)
    for name in _WITHOUT:
        most = getattr(limits, name)
        if most is None:
            continue
        is_own = name == "max_minutes_week" and patient.max_minutes_week is not None
        amount = f"on {most} day{'s' * (most != 1)} a week" if name == "max_days_week" else hours(most)
        span = {"max_minutes_day": " a day", "max_minutes_week": " a week", "max_days_week": ""}[name]
        table, number = ("patients", patient.row) if is_own else ("levels", row.row)
        yield Fact(table, (number,), f"{who} may have at most {amount}{span}", _without_limit(who, name))


def _without_limit(who: str, name: str) -> Lift:
    def unlimited(world: World) -> World:
        patient = world.caseload.patients[who]
        if name == "max_minutes_week":
            patient = replace(patient, max_minutes_week=None)
        levels: dict[str, tuple[LevelLimits, ...]] = {
            level: tuple(_WITHOUT[name](row) for row in rows) for level, rows in world.caseload.levels.items()
        }
        return _with(world, levels=levels, patients={**world.caseload.patients, who: patient})

    return unlimited


def _of_plan(week: Week, plan: Plan) -> Iterator[Fact]:
    kind, planned = plan.session_type, week.plans[plan.patient][plan.session_type]
    session_type = week.caseload.session_types[kind]
    if session_type.max_per_day is not None:
        says = f"at most {session_type.max_per_day} of {kind} a day"
        yield Fact("session_types", (session_type.row,), says, _several_a_day(kind))
    if not planned.is_due:
        says = f"{kind} of {plan.patient} is not due this week"
        yield Fact(
            plan.table,
            (plan.row,),
            says,
            _changed_plan(plan, lambda row: replace(row, every_weeks=1, sessions_max=None)),
        )
    elif plan.sessions_max is not None:
        says = f"{plan.patient} may have at most {plan.sessions_max} of {kind}"
        yield Fact(plan.table, (plan.row,), says, _changed_plan(plan, lambda row: replace(row, sessions_max=None)))
    if plan.therapist is not None:
        says = f"{kind} of {plan.patient} is with {plan.therapist}"
        instead = f"another who leads {kind} could give it"
        yield Fact(
            plan.table, (plan.row,), says, _changed_plan(plan, lambda row: replace(row, therapist=None)), instead
        )


def _several_a_day(kind: str) -> Lift:
    def free(world: World) -> World:
        types = world.caseload.session_types
        return _with(world, session_types={**types, kind: replace(types[kind], max_per_day=None)})

    return free


def _changed_plan(plan: Plan, change: Callable[[Plan], Plan]) -> Lift:
    def changed(world: World) -> World:
        plans = world.caseload.plans
        known = change(plans[plan.patient][plan.session_type])
        return _with(world, plans={**plans, plan.patient: {**plans[plan.patient], plan.session_type: known}})

    return changed


def _agreements(week: Week) -> Iterator[Fact]:
    for number, one in enumerate(week.agreed):
        row = one.appointment
        says = f"{row.session_type} of {row.patient} is agreed for {WEEKDAYS[one.day]} {clock(row.start)}"
        yield Fact("appointments", (row.row,), says, _without_agreed(week, number))
    for member in week.caseload.members:
        says = f"{member.patient} is `{member.status}` {'of ' * (member.status == 'out')}{member.group}"

        def free(world: World, member: object = member) -> World:
            return _with(world, members=tuple(row for row in world.caseload.members if row != member))

        yield Fact("members", (member.row,), says, free)


def _without_agreed(week: Week, number: int) -> Lift:
    gone = replace(week.agreed[number].appointment, resource=None)

    def free(world: World) -> World:
        rows = list(world.caseload.appointments)
        found = next((place for place, row in enumerate(rows) if replace(row, resource=None) == gone), None)
        return world if found is None else _with(world, appointments=tuple(rows[:found] + rows[found + 1 :]))

    return free


def _stay(week: Week, who: str) -> Iterator[Fact]:
    patient = week.caseload.patients[who]
    if len(week.stays[who]) < DAYS_A_WEEK:
        yield Fact("patients", (patient.row,), _stay_words(week, patient), lambda world: replace(world, has_stay=False))


def _stay_words(week: Week, patient: Patient) -> str:
    told = []
    if patient.admitted and patient.admitted > week.monday:
        told.append(f"is admitted on {patient.admitted}")
    if patient.discharged and patient.discharged < week.date_of(DAYS_A_WEEK - 1):
        told.append(f"is discharged on {patient.discharged}")
    return f"{patient.patient} {' and '.join(told)}"


def _travel(week: Week, who: str) -> Iterator[Fact]:
    patient = week.caseload.patients[who]
    if patient.travel_minutes:

        def at_once(world: World) -> World:
            here = replace(world.caseload.patients[who], travel_minutes=0)
            return _with(world, patients={**world.caseload.patients, who: here})

        says = f"{who} travels {hours(patient.travel_minutes)} each way"
        yield Fact("patients", (patient.row,), says, at_once)


def _rows_of(week: Week, who: str, party: str) -> Iterator[Fact]:
    """Rows that say when the patient or the family is there: each on its own, the windows of one together."""
    caseload, name = week.caseload, who if party == "self" else f"the family of {who}"
    for away in caseload.absences.get(who, ()):
        if away.party == party and away.first <= week.date_of(DAYS_A_WEEK - 1) and week.monday <= away.last:
            yield Fact("absences", (away.row,), f"{name} is away {_dates(away)}", _without_rows(who, "absences", away))
    rows = [row for row in caseload.availability.get(who, ()) if row.party == party]
    for row in rows:
        if row.status == "busy":
            days = "/".join(WEEKDAYS[day] for day in row.days)
            says = f"{name} is busy {days}{'' if row.window == ALL_DAY else f' {row.window}'}"
            yield Fact("availability", (row.row,), says, _without_rows(who, "availability", row))
    there = [row for row in rows if row.status == "available"]
    if there:
        says = f"{name} is available only {week_words(_windows(week, who, there))}"
        numbers = tuple(row.row for row in there)
        yield Fact("availability", numbers, says, _without_rows(who, "availability", *there))


def _windows(week: Week, who: str, rows: list[Availability]) -> WeekWindows:
    only = replace(week.caseload, availability={who: tuple(rows)}, absences={})
    return weekly_windows(only, who, rows[0].party, week.monday)


def _dates(away: Absence) -> str:
    dates = f"on {away.first}" if away.first == away.last else f"from {away.first} to {away.last}"
    return dates if away.window == ALL_DAY else f"{dates} {away.window}"


def _without_rows(who: str, table: str, *gone: object) -> Lift:
    def free(world: World) -> World:
        rows: Mapping[str, tuple[object, ...]] = getattr(world.caseload, table)
        left = tuple(row for row in rows.get(who, ()) if not any(row is one for one in gone))
        return _with(world, **{table: {**rows, who: left}})

    return free
