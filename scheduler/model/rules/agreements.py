"""Rules about what was agreed: appointments, and places in groups."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.caseload import Member
from scheduler.model.candidates import Candidate, Domains
from scheduler.model.domains import NONE, Starts, starts_at, starts_clear_of, starts_inside
from scheduler.model.problem import WeekProblem
from scheduler.model.rules.groups import hold_named, is_closed_to
from scheduler.model.variables import Literal, Participation, WeekModel
from scheduler.week.week import windows_for


def keep_to_appointments(_problem: WeekProblem, candidate: Candidate, domains: Domains) -> Domains:
    """An agreed session takes only the start and the therapist of its appointment."""
    if not candidate.agreed:
        return domains
    appointment = candidate.agreed.appointment
    then = domains.narrowed(starts_at([appointment.start]))
    return then.led_by((appointment.therapist,)) if appointment.therapist else then


def appointment_kept(model: WeekModel) -> None:
    """Every agreed session takes place, in its room where one was agreed."""
    for number, candidate in enumerate(model.candidates):
        if candidate.agreed:
            agreement = model.agreement("appointments", candidate.agreed.appointment.row)
            model.cp.add_implication(agreement, model.runs[number])
            hold_named(model, number)


def member_kept(model: WeekModel) -> None:
    """Whoever is `in` a group attends all meetings possible for them, whoever is `out` none."""
    candidates: dict[str, list[int]] = {}
    for number, candidate in enumerate(model.candidates):
        if candidate.group:
            candidates.setdefault(candidate.group.group, []).append(number)
    for member in model.problem.caseload.members:
        numbers = candidates.get(member.group, [])
        if not numbers or member.patient not in model.problem.patients:
            continue
        agreement = model.agreement("members", member.row)
        if member.status == "out":
            for number in numbers:
                if member.patient in model.attends[number]:
                    model.cp.add_implication(agreement, ~model.attends[number][member.patient])
        elif model.problem.caseload.groups[member.group].same_members:
            _attends_all_if_possible(model, member.patient, numbers, agreement)
        else:
            for number in numbers:
                _attends_if_possible(model, member.patient, number, agreement)


def _attends_if_possible(model: WeekModel, patient: str, number: int, agreement: Literal) -> None:
    possible = _possible(model, patient, number)
    if not possible:
        return
    attends = model.attends[number].get(patient)
    model.cp.add_bool_or(
        [
            ~agreement,
            ~model.runs[number],
            ~model.fits(number, possible),
            *([] if attends is None else [attends]),
            *_excuses(model, patient, [number]),
        ]
    )


def _attends_all_if_possible(model: WeekModel, patient: str, numbers: list[int], agreement: Literal) -> None:
    """One meeting that cannot be attended excuses from all; otherwise each is attended."""
    excuses = _excuses(model, patient, numbers)
    for number in numbers:
        starts = model.candidates[number].starts
        if starts & ~_possible(model, patient, number):
            cannot = model.cp.new_bool_var("")
            model.cp.add_implication(cannot, model.runs[number])
            model.cp.add_implication(cannot, ~model.fits(number, _possible(model, patient, number)))
            excuses.append(cannot)
    for number in numbers:
        attends = model.attends[number].get(patient)
        model.cp.add_bool_or(
            [~agreement, ~model.runs[number], *([] if attends is None else [attends]), *excuses],
        )


def _possible(model: WeekModel, patient: str, number: int) -> Starts:
    """Starts of a candidate that lie inside the windows of the patient and, where needed, of the family.

    What the patient has attended already is in the way, and so is a closed group that has met without the patient.
    """
    candidate, frozen = model.candidates[number], model.week.frozen
    if is_closed_to(model.problem, candidate, patient):
        return NONE
    busy = frozen.busy(frozen.by_patient.get(patient, ()), candidate.day)
    windows = windows_for(
        model.week,
        patient,
        candidate.day,
        remote=patient in candidate.remote,
        with_family=candidate.session_type.needs_family,
    )
    return candidate.starts & starts_inside(windows, candidate.minutes) & starts_clear_of(busy, candidate.minutes)


@dataclass(frozen=True, slots=True)
class _Agreed:
    """What a patient attends by agreement, and the meetings in question as if they were attended too."""

    others: list[Participation]
    asked: list[Participation]


def _excuses(model: WeekModel, patient: str, numbers: list[int]) -> list[Literal]:
    """Literals that can be true only where the patient's limits leave no room for the meetings that take place.

    Only agreed sessions count beside them, and what is frozen: another session is no excuse.
    """
    asked = [Participation(number, model.runs[number]) for number in numbers]
    groups = {member.group for member in model.problem.caseload.members if _is_in(member, patient)}
    others = [
        one
        for taken in model.by_patient.get(patient, ())
        for one in taken
        if one.candidate not in numbers and _is_agreed(model, one.candidate, groups)
    ]
    agreed = _Agreed(others, asked)
    return [
        *_too_many_minutes(model, patient, agreed),
        *_too_many_sessions(model, patient, agreed),
        *_too_many_days(model, patient, agreed),
    ]


def _is_in(member: Member, patient: str) -> bool:
    return member.patient == patient and member.status == "in"


def _is_agreed(model: WeekModel, number: int, groups: set[str]) -> bool:
    candidate = model.candidates[number]
    return candidate.agreed is not None or (candidate.group is not None and candidate.group.group in groups)


def _too_many_minutes(model: WeekModel, patient: str, agreed: _Agreed) -> list[Literal]:
    limits, frozen = model.week.limits[patient], model.week.frozen
    everything = [*agreed.others, *agreed.asked]
    if not model.candidates[agreed.asked[0].candidate].counted_minutes:
        return []
    in_week = [(model.candidates[one.candidate].counted_minutes, one.literal) for one in everything]
    excuses = _over(model, in_week, limits.max_minutes_week, frozen.counted_minutes(patient))
    for day in {model.candidates[one.candidate].day for one in agreed.asked}:
        same_day = [
            (model.candidates[one.candidate].counted_minutes, one.literal)
            for one in everything
            if model.candidates[one.candidate].day == day
        ]
        excuses += _over(model, same_day, limits.max_minutes_day, frozen.counted_minutes(patient, day))
    return excuses


def _too_many_sessions(model: WeekModel, patient: str, agreed: _Agreed) -> list[Literal]:
    session_type = model.candidates[agreed.asked[0].candidate].session_type
    planned = model.week.plans[patient].get(session_type.session_type)
    same_type = [
        one
        for one in (*agreed.others, *agreed.asked)
        if model.candidates[one.candidate].session_type.session_type == session_type.session_type
    ]
    frozen = Counter(one.day for one in model.week.frozen.of_patient(patient, session_type=session_type.session_type))
    most = planned.sessions_max if planned else None
    excuses = _over(model, [(1, one.literal) for one in same_type], most, frozen.total())
    for day in {model.candidates[one.candidate].day for one in agreed.asked}:
        same_day = [(1, one.literal) for one in same_type if model.candidates[one.candidate].day == day]
        excuses += _over(model, same_day, session_type.max_per_day, frozen[day])
    return excuses


def _too_many_days(model: WeekModel, patient: str, agreed: _Agreed) -> list[Literal]:
    most = model.week.limits[patient].max_days_week
    before = model.week.frozen.days(patient)
    by_day: dict[int, list[Literal]] = {}
    for one in (*agreed.others, *agreed.asked):
        by_day.setdefault(model.candidates[one.candidate].day, []).append(one.literal)
    adds_a_day = any(model.candidates[one.candidate].day not in before for one in agreed.asked)
    if most is None or not adds_a_day or len(by_day.keys() | before) <= most:
        return []
    days = []
    for literals in (literals for day, literals in by_day.items() if day not in before):
        taken = model.cp.new_bool_var("")
        model.cp.add_bool_or([*literals, ~taken])
        days.append((1, taken))
    return _over(model, days, most, len(before))


def _over(model: WeekModel, terms: Iterable[tuple[int, Literal]], most: int | None, frozen: int) -> list[Literal]:
    """A literal that can be true only where the terms and what is frozen exceed the limit; none where they cannot."""
    amounts = list(terms)
    if most is None or sum(amount for amount, _ in amounts) + frozen <= most:
        return []
    over = model.cp.new_bool_var("")
    model.cp.add(sum(amount * literal for amount, literal in amounts) + frozen > most).only_enforce_if(over)
    return [over]
