"""Agreements that no schedule can keep together, or beside what is frozen, cut down to what cannot be spared."""

from collections.abc import Collection
from dataclasses import replace

from scheduler.caseload import Appointment
from scheduler.model.build import ALL_RULES, model_under, problem_under
from scheduler.model.problem import agreed_only
from scheduler.model.solver import CanBe
from scheduler.model.variables import WeekModel
from scheduler.rules import CATALOGUE, RuleId
from scheduler.schedule import Session
from scheduler.search.limits import Budget
from scheduler.search.solver.cpsat import can_be
from scheduler.times import MINUTES_A_DAY, WEEKDAYS, clock
from scheduler.week.frozen import just
from scheduler.week.week import Week

Row = tuple[str, int]
SUSPENDABLE: tuple[RuleId, ...] = tuple(rule.id for rule in CATALOGUE if rule.id is not RuleId.APPOINTMENT_KEPT)
LEAST_TELLING = (RuleId.THERAPIST_QUALIFIED, RuleId.RESOURCE_FITS)
"""Without leaders or rooms hardly anything is impossible, so another rule is named wherever one will do."""


def rows_that_clash(week: Week, budget: Budget) -> tuple[str, ...]:
    """Sentences on agreements that cannot be kept together, each impossibility found by two configurations; in time."""
    return conflicting_rows(week, lambda cp: can_be(cp, budget, "agreements can be kept together"))


def conflicting_rows(week: Week, can_be: CanBe) -> tuple[str, ...]:
    """Sentences that name a smallest set of agreements that contradict each other, the rules or what is frozen.

    Where it is not known what can be, the set may be larger than it needs to be.
    """
    week = _without_groups(week)
    rows = _irreducible(week, can_be)
    week = _with_what_clashes(week, rows, can_be)
    words = {appointment.row: _words(appointment) for appointment in week.caseload.appointments}
    said = [f"{table}, row {row}: {words[row]}" for table, row in sorted(rows)]
    said += [_frozen_words(one.session) for one in week.frozen.sessions]
    if week.frozen.until and _is_possible(replace(week, frozen=just(0, week.frozen.sessions)), rows, set(), can_be):
        return (*said, f"possible only if something new could start before {_moment(week)}")
    suspended = {rule for rule in SUSPENDABLE if _is_possible(week, rows, {rule}, can_be)}
    if suspended:
        return (*said, f"possible only without the rule: {_titles(suspended)}")
    together = _suspended_together(week, rows, can_be)
    return (*said, f"possible only without these rules, all at once: {_titles(together)}") if together else tuple(said)


def _without_groups(week: Week) -> Week:
    """The same week for agreed sessions alone, which no group can hinder, since none has to meet."""
    return replace(week, caseload=replace(week.caseload, groups={}, meetings={}, members=()))


def _irreducible(week: Week, can_be: CanBe) -> set[Row]:
    model = _agreed_model(week, ALL_RULES)
    rows = set(model.agreements)
    for row in sorted(rows):
        if _can_keep(model, rows - {row}, can_be) is False:
            rows.discard(row)
    return rows


def _with_what_clashes(week: Week, rows: set[Row], can_be: CanBe) -> Week:
    """The week with no more of what is frozen than the rows cannot be kept beside."""
    for one in ((), *((one,) for one in week.frozen.sessions)):
        left = tuple(other for other in week.frozen.sessions if one and other not in one)
        less = replace(week, frozen=just(week.frozen.until, left))
        if _is_possible(less, rows, set(), can_be) is False:
            week = less
    return week


def _suspended_together(week: Week, rows: set[Row], can_be: CanBe) -> set[RuleId]:
    """Rules without which, all at once, the rows are possible, none to be spared; no rules where that is not known."""
    suspended = set(SUSPENDABLE)
    for rule in (*LEAST_TELLING, *SUSPENDABLE):
        is_possible = _is_possible(week, rows, suspended - {rule}, can_be)
        if is_possible is None:
            return set()
        if is_possible:
            suspended.discard(rule)
    return suspended


def _is_possible(week: Week, rows: set[Row], suspended: set[RuleId], can_be: CanBe) -> bool | None:
    rules = tuple(rule for rule in ALL_RULES if rule not in suspended)
    return _can_keep(_agreed_model(week, rules), rows, can_be)


def _agreed_model(week: Week, rules: tuple[RuleId, ...]) -> WeekModel:
    return model_under(agreed_only(problem_under(week, rules)), rules)


def _can_keep(model: WeekModel, rows: set[Row], can_be: CanBe) -> bool | None:
    asked = model.cp.clone()
    for row in rows & model.agreements.keys():
        asked.add(model.agreements[row] == 1)
    return can_be(asked)


def _titles(rules: Collection[RuleId]) -> str:
    return "; ".join(rule.title for rule in CATALOGUE if rule.id in rules)


def _frozen_words(session: Session) -> str:
    place = f"earlier schedule, row {session.row}: " if session.row else ""
    return f"{place}session {session.session} on {session.on} at {session.window}, which stays as it was"


def _moment(week: Week) -> str:
    day, minute = divmod(week.frozen.until, MINUTES_A_DAY)
    return f"{week.date_of(day)} {clock(minute)}"


def _words(appointment: Appointment) -> str:
    day = WEEKDAYS[appointment.weekday] if appointment.weekday is not None else str(appointment.on)
    who = f" with {appointment.therapist}" if appointment.therapist else ""
    where = f" in {appointment.resource}" if appointment.resource else ""
    return f"{appointment.session_type} of {appointment.patient} on {day} at {clock(appointment.start)}{who}{where}"
