"""The problem of one patient, or a few, alone in the clinic: a relaxation that nobody else's needs can tighten."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from scheduler.model.build import problem_under
from scheduler.model.candidates import Candidate
from scheduler.model.domains import Starts
from scheduler.model.problem import WeekProblem
from scheduler.schedule import Earlier
from scheduler.week.frozen import just
from scheduler.week.week import Week, week_of

Key = TypeVar("Key")

OF_A_KIND = 2
"""Candidates of a day that are the same to a patient, of which more are hardly ever needed."""

TO_BE_FOUND: Mapping[str, int] = {
    "linearization_level": 1,
    "cp_model_probing_level": 0,
    "symmetry_level": 0,
    "max_presolve_iterations": 1,
}
"""CP-SAT parameters for a week with all care of one patient: some take 6 s without the LP. Without probing, only what
is found counts, never an infeasibility."""


class SinglePatientProblems:
    """The problem of each patient alone, see ``week_alone``, from candidates laid out once for all.

    Laying them out for each patient took 0.1 s more (500 patients, all times open).

    ``patients`` are those who will be asked about; None for all.
    """

    def __init__(self, week: Week, patients: Collection[str] | None = None) -> None:
        self._week = week
        self._candidates: dict[str, list[Candidate]] = defaultdict(list)
        self._problem: WeekProblem | None = None
        if not week.frozen.sessions:
            self._problem = problem_under(_for_these(week, set(week.stays if patients is None else patients)))
            for candidate in self._problem.candidates:
                for patient in candidate.patients:
                    self._candidates[patient].append(candidate)

    def of(self, patient: str) -> WeekProblem:
        """The problem of one patient."""
        if self._problem is None:
            # What has happened is another thing for each of them.
            return problem_under(week_alone(self._week, patient))
        problem = problem_of_patients(self._problem, {patient}, self._candidates[patient])
        return problem.settled()


def problem_of_patients(
    problem: WeekProblem, patients: Collection[str], candidates: Iterable[Candidate] | None = None
) -> WeekProblem:
    """Relaxed problem of some patients: nobody else is there and no group waits for others.

    Whatever these have in a feasible week is feasible here too. ``candidates`` are those that any of them may attend,
    where that is known.
    """
    some = set(patients)
    if candidates is None:
        candidates = (candidate for candidate in problem.candidates if not some.isdisjoint(candidate.patients))
    kept = [
        replace(
            candidate,
            patients={patient: starts for patient, starts in candidate.patients.items() if patient in some},
            group=candidate.group and replace(candidate.group, min_size=1),
        )
        for candidate in candidates
    ]
    return replace(problem, candidates=kept, patients=tuple(sorted(some)))


def week_alone(week: Week, patient: str) -> Week:
    """The facts of the same week with this patient as the only one to be served.

    The patient's own agreements and own past hold; everybody else's fall away with their needs. No group waits for
    others, and changes of an earlier week are not limited.
    """
    return with_own_past(_for_these(week, {patient}), patient)


def with_own_past(week: Week, patient: str) -> Week:
    """The same week where of what has happened only what the patient attended is known; nothing new starts earlier."""
    return replace(week, frozen=just(week.frozen.until, week.frozen.by_patient.get(patient, ())))


def unlimited(earlier: Earlier | None) -> Earlier | None:
    """The earlier week without a limit on changes."""
    return earlier and replace(earlier, max_changes=None)


def _for_these(week: Week, patients: Collection[str]) -> Week:
    caseload = week.caseload
    own = replace(
        caseload,
        patients={who: patient for who, patient in caseload.patients.items() if who in patients},
        groups={name: replace(group, min_size=1) for name, group in caseload.groups.items()},
        appointments=tuple(row for row in caseload.appointments if row.patient in patients),
        members=tuple(row for row in caseload.members if row.patient in patients),
        keep_apart=(),
    )
    return week_of(own, week.monday, unlimited(week.earlier))


def with_few_choices(problem: WeekProblem) -> WeekProblem:
    """A restriction: few candidates of a kind, each with the leaders and the room that can most.

    What is feasible here is feasible; it is found in 0.06 s instead of 0.36 (all open 500), and nearly always all there
    is.
    """
    candidates = []
    held: Counter[object] = Counter()
    for number, candidate in enumerate(problem.candidates):
        kind = (candidate.session_type.session_type, candidate.minutes, candidate.day, *candidate.patients.items())
        held[kind] += 1
        if candidate.agreed or (candidate.group and candidate.group.same_members):
            candidates.append(candidate)
        elif held[kind] <= OF_A_KIND:
            candidates.append(_with_one_choice(candidate, number))
    few = replace(problem, candidates=candidates)
    return few.settled()


def _with_one_choice(candidate: Candidate, turn: int) -> Candidate:
    pools = candidate.pools
    if not candidate.named_resources:
        pools = {kind: _widest(choices, 1, turn) for kind, choices in candidate.pools.items()}
    return replace(candidate, leaders=_widest(candidate.leaders, candidate.needed_leaders, turn), pools=pools)


def _widest(choices: Mapping[Key, Starts], needed: int, turn: int) -> dict[Key, Starts]:
    """As many of the choices as needed, those with most starts, others of them at each turn."""
    by_width = sorted(choices, key=lambda choice: -choices[choice].bit_count())
    most = choices[by_width[0]].bit_count()
    alike = sum(starts.bit_count() == most for starts in choices.values())
    first = turn % alike if alike >= needed else 0
    turned = by_width[first:alike] + by_width[:first] + by_width[alike:]
    return {choice: choices[choice] for choice in turned[:needed]}
