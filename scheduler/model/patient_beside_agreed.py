"""The week of one patient beside what is agreed with others, whose own needs fall away."""

from collections.abc import Collection
from dataclasses import replace
from threading import Lock

from scheduler.model.build import problem_under
from scheduler.model.candidates import Candidate
from scheduler.model.problem import WeekProblem
from scheduler.model.single_patient import unlimited
from scheduler.week.week import Week

SPARE = 2
"""Patients beyond a group's fewest who are enough, nearly always, to find out that it can meet."""


class PlacesBeside:
    """Places of a week in which others attend only so far as it is agreed, or helps a group to meet."""

    def __init__(self, week: Week) -> None:
        self._week = week
        self._lock = Lock()
        self._everybody: WeekProblem | None = None

    @property
    def _all(self) -> WeekProblem:
        with self._lock:
            if self._everybody is None:
                self._everybody = problem_under(replace(self._week, earlier=unlimited(self._week.earlier)))
            return self._everybody

    def of(self, patient: str, *, with_few: bool = False) -> WeekProblem:
        """The places of one patient among those of others that can matter.

        Args:
            patient: whom to plan for.
            with_few: whether no more others than a group needs are there; what can be had here, can be had.
        """
        problem = self._all
        own = {
            candidate.group.group
            for candidate in problem.candidates
            if candidate.group and patient in candidate.patients
        }
        agreed = {group: members for group, members in problem.invited.items() if members}
        groups = own | set(agreed) if own & set(agreed) else own
        candidates = []
        for candidate in problem.candidates:
            if candidate.group and candidate.group.group in groups:
                candidates.append(
                    _among_few(candidate, {patient, *agreed.get(candidate.group.group, ())}, with_few=with_few)
                )
            elif candidate.agreed or (candidate.group is None and patient in candidate.patients):
                candidates.append(candidate)
        # Whoever is agreed to be in a group keeps it from meeting without them, even where no meeting is open to them.
        some = {
            patient,
            *(who for candidate in candidates for who in candidate.patients),
            *(who for one in groups for who in agreed.get(one, ())),
        }
        return replace(problem, candidates=candidates, patients=tuple(sorted(some))).settled()


def _among_few(candidate: Candidate, needed: Collection[str], *, with_few: bool) -> Candidate:
    """The meeting with those who are needed, and with others only as far as it needs them to meet."""
    others = [who for who in candidate.patients if who not in needed]
    if candidate.min_size <= 1:
        others = []
    elif with_few:
        others = sorted(others, key=lambda who: (-candidate.patients[who].bit_count(), who))[
            : candidate.min_size + SPARE
        ]
    kept = {*needed, *others}
    return candidate.with_patients({who: starts for who, starts in candidate.patients.items() if who in kept})
