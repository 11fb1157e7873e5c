"""Destroy neighbourhoods: which patients to free together with one, by relatedness or by rivalry."""

import random
from collections import Counter
from collections.abc import Collection, Iterable

from scheduler.model.candidates import Candidate
from scheduler.search.incumbent import Incumbent
from scheduler.search.policy import POLICY


def related(incumbent: Incumbent, patient: str, rng: random.Random, size: int) -> list[str]:
    """The patient and the most related others, with whom sessions could be exchanged."""
    patients, attended = incumbent.problem.caseload.patients, incumbent.attended
    possible, therapist = incumbent.possible, patients[patient].primary_therapist
    policy = POLICY.lns

    def nearness(other: str) -> float:
        here, there = possible[patient], possible[other]
        return (
            policy.same_meeting * len(attended[patient] & attended[other])
            + policy.same_therapist * (patients[other].primary_therapist == therapist)
            + policy.same_choice * (here & there).bit_count() / max(1, (here | there).bit_count())
            + policy.chance * rng.random()
        )

    near = {other: nearness(other) for other in incumbent.problem.patients if other != patient}
    return [patient, *sorted(near, key=lambda other: (-near[other], other))[: size - 1]]


def caseloads_of(incumbent: Incumbent, patients: Collection[str]) -> list[str]:
    """Everybody who shares a primary therapist with one of these patients."""
    facts = incumbent.problem.caseload.patients
    therapists = {facts[patient].primary_therapist for patient in patients}
    return [other for other in incumbent.problem.patients if facts[other].primary_therapist in therapists]


def same_caseload(incumbent: Incumbent, patient: str, rng: random.Random, size: int) -> list[str]:
    """The patient and random others of the same primary therapist, whose hours they share."""
    others = [other for other in caseloads_of(incumbent, [patient]) if other != patient]
    return [patient, *rng.sample(others, min(len(others), size - 1))]


def rivals_for_any_session(incumbent: Incumbent, patient: str, rng: random.Random, size: int) -> set[str]:
    """The patient and people who hold what any of their sessions would need: seats, or time of therapists."""
    free = {patient}
    for candidate in _in_any_order(incumbent.candidates_of[patient], rng):
        _join(free, _rivals(incumbent, candidate, rng), size, 1 + size // 3)
    return free


def rivals_for_missing_sessions(incumbent: Incumbent, patient: str, rng: random.Random, size: int) -> set[str]:
    """The patient and people who hold what the missing sessions would need.

    They see the therapists on a day, or attend meetings that the patient could attend instead of those of that day.
    With those from whom the patient is kept apart come people around them. Of tries with twenty, 77 % succeed, 0.16 s
    each (fixed 240).
    """
    free = {patient}
    for other, _ in incumbent.apart[patient]:
        if other in incumbent.attended:
            around = rivals_for_any_session(incumbent, other, rng, size // 2)
            _join(free, [other, *sorted(around)], size // 2, size // 2)
    attended = [incumbent.candidates[name] for name in sorted(incumbent.attended[patient])]
    could_attend = incumbent.candidates_of[patient]
    for candidate in _in_any_order(_that_would_help(incumbent, patient, attended), rng):
        _join(free, _rivals(incumbent, candidate, rng), size, 1 + size // 4)
        if candidate.group is None:
            that_day = {one.session_type.session_type for one in attended if one.group and one.day == candidate.day}
            instead = (one for one in could_attend if one.group and one.session_type.session_type in that_day)
            for meeting in _in_any_order((one for one in instead if one not in attended), rng)[: POLICY.lns.instead]:
                _join(free, _rivals(incumbent, meeting, rng), size, 1 + size // 4)
    return free if len(free) > 1 else rivals_for_any_session(incumbent, patient, rng, size)


def _that_would_help(incumbent: Incumbent, patient: str, attended: Collection[Candidate]) -> list[Candidate]:
    """Candidates of a type of which the patient lacks a session; else on days with too few hours; else any other."""
    week = incumbent.problem.week
    had = Counter(candidate.session_type.session_type for candidate in attended)
    lacking = {name for name, planned in week.plans[patient].items() if planned.sessions_min > had[name]}
    others = [candidate for candidate in incumbent.candidates_of[patient] if candidate not in attended]
    if lacking:
        return [candidate for candidate in others if candidate.session_type.session_type in lacking]
    counted = Counter[int]()
    for candidate in attended:
        counted[candidate.day] += candidate.counted_minutes
    short = [candidate for candidate in others if counted[candidate.day] < week.limits[patient].min_minutes_day]
    return short or others


def _in_any_order(candidates: Iterable[Candidate], rng: random.Random) -> list[Candidate]:
    shuffled = list(candidates)
    rng.shuffle(shuffled)
    return shuffled


def _join(free: set[str], rivals: Iterable[str], size: int, most: int) -> None:
    """Add rivals who are not free yet, at most ``most`` of them, and nobody beyond the size."""
    new = [who for who in rivals if who not in free]
    free.update(new[: max(0, min(most, size - len(free)))])


def _rivals(incumbent: Incumbent, candidate: Candidate, rng: random.Random) -> list[str]:
    """Who holds the seats or the therapists' time that a candidate would need; those first who could do without."""
    if candidate.group:
        held = incumbent.placed.get(candidate.name)
        rivals = list(held.patients) if held else [who for who in candidate.patients if incumbent.costs[who].care]
    else:
        led = [incumbent.placed[other] for who in sorted(candidate.leaders) for other in sorted(incumbent.led[who])]
        rivals = [
            who for one in led if one.candidate.day == candidate.day and not one.candidate.group for who in one.patients
        ]
    rng.shuffle(rivals)
    if candidate.group:
        rivals.sort(key=lambda who: not _could_go_elsewhere(incumbent, who, candidate))
    return rivals


def _could_go_elsewhere(incumbent: Incumbent, who: str, candidate: Candidate) -> bool:
    """Whether another meeting of this type has a seat left at a time when the patient is free but for this one."""
    others = [incumbent.placed[name] for name in incumbent.attended[who] if name != candidate.name]
    for other in incumbent.candidates_of[who]:
        if other.group and other is not candidate and other.session_type is candidate.session_type:
            held = incumbent.placed.get(other.name)
            if held and len(held.patients) < other.group.max_size and held not in others:
                begin, end = held.start, held.start + other.minutes
                if not any(
                    one.candidate.day == other.day and one.start < end and begin < one.start + one.candidate.minutes
                    for one in others
                ):
                    return True
    return False
