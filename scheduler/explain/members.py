"""Whether those who are certain to be in a group find places there."""

from collections.abc import Iterator
from itertools import combinations

from scheduler.caseload import Caseload, Group, Member
from scheduler.errors import Problem
from scheduler.week.admission import may_join
from scheduler.week.week import Week, is_remote


def members_beyond_places(week: Week) -> Iterator[Problem]:
    """Warnings of meetings that cannot take place because all who are `in` the group are too many or kept apart."""
    for group in week.caseload.groups.values():
        members = _invited(week, group)
        why = _seats_lacking(week, group, members) or _kept_apart(week.caseload, members)
        if not why:
            continue
        from scheduler.explain.kept import blocked_days  # noqa: PLC0415  # loads the solver

        if blocked := blocked_days(week, group):
            rows = [member.row for member in members]
            says = f"{_rows(rows)}: {why}, so that {group.group} cannot meet{blocked}"
            fix = "Take a row out, raise the size or the capacity, or give the group another room"
            yield Problem("members", rows[0], "group", group.group, says, fix, severity="warning")


def _invited(week: Week, group: Group) -> list[Member]:
    """The rows of those who are `in` the group and there in the week."""
    return sorted(
        (each for each in week.caseload.members
         if each.group == group.group and each.status == "in" and each.patient in week.stays
         and may_join(week, group, each.patient)),
        key=lambda each: each.row,
    )  # fmt: skip


def _rows(rows: list[int]) -> str:
    if len(rows) > 2 and rows[-1] - rows[0] == len(rows) - 1:
        return f"rows {rows[0]} to {rows[-1]}"
    return f"rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}" if len(rows) > 1 else f"row {rows[0]}"


def _seats_lacking(week: Week, group: Group, members: list[Member]) -> str:
    """How many more places are asked for than the group or any room has; "" where there are enough."""
    if len(members) > group.max_size:
        return f"{len(members)} are to attend, and it has {group.max_size} places"
    if group.mode == "virtual":
        return ""
    on_site = sum(not is_remote(week.caseload, each.patient, group.group) for each in members)
    for kind in week.caseload.session_types[group.session_type].resources:
        most = largest_room(week.caseload, kind)
        if most is not None and on_site > most:
            return f"{on_site} are to attend on site, and no {kind} holds more than {most}"
    return ""


def largest_room(caseload: Caseload, kind: str) -> int | None:
    """How many patients fit into the largest thing that can serve as the kind; None for no limit."""
    found = [resource.capacity for resource in caseload.resources.values() if kind in resource.kinds]
    capacities = [capacity for capacity in found if capacity is not None]
    return max(capacities) if capacities and len(capacities) == len(found) else None


def _kept_apart(caseload: Caseload, members: list[Member]) -> str:
    apart = {(pair.patient_a, pair.patient_b): pair.row for pair in caseload.keep_apart}
    for one, other in combinations(sorted(members, key=lambda each: each.patient), 2):
        row = apart.get((one.patient, other.patient))
        if row is not None:
            return f"{one.patient} and {other.patient} are to attend, and are kept apart (keep_apart, row {row})"
    return ""
