"""The week of one patient beside what is agreed with others, whose own needs fall away."""

from collections.abc import Collection
from dataclasses import replace
from threading import Lock
from typing import Literal, get_args

from scheduler.model.build import problem_under
from scheduler.model.candidates import Candidate
from scheduler.model.problem import WeekProblem
from scheduler.model.single_patient import unlimited, with_own_past
from scheduler.week.week import Week, week_of

Hold = Literal["size", "agreed", "apart", "frozen"]
"""What gives others a hold on a patient's week: least sizes of groups, agreements, keep-apart pairs, the past."""

HOLDS: tuple[Hold, ...] = get_args(Hold)

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
                self._everybody = self._lifted("", None)
            return self._everybody

    def of(self, patient: str, *, with_few: bool = False, without: Hold | None = None) -> WeekProblem:
        """The places of one patient among those of others that can matter.

        Args:
            patient: whom to plan for.
            with_few: whether no more others than a group needs are there; what can be had here, can be had.
            without: what of others is not there.
        """
        problem = self._all if without is None else self._lifted(patient, without)
        own = {
            candidate.group.group
            for candidate in problem.candidates
            if candidate.group and patient in candidate.patients
        }
        agreed = _agreed_members(problem)
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

    def _lifted(self, patient: str, without: Hold | None) -> WeekProblem:
        caseload, week = self._week.caseload, self._week
        if without == "size":
            caseload = replace(
                caseload, groups={name: replace(group, min_size=1) for name, group in caseload.groups.items()}
            )
        if without == "agreed":
            caseload = replace(
                caseload,
                appointments=tuple(row for row in caseload.appointments if row.patient == patient),
                members=tuple(row for row in caseload.members if row.patient == patient),
            )
        if without == "apart":
            caseload = replace(caseload, keep_apart=())
        week = week_of(caseload, week.monday, unlimited(week.earlier))
        return problem_under(with_own_past(week, patient) if without == "frozen" else week)


def _agreed_members(problem: WeekProblem) -> dict[str, list[str]]:
    """By group, those in care this week who are agreed to be in it."""
    found: dict[str, list[str]] = {}
    for row in problem.caseload.members:
        if row.status == "in" and row.patient in problem.week.stays:
            found.setdefault(row.group, []).append(row.patient)
    return found


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
