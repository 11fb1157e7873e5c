"""Why care is unmet: what a patient would lack even if served alone, and what was lost to others."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ortools.sat.python import cp_model

from scheduler.caseload import Caseload
from scheduler.earlier import Earlier
from scheduler.errors import Contradiction, ProgramError
from scheduler.explain.clash import rows_that_clash
from scheduler.explain.words import explanation
from scheduler.model.alone import TO_BE_FOUND, PlacesAlone, week_alone, with_few_choices
from scheduler.model.assembly import model_of
from scheduler.model.places import Places
from scheduler.model.solver import solved
from scheduler.model.tiers.care import Amount, NeedKey, needs_of
from scheduler.model.variables import WeekModel
from scheduler.schedule import Schedule
from scheduler.stays import monday_of
from scheduler.verify import Need, score
from scheduler.verify.score import NeedKind
from scheduler.week import Week, week_of

Cause = Literal["unavoidable", "capacity", "open"]

A_WHILE = 5
"""Units of the solver's work after which a week with all care is looked for no longer; nearly all need hundredths."""


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
    caseload: Caseload,
    day: date,
    schedule: Schedule,
    care_proven: bool,
    earlier: Earlier | None = None,
    *,
    workers: int | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> tuple[Shortfall, ...]:
    """Every part of unmet care with its cause, by patient.

    Args:
        caseload: what was planned with.
        day: any date of the week.
        schedule: a week that keeps every rule.
        care_proven: whether no schedule of the week has less unmet care.
        earlier: the week that it was planned from; what is frozen of it holds for whoever is served alone too.
        workers: how many patients are looked at at the same time; None for one per core.
        tell: told of how many patients of how many it is known.

    Raises:
        Contradiction: where a patient's own agreements cannot be kept together.
    """
    week = week_of(caseload, monday_of(day), earlier)
    unmet: dict[str, list[Need]] = {}
    for patient in score(caseload, week.monday, schedule).patients:
        for need in patient.needs:
            if need.unmet_minutes:
                unmet.setdefault(patient.patient, []).append(need)
    if not unmet:
        return ()
    alone = LeastAlone(week)
    parts: list[Shortfall] = []
    with ThreadPoolExecutor(workers or os.cpu_count()) as at_once:
        least = at_once.map(alone.of, unmet, unmet.values())
        for done, (needs, known) in enumerate(zip(unmet.values(), least, strict=True), start=1):
            parts += _parts(week, needs, known, care_proven)
            if tell:
                tell(done, len(unmet))
    return tuple(parts)


class LeastAlone:
    """What patients of a week lack at the least if they are the only ones to be served."""

    def __init__(self, week: Week) -> None:
        self._week = week
        self._places = PlacesAlone(week)

    def of(self, patient: str, needs: Sequence[Need]) -> Mapping[NeedKey, int]:
        """What each need of a patient, taken alone, lacks in minutes at the least.

        Raises:
            Contradiction: where the patient's own agreements cannot be kept together.
            ProgramError: where the solver gives no answer.
        """
        keys = [(need.need, need.session_type) for need in needs]
        places = self._places.of(patient)
        if _can_have_all(with_few_choices(places), patient, keys) or _can_have_all(places, patient, keys):
            return dict.fromkeys(keys, 0)
        model = model_of(places)
        amounts = needs_of(model, patient)
        return {key: self._least(model, patient, amounts[key], key) for key in keys}

    def _least(self, model: WeekModel, patient: str, amount: Amount, key: NeedKey) -> int:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        model.cp.minimize(amount)
        status = solved(solver, model.cp)
        if status == cp_model.INFEASIBLE:
            raise Contradiction(rows_that_clash(week_alone(self._week, patient)))
        if status != cp_model.OPTIMAL:
            raise ProgramError(f"What {patient} lacks of {key[0]} could not be explained.")
        return round(solver.objective_value)


def _can_have_all(places: Places, patient: str, keys: Sequence[NeedKey]) -> bool:
    """Whether a week is found in which none of these needs lacks anything: nearly always so, and then found soon."""
    model = model_of(places)
    amounts = needs_of(model, patient)
    model.cp.add(cp_model.LinearExpr.sum([amounts[key] for key in keys]) <= 0)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = A_WHILE
    for name, value in TO_BE_FOUND.items():
        setattr(solver.parameters, name, value)
    return solved(solver, model.cp) in {cp_model.OPTIMAL, cp_model.FEASIBLE}


def _parts(week: Week, needs: list[Need], least: Mapping[NeedKey, int], care_proven: bool) -> Iterator[Shortfall]:
    for need in needs:
        alone = min(need.unmet_minutes, least[need.need, need.session_type])
        rest: Cause = "capacity" if care_proven else "open"
        parts: tuple[tuple[Cause, int], ...] = (("unavoidable", alone), (rest, need.unmet_minutes - alone))
        for cause, minutes in parts:
            if minutes:
                words = explanation(week, need, minutes, cause)
                yield Shortfall(need.patient, need.need, need.session_type, minutes, cause, words)
