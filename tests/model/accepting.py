"""Whether the model has room for a given schedule: every variable fixed to it, in every way that it can be meant."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import chain, combinations, product

from ortools.sat.python import cp_model

from scheduler.caseload import Caseload
from scheduler.model.build import model_under, problem_under
from scheduler.model.candidates import Candidate
from scheduler.model.cost import Cost, cost_of
from scheduler.model.decode import schedule_of
from scheduler.model.solution import Solution, solution_of
from scheduler.model.tiers import care
from scheduler.model.variables import Literal
from scheduler.rules import RuleId
from scheduler.schedule import Schedule, Session
from scheduler.week.week import week_of
from tests.caseloads import MONDAY

Held = tuple[tuple[str, int], ...]
"""Kinds and pools of the resources that a session holds."""


class Acceptance:
    """The model of a caseload under some rules, asked about one schedule after the other."""

    def __init__(self, caseload: Caseload, rules: Collection[RuleId] = tuple(RuleId), monday: date = MONDAY) -> None:
        self.model = model_under(problem_under(week_of(caseload, monday), rules), rules)
        self.model.keep_agreements()
        self._solver = cp_model.CpSolver()
        self._solver.parameters.num_workers = 1
        self._care = care(self.model)
        self._variables = self.model.cp.proto.variables
        self._domains = [list(variable.domain) for variable in self._variables]
        self._numbers = {candidate.name: number for number, candidate in enumerate(self.model.candidates)}

    def accepts(self, schedule: Schedule) -> bool:
        """Whether some unit for each session, and some kinds for each of its resources, keep the rules."""
        return any(True for _ in self._ways(schedule))

    def writes(self, schedule: Schedule) -> bool:
        """Whether the schedule is accepted and comes out as it went in, but for the names of sessions."""
        return any(_told(self._read()) == _told(schedule) for _ in self._ways(schedule))

    def week_with_least_unmet_care(self) -> Schedule:
        """A week that the model itself calls best; always the same one."""
        self._free()
        aimed = self.model.cp.clone()
        aimed.minimize(self._care)
        assert self._solver.solve(aimed) == cp_model.OPTIMAL, self._solver.status_name()
        return self._read()

    def cost(self, schedule: Schedule) -> Cost | None:
        """What the model's own count says of an accepted schedule; None for any other."""
        counts = {cost_of(self.model.week, self._placed().values()) for _ in self._ways(schedule)}
        assert len(counts) <= 1, counts
        return next(iter(counts), None)

    def _ways(self, schedule: Schedule) -> Iterator[None]:
        """Yields with the solver at each solution that stands for the schedule."""
        sessions = schedule.sessions
        for numbers in self._candidates_for(sessions, ()):
            choices = [self._holdings(number, session) for number, session in zip(numbers, sessions, strict=True)]
            for held in product(*choices):
                if self._is_possible(dict(zip(numbers, zip(sessions, held, strict=True), strict=True))):
                    yield

    def _candidates_for(self, sessions: Sequence[Session], chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """Different units for the sessions, which come by time; equal units of a day one after the other."""
        if len(chosen) == len(sessions):
            yield chosen
            return
        for number, candidate in enumerate(self.model.candidates):
            if (
                number not in chosen
                and self._earlier_equal(candidate) <= set(chosen)
                and self._can_be(candidate, sessions[len(chosen)])
            ):
                yield from self._candidates_for(sessions, (*chosen, number))

    def _can_be(self, candidate: Candidate, session: Session) -> bool:
        """Whether a session's place, length and people are among those of the unit."""
        return (
            candidate.day == (session.on - self.model.week.monday).days
            and candidate.minutes == session.minutes
            and candidate.session_type.session_type == session.session_type
            and (candidate.group.group if candidate.group else None) == session.group
            and bool(candidate.starts >> session.start & 1)
            and set(session.patients) <= candidate.patients.keys()
            and set(session.therapists) <= candidate.leaders.keys()
        )

    def _earlier_equal(self, candidate: Candidate) -> set[int]:
        return (
            {self._numbers[f"{candidate.name.rpartition('/')[0]}/{candidate.order - 1}"]} if candidate.order else set()
        )

    def _holdings(self, number: int, session: Session) -> list[Held]:
        """Every way to hold the session's resources, each as one or more of the unit's kinds."""
        pools = self.model.problem.pools
        ways: list[list[Held]] = []
        for resource in session.resources:
            kinds = [
                (kind, pool)
                for kind, literals in self.model.holds[number].items()
                for pool in literals
                if resource in pools[pool].resources
            ]
            ways.append([chosen for size in range(1, len(kinds) + 1) for chosen in combinations(kinds, size)])
        together = [tuple(chain.from_iterable(chosen)) for chosen in product(*ways)]
        return [held for held in together if len(set(held)) == len(held)]

    def _is_possible(self, meant: dict[int, tuple[Session, Held]]) -> bool:
        self._free()
        known: dict[int, int] = {}
        for number in range(len(self.model.candidates)):
            for variable, value in self._values(number, *meant.get(number, (None, ()))):
                if known.setdefault(variable.index, value) != value:
                    return False
                self._fix(variable, value)
        status = self._solver.solve(self.model.cp)
        assert status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}, self._solver.status_name()
        return status == cp_model.OPTIMAL

    def _values(self, number: int, session: Session | None, held: Held) -> Iterator[tuple[Literal, int]]:
        """What a unit's variables are where it is this session, or none; one may stand for several things."""
        yield self.model.runs[number], int(session is not None)
        start = self.model.start[number]
        if session is not None and not isinstance(start, int):
            yield start, session.start
        for who, literal in self.model.attends[number].items():
            yield literal, int(session is not None and who in session.patients)
        for who, literal in self.model.leads[number].items():
            yield literal, int(session is not None and who in session.therapists)
        for kind, literals in self.model.holds[number].items():
            for pool, literal in literals.items():
                yield literal, int((kind, pool) in held)

    def _free(self) -> None:
        for variable, known in zip(self._variables, self._domains, strict=True):
            variable.domain.clear()
            variable.domain.extend(known)

    def _fix(self, variable: Literal, value: int) -> None:
        domain = self._variables[variable.index].domain
        domain.clear()
        domain.extend([value, value])

    def _read(self) -> Schedule:
        return schedule_of(self.model.problem, self._placed())

    def _placed(self) -> Solution:
        return solution_of(self.model, self._solver.response_proto.solution)


def _told(schedule: Schedule) -> Sequence[object]:
    """What a schedule says but for ids of sessions, in an order that does not depend on them."""
    return sorted(
        (
            session.on,
            session.start,
            session.end,
            session.session_type,
            session.group or "",
            session.meeting or 0,
            session.therapists,
            session.resources,
            session.mode,
            session.patients,
        )
        for session in schedule.sessions
    )
