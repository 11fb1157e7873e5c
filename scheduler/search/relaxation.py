"""A linear relaxation of the week for timetables whose starts are given: who should sit where, all at once.

Seats are shared out among patients by an assignment problem whose linear relaxation is almost whole-numbered, while
clause learning flounders in it. One-to-one sessions are in it start by start, so that they find room between a
patient's groups and in a therapist's day. Rooms are left out, which keeps the bound valid.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import permutations
from math import ceil, inf

from ortools.linear_solver.python import model_builder

from scheduler.model.places import Places, Unit
from scheduler.model.starts import each, only
from scheduler.times import DAYS_A_WEEK

Variable = model_builder.Variable
Term = tuple[int, Variable]
Seat = tuple[str, str]

LITTLE = 1e-4
"""What the solver's arithmetic may be off by."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """Solution of the relaxation.

    Args:
        care: no schedule of these places has less unmet care, in minutes.
        seats: units of groups with patients who had better attend them.
    """

    care: int
    seats: frozenset[Seat]


@dataclass(frozen=True, slots=True)
class _Option:
    """A unit that may be taken at one start."""

    unit: Unit
    start: int
    taken: Variable

    @property
    def counted(self) -> int:
        return self.unit.minutes if self.unit.session_type.counts else 0


@dataclass(slots=True)
class _Relaxation:
    places: Places
    lp: model_builder.Model = field(default_factory=model_builder.Model)
    held: dict[str, Variable] = field(default_factory=dict)
    seats: dict[Seat, Variable] = field(default_factory=dict)
    options: dict[str, list[_Option]] = field(default_factory=lambda: defaultdict(list))
    led: dict[str, list[_Option]] = field(default_factory=lambda: defaultdict(list))
    hours: dict[str, list[tuple[Unit, Variable]]] = field(default_factory=lambda: defaultdict(list))
    unmet: list[Term] = field(default_factory=list)

    def share(self) -> Variable:
        return self.lp.new_num_var(0, 1, None)

    def row(self, terms: Iterable[Term], least: float = -inf, most: float = inf) -> None:
        listed = list(terms)
        if listed:
            expression = model_builder.LinearExpr.weighted_sum(
                [variable for _, variable in listed], [weight for weight, _ in listed]
            )
            self.lp.add_linear_constraint(expression, least, most)


def relax(places: Places, work: float) -> Relaxed | None:
    """The relaxation's least care, and whole seats close to a solution of it.

    ``work`` limits each solution in the solver's own units, about seconds, counted alike on every machine. None where
    a meeting's start is open or something is frozen, or where that does not suffice.
    """
    if places.week.frozen.sessions or any(unit.group and only(unit.starts) is None for unit in places.units):
        return None
    relaxation = _relaxation_of(places)
    for _, lacking in relaxation.unmet:
        lacking.upper_bound = 0
    solver = _solved(relaxation, work)
    for minutes, lacking in relaxation.unmet:
        lacking.upper_bound = inf
        lacking.objective_coefficient = minutes
    care = 0
    if solver is None:
        solver = _solved(relaxation, work)
        if solver is None:
            return None
        care = ceil(solver.objective_value - LITTLE)
    return Relaxed(care, _whole_seats(relaxation, solver, work))


def _relaxation_of(places: Places) -> _Relaxation:
    relaxation = _Relaxation(places)
    for unit in places.units:
        if unit.group:
            _hold_meeting(relaxation, unit)
        else:
            _hold_one_to_one(relaxation, unit)
    for patient in places.patients:
        _attend(relaxation, patient)
        _need(relaxation, patient)
    for therapist in relaxation.hours:
        _work(relaxation, therapist)
    _stay_together(relaxation)
    _agree(relaxation)
    return relaxation


def _solved(relaxation: _Relaxation, work: float) -> model_builder.Solver | None:
    solver = model_builder.Solver("glop")
    solver.set_solver_specific_parameters(f"max_deterministic_time: {work}")
    return solver if solver.solve(relaxation.lp) == model_builder.SolveStatus.OPTIMAL else None


def _whole_seats(relaxation: _Relaxation, solver: model_builder.Solver, work: float) -> frozenset[Seat]:
    """Seats are given away for good from round to round: the whole ones, and the largest shares of the others."""
    given: set[Seat] = set()
    while True:
        shares = {seat: solver.value(variable) for seat, variable in relaxation.seats.items()}
        torn = [seat for seat, share in shares.items() if LITTLE < share < 1 - LITTLE]
        whole = {seat for seat, share in shares.items() if share >= 1 - LITTLE}
        torn.sort(key=lambda seat: (-round(shares[seat], 3), seat))
        for seat in sorted(whole.union(torn[: 1 + len(torn) // 4]) - given):
            relaxation.seats[seat].lower_bound = 1
            given.add(seat)
        again = _solved(relaxation, work) if torn else None
        if again is None:
            return frozenset(whole)
        solver = again


def _hold_meeting(relaxation: _Relaxation, unit: Unit) -> None:
    start = only(unit.starts)
    if start is None or unit.group is None:
        raise ValueError(f"{unit.name} has no given start")
    held = relaxation.held[unit.name] = relaxation.share()
    seats = {patient: relaxation.share() for patient in unit.patients}
    for patient, seat in seats.items():
        relaxation.seats[unit.name, patient] = seat
        relaxation.options[patient].append(_Option(unit, start, seat))
    taken = [(1, seat) for seat in seats.values()]
    relaxation.row([*taken, (-unit.group.max_size, held)], most=0)
    relaxation.row([*taken, (-unit.group.min_size, held)], least=0)
    _lead(relaxation, unit, [_Option(unit, start, held)])


def _hold_one_to_one(relaxation: _Relaxation, unit: Unit) -> None:
    options = [_Option(unit, start, relaxation.share()) for start in each(unit.starts)]
    (patient,) = unit.patients
    relaxation.options[patient] += options
    least = 1 if unit.agreed else 0
    relaxation.row([(1, option.taken) for option in options], least=least, most=1)
    _lead(relaxation, unit, options)


def _lead(relaxation: _Relaxation, unit: Unit, options: list[_Option]) -> None:
    if len(unit.leaders) == unit.needed_leaders:
        for therapist in unit.leaders:
            relaxation.led[therapist] += options
            relaxation.hours[therapist] += [(unit, option.taken) for option in options]
        return
    shares = {therapist: relaxation.share() for therapist in unit.leaders}
    for therapist, share in shares.items():
        relaxation.hours[therapist].append((unit, share))
    taken = [(-unit.needed_leaders, option.taken) for option in options]
    relaxation.row([*((1, share) for share in shares.values()), *taken], least=0, most=0)


def _attend(relaxation: _Relaxation, patient: str) -> None:
    limits = relaxation.places.week.limits[patient]
    options = relaxation.options[patient]
    if limits.max_minutes_week is not None:
        relaxation.row(((option.counted, option.taken) for option in options), most=limits.max_minutes_week)
    by_day = {day: [option for option in options if option.unit.day == day] for day in range(DAYS_A_WEEK)}
    for same_day in by_day.values():
        if limits.max_minutes_day is not None:
            relaxation.row(((option.counted, option.taken) for option in same_day), most=limits.max_minutes_day)
        _one_at_a_time(relaxation, [(option, option.unit.minutes) for option in same_day])
    possible = [same_day for same_day in by_day.values() if same_day]
    if limits.max_days_week is not None and limits.max_days_week < len(possible):
        relaxation.row([(1, _comes(relaxation, same_day)) for same_day in possible], most=limits.max_days_week)


def _comes(relaxation: _Relaxation, same_day: list[_Option]) -> Variable:
    """How much a patient comes on a day: at least as much as for any session of it."""
    comes = relaxation.share()
    by_unit: dict[str, list[Term]] = defaultdict(list)
    for option in same_day:
        by_unit[option.unit.name].append((1, option.taken))
    for taken in by_unit.values():
        relaxation.row([*taken, (-1, comes)], most=0)
    return comes


def _one_at_a_time(relaxation: _Relaxation, lasting: list[tuple[_Option, int]]) -> None:
    """Of the options that take the same minute, one; it suffices to look at each start."""
    known: list[set[int]] = []
    for now in sorted({option.start for option, _ in lasting}):
        here = {
            number for number, (option, minutes) in enumerate(lasting) if option.start <= now < option.start + minutes
        }
        if len(here) > 1 and not any(here <= other for other in known[-1:]):
            known.append(here)
            relaxation.row(((1, lasting[number][0].taken) for number in sorted(here)), most=1)


def _need(relaxation: _Relaxation, patient: str) -> None:
    week = relaxation.places.week
    limits, options = week.limits[patient], relaxation.options[patient]
    _lack(relaxation, 1, limits.min_minutes_week, [(option.counted, option.taken) for option in options])
    for session_type, planned in week.plans[patient].items():
        of_type = [(1, o.taken) for o in options if o.unit.session_type.session_type == session_type]
        minutes = week.caseload.session_types[session_type].minutes
        _lack(relaxation, minutes, planned.sessions_min, of_type)
        if planned.sessions_max is not None:
            relaxation.row(of_type, most=planned.sessions_max)
    if limits.min_days_week and limits.min_minutes_day:
        qualifies: list[Term] = []
        for day in range(DAYS_A_WEEK):
            counted = [(option.counted, option.taken) for option in options if option.unit.day == day]
            if counted:
                qualifying = relaxation.share()
                relaxation.row([*counted, (-limits.min_minutes_day, qualifying)], least=0)
                qualifies.append((1, qualifying))
        _lack(relaxation, limits.min_minutes_day, limits.min_days_week, qualifies)


def _lack(relaxation: _Relaxation, minutes: int, asked: int, given: list[Term]) -> None:
    if asked:
        lacking = relaxation.lp.new_num_var(0, asked, None)
        relaxation.row([*given, (1, lacking)], least=asked)
        relaxation.unmet.append((minutes, lacking))


def _work(relaxation: _Relaxation, therapist: str) -> None:
    facts = relaxation.places.caseload.therapists[therapist]
    hours = relaxation.hours[therapist]
    if facts.max_minutes_week is not None:
        relaxation.row(((unit.minutes, led) for unit, led in hours), most=facts.max_minutes_week)
    for day in range(DAYS_A_WEEK):
        if facts.max_minutes_day is not None:
            relaxation.row(((unit.minutes, led) for unit, led in hours if unit.day == day), most=facts.max_minutes_day)
        same_day = [option for option in relaxation.led[therapist] if option.unit.day == day]
        lasting = [(option, option.unit.minutes + option.unit.session_type.buffer_minutes) for option in same_day]
        _one_at_a_time(relaxation, lasting)


def _stay_together(relaxation: _Relaxation) -> None:
    """Whoever attends a meeting of a closed group attends each other meeting that is held."""
    closed: dict[str, list[str]] = defaultdict(list)
    for unit in relaxation.places.units:
        if unit.group and unit.group.same_members:
            closed[unit.group.group].append(unit.name)
    for units in closed.values():
        for patient in sorted({patient for name, patient in relaxation.seats if name in units}):
            for here, there in permutations(units, 2):
                seat, other = relaxation.seats.get((here, patient)), relaxation.seats.get((there, patient))
                also = [] if other is None else [(-1, other)]
                if seat is not None:
                    relaxation.row([(1, seat), (1, relaxation.held[there]), *also], most=1)


def _agree(relaxation: _Relaxation) -> None:
    """Nobody takes a seat against an agreement, nor beside somebody to be kept apart."""
    caseload = relaxation.places.caseload
    groups = {unit.name: unit.group.group for unit in relaxation.places.units if unit.group}
    status = {(member.group, member.patient): member.status for member in caseload.members}
    for (name, patient), seat in relaxation.seats.items():
        agreed = status.get((groups[name], patient))
        if agreed == "out":
            relaxation.row([(1, seat)], most=0)
        elif agreed == "in" and not _may_be_excused(relaxation, patient, groups):
            relaxation.row([(1, seat), (-1, relaxation.held[name])], least=0, most=0)
    for pair in caseload.keep_apart:
        for name in groups:
            both = [relaxation.seats.get((name, who)) for who in (pair.patient_a, pair.patient_b)]
            relaxation.row(((1, seat) for seat in both if seat is not None), most=1)


def _may_be_excused(relaxation: _Relaxation, patient: str, groups: dict[str, str]) -> bool:
    """Whether the patient's limits could leave no room for all that is agreed; a closed group has other excuses."""
    caseload, limits = relaxation.places.caseload, relaxation.places.week.limits[patient]
    invited = {member.group for member in caseload.members if (member.patient, member.status) == (patient, "in")}
    if any(caseload.groups[group].same_members for group in invited):
        return True
    agreed = [
        option
        for option in relaxation.options[patient]
        if option.unit.agreed or groups.get(option.unit.name) in invited
    ]
    by_day = [[option for option in agreed if option.unit.day == day] for day in range(DAYS_A_WEEK)]
    amounts = [
        (limits.max_minutes_week, sum(option.counted for option in agreed)),
        (limits.max_days_week, sum(map(bool, by_day))),
        *((limits.max_minutes_day, sum(option.counted for option in same_day)) for same_day in by_day),
    ]
    for name, planned in relaxation.places.week.plans[patient].items():
        a_day = caseload.session_types[name].max_per_day
        of_type = [sum(option.unit.session_type.session_type == name for option in same_day) for same_day in by_day]
        amounts += [(planned.sessions_max, sum(of_type)), *((a_day, count) for count in of_type)]
    return any(most is not None and amount > most for most, amount in amounts)
