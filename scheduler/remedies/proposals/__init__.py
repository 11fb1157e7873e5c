"""Remedies that may help in a week, from what is short and what its schedule leaves free; none of them tried yet."""

from dataclasses import dataclass

from scheduler.remedies.proposals.meetings import meeting_proposals
from scheduler.remedies.proposals.patients import patient_proposals
from scheduler.remedies.proposals.proposal import Proposal
from scheduler.remedies.proposals.relaxed import relaxed_proposals
from scheduler.remedies.proposals.therapists import therapist_proposals
from scheduler.remedies.standing import Standing

__all__ = ["Asked", "Proposal", "proposals"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which remedies are looked for.

    Args:
        patient: only what could help this patient; None for all.
        keep_apart, cohorts: whether pairs who are kept apart, and groups with the same members, may be relaxed.
    """

    patient: str | None = None
    keep_apart: bool = False
    cohorts: bool = False


def proposals(standing: Standing, asked: Asked) -> tuple[Proposal, ...]:
    """All of them, those first that promise most."""
    makers = (meeting_proposals, therapist_proposals, patient_proposals)
    found = [each for maker in makers for each in maker(standing, asked.patient)]
    found += relaxed_proposals(standing, asked.patient, keep_apart=asked.keep_apart, cohorts=asked.cohorts)
    unlike = {(each.remedy.kind, each.remedy.changes): each for each in found}
    return tuple(sorted(unlike.values(), key=lambda each: (-each.promise, each.remedy.says)))
