"""Aggregation: meetings of one type that exclude each other in time are one choice to patients who could attend any.

Patients of fixed 500 have 10,100 choices instead of 25,300 seats, those of fixed 1,000 33,000 instead of 105,000; the
optimum stays the same, since how many go to each meeting is a flow, integral wherever the choices are. Meetings with
open times are aggregated only where any two of their starts are too close for both: else a patient could attend two,
one after the other, and a bound that counts them as one choice would be too high.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from scheduler.model.candidates import Candidate
from scheduler.model.domains import Starts, each
from scheduler.model.problem import WeekProblem

Seat = tuple[str, str]
"""A group's candidate, by name, and a patient."""

Bundle = tuple[str, ...]
"""Candidates, by name, that a patient attends together: those of a closed group that are all held, or one alone."""

MeetingClass = tuple[Bundle, ...]
"""Bundles that are interchangeable to some patients, who can attend any one of them."""


def patients_by_class(
    problem: WeekProblem, meetings: Sequence[Candidate], certain: AbstractSet[str]
) -> dict[MeetingClass, list[str]]:
    """Classes of interchangeable meetings, with the patients who choose one of each; each seat is in one class.

    Not aggregated: seats that somebody agreed about, those of patients kept apart from somebody, those of a closed
    group that are not all ``certain`` to be held, and meetings of which a patient could attend two.
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
    """Seats of single meetings for patients who have chosen a class; none where no seat is left.

    Args:
        chosen: by class, who is to attend one of its meetings.
        share: how many of those who chose a class should have this bundle, as the relaxation says.
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
