"""Whether a week can keep what is agreed: its appointments, and the places in groups."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from threading import Event

from ortools.sat.python import cp_model

from scheduler.caseload import Caseload, Group, Member
from scheduler.errors import Problem
from scheduler.explain.conflict import conflicting_rows
from scheduler.model.build import ALL_RULES, model_of, problem_under
from scheduler.model.problem import WeekProblem, agreed_only
from scheduler.model.rules.patients import patient_admitted_to_group
from scheduler.search.limits import Budget, Limits
from scheduler.search.solver.cpsat import can_be
from scheduler.times import WEEKDAYS
from scheduler.week.week import Week, is_remote

# For one question about one group; where it is not answered in that time, nothing is said.
SECONDS = 5.0


def what_clashes(week: Week) -> tuple[str, ...]:
    """Sentences on agreed sessions of the week that cannot all be, tried as solving tries them; none where they can."""
    return () if not week.agreed or _can_be(_with_agreed_alone(week)) else conflicting_rows(week, _asked_twice)


def appointments_that_clash(week: Week) -> Iterator[Problem]:
    """An error where the agreed sessions of the week cannot all be."""
    said = what_clashes(week)
    if not said:
        return
    rows = sorted(one.row for one in week.caseload.appointments if any(_names(words, one.row) for words in said))
    says = f"no schedule of the week of {week.monday} can keep what is agreed: {'; '.join(said)}"
    yield Problem("appointments", rows[0] if rows else 0, "", "", says, "Move or take out one of the appointments")


def _names(words: str, row: int) -> bool:
    return words.startswith(f"appointments, row {row}:")


def _with_agreed_alone(week: Week) -> WeekProblem:
    alone = replace(week, caseload=replace(week.caseload, groups={}, meetings={}, members=()))
    return agreed_only(problem_under(alone, ALL_RULES))


def _can_be(problem: WeekProblem, running: str = "") -> bool:
    """Whether a schedule of these places can be, in which the unit of this name takes place; so too if nobody knows."""
    model = model_of(problem)
    if running:
        number = next((number for number, candidate in enumerate(model.candidates) if candidate.name == running), None)
        if number is None:
            return False
        model.cp.add(model.runs[number] == 1)
    return _asked_twice(model.cp) is not False


def _asked_twice(cp: cp_model.CpModel) -> bool | None:
    budget = Budget.of(Limits(seconds=SECONDS), Event())
    return can_be(cp, budget, "what is agreed can be kept")


def members_beyond_places(week: Week) -> Iterator[Problem]:
    """Warnings of meetings that cannot take place because all who are `in` the group are too many or kept apart."""
    for group in week.caseload.groups.values():
        members = _invited(week, group)
        why = _seats_lacking(week, group, members) or _kept_apart(week.caseload, members)
        blocked = _blocked_days(week, group) if why else ""
        if blocked:
            rows = [member.row for member in members]
            says = f"{_rows(rows)}: {why}, so that {group.group} cannot meet{blocked}"
            fix = "Take a row out, raise the size or the capacity, or give the group another room"
            yield Problem("members", rows[0], "group", group.group, says, fix, severity="warning")


def _invited(week: Week, group: Group) -> list[Member]:
    """The rows of those who are `in` the group and there in the week."""
    return sorted(
        (each for each in week.caseload.members
         if each.group == group.group and each.status == "in" and each.patient in week.stays
         and group.session_type in week.plans[each.patient] and patient_admitted_to_group(week, group, each.patient)),
        key=lambda each: each.row,
    )  # fmt: skip


def _rows(rows: list[int]) -> str:
    if len(rows) > 2 and rows[-1] - rows[0] == len(rows) - 1:
        return f"rows {rows[0]} to {rows[-1]}"
    return f"rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}" if len(rows) > 1 else f"row {rows[0]}"


def _seats_lacking(week: Week, group: Group, members: list[Member]) -> str:
    """How many more places are asked for than the group or any room has; "" where there are enough."""
    if len(members) > group.max_size:
        return f"{len(members)} are to attend, and it has {group.max_size} places"
    if group.mode == "virtual":
        return ""
    on_site = sum(not is_remote(week.caseload, each.patient, group.group) for each in members)
    for kind in week.caseload.session_types[group.session_type].resources:
        most = largest_room(week.caseload, kind)
        if most is not None and on_site > most:
            return f"{on_site} are to attend on site, and no {kind} holds more than {most}"
    return ""


def largest_room(caseload: Caseload, kind: str) -> int | None:
    """How many patients fit into the largest thing that can serve as the kind; None for no limit."""
    found = [resource.capacity for resource in caseload.resources.values() if kind in resource.kinds]
    capacities = [capacity for capacity in found if capacity is not None]
    return max(capacities) if capacities and len(capacities) == len(found) else None


def _kept_apart(caseload: Caseload, members: list[Member]) -> str:
    apart = {(pair.patient_a, pair.patient_b): pair.row for pair in caseload.keep_apart}
    for one, other in combinations(sorted(members, key=lambda each: each.patient), 2):
        row = apart.get((one.patient, other.patient))
        if row is not None:
            return f"{one.patient} and {other.patient} are to attend, and are kept apart (keep_apart, row {row})"
    return ""


def _blocked_days(week: Week, group: Group) -> str:
    """Words for the days on which the members alone keep the group from meeting; "" where there are none."""
    caseload = week.caseload
    others = tuple(each for each in caseload.members if each.group != group.group or each.status == "out")
    free = _groups_alone(replace(week, caseload=replace(caseload, members=others)))
    bound = _groups_alone(week)
    possible = {
        candidate.name: candidate.day
        for candidate in free.candidates
        if candidate.group == group and _can_be(free, candidate.name)
    }
    left = {day for name, day in possible.items() if _can_be(bound, name)}
    blocked = sorted({*possible.values()} - left)
    if not blocked:
        return ""
    return f" on {', '.join(WEEKDAYS[day] for day in blocked)}" if left else " in the week"


def _groups_alone(week: Week) -> WeekProblem:
    problem = problem_under(week)
    return replace(
        problem, candidates=[candidate for candidate in problem.candidates if candidate.group or candidate.agreed]
    )
