"""Rows of the relaxation for what is agreed: closed groups, members, and pairs kept apart."""

from collections import defaultdict
from itertools import permutations
from typing import TYPE_CHECKING

from scheduler.model.domains import only
from scheduler.search.relaxation.day_patterns import attendance
from scheduler.search.relaxation.program import Option, by_day

if TYPE_CHECKING:
    from scheduler.model.candidates import Candidate
    from scheduler.search.relaxation.program import Relaxation
    from scheduler.search.solver.linear import Term


def stay_together(relaxation: "Relaxation") -> None:
    """Closed groups: whoever attends one meeting attends each other one that is held."""
    closed: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in relaxation.problem.candidates:
        held = relaxation.held.get(candidate.name)
        if held is not None and candidate.group and candidate.group.same_members and not relaxation.program.least[held]:
            closed[candidate.group.group].append(candidate)
    for candidates in closed.values():
        for here, there in permutations(candidates, 2):
            held = relaxation.held[there.name]
            for patient in here.patients:
                other = relaxation.choices.get((((there.name,),), patient))
                also: list[Term] = [] if other is None else [(-1, other)]
                relaxation.program.row([(1, relaxation.choices[((here.name,),), patient]), (1, held), *also], most=1)


def keep_agreements(relaxation: "Relaxation") -> None:
    """Members ``out`` have no seat; members ``in`` have one wherever nothing could excuse them."""
    caseload, program = relaxation.problem.caseload, relaxation.program
    candidates = {
        candidate.name: candidate for candidate in relaxation.problem.candidates if candidate.name in relaxation.held
    }
    status = {(member.group, member.patient): member.status for member in caseload.members}
    excused = {
        member.patient
        for member in caseload.members
        if member.status == "in" and member.patient in relaxation.problem.week.stays
        if _may_be_excused(relaxation, member.patient)
    }
    for (meeting_class, patient), seat in relaxation.choices.items():
        first = [candidates[name] for name in meeting_class[0]]
        agreed = status.get((first[0].held_for or "", patient))
        if agreed == "out":
            program.most[seat] = 0
        elif (
            agreed == "in"
            and patient not in excused
            and all(candidate.patients[patient] == candidate.starts for candidate in first)
        ):
            for candidate in first:
                program.row([(1, seat), (-1, relaxation.held[candidate.name])], least=0, most=0)
        elif agreed == "in" and all(only(candidate.starts) is not None for candidate in first):
            relaxation.expected.append(seat)


def keep_apart(relaxation: "Relaxation") -> None:
    """Pairs kept apart: not both in one meeting nor, where the day is meant, both on site on one day."""
    for pair in relaxation.problem.caseload.keep_apart:
        both = pair.patient_a, pair.patient_b
        for bundle in [meeting_class[0] for meeting_class, who in relaxation.choices if who == pair.patient_a]:
            seats = [relaxation.choices.get(((bundle,), who)) for who in both]
            together: list[Term] = [(1, seat) for seat in seats if seat is not None]
            if len(together) > 1:
                relaxation.program.row(together, most=1)
        for days in zip(*(by_day(_on_site(relaxation, who)) for who in both), strict=True):
            if pair.scope == "day" and all(days):
                relaxation.program.row(
                    [
                        term
                        for who, same_day in zip(both, days, strict=True)
                        for term in attendance(relaxation, who, same_day)
                    ],
                    most=1,
                )


def _on_site(relaxation: "Relaxation", patient: str) -> list[Option]:
    return [option for option in relaxation.options.get(patient, ()) if patient not in option.candidate.remote]


def _may_be_excused(relaxation: "Relaxation", patient: str) -> bool:
    """Whether the limits could leave no room for all that is agreed; a closed group has other excuses."""
    caseload, limits = relaxation.problem.caseload, relaxation.problem.week.limits[patient]
    invited = {member.group for member in caseload.members if (member.patient, member.status) == (patient, "in")}
    if any(caseload.groups[group].same_members for group in invited):
        return True
    agreed = [
        option
        for option in relaxation.options[patient]
        if option.candidate.agreed or (option.candidate.group and option.candidate.group.group in invited)
    ]
    days = by_day(agreed)
    amounts = [
        (limits.max_minutes_week, sum(option.counted for option in agreed)),
        (limits.max_days_week, sum(map(bool, days))),
        *((limits.max_minutes_day, sum(option.counted for option in same_day)) for same_day in days),
    ]
    for name, planned in relaxation.problem.week.plans[patient].items():
        a_day = caseload.session_types[name].max_per_day
        of_type = [sum(option.candidate.session_type.session_type == name for option in same_day) for same_day in days]
        amounts += [(planned.sessions_max, sum(of_type)), *((a_day, count) for count in of_type)]
    return any(most is not None and amount > most for most, amount in amounts)
