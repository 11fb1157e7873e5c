"""Remedies that give up what was agreed about people: a pair kept apart, a group that keeps its members."""

from collections.abc import Iterator
from dataclasses import replace

from scheduler.remedies.proposals.proposal import Proposal, short_of
from scheduler.remedies.remedy import FactChange, Remedy
from scheduler.remedies.standing import Standing


def relaxed_proposals(
    standing: Standing, patient: str | None, *, keep_apart: bool, cohorts: bool
) -> Iterator[Proposal]:
    """Those that were asked for; they are never proposed unasked."""
    short = short_of(standing, patient)
    for pair in standing.caseload.keep_apart if keep_apart else ():
        helped = [who for who in short if who in (pair.patient_a, pair.patient_b)]
        if helped:
            says = f"{pair.patient_a} and {pair.patient_b} are no longer kept apart ({pair.scope})"
            promise = sum(standing.lacking[who] for who in helped)
            yield Proposal(Remedy("keep_apart", says, (FactChange(pair, None),), frozenset(helped)), promise)
    for group in standing.caseload.groups.values() if cohorts else ():
        comers = [who for who in short if standing.may_join(who, group)]
        if group.same_members and comers:
            kind = standing.caseload.session_types[group.session_type]
            promise = sum(standing.worth(who, kind, group.minutes) for who in comers)
            says = f"{group.group} no longer has to have the same members at each meeting"
            change = FactChange(group, replace(group, same_members=False))
            yield Proposal(Remedy("cohort", says, (change,), frozenset(comers)), promise)
