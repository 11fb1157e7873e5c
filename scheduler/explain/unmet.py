"""Why care is unmet: what a patient would lack even if served alone, what agreements take, what was lost to others."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Event, Lock

from scheduler.causes import Cause
from scheduler.explain.causes import Steps, parts_of
from scheduler.explain.looking import Looking
from scheduler.explain.words import COULD_BE_HAD, explanation
from scheduler.model.deadline import OutOfTime
from scheduler.model.tiers.care import NeedKey
from scheduler.schedule import Schedule
from scheduler.search.limits import Budget, Limits
from scheduler.verify import Need, Score, score
from scheduler.verify.score import NeedKind
from scheduler.week.week import Week

ENOUGH_SECONDS = 600.0
"""For all patients together, where nobody says how long it may take."""


@dataclass(frozen=True, order=True, slots=True)
class Shortfall:
    """A part of one need that a schedule leaves unmet, in minutes, with one cause; see ``Cause``."""

    patient: str
    need: NeedKind
    session_type: str
    minutes: int
    cause: Cause
    explanation: str


def shortfalls(
    week: Week,
    schedule: Schedule,
    care_proven: bool,
    *,
    budget: Budget | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> tuple[Shortfall, ...]:
    """Every part of unmet care with its cause, by patient; what the budget does not settle is ``open``.

    Args:
        week: the facts; what is frozen of it holds for whoever is served alone too.
        schedule: one of that week which keeps every rule.
        care_proven: whether no schedule of the week has less unmet care.
        budget: how long it may take, by how many workers, and what ends it.
        tell: told of how many questions of how many are answered; there are seven for each patient.

    Raises:
        Contradiction: where a patient's own agreements cannot be kept together.
    """
    needs = _needs(score(week.caseload, week.monday, schedule))
    begin = {
        who: Steps({_key(need): need.unmet_minutes for need in of_one if need.unmet_minutes}, is_least=care_proven)
        for who, of_one in needs.items()
    }
    if not needs:
        return ()
    budget = budget or _enough()
    looking = Looking(week, schedule, needs, budget)
    return tuple(_all_parts(week, needs, _looked_into(looking, begin, budget, tell or (lambda *_: None))))


def open_shortfalls(week: Week, found: Score) -> tuple[Shortfall, ...]:
    """Every need that lacks something by this score, by patient, before anything is known of its cause."""
    return tuple(_all_parts(week, _needs(found), {}))


def _enough() -> Budget:
    return Budget.of(Limits(seconds=ENOUGH_SECONDS), Event())


def _needs(found: Score) -> Mapping[str, tuple[Need, ...]]:
    """All needs, met or not, of the patients who lack something."""
    return {patient.patient: patient.needs for patient in found.patients if patient.care}


def _key(need: Need) -> NeedKey:
    return need.need, need.session_type


def _looked_into(
    looking: Looking, begin: Mapping[str, Steps], budget: Budget, tell: Callable[[int, int], None]
) -> Mapping[str, Steps]:
    """What is known of each patient: first the causes of everybody's needs, then what binds."""
    questions = (
        looking.alone,
        looking.beside,
        looking.capacity,
        looking.rivals,
        looking.facts_of_sessions,
        looking.facts_of_hours,
        looking.facts_of_rivals,
    )
    done, lock = [0], Lock()

    def counted(question: Callable[[str, Steps], Steps], who: str, known: Steps) -> Steps:
        answer = known
        with suppress(OutOfTime):
            answer = question(who, known) if looking.has_time else known
        with lock:
            done[0] += 1
            tell(done[0], len(questions) * len(begin))
        return answer

    steps = begin
    with ThreadPoolExecutor(budget.limits.workers_at_once) as at_once:
        for question in questions:
            answers = at_once.map(partial(counted, question), steps, steps.values())
            steps = dict(zip(steps, answers, strict=True))
    return steps


def _all_parts(week: Week, needs: Mapping[str, tuple[Need, ...]], steps: Mapping[str, Steps]) -> Iterator[Shortfall]:
    for who, of_one in needs.items():
        unmet = {_key(need): need for need in of_one if need.unmet_minutes}
        known = steps.get(who) or Steps({key: need.unmet_minutes for key, need in unmet.items()})
        for key, causes in parts_of(known).items():
            need = unmet[key]
            for cause, minutes in causes.items():
                because = known.because.get((cause, key), "")
                if cause == "open" and known.is_settled:
                    because = COULD_BE_HAD
                words = explanation(week, need, minutes, cause, because)
                yield Shortfall(who, need.need, need.session_type, minutes, cause, words)
