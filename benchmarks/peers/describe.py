"""The plain model of a week, complete, and the way back from its solution to a schedule."""

from collections import Counter
from collections.abc import Mapping, Sequence

from benchmarks.peers import program as rules
from benchmarks.peers.agreements import Outside, appointments, members, outside_windows, same_members
from benchmarks.peers.linear import Linear, Variable
from benchmarks.peers.options import Option, options_of
from benchmarks.peers.program import Program
from scheduler.caseload import GroupMode
from scheduler.schedule import Schedule, Session, session_id
from scheduler.week.week import Week


def describe(week: Week) -> Program:
    """All rules and the goal of least unmet care; windows, grid, opening hours and admission are in the options."""
    linear = Linear()
    program = Program.of(week, linear, options_of(linear, week))
    rules.one_at_a_time(program)
    day_by_day(program, outside_windows)
    return program


def day_by_day(program: Program, outside: Outside) -> None:
    """The goal, and all rules but that nobody and nothing is in two sessions at once."""
    rules.run_with_people(program)
    rules.seats(program)
    rules.patient_limits(program)
    rules.group_meetings(program)
    rules.named_resources(program)
    rules.therapist_hours(program)
    rules.kept_apart(program)
    appointments(program)
    members(program, same_members(program), outside)
    rules.least_unmet_care(program)


def schedule_of(program: Program, values: Sequence[int]) -> Schedule:
    """The schedule that a solution stands for; ``values`` are those of the variables in order."""
    taking_place = [option for option in program.options if values[option.runs]]
    taking_place.sort(key=lambda option: (option.day, option.window))
    orders: Counter[object] = Counter()
    meetings: Counter[str] = Counter()
    sessions = []
    for option in taking_place:
        patients = _chosen(option.attends, values)
        holder = option.group.group if option.group else patients[0]
        on, name = program.week.date_of(option.day), option.session_type.session_type
        orders[on, name, holder, option.group is None] += 1
        order = orders[on, name, holder, option.group is None]
        meetings[holder] += bool(option.group)
        sessions.append(
            Session(
                session=session_id(on, name, holder, order, is_group=option.group is not None),
                on=on,
                start=option.window.start,
                end=option.window.end,
                session_type=name,
                group=holder if option.group else None,
                meeting=meetings[holder] if option.group else None,
                therapists=_chosen(option.leads, values),
                resources=tuple(sorted(thing for able in option.holds.values() for thing in _chosen(able, values))),
                mode=_mode(option),
                patients=patients,
            )
        )
    return Schedule.of(sessions)


def _chosen(variables: Mapping[str, Variable], values: Sequence[int]) -> tuple[str, ...]:
    return tuple(sorted(who for who, variable in variables.items() if values[variable]))


def _mode(option: Option) -> GroupMode:
    if option.group:
        return option.group.mode
    return "virtual" if option.remote else "in_person"
