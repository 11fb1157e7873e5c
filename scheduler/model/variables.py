"""Variables of a week's model, and the questions that rules and tiers ask of them.

Each candidate has a start that all of its people share, and literals for whether it runs, who attends, who leads and
which pool it holds; nobody attends, leads or is held where it does not run. Whoever has to be there shares the
candidate's own literal: 970 variables instead of 1,280 in a subproblem, built in 35 ms instead of 66.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from ortools.sat.python import cp_model

from scheduler.model.candidates import Candidate
from scheduler.model.deadline import EndingModel
from scheduler.model.domains import Starts, domain, each, only
from scheduler.model.problem import WeekProblem
from scheduler.times import DAYS_A_WEEK
from scheduler.week.week import Week

Literal = cp_model.IntVar
Start = cp_model.IntVar | int
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Participation:
    """Somebody or something takes part in a candidate where ``literal`` is true."""

    candidate: int
    literal: Literal


ByDay = tuple[list[Participation], ...]


class WeekModel:
    """CP-SAT model over the candidates of a problem, with no rule but the structure yet.

    Args:
        runs: by candidate, whether it takes place.
        start: by candidate, its start minute: a variable, or the one possible start.
        candidates: by number.
        attends, leads: by candidate, literals by patient and by therapist; where somebody has to be there whenever it
            runs, that is its own literal.
        holds: by candidate, kind and index of the pool; likewise.
        agreements: by table and row, whether the agreement is kept.

    That candidates are led, and have the things that they need, is not asked for here; where rules do, fewer literals
    suffice.
    """

    def __init__(self, problem: WeekProblem, *, are_led: bool = True, have_things: bool = True) -> None:
        self.problem = problem
        self._are_led = are_led
        self._have_things = have_things
        self.candidates = problem.candidates
        self.cp: cp_model.CpModel = EndingModel(problem.is_over)
        self.runs: list[Literal] = []
        self.start: list[Start] = []
        self.attends: list[dict[str, Literal]] = []
        self.leads: list[dict[str, Literal]] = []
        self.holds: list[dict[str, dict[int, Literal]]] = []
        self.agreements: dict[tuple[str, int], Literal] = {}
        self._fits: dict[tuple[int, Starts], Literal] = {}
        self._begins: dict[int, dict[int, Literal]] = {}
        self._intervals: dict[tuple[int, int, int, int], cp_model.IntervalVar] = {}
        self._days: dict[tuple[str, str, int], Literal] = {}
        for number, candidate in enumerate(problem.candidates):
            self._add(number, candidate)

    @property
    def week(self) -> Week:
        """The facts of the week."""
        return self.problem.week

    def _add(self, number: int, candidate: Candidate) -> None:
        self.runs.append(self.cp.new_bool_var(f"runs {candidate.name}"))
        fixed = only(candidate.starts)
        if fixed is not None:
            self.start.append(fixed)
        elif candidate.starts:
            self.start.append(self.cp.new_int_var_from_domain(domain(candidate.starts), f"start {candidate.name}"))
        else:
            self.start.append(0)
            self.cp.add(self.runs[number] == 0)
        self.attends.append(self._literals(number, candidate.patients, 0 if candidate.group else 1))
        self.leads.append(self._literals(number, candidate.leaders, candidate.needed_leaders if self._are_led else 0))
        things = 1 if self._have_things else 0
        self.holds.append({kind: self._literals(number, pools, things) for kind, pools in candidate.pools.items()})
        if candidate.group is None:
            self.exactly_as_many(number, self.attends[number], 1)
        if candidate.stays:
            self.cp.add(self.runs[number] == 1)

    def _literals(self, number: int, choices: Mapping[Key, Starts], needed: int) -> dict[Key, Literal]:
        """A literal for each choice; the candidate's own for all of them where no other is left."""
        if len(choices) == needed and all(starts == self.candidates[number].starts for starts in choices.values()):
            return dict.fromkeys(choices, self.runs[number])
        return {who: self._literal(number, starts, who) for who, starts in choices.items()}

    def exactly_as_many(self, number: int, literals: Mapping[Key, Literal], needed: int) -> None:
        """So many of the literals of a candidate are true where it runs, and none elsewhere."""
        runs = self.runs[number]
        if all(literal is runs for literal in literals.values()) and len(literals) == needed:
            return
        if needed == 1:
            self.cp.add_exactly_one(*literals.values(), ~runs)
        else:
            self.cp.add(sum(literals.values()) == needed * runs)

    def _literal(self, number: int, starts: Starts, whose: object) -> Literal:
        candidate = self.candidates[number]
        literal = self.cp.new_bool_var(f"{whose} at {candidate.name}")
        self.cp.add_implication(literal, self.runs[number])
        if starts != candidate.starts:
            self.cp.add_implication(literal, self.fits(number, starts))
        return literal

    def fits(self, number: int, starts: Starts) -> Literal:
        """Literal that is true exactly where the candidate's start is one of ``starts``."""
        starts &= self.candidates[number].starts
        literal = self._fits.get((number, starts))
        if literal is None:
            literal = self._fits[number, starts] = self.cp.new_bool_var(f"fits {self.candidates[number].name}")
            start = self.start[number]
            if isinstance(start, int) or not starts:
                self.cp.add(literal == int(bool(starts)))
            else:
                inside = domain(starts)
                self.cp.add_linear_expression_in_domain(start, inside).only_enforce_if(literal)
                outside = domain(self.candidates[number].starts & ~starts)
                self.cp.add_linear_expression_in_domain(start, outside).only_enforce_if(~literal)
        return literal

    def begins(self, number: int) -> dict[int, Literal]:
        """Literals by start: one is true where the candidate runs, the one of its start."""
        known = self._begins.get(number)
        if known is None:
            runs, start = self.runs[number], self.start[number]
            if isinstance(start, int):
                known = {start: runs}
            else:
                known = {minute: self.cp.new_bool_var("") for minute in each(self.candidates[number].starts)}
                self.cp.add_exactly_one(*known.values(), ~runs)
                for minute, literal in known.items():
                    self.cp.add(start == minute).only_enforce_if(literal)
            self._begins[number] = known
        return known

    def takes_part_at(self, taken: Participation, starts: Starts) -> dict[int, Literal]:
        """Literals by start: one is true where there is participation, the one of the start."""
        if only(self.candidates[taken.candidate].starts) is not None:
            return dict.fromkeys(each(starts), taken.literal)
        found = {start: self.cp.new_bool_var("") for start in each(starts)}
        self.cp.add_exactly_one(*found.values(), ~taken.literal)
        begins = self.begins(taken.candidate)
        for start, literal in found.items():
            self.cp.add_implication(literal, begins[start])
        return found

    def interval(self, taken: Participation, buffer_minutes: int = 0, earlier_minutes: int = 0) -> cp_model.IntervalVar:
        """Optional interval of a participation, with a buffer after it, as much earlier as is said."""
        key = (taken.candidate, taken.literal.index, buffer_minutes, earlier_minutes)
        known = self._intervals.get(key)
        if known is None:
            minutes = self.candidates[taken.candidate].minutes + buffer_minutes
            start = self.start[taken.candidate] - earlier_minutes
            known = self.cp.new_optional_fixed_size_interval_var(start, minutes, taken.literal, "")
            self._intervals[key] = known
        return known

    def fixed_interval(self, start: int, minutes: int) -> cp_model.IntervalVar:
        """Interval that is taken for certain."""
        return self.cp.new_fixed_size_interval_var(start, minutes, "")

    @cached_property
    def by_patient(self) -> dict[str, ByDay]:
        """Possible participations of each patient, by day."""
        return self._by_day((who, number, literal) for number, who, literal in _pairs(self.attends))

    @cached_property
    def by_therapist(self) -> dict[str, ByDay]:
        """Possible participations of each therapist, by day."""
        return self._by_day((who, number, literal) for number, who, literal in _pairs(self.leads))

    @cached_property
    def by_pool(self) -> dict[int, ByDay]:
        """Possible participations of each pool, by day."""
        return self._by_day(
            (pool, number, literal)
            for number, kinds in enumerate(self.holds)
            for pools in kinds.values()
            for pool, literal in pools.items()
        )

    def attended(self, patient: str, day: int) -> Literal:
        """Whether the patient attends any session of the day."""
        return self._any(("attended", patient, day), [one.literal for one in self.by_patient[patient][day]])

    def on_site(self, patient: str, day: int) -> Literal:
        """Whether the patient attends any session of the day in person."""
        taken = self.by_patient[patient][day]
        here = [one.literal for one in taken if patient not in self.candidates[one.candidate].remote]
        return self._any(("on site", patient, day), here)

    def _any(self, key: tuple[str, str, int], literals: list[Literal]) -> Literal:
        known = self._days.get(key)
        if known is None:
            known = self._days[key] = self.cp.new_bool_var(" ".join(map(str, key)))
            for literal in literals:
                self.cp.add_implication(literal, known)
            self.cp.add_bool_or([*literals, ~known])
        return known

    def counted_minutes(self, taken: Iterable[Participation]) -> cp_model.LinearExprT:
        """Counted minutes of participations, as an expression."""
        terms = [(self.candidates[one.candidate].counted_minutes, one.literal) for one in taken]
        return cp_model.LinearExpr.weighted_sum([literal for _, literal in terms], [minutes for minutes, _ in terms])

    def session_minutes(self, taken: Iterable[Participation]) -> cp_model.LinearExprT:
        """Minutes of participations, counted or not, as an expression."""
        terms = [(self.candidates[one.candidate].minutes, one.literal) for one in taken]
        return cp_model.LinearExpr.weighted_sum([literal for _, literal in terms], [minutes for minutes, _ in terms])

    def agreement(self, table: str, row: int) -> Literal:
        """Literal that stands for keeping the agreement of one row; see ``keep_agreements``."""
        literal = self.agreements.get((table, row))
        if literal is None:
            literal = self.agreements[table, row] = self.cp.new_bool_var(f"{table} {row}")
        return literal

    def keep_agreements(self) -> None:
        """Keep every agreement."""
        for literal in self.agreements.values():
            self.cp.add(literal == 1)

    def _by_day(self, entries: Iterator[tuple[Key, int, Literal]]) -> dict[Key, ByDay]:
        result: dict[Key, ByDay] = {}
        for who, number, literal in entries:
            days = result.get(who)
            if days is None:
                days = result[who] = tuple([] for _ in range(DAYS_A_WEEK))
            days[self.candidates[number].day].append(Participation(number, literal))
        return result


def _pairs(literals: list[dict[str, Literal]]) -> Iterator[tuple[int, str, Literal]]:
    for number, of_candidate in enumerate(literals):
        for who, literal in of_candidate.items():
            yield number, who, literal
