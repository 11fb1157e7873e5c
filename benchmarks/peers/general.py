"""The simple general strategy: the whole week as one model of intervals, at every size, without a look at its kind.

CP-SAT raises the bound from below, by cores and without a linear relaxation, while its own neighbourhood searches
better the week; with one worker the two take turns. Beside them HiGHS bounds the care day by day, without starts.
"""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from threading import Lock

from ortools.sat.python import cp_model

from benchmarks.peers.agreements import Outside
from benchmarks.peers.attempt import SHORTEST_SECONDS, Attempt, OnCare
from benchmarks.peers.describe import day_by_day, schedule_of
from benchmarks.peers.linear import Linear, Term
from benchmarks.peers.options import Option
from benchmarks.peers.places import Place, fitting, patient_windows, places_of
from benchmarks.peers.plain import STATUSES, cp_sat
from benchmarks.peers.program import ByDay, Program, occupied, share_no_minute
from benchmarks.peers.relaxed import Relaxed
from scheduler.caseload import Caseload
from scheduler.schedule import Schedule
from scheduler.times import Window, intersected, monday_of
from scheduler.week.availability import WeekWindows
from scheduler.week.week import Week, is_remote, week_of

FROM_BELOW = "core"
"""CP-SAT's worker that minimises by cores, without a linear relaxation; all its other workers search neighbourhoods."""

Start = cp_model.IntVar | int


def solve(caseload: Caseload, day: date, seconds: float, workers: int | None, on_care: OnCare) -> Attempt:
    """As little unmet care as is found within the seconds, building included; ``workers`` None is one per core.

    The relaxation runs in a process beside the workers.

    Raises:
        KeyError: where the model is invalid, which is a defect of it.
    """
    begun = time.monotonic()
    program, places = describe(week_of(caseload, monday_of(day)))
    cp, variables, starts = intervals(program, places)
    built = time.monotonic() - begun
    left = max(SHORTEST_SECONDS, seconds - built)
    solver = solver_of(workers, left)
    steps = Steps(solver, on_care)
    with Relaxed(relaxation(program, places), left, steps.bounded):
        status = STATUSES[solver.solve(cp, steps)]
    if status not in {"optimal", "feasible"}:
        return Attempt(status, None, None, None if status == "contradiction" else steps.bound, len(variables), built)
    values = [solver.value(variable) for variable in variables]
    at = [solver.value(start) for start in starts]
    care = round(solver.objective_value)
    bound = max(steps.bound, round(solver.best_objective_bound))
    if care <= bound:
        status = "optimal"
    return Attempt(status, timed(program, places, at, values), care, bound, len(variables), built)


def solver_of(workers: int | None, seconds: float) -> cp_model.CpSolver:
    """CP-SAT with one worker from below and the others in neighbourhoods; where there is one only, in turn."""
    solver = cp_model.CpSolver()
    number = workers or os.cpu_count() or 1
    solver.parameters.num_workers = number
    solver.parameters.interleave_search = number == 1
    solver.parameters.subsolvers.append(FROM_BELOW)
    solver.parameters.max_time_in_seconds = seconds
    return solver


class Steps(cp_model.CpSolverSolutionCallback):
    """The least unmet care and the best bound so far, whoever found them; where they meet the search ends."""

    def __init__(self, solver: cp_model.CpSolver, on_care: OnCare) -> None:
        super().__init__()
        self.bound = 0
        self._care: int | None = None
        self._solver = solver
        self._on_care = on_care
        self._lock = Lock()
        solver.best_bound_callback = lambda bound: self.bounded(round(bound))

    def on_solution_callback(self) -> None:
        """Take note of a better week."""
        with self._lock:
            self._care = round(self.objective_value)
            self.bound = max(self.bound, round(self.best_objective_bound))
            self._tell(self._care)

    def bounded(self, bound: int) -> None:
        """Take note of a bound."""
        with self._lock:
            if bound > self.bound:
                self.bound = bound
                if self._care is not None:
                    self._tell(self._care)

    def _tell(self, care: int) -> None:
        self._on_care(care, self.bound)
        if care <= self.bound:
            self._solver.stop_search()


