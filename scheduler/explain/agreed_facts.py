"""Facts that give others a hold on a patient's week: least sizes, agreements, people kept apart, what has happened."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from scheduler.caseload import Appointment, Group, KeepApart, Member
from scheduler.explain.fact import Fact, Lift, World
from scheduler.times import WEEKDAYS, clock
from scheduler.week.admission import may_join
from scheduler.week.frozen import FrozenSession, just
from scheduler.week.week import Week


def facts_of_others(week: Week, who: str) -> Iterator[Fact]:
    """Whatever holds of others even where nobody else needs anything; best spared ones first."""
    caseload = week.caseload
    for one in week.frozen.sessions:
        if who not in one.session.patients:
            yield _happened(one)
    for pair in caseload.keep_apart:
        if {pair.patient_a, pair.patient_b} <= week.stays.keys():
            yield _kept_apart(pair)
    for agreed in week.agreed:
        if agreed.appointment.patient != who:
            yield _agreed(agreed.day, agreed.appointment)
    joinable = [group for group in caseload.groups.values() if may_join(week, group, who)]
    for group in caseload.groups.values():
        yield from _members(week, who, group)
    yield from (_size(week, group) for group in joinable if group.min_size > 1)


def _happened(one: FrozenSession) -> Fact:
    def undone(world: World) -> World:
        left = tuple(other for other in world.frozen.sessions if other is not one)
        return replace(world, frozen=just(world.frozen.until, left))

    held = one.session
    row = (held.row,) if held.row else ()
    says = f"{held.group or held.session_type} on {WEEKDAYS[one.day]} {one.window} has happened already with others"
    return Fact("earlier schedule", row, says, undone)


def _kept_apart(pair: KeepApart) -> Fact:
    def together(world: World) -> World:
        left = tuple(each for each in world.caseload.keep_apart if each is not pair)
        return replace(world, caseload=replace(world.caseload, keep_apart=left))

    says = f"{pair.patient_a} and {pair.patient_b} are kept apart"
    return Fact("keep_apart", (pair.row,), says, together)


def _agreed(day: int, row: Appointment) -> Fact:
    def free(world: World) -> World:
        left = tuple(each for each in world.caseload.appointments if each is not row)
        return replace(world, caseload=replace(world.caseload, appointments=left))

    says = f"{row.session_type} of {row.patient} is agreed for {WEEKDAYS[day]} {clock(row.start)}"
    return Fact("appointments", (row.row,), says, free)


def _members(week: Week, who: str, group: Group) -> Iterator[Fact]:
    """Places of others in a group: each by itself or, where they are more than it has, all of them."""
    rows = [row for row in week.caseload.members if row.group == group.group and row.patient in week.stays]
    inside = [row for row in rows if row.status == "in"]
    others = [row for row in rows if row.patient != who]
    if len(inside) > group.max_size:
        says = f"{len(inside)} patients are `in` {group.group}, which has {group.max_size} places"
        yield Fact("members", tuple(row.row for row in inside), says, _without(others))
        return
    for row in others:
        says = f"{row.patient} is `{row.status}` {'of ' * (row.status == 'out')}{group.group}"
        yield Fact("members", (row.row,), says, _without([row]))


def _without(gone: Collection[Member]) -> Lift:
    def free(world: World) -> World:
        left = tuple(row for row in world.caseload.members if not any(row is one for one in gone))
        return replace(world, caseload=replace(world.caseload, members=left))

    return free


def _size(week: Week, group: Group) -> Fact:
    def any_size(world: World) -> World:
        known = world.caseload.groups
        small = replace(known[group.group], min_size=1)
        return replace(world, caseload=replace(world.caseload, groups={**known, group.group: small}))

    joining = sum(may_join(week, group, patient) for patient in week.stays)
    says = f"too few patients can come: {group.group} needs {group.min_size}, and {joining} may join it"
    return Fact("groups", (group.row,), says, any_size)
