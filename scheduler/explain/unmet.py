"""Why care is unmet: what a patient would lack even if served alone, and what was lost to others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ortools.sat.python import cp_model

from scheduler.caseload import Caseload
from scheduler.earlier import Earlier
from scheduler.errors import Contradiction, ProgramError
from scheduler.explain.clash import rows_that_clash
from scheduler.explain.words import explanation
from scheduler.model.alone import week_alone
from scheduler.model.assembly import model_of, places_under
from scheduler.model.solver import solved
from scheduler.model.tiers.care import Amount, NeedKey, needs_of
from scheduler.schedule import Schedule
from scheduler.stays import monday_of
from scheduler.verify import Need, score
from scheduler.verify.score import NeedKind
from scheduler.week import Week, week_of

Cause = Literal["unavoidable", "capacity", "open"]


@dataclass(frozen=True, order=True, slots=True)
class Shortfall:
    """A part of one need that a schedule leaves unmet, in minutes, with one cause.

    ``unavoidable`` is what this need alone would lack if the patient were the only one to be served; the rest is lost
    to other patients (``capacity``) where no schedule has less unmet care in all, and ``open`` where that is not
    proven.
    """

    patient: str
    need: NeedKind
    session_type: str
    minutes: int
    cause: Cause
    explanation: str


def shortfalls(
    caseload: Caseload, day: date, schedule: Schedule, care_proven: bool, earlier: Earlier | None = None
) -> tuple[Shortfall, ...]:
    """Every part of unmet care with its cause, by patient.

    Args:
        caseload: what was planned with.
        day: any date of the week.
        schedule: a week that keeps every rule.
        care_proven: whether no schedule of the week has less unmet care.
        earlier: the week that it was planned from; what is frozen of it holds for whoever is served alone too.

    Raises:
        Contradiction: where a patient's own agreements cannot be kept together.
    """
    week = week_of(caseload, monday_of(day), earlier)
    unmet: dict[str, list[Need]] = {}
    for patient in score(caseload, week.monday, schedule).patients:
        for need in patient.needs:
            if need.unmet_minutes:
                unmet.setdefault(patient.patient, []).append(need)
    return tuple(
        part
        for patient, needs in unmet.items()
        for part in _parts(week, needs, least_alone(week, patient, needs), care_proven)
    )


def least_alone(week: Week, patient: str, needs: list[Need]) -> Mapping[NeedKey, int]:
    """What each need, taken alone, lacks in minutes at the least if the patient is the only one to be served.

    Raises:
        Contradiction: where the patient's own agreements cannot be kept together.
        ProgramError: where the solver gives no answer.
    """
    alone = week_alone(week, patient)
    model = model_of(places_under(alone))
    model.keep_agreements()
    amounts = needs_of(model, patient)
    if _can_have_all(model.cp, [amounts[need.need, need.session_type] for need in needs]):
        return dict.fromkeys(((need.need, need.session_type) for need in needs), 0)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    least: dict[NeedKey, int] = {}
    for need in needs:
        key = (need.need, need.session_type)
        model.cp.minimize(amounts[key])
        status = solved(solver, model.cp)
        if status == cp_model.INFEASIBLE:
            raise Contradiction(rows_that_clash(alone))
        if status != cp_model.OPTIMAL:
            raise ProgramError(f"What {patient} lacks of {need.need} could not be explained.")
        least[key] = round(solver.objective_value)
    return least


def _can_have_all(cp: cp_model.CpModel, amounts: Sequence[Amount]) -> bool:
    """Whether none of these lacks anything, all taken together: nearly always so, and then found soon."""
    asked = cp.clone()
    asked.add(cp_model.LinearExpr.sum(list(amounts)) <= 0)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 0
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.max_presolve_iterations = 1
    return solved(solver, asked) in {cp_model.OPTIMAL, cp_model.FEASIBLE}


def _parts(week: Week, needs: list[Need], least: Mapping[NeedKey, int], care_proven: bool) -> Iterator[Shortfall]:
    for need in needs:
        alone = min(need.unmet_minutes, least[need.need, need.session_type])
        rest: Cause = "capacity" if care_proven else "open"
        parts: tuple[tuple[Cause, int], ...] = (("unavoidable", alone), (rest, need.unmet_minutes - alone))
        for cause, minutes in parts:
            if minutes:
                words = explanation(week, need, minutes, cause)
                yield Shortfall(need.patient, need.need, need.session_type, minutes, cause, words)