def describe(week: Week) -> tuple[Program, list[Place]]:
    """All rules and the goal but for the times within a day, and the places whose times are to be chosen."""
    linear = Linear()
    places = places_of(linear, week)
    program = Program.of(week, linear, [place.option for place in places])
    day_by_day(program, _outside({place.option: place for place in places}))
    return program, places


def _outside(place_of: Mapping[Option, Place]) -> Outside:
    def outside(program: Program, who: str, option: Option) -> list[Term]:
        place = place_of[option]
        is_away = is_remote(program.week.caseload, who, option.group.group if option.group else None)
        windows = patient_windows(program.week, option.session_type, who, is_away, option.day)
        inside = fitting(windows, place.starts, option.window.minutes)
        if not inside:
            return [(1, option.runs)]
        if len(inside) == len(place.starts):
            return []
        is_outside = program.linear.yes_or_no()
        place.only[is_outside] = frozenset(place.starts) - inside
        return [(1, is_outside)]

    return outside


def intervals(program: Program, places: Sequence[Place]) -> tuple[cp_model.CpModel, list[cp_model.IntVar], list[Start]]:
    """The week as CP-SAT takes it: its yes-or-no variables in order, and the start of each place."""
    cp, variables = cp_sat(program.linear)
    starts: list[Start] = []
    for place in places:
        domain = cp_model.Domain.from_values(place.starts)
        start: Start = place.starts[0] if len(place.starts) == 1 else cp.new_int_var_from_domain(domain, "")
        starts.append(start)
        for literal, able in place.only.items():
            tied = cp_model.Domain.from_values(sorted(able))
            cp.add_linear_expression_in_domain(start, tied).only_enforce_if(variables[literal])
    start_of = {place.option: start for place, start in zip(places, starts, strict=True)}
    for taken, buffer in occupied(program):
        if len(taken) > 1:
            cp.add_no_overlap(
                cp.new_optional_fixed_size_interval_var(
                    start_of[option], option.window.minutes + buffer(option), variables[literal], ""
                )
                for option, literal in taken
            )
    for earlier, later in pairwise(places):
        if earlier.kind == later.kind and earlier.option.day == later.option.day:
            first, second = variables[earlier.option.runs], variables[later.option.runs]
            cp.add_implication(second, first)
            ends = start_of[earlier.option] + earlier.option.window.minutes
            cp.add(ends <= start_of[later.option]).only_enforce_if(second)
    return cp, variables, starts


def relaxation(program: Program, places: Sequence[Place]) -> Linear:
    """The week without the starts that are to be chosen: what is asked of a day fits into its windows, in sum.

    It is a relaxation, because sessions that share no minute take no more minutes than their windows have. The buffer
    of the last session in a therapist's window may run past its end, so each window is longer by the longest buffer.
    """
    whole = program.linear
    linear = Linear(list(whole.most), list(whole.rows), list(whole.goal))
    timed_once = {place.option for place in places if len(place.starts) == 1}
    for taken, buffer in occupied(program):
        share_no_minute(linear, [one for one in taken if one[0] in timed_once], buffer)
    week = program.week
    _fill_windows(linear, week, program.by_patient, week.remote, lambda _: 0)
    _fill_windows(linear, week, program.by_resource, week.resources, lambda _: 0)
    _fill_windows(linear, week, program.by_therapist, week.therapists, lambda one: one.session_type.buffer_minutes)
    return linear


def _fill_windows(
    linear: Linear,
    week: Week,
    booked: Mapping[str, ByDay],
    windows: Mapping[str, WeekWindows],
    buffer: Callable[[Option], int],
) -> None:
    for who, days in booked.items():
        for day, taken in enumerate(days):
            longest = max((buffer(option) for option, _ in taken), default=0)
            open_then = intersected(windows[who][day], week.opening[day])
            room = sum(window.minutes + longest for window in open_then)
            terms = [(option.window.minutes + buffer(option), variable) for option, variable in taken]
            if sum(minutes for minutes, _ in terms) > room:
                linear.row(terms, most=room)


def timed(program: Program, places: Sequence[Place], at: Sequence[int], values: Sequence[int]) -> Schedule:
    """The schedule of a solution: ``at`` are the starts of the places in order, ``values`` those of the variables."""
    options = [
        replace(place.option, window=Window(start, start + place.option.window.minutes))
        for place, start in zip(places, at, strict=True)
    ]
    return schedule_of(replace(program, options=options), values)
