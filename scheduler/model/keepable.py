"""Earlier appointments that could still be kept exactly, each taken alone: those that a limit on changes counts."""

from collections import defaultdict
from dataclasses import replace

from scheduler.model.candidates import Candidate
from scheduler.model.problem import WeekProblem
from scheduler.week.previous import EarlierAppointments, Leaders, WeeklySlot


def to_keep(problem: WeekProblem) -> dict[str, tuple[EarlierAppointments, ...]]:
    """By patient, the earlier appointments that the facts still allow, with the same therapists.

    Args:
        problem: narrowed by the rules, and not yet settled, so that nobody else's facts count.
    """
    candidates: defaultdict[tuple[str, str | None, int], list[Candidate]] = defaultdict(list)
    for candidate in problem.candidates:
        candidates[candidate.session_type.session_type, candidate.held_for, candidate.day].append(candidate)
    out = {(row.patient, row.group) for row in problem.caseload.members if row.status == "out"}
    found = {}
    for patient, appointments in problem.week.had.items():
        left = []
        for had in appointments:
            slot = had.slot
            there = candidates[slot.session_type, slot.group, slot.day] if (patient, slot.group) not in out else []
            leaders = tuple(
                each for each in had.leaders if any(_allows(candidate, patient, slot, each) for candidate in there)
            )
            if leaders:
                left.append(replace(had, leaders=leaders))
        found[patient] = tuple(left)
    return found


def _allows(candidate: Candidate, patient: str, slot: WeeklySlot, leaders: Leaders) -> bool:
    """Whether the patient could be there then, led by just these, with some room."""
    now = 1 << slot.start
    return bool(
        candidate.starts & now
        and candidate.patients.get(patient, 0) & now
        and len(leaders) == candidate.needed_leaders
        and all(candidate.leaders.get(who, 0) & now for who in leaders)
        and all(any(starts & now for starts in pools.values()) for pools in candidate.pools.values())
        and (candidate.group is None or candidate.group.meetings_per_week)
    )
