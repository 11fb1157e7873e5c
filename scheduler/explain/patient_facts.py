"""Facts of one patient that may stand in the way of care: plan, limits, agreements, the past, travel and windows."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from scheduler.caseload import LevelLimits, Member, Patient, Plan
from scheduler.explain.fact import Fact, Lift, World, without_the_past
from scheduler.explain.hour_facts import absences_of, hours_of
from scheduler.explain.places import listed
from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY, WEEKDAYS, clock, hours
from scheduler.week.week import Week, level_in_force

MOST_A_DAY, MOST_SESSIONS = 3, 7
"""Sessions of a type a day and a week where their limit is lifted, or as many as there may be where these are more."""

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
    if missing:
        yield _no_plan_rows(week, who, missing)
    yield from _limits(week, who)
    for kind in sorted(set(kinds) - set(missing)):
        yield from _of_plan(week, week.caseload.plans[who][kind])
    yield from _agreements(week)
    if week.frozen.until:
        day, minute = divmod(week.frozen.until, MINUTES_A_DAY)
        yield Fact("", (), f"nothing new starts before {week.date_of(day)} {clock(minute)}", without_the_past)
    yield from _stay(week, who)
    if any(week.caseload.session_types[kind].needs_family for kind in kinds):
        yield from absences_of(week, who, "family")
        yield from hours_of(week, who, "family", each=True)
    yield from _travel(week, who)
    yield from absences_of(week, who, "self")
    yield from hours_of(week, who, "self", each=True)


def _with(world: World, **tables: Any) -> World:  # noqa: ANN401 - each table has rows of its own
    return replace(world, caseload=replace(world.caseload, **tables))


def _no_plan_rows(week: Week, who: str, missing: Collection[str]) -> Fact:
    """That the plan has these types and no others."""

    def planned(kinds: Collection[str]) -> Lift:
        more = {kind: Plan(who, kind, sessions_max=MOST_SESSIONS) for kind in kinds}

        def with_rows(world: World) -> World:
            plans = world.caseload.plans
            return _with(world, plans={**plans, who: {**plans[who], **more}})

        return with_rows

    rows = week.caseload.plans[who]
    says = f"the plan of {who} has {listed(rows)} alone" if rows else f"{who} has no plan"
    instead = tuple((f"a row of {kind} would help", planned([kind])) for kind in sorted(missing))
    numbers = tuple(row.row for row in rows.values() if row.table == "plans")
    return Fact("plans", numbers, says, planned(missing), instead=instead)


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
        due = _changed_plan(plan, lambda row: replace(_with_more(row), every_weeks=1))
        yield Fact(plan.table, (plan.row,), f"{kind} of {plan.patient} is not due this week", due)
    elif plan.sessions_max is not None:
        says = f"{plan.patient} may have at most {plan.sessions_max} of {kind}"
        yield Fact(plan.table, (plan.row,), says, _changed_plan(plan, _with_more))
    if plan.therapist is not None:
        says = f"{kind} of {plan.patient} is with {plan.therapist}"
        with_any = _changed_plan(plan, lambda row: replace(row, therapist=None))
        instead = ((f"another who leads {kind} could give it", with_any),)
        yield Fact(plan.table, (plan.row,), says, with_any, instead=instead)


def _with_more(row: Plan) -> Plan:
    return replace(row, sessions_max=max(MOST_SESSIONS, row.sessions_max or 0))


def _several_a_day(kind: str) -> Lift:
    def free(world: World) -> World:
        types = world.caseload.session_types
        a_day = max(MOST_A_DAY, types[kind].max_per_day or 0)
        return _with(world, session_types={**types, kind: replace(types[kind], max_per_day=a_day)})

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
        yield Fact("members", (member.row,), says, _without_member(member))


def _without_member(member: Member) -> Lift:
    def free(world: World) -> World:
        return _with(world, members=tuple(row for row in world.caseload.members if row is not member))

    return free


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
        says = f"{who} travels {hours(patient.travel_minutes)} each way"
        yield Fact("patients", (patient.row,), says, _without_travel(who))


def _without_travel(who: str) -> Lift:
    def at_once(world: World) -> World:
        here = replace(world.caseload.patients[who], travel_minutes=0)
        return _with(world, patients={**world.caseload.patients, who: here})

    return at_once
