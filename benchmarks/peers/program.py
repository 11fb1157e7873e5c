"""The week as one linear program: every rule and the care tier, start by start, in the plainest way."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from benchmarks.peers.linear import Linear, Term, Variable
from benchmarks.peers.options import Option, rows_of
from scheduler.times import DAYS_A_WEEK, WEEKDAYS
from scheduler.week.week import Week

Taken = tuple[Option, Variable]
ByDay = tuple[list[Taken], ...]


def _by_day() -> ByDay:
    return tuple([] for _ in WEEKDAYS)


@dataclass(slots=True)
class Program:
    """A linear program with what its variables stand for: by patient, therapist and resource, day by day."""

    week: Week
    linear: Linear
    options: list[Option]
    by_patient: dict[str, ByDay] = field(default_factory=lambda: defaultdict(_by_day))
    by_therapist: dict[str, ByDay] = field(default_factory=lambda: defaultdict(_by_day))
    by_resource: dict[str, ByDay] = field(default_factory=lambda: defaultdict(_by_day))
    by_group: dict[str, list[Option]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, week: Week, linear: Linear, options: list[Option]) -> "Program":
        """The variables of the options, without a rule yet."""
        program = cls(week, linear, options)
        for option in program.options:
            if option.group:
                program.by_group[option.group.group].append(option)
            for who, variable in option.attends.items():
                program.by_patient[who][option.day].append((option, variable))
            for who, variable in option.leads.items():
                program.by_therapist[who][option.day].append((option, variable))
            for able in option.holds.values():
                for thing, variable in able.items():
                    program.by_resource[thing][option.day].append((option, variable))
        return program


def run_with_people(program: Program) -> None:
    """Nobody attends what does not take place; leaders are as many as needed, and so is each kind of resource."""
    for option in program.options:
        linear, runs = program.linear, option.runs
        if option.group:
            for attends in option.attends.values():
                linear.row([(1, attends), (-1, runs)], most=0)
            sized = [(1, attends) for attends in option.attends.values()]
            linear.row([*sized, (-option.group.min_size, runs)], least=0)
            linear.row([*sized, (-option.group.max_size, runs)], most=0)
        if len(option.leads) > option.leaders:
            linear.row([*((1, leads) for leads in option.leads.values()), (-option.leaders, runs)], least=0, most=0)
        for able in option.holds.values():
            linear.row([*((1, holds) for holds in able.values()), (-1, runs)], least=0, most=0)


def one_at_a_time(program: Program) -> None:
    """Patients, therapists with their buffers, resources and groups are in one session at a time."""
    for taken, buffer in occupied(program):
        share_no_minute(program.linear, taken, buffer)


def occupied(program: Program) -> Iterator[tuple[Sequence[Taken], Callable[[Option], int]]]:
    """What each person, thing and group might be in on a day, and the minutes for which a session keeps it longer."""
    for of_one in (program.by_patient, program.by_resource):
        for days in of_one.values():
            yield from ((taken, _no_buffer) for taken in days)
    for days in program.by_therapist.values():
        yield from ((taken, _buffer) for taken in days)
    for options in program.by_group.values():
        for day in range(DAYS_A_WEEK):
            yield [(option, option.runs) for option in options if option.day == day], _no_buffer


def _no_buffer(_option: Option) -> int:
    return 0


def _buffer(option: Option) -> int:
    return option.session_type.buffer_minutes


def share_no_minute(linear: Linear, taken: Sequence[Taken], buffer: Callable[[Option], int]) -> None:
    """At each start at most one of the options that last then; starts whose options all last on are left out."""
    starts = sorted({option.window.start for option, _ in taken})
    lasting = [
        {variable for option, variable in taken if option.window.start <= start < option.window.end + buffer(option)}
        for start in starts
    ]
    for here, later in pairwise([*lasting, set[Variable]()]):
        if not here <= later:
            linear.at_most_one(sorted(here))


def seats(program: Program) -> None:
    """Those who come in person have a seat in each thing that is held."""
    capacities = {name: thing.capacity for name, thing in program.week.caseload.resources.items()}
    for option in program.options:
        seated = [variable for who, variable in option.attends.items() if who not in option.remote]
        for able in option.holds.values():
            room = [(len(seated) if (most := capacities[thing]) is None else most, able[thing]) for thing in able]
            if any(most < len(seated) for most, _ in room):
                program.linear.row([*((1, one) for one in seated), *((-most, holds) for most, holds in room)], most=0)


def patient_limits(program: Program) -> None:
    """Minutes of day and week, days, and sessions of each type in the week and on each day."""
    linear, week = program.linear, program.week
    for who, days in program.by_patient.items():
        limits = week.limits[who]
        if limits.max_minutes_week is not None:
            linear.row((term for taken in days for term in counted(taken)), most=limits.max_minutes_week)
        for taken in days:
            if limits.max_minutes_day is not None:
                linear.row(counted(taken), most=limits.max_minutes_day)
        possible = [taken for taken in days if taken]
        if limits.max_days_week is not None and limits.max_days_week < len(possible):
            linear.row([(1, comes(program, taken)) for taken in possible], most=limits.max_days_week)
        for name, planned in week.plans[who].items():
            of_type = [[(1, variable) for variable in _of_type(taken, name)] for taken in days]
            a_day = week.caseload.session_types[name].max_per_day
            if planned.sessions_max is not None:
                linear.row((term for terms in of_type for term in terms), most=planned.sessions_max)
            for terms in of_type:
                if a_day is not None:
                    linear.row(terms, most=a_day)


def comes(program: Program, taken: Iterable[Taken]) -> Variable:
    """A variable that is 1 where any of these is taken."""
    day = program.linear.yes_or_no()
    for _, variable in taken:
        program.linear.row([(1, variable), (-1, day)], most=0)
    return day


def counted(taken: Iterable[Taken]) -> list[Term]:
    """Counted minutes of what is taken."""
    return [(option.counted, variable) for option, variable in taken if option.counted]


def _of_type(taken: Iterable[Taken], name: str) -> list[Variable]:
    return [variable for option, variable in taken if option.session_type.session_type == name]


def group_meetings(program: Program) -> None:
    """A group meets as often as it may in the week, on a day and by each of its rows."""
    linear = program.linear
    for options in program.by_group.values():
        group = options[0].group
        if group is None:
            continue
        linear.row([(1, option.runs) for option in options], most=group.meetings_per_week)
        for row, often in rows_of(program.week, group):
            linear.row([(1, option.runs) for option in options if option.row == row], most=often)
        for day in range(DAYS_A_WEEK):
            linear.row([(1, option.runs) for option in options if option.day == day], most=group.meetings_per_day)


def named_resources(program: Program) -> None:
    """What a row or an appointment gives is held."""
    for option in program.options:
        named = set(option.row.resources or ()) if option.row else set()
        named |= {one.appointment.resource for one in option.agreed if one.appointment.resource}
        for thing in sorted(named):
            held = [(1, able[thing]) for able in option.holds.values() if thing in able]
            program.linear.row([*held, (-1, option.runs)], least=0, most=0)


def therapist_hours(program: Program) -> None:
    """Minutes led on a day and in the week."""
    for who, days in program.by_therapist.items():
        therapist = program.week.caseload.therapists[who]
        led = [[(option.window.minutes, variable) for option, variable in taken] for taken in days]
        if therapist.max_minutes_week is not None:
            program.linear.row((term for terms in led for term in terms), most=therapist.max_minutes_week)
        for terms in led:
            if therapist.max_minutes_day is not None:
                program.linear.row(terms, most=therapist.max_minutes_day)


def kept_apart(program: Program) -> None:
    """Pairs share no session, nor a day on site where the day is meant."""
    for pair in program.week.caseload.keep_apart:
        a, b = pair.patient_a, pair.patient_b
        for option in program.options:
            if a in option.attends and b in option.attends:
                program.linear.at_most_one([option.attends[a], option.attends[b]])
        if pair.scope == "day" and a in program.by_patient and b in program.by_patient:
            for of_a, of_b in zip(program.by_patient[a], program.by_patient[b], strict=True):
                program.linear.at_most_one([_on_site(program, a, of_a), _on_site(program, b, of_b)])


def _on_site(program: Program, who: str, taken: Iterable[Taken]) -> Variable:
    return comes(program, [(option, variable) for option, variable in taken if who not in option.remote])


def least_unmet_care(program: Program) -> None:
    """The goal: unmet minutes of the week, of planned sessions and of qualifying days."""
    linear, week = program.linear, program.week
    for who in week.stays:
        limits, days = week.limits[who], program.by_patient.get(who, _by_day())
        _lack(linear, 1, limits.min_minutes_week, [term for taken in days for term in counted(taken)])
        for name, planned in week.plans[who].items():
            given = [(1, variable) for taken in days for variable in _of_type(taken, name)]
            _lack(linear, week.caseload.session_types[name].minutes, planned.sessions_min, given)
        if limits.min_minutes_day and limits.min_days_week:
            qualifies = []
            for taken in days:
                enough = linear.yes_or_no()
                linear.row([*counted(taken), (-limits.min_minutes_day, enough)], least=0)
                qualifies.append((1, enough))
            _lack(linear, limits.min_minutes_day, limits.min_days_week, qualifies)


def _lack(linear: Linear, minutes: int, asked: int, given: list[Term]) -> None:
    if asked:
        lacking = linear.count(asked)
        linear.row([*given, (1, lacking)], least=asked)
        linear.goal.append((minutes, lacking))
