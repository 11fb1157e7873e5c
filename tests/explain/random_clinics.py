"""Small clinics by chance, short of time, seats, rooms and people; what their patients lack is told by plain models."""

import random
from collections.abc import Collection
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from scheduler.caseload import Caseload, KeepApart, LevelLimits, Member
from scheduler.errors import Contradiction
from scheduler.model.build import model_of, problem_under
from scheduler.model.decode import schedule_of
from scheduler.model.solution import solution_of
from scheduler.model.tiers import care
from scheduler.model.tiers.care import NeedKey, needs_of
from scheduler.schedule import Earlier, Schedule
from scheduler.week.week import week_of
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    MONDAY,
    SKILLS,
    available,
    clinic_with,
    group,
    meeting_row,
    patient,
    plan,
    room,
    span,
    therapist,
    weekly,
)

WHO = ("p1", "p2", "p3")
DAYS = ("mon", "tue")
STARTS = ("09:00", "10:00", "11:00")
FAMILY = replace(INDIVIDUAL, session_type="family", minutes=60, needs_family=True)


def random_clinic(seed: int) -> Caseload:
    """A caseload by chance, always the same for the same seed; its agreements may contradict each other."""
    rng = random.Random(seed)  # noqa: S311 -- caseloads are to be repeatable, not secret
    some_room = rng.random() < 0.5
    types = [replace(SKILLS, resources=("room",) if some_room else ()), replace(SKILLS, session_type="process")]
    groups = [
        replace(
            group(
                name,
                session_type=rng.choice(("skills", "process")),
                sizes=rng.choice(((1, 1), (1, 2), (2, 2), (2, 3), (3, 3))),
                meetings_per_week=rng.choice((1, 2)),
            ),
            same_members=rng.random() < 0.2,
        )
        for name in ("g1", "g2", "g3")
    ]
    rows = [
        meeting_row(one.group, days=rng.choice((*DAYS, "")), starts=rng.choice((*STARTS, "")))
        for one in groups
        if rng.random() < 0.7
    ]
    plans = [
        plan(who, name, least=rng.choice((0, 1, 1, 2)), most=rng.choice((2, 3)))
        for who in WHO
        for name in ("skills", "process", "individual", "family")
        if rng.random() < 0.6
    ]
    least_hours = rng.choice((0, 60, 120, 180))
    return clinic_with(
        patients=[patient(who) for who in WHO],
        levels=[
            LevelLimits(
                LEVEL,
                min_minutes_week=least_hours,
                min_days_week=rng.choice((0, 1, 2)),
                min_minutes_day=rng.choice((60, 110)),
                max_minutes_day=rng.choice((None, None, 120)),
            )
        ],
        session_types=[*types, INDIVIDUAL, FAMILY],
        therapists=[
            therapist("t1", "skills process individual family", max_minutes_week=rng.choice((None, 180))),
            therapist("t2", rng.choice(("skills", "process", "individual family")), max_minutes_day=120),
        ],
        resources=[room()] if some_room else [],
        plans=plans,
        groups=groups,
        meetings=rows,
        availability=[
            available(who, day, rng.choice(("09:00-10:00", "09:00-11:00", "10:00-12:00", "09:00-12:00")))
            for who in WHO
            for day in DAYS
            if rng.random() < 0.6
        ],
        appointments=[
            replace(weekly(one.patient, rng.choice(DAYS), rng.choice(STARTS)), row=20 + number)
            for number, one in enumerate(plans)
            if one.session_type == "individual" and rng.random() < 0.3
        ],
        members=[
            Member(one.group, who, rng.choice(("in", "in", "out")), row=2 + number)
            for number, (one, who) in enumerate((one, who) for one in groups for who in WHO)
            if rng.random() < 0.2
        ],
        keep_apart=[KeepApart("p1", "p2", rng.choice(("session", "day")))] if rng.random() < 0.3 else [],
        opening=tuple((span("09:00-12:00"),) if number < len(DAYS) else () for number in range(7)),
        grid_minutes=30,
    )


@dataclass(frozen=True)
class Exact:
    """What plain models of the whole caseload tell, one worker and no presolve, none of the program's shortcuts."""

    caseload: Caseload
    earlier: Earlier | None = None

    def week(self, *, best: bool) -> tuple[Schedule, bool]:
        """A week, and whether none has less unmet care.

        Raises:
            Contradiction: where there is none.
        """
        problem = problem_under(week_of(self.caseload, MONDAY, self.earlier))
        model = model_of(problem)
        amount = care(model)
        if best:
            model.cp.minimize(amount)
        solver = _solver()
        status = solver.solve(model.cp)
        if status == cp_model.INFEASIBLE:
            raise Contradiction(())
        assert status == cp_model.OPTIMAL
        return schedule_of(problem, solution_of(model, tuple(solver.response_proto.solution))), best

    def alone(self, who: str, keys: Collection[NeedKey]) -> int:
        """What these needs of a patient lack at the least, together, where nobody else is in the caseload."""
        caseload = replace(
            self.caseload,
            patients={who: self.caseload.patients[who]},
            groups={name: replace(one, min_size=1) for name, one in self.caseload.groups.items()},
            appointments=tuple(row for row in self.caseload.appointments if row.patient == who),
            members=tuple(row for row in self.caseload.members if row.patient == who),
            keep_apart=(),
        )
        return _least(caseload, who, keys)

    def beside(self, who: str, keys: Collection[NeedKey]) -> int:
        """The same with everybody and everything there, where only this patient needs anything."""
        return _least(self.caseload, who, keys)


def _least(caseload: Caseload, who: str, keys: Collection[NeedKey]) -> int:
    model = model_of(problem_under(week_of(caseload, MONDAY)))
    amounts = needs_of(model, who)
    model.cp.minimize(cp_model.LinearExpr.sum([amounts[key] for key in keys]))
    solver = _solver()
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    return round(solver.objective_value)


def _solver() -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_presolve = False
    return solver
