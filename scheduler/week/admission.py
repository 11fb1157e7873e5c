"""Which groups admit which patients."""

from scheduler.caseload import Caseload, Group
from scheduler.week.week import Week


def is_admitted(caseload: Caseload, group: Group, patient: str) -> bool:
    """Whether the patient holds every tag that the group asks for, and the modes fit."""
    who = caseload.patients[patient]
    if not group.admits <= who.tags | {who.level}:
        return False
    return (group.mode, who.mode) not in {("virtual", "in_person"), ("in_person", "virtual")}


def may_join(week: Week, group: Group, patient: str) -> bool:
    """Whether the group admits the patient, who has its type in the plan of the week."""
    return group.session_type in week.plans[patient] and is_admitted(week.caseload, group, patient)
