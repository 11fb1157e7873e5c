"""Meetings that are the same to some patients, who can attend only one of them: of one type, at the same time.

Large programs hold many of these side by side. Whoever shares out seats need not tell them apart before it is known who
attends at what time, and has a third of the choices to make. Meetings with open times are put together only where any
two of their starts are too close for both: else a patient could attend two, one after the other, and a bound that
counts them as one choice would be too high.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from scheduler.model.candidates import Candidate
from scheduler.model.domains import Starts, each
from scheduler.model.problem import WeekProblem

Seat = tuple[str, str]
"""Name of a group's unit, and a patient."""

Bundle = tuple[str, ...]
"""Names of groups' units that a patient attends together: those of a closed group that are all held, or one alone."""

MeetingClass = tuple[Bundle, ...]
"""Bundles that are the same to some patients, who can attend any one of them."""


def patients_by_class(
    problem: WeekProblem, meetings: Sequence[Candidate], certain: AbstractSet[str]
) -> dict[MeetingClass, list[str]]:
    """Who can attend any one of the meetings that are alike, for all sets of these; each seat is in one of them.

    What somebody agreed about stands alone, as do meetings of those who are to be kept apart from somebody, those of a
    closed group that are not all ``certain`` to be held, and those of which a patient could attend two.
    """
    caseload = problem.caseload
    choosy = {who for pair in caseload.keep_apart for who in (pair.patient_a, pair.patient_b)}
    agreed = {(member.group, member.patient) for member in caseload.members}
    same: dict[tuple[str, object], list[Bundle]] = defaultdict(list)
    for bundle in _bundles(meetings, certain):
        names = tuple(candidate.name for candidate in bundle)
        group = bundle[0].group
        is_single = group is not None and group.same_members and not certain >= set(names)
        kinds = tuple(
            (candidate.session_type.session_type, candidate.day, candidate.minutes, candidate.starts)
            for candidate in bundle
        )
        for patient in bundle[0].patients:
            if all(patient in candidate.patients for candidate in bundle):
                starts = tuple(candidate.patients[patient] for candidate in bundle)
                is_alone = is_single or patient in choosy or (bundle[0].held_for, patient) in agreed
                is_alone = is_alone or not any(map(_excludes_another, bundle, starts))
                same[patient, names if is_alone else (kinds, starts)].append(names)
    meeting_class: dict[MeetingClass, list[str]] = defaultdict(list)
    for (patient, _), bundles in same.items():
        meeting_class[tuple(bundles)].append(patient)
    return meeting_class


def _excludes_another(candidate: Candidate, starts: Starts) -> bool:
    """Whether nobody who attends this meeting can attend another one of its type, day and length with these starts."""
    earliest, latest = next(each(starts)), starts.bit_length() - 1
    return latest - earliest < candidate.minutes or candidate.session_type.max_per_day == 1


def _bundles(meetings: Sequence[Candidate], certain: AbstractSet[str]) -> Iterator[Sequence[Candidate]]:
    closed: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in meetings:
        if candidate.group and candidate.group.same_members and candidate.name in certain:
            closed[candidate.group.group].append(candidate)
        else:
            yield [candidate]
    yield from closed.values()


def disaggregated_seats(
    chosen: Mapping[MeetingClass, Sequence[str]],
    share: Callable[[MeetingClass, Bundle], float],
    free: Mapping[str, int],
) -> Iterator[Seat]:
    """Seats for patients who have chosen among meetings that are alike; none where no seat is left.

    Args:
        chosen: by meetings, who is to attend one of them.
        share: how many of those who chose among these bundles should have this one.
        free: seats by meeting.
    """
    left = dict(free)
    for meeting_class, patients in sorted(chosen.items(), key=lambda entry: (len(entry[0]), entry[0])):
        shares = {bundle: share(meeting_class, bundle) for bundle in meeting_class}
        for patient in patients:
            bundle = max(meeting_class, key=lambda one: (min(left[name] for name in one) > 0, shares[one]))
            if min(left[name] for name in bundle) > 0:
                shares[bundle] -= 1
                for name in bundle:
                    left[name] -= 1
                    yield name, patient
