"""Remedies of a patient's own facts: any therapist instead of the primary, by video, a window to be freed."""

from collections.abc import Iterator
from dataclasses import replace

from scheduler.caseload import Mode, Party
from scheduler.remedies.proposals.proposal import Proposal, short_of
from scheduler.remedies.remedy import FactChange, Kind, Opened, Remedy
from scheduler.remedies.standing import Standing
from scheduler.remedies.windows import hours_of, opened
from scheduler.times import Window, intersected, without


def patient_proposals(standing: Standing, patient: str | None) -> Iterator[Proposal]:
    """What could change about each patient who is short."""
    for who in short_of(standing, patient):
        yield from _any_therapist(standing, who)
        yield from _by_video(standing, who)
        yield from _free_windows(standing, who, "free_window", "self")
        if any(
            standing.lacks(who, name) for name, kind in standing.caseload.session_types.items() if kind.needs_family
        ):
            yield from _free_windows(standing, who, "family_window", "family")


def _any_therapist(standing: Standing, who: str) -> Iterator[Proposal]:
    for name, plan in standing.caseload.plans[who].items():
        lacking = standing.lacks(who, name)
        others = [other for other, facts in standing.caseload.therapists.items() if name in facts.leads]
        if not lacking or plan.therapist is None or others == [plan.therapist]:
            continue
        kind = standing.caseload.session_types[name]
        says = f"any therapist may lead {name} of {who}, not only {plan.therapist}"
        change = FactChange(plan, replace(plan, therapist=None))
        yield Proposal(
            Remedy("any_therapist", says, (change,), frozenset({who})),
            lacking * standing.worth(who, kind, kind.minutes),
        )


def _by_video(standing: Standing, who: str) -> Iterator[Proposal]:
    facts = standing.caseload.patients[who]
    if facts.mode != "in_person":
        return
    modes: dict[Mode, str] = {
        "virtual": f"{who} attends by video",
        "either": f"{who} attends by video too, where a group is by video",
    }
    types = standing.week.plans[who]
    groups = {group.mode for group in standing.caseload.groups.values() if group.session_type in types}
    for mode, says in modes.items():
        is_useless = mode == "either" and "virtual" not in groups
        if is_useless or (mode == "virtual" and _is_agreed_in_person(standing, who)):
            continue
        change = FactChange(facts, replace(facts, mode=mode))
        yield Proposal(Remedy("virtual", says, (change,), frozenset({who})), standing.lacking[who] // 2)


def _is_agreed_in_person(standing: Standing, who: str) -> bool:
    """Whether the patient is to attend a group in person, or an appointment in a room: by video there is neither."""
    facts = standing.caseload
    is_in = any(
        row.patient == who and row.status == "in" and facts.groups[row.group].mode == "in_person"
        for row in facts.members
    )
    return is_in or any(row.patient == who and row.resource for row in facts.appointments)


def _free_windows(standing: Standing, who: str, kind: Kind, party: Party) -> Iterator[Proposal]:
    """On each day of the stay, whatever of the opening hours the patient, or the family, cannot come at now."""
    for day in standing.week.stays[who]:
        opening = standing.week.opening[day]
        there = hours_of(standing.week, Opened(who, party, day, opening[0])) if opening else ()
        closed = without(opening, intersected(there, opening))
        if not closed:
            continue
        whole = Window(min(each.start for each in closed), max(each.end for each in closed))
        remedy = opened(standing.caseload, standing.week.date_of(day), kind, Opened(who, party, day, whole))
        if remedy:
            yield Proposal(remedy, min(standing.lacking[who], 2 * whole.minutes) // 2)
