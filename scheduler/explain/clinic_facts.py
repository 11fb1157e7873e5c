"""Facts of the clinic that may stand in the way of one patient alone: hours, therapists, groups and rooms."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from scheduler.caseload import Caseload, Closure, Group, GroupMode, Therapist, TimetableRow
from scheduler.explain.fact import Fact, Lift, World
from scheduler.explain.hour_facts import absences_of, hours_of
from scheduler.explain.places import listed, week_words
from scheduler.times import ALL_DAY, DAYS_A_WEEK, MINUTES_A_DAY, WEEKDAYS, Window, clock, hours, monday_of
from scheduler.week.admission import is_admitted
from scheduler.week.week import Week

ANYBODY = "*"
"""Somebody who leads whatever nobody else may; no id of a caseload begins so."""

MOST_A_DAY, MOST_A_WEEK = 3, 21
"""Meetings of a group whose timetable is lifted, or as many as it has where these are more."""


def clinic_facts(week: Week, who: str, kinds: Collection[str], *, by_group: bool) -> Iterator[Fact]:
    """What the tables say of the clinic, as far as sessions of these types depend on it; best spared ones first.

    Groups are facts one by one where ``by_group``, else those of a type together.
    """
    yield from _rooms(week, kinds)
    yield from _hours(week)
    yield from _therapists(week, kinds)
    for kind in sorted(kinds):
        yield _leaders(week.caseload, kind)
    for kind in sorted(kinds):
        groups = [group for group in week.caseload.groups.values() if group.session_type == kind]
        if not groups and week.caseload.session_types[kind].is_group:
            yield _no_group(who, kind)
        elif by_group:
            yield from map(_timetable, (week.caseload,) * len(groups), groups)
            yield from (fact for group in groups for fact in _admission(week, who, group))
        elif groups:
            yield _offer(week, who, kind, groups)


def _no_group(who: str, kind: str) -> Fact:
    """That no group of a type is in the caseload; without that there is one at any time, led by whoever leads it."""
    name = f"{ANYBODY}{kind}"

    def some(world: World) -> World:
        known = world.caseload
        leading = tuple(who for who, therapist in known.therapists.items() if kind in therapist.leads)
        mode: GroupMode = "in_person" if known.patients[who].mode == "in_person" else "virtual"
        group = Group(
            name,
            kind,
            known.session_types[kind].minutes,
            1,
            1,
            therapists=leading,
            meetings_per_week=MOST_A_WEEK,
            meetings_per_day=MOST_A_DAY,
            mode=mode,
        )
        groups = {**known.groups, name: group}
        return replace(world, caseload=replace(known, groups=groups, meetings={**known.meetings, name: ()}))

    return Fact("groups", (), f"there is no group of {kind}", some)


def _offer(week: Week, who: str, kind: str, groups: Sequence[Group]) -> Fact:
    """All groups of a type: without that fact there is one for each length, at any time and for everybody."""
    mode: GroupMode = "in_person" if week.caseload.patients[who].mode == "in_person" else "virtual"
    a_day = max(MOST_A_DAY, sum(group.meetings_per_day for group in groups))
    gone = {group.group for group in groups}

    def whenever(world: World) -> World:
        known = world.caseload
        leading = {name for name in gone for name in known.groups[name].therapists}
        free = {
            f"{ANYBODY}{kind}{minutes}": Group(
                f"{ANYBODY}{kind}{minutes}",
                kind,
                minutes,
                1,
                1,
                therapists=tuple(sorted(leading)),
                meetings_per_week=DAYS_A_WEEK * a_day,
                meetings_per_day=min(a_day, MINUTES_A_DAY // minutes),
                mode=mode,
            )
            for minutes in sorted({group.minutes for group in groups})
        }
        caseload = replace(
            known,
            groups={**{name: group for name, group in known.groups.items() if name not in gone}, **free},
            meetings={
                **{name: rows for name, rows in known.meetings.items() if name not in gone},
                **dict.fromkeys(free, ()),
            },
            members=tuple(row for row in known.members if row.group not in gone),
        )
        return replace(world, caseload=caseload)

    rows = [row.row for group in groups for row in week.caseload.meetings[group.group]]
    if rows:
        return Fact("meetings", tuple(rows), "the groups of {} meet when they do", whenever, about=kind)
    numbers = tuple(group.row for group in groups)
    return Fact("groups", numbers, "the groups of {} meet no more than they may", whenever, about=kind)


def _rooms(week: Week, kinds: Collection[str]) -> Iterator[Fact]:
    needed = sorted({kind for name in kinds for kind in week.caseload.session_types[name].resources})
    if not needed:
        return
    serving = [each for each in week.caseload.resources.values() if not each.kinds.isdisjoint(needed)]
    said = [f"{each.resource} is free {week_words(week.resources[each.resource])}" for each in serving]
    says = f"each {listed(needed, 'or')} that is needed has to be free: {', '.join(said)}"
    yield Fact("resources", tuple(each.row for each in serving), says, _without_rooms)


def _without_rooms(world: World) -> World:
    caseload = world.caseload
    return replace(
        world,
        caseload=replace(
            caseload,
            session_types={name: replace(each, resources=()) for name, each in caseload.session_types.items()},
            meetings={
                name: tuple(replace(row, resources=None) for row in rows) for name, rows in caseload.meetings.items()
            },
            appointments=tuple(replace(row, resource=None) for row in caseload.appointments),
        ),
    )


def _hours(week: Week) -> Iterator[Fact]:
    def always(world: World) -> World:
        return replace(world, caseload=replace(world.caseload, opening=((ALL_DAY,),) * DAYS_A_WEEK))

    says = f"the clinic is open {week_words(week.caseload.opening)}"
    if week.caseload.opening != ((ALL_DAY,),) * DAYS_A_WEEK:
        yield Fact("opening_hours", (), says, always)
    for closure in week.caseload.closures:
        if monday_of(closure.on) == week.monday:
            says = f"the clinic is closed on {_day(week, closure.on.weekday())}{_part(closure.window)}"
            yield Fact("closures", (closure.row,), says, _without_closure(closure))


def _without_closure(closure: Closure) -> Lift:
    def opened(world: World) -> World:
        left = tuple(each for each in world.caseload.closures if each is not closure)
        return replace(world, caseload=replace(world.caseload, closures=left))

    return opened


def _day(week: Week, day: int) -> str:
    return f"{WEEKDAYS[day]} {week.monday + timedelta(days=day)}"


def _part(window: Window) -> str:
    return "" if window == ALL_DAY else f" {window}"


def _therapists(week: Week, kinds: Collection[str]) -> Iterator[Fact]:
    for name, therapist in week.caseload.therapists.items():
        if therapist.leads.isdisjoint(kinds):
            continue
        yield from _most_hours(therapist)
        yield from absences_of(week, name, "self")
        yield from hours_of(week, name, "self", each=False)


def _most_hours(therapist: Therapist) -> Iterator[Fact]:
    week, day = therapist.max_minutes_week, therapist.max_minutes_day
    limits = [f"{hours(most)} a {span}" for most, span in ((day, "day"), (week, "week")) if most is not None]
    if not limits:
        return
    name = therapist.therapist

    def unlimited(world: World) -> World:
        free = replace(world.caseload.therapists[name], max_minutes_week=None, max_minutes_day=None)
        return _with_therapists(world, {name: free})

    yield Fact("therapists", (therapist.row,), f"{name} leads at most {listed(limits)}", unlimited)


def _with_therapists(world: World, some: Mapping[str, Therapist]) -> World:
    return replace(world, caseload=replace(world.caseload, therapists={**world.caseload.therapists, **some}))


def _leaders(caseload: Caseload, kind: str) -> Fact:
    leading = [each for each in caseload.therapists.values() if kind in each.leads]

    def anybody(world: World) -> World:
        known = world.caseload.therapists.get(ANYBODY, Therapist(ANYBODY, frozenset()))
        more = _with_therapists(world, {ANYBODY: replace(known, leads=known.leads | {kind})})
        groups = {
            name: replace(group, therapists=(*group.therapists, ANYBODY), leaders=1)
            if group.session_type == kind
            else group
            for name, group in world.caseload.groups.items()
        }
        return replace(more, caseload=replace(more.caseload, groups=groups))

    names = [each.therapist for each in leading]
    says = f"nobody but {listed(names)} leads {kind}" if names else f"nobody leads {kind}"
    return Fact("therapists", tuple(each.row for each in leading), says, anybody)


def _timetable(caseload: Caseload, group: Group) -> Fact:
    rows = caseload.meetings[group.group]

    def at_any_time(world: World) -> World:
        known = world.caseload.groups[group.group]
        free = replace(
            known,
            meetings_per_week=max(MOST_A_WEEK, known.meetings_per_week),
            meetings_per_day=max(MOST_A_DAY, known.meetings_per_day),
        )
        caseload = replace(
            world.caseload,
            groups={**world.caseload.groups, group.group: free},
            meetings={**world.caseload.meetings, group.group: ()},
        )
        return replace(world, caseload=caseload)

    if rows:
        says = f"{group.group} meets {_rows_words(rows, group)}"
        return Fact("meetings", tuple(row.row for row in rows), says, at_any_time)
    often = f"{group.meetings_per_week} times" if group.meetings_per_week != 1 else "once"
    says = f"{group.group} meets at most {often} a week and {group.meetings_per_day} a day"
    return Fact("groups", (group.row,), says, at_any_time)


def _rows_words(rows: Sequence[TimetableRow], group: Group) -> str:
    """When a group meets, rows at the same times with the same leaders together."""
    days: dict[str, list[str]] = {}
    for row in rows:
        starts = "/".join(f"{clock(start)}-{clock(start + group.minutes)}" for start in row.starts or ())
        with_whom = f"with {listed(row.therapists)}" if row.therapists else ""
        on = "on any day" if row.days is None else "/".join(WEEKDAYS[day] for day in row.days)
        days.setdefault(" ".join(filter(None, (starts, with_whom))), []).append(on)
    return ", ".join(" ".join(filter(None, ("/".join(dict.fromkeys(on)), words))) for words, on in days.items())


def _admission(week: Week, who: str, group: Group) -> Iterator[Fact]:
    """What keeps the patient out of a group, and that its members are always the same."""
    patient = week.caseload.patients[who]
    if not group.admits <= patient.tags | {patient.level}:
        says = f"only who has {listed(sorted(group.admits))} is admitted to {{}}"
        everybody = _changed(group, lambda known: replace(known, admits=frozenset()))
        yield Fact("groups", (group.row,), says, everybody, about=group.group)
    if not is_admitted(week.caseload, replace(group, admits=frozenset()), who):
        says = f"{who} is {patient.mode.replace('_', ' ')}, {{}} {group.mode.replace('_', ' ')}"
        hybrid = _changed(group, lambda known: replace(known, mode="hybrid"))
        yield Fact("groups", (group.row,), says, hybrid, about=group.group)
    if group.same_members:
        says = f"whoever comes to {group.group} comes to all its meetings"
        yield Fact("groups", (group.row,), says, _changed(group, lambda known: replace(known, same_members=False)))


def _changed(group: Group, change: Callable[[Group], Group]) -> Lift:
    def changed(world: World) -> World:
        known = world.caseload.groups
        groups = {**known, group.group: change(known[group.group])}
        return replace(world, caseload=replace(world.caseload, groups=groups))

    return changed
