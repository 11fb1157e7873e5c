"""The week of one patient who is the only one to be served: what nobody else's needs can take away."""

from dataclasses import replace

from scheduler.caseload import Caseload
from scheduler.week import Week, week_of


def week_alone(week: Week, patient: str) -> Week:
    """The same week with this patient alone.

    The patient's own agreements hold, everybody else's fall away with their needs, and no group waits for others.
    """
    caseload = week.caseload
    return week_of(_alone(caseload, patient), week.monday, week.earlier)


def _alone(caseload: Caseload, patient: str) -> Caseload:
    return replace(
        caseload,
        patients={patient: caseload.patients[patient]},
        groups={name: replace(group, min_size=1) for name, group in caseload.groups.items()},
        keep_apart=(),
        appointments=tuple(row for row in caseload.appointments if row.patient == patient),
        members=tuple(row for row in caseload.members if row.patient == patient),
    )
