"""The small part of a week that some patients' change can touch, everything else staying as it is."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from scheduler.model.placed import Placed, as_attended
from scheduler.model.places import Places, Reserved, Unit
from scheduler.model.starts import starts_at, starts_clear_of
from scheduler.search.incumbent import Incumbent
from scheduler.search.together import told_apart, with_those_beside_as_one
from scheduler.times import Window, merged
from scheduler.week import Week


def places_around(
    incumbent: Incumbent,
    free: Collection[str],
    seated: Collection[str] = (),
    *,
    other_leaders: bool = False,
    other_rooms: bool = False,
) -> Places:
    """Places of these patients; whoever and whatever else is there keeps its place.

    Who is only ``seated`` keeps the seats in groups, as if these had happened, and gets other one-to-one sessions. A
    meeting that others attend keeps its start, and its therapists and room unless ``other_leaders`` or ``other_rooms``
    may be had; with other leaders the meetings that the primary therapists of the seated lead are places too, so that
    somebody else can lead them. Every week of these places, put in with ``put_in``, keeps every rule that the incumbent
    keeps.
    """
    free = frozenset(free)
    keep_seats = frozenset(seated) - free
    meetings = [
        _with_its_own(incumbent, unit, leaders=not other_leaders, rooms=not other_rooms) if unit.stays else unit
        for unit in _meetings_around(incumbent, free, keep_seats if other_leaders else ())
    ]
    planned = free | keep_seats
    touched = [*with_those_beside_as_one(incumbent, planned, meetings)]
    touched += [
        unit
        for patient in sorted(planned)
        for unit in _one_to_one(incumbent, patient, keep_seats)
        if unit.agreed or _may_come(incumbent, patient, unit, free, keep_seats, ())
    ]
    names = {unit.name for unit in touched if not unit.beside}
    therapists = {therapist for unit in touched for therapist in unit.leaders}
    pools = {pool for unit in touched for choices in unit.pools.values() for pool in choices}
    return replace(
        incumbent.places,
        week=_with_seats(incumbent, keep_seats),
        units=touched,
        patients=tuple(sorted(planned)),
        seated=keep_seats,
        changes_left=incumbent.changes_left(free, keep_seats, touched),
        therapists={who: _reserved(_staying(incumbent, incumbent.led[who] - names)) for who in therapists},
        things={
            # A session that holds two things of a pool takes both.
            pool: (
                *incumbent.places.things.get(pool, ()),
                *_reserved(
                    one
                    for one in _staying(incumbent, incumbent.held[pool] - names)
                    for _, held in one.pools
                    if held == pool
                ),
            )
            for pool in pools
        },
    )


def put_in(incumbent: Incumbent, places: Places, placed: Iterable[Placed]) -> None:
    """Change the incumbent to what was placed in places around it; who stays in a meeting stays."""
    gone = [name for unit in places.units for name in unit.stands_for if name in incumbent.placed]
    come = []
    counted = list(places.patients)
    for one in placed:
        for apart in told_apart(incumbent, one):
            before = incumbent.placed.get(apart.unit.name)
            staying = apart.unit.staying
            if before and before.leaders != apart.leaders:
                counted += staying
            whole = incumbent.units[apart.unit.name]
            come.append(replace(apart, unit=whole, patients=tuple(sorted([*apart.patients, *staying]))))
    incumbent.replace(gone, come, counted)


def _meetings_around(incumbent: Incumbent, free: frozenset[str], led_for: Collection[str]) -> Iterator[Unit]:
    """All meetings of the groups that free patients could join, and those led by primary therapists of others."""
    units = incumbent.units
    groups = {unit.group.group for patient in free for unit in incumbent.units_of[patient] if unit.group}
    led = _led_by_choice(incumbent, led_for)
    also = {one.group for name in led if (one := units[name].group)} - groups
    for group in sorted(groups | also):
        for unit in _meetings(incumbent, group, free):
            if group in groups or unit.name in led:
                yield unit


def _meetings(incumbent: Incumbent, group: str, free: frozenset[str]) -> Iterator[Unit]:
    """Meetings of a group as these patients may change them, without a side effect on anybody else's agreements."""
    units = incumbent.units_of_group[group]
    held = [incumbent.placed[unit.name] for unit in units if unit.name in incumbent.placed]
    others = {patient for one in held for patient in one.patients if patient not in free}
    is_closed = bool(units[0].group and units[0].group.same_members and others)
    is_fixed = is_closed or any(patient not in free for patient in incumbent.invited[group])
    for unit in units:
        one = incumbent.placed.get(unit.name)
        stay = [patient for patient in one.patients if patient not in free] if one else []
        is_full = unit.group is not None and len(stay) >= unit.group.max_size
        may_come = [
            who
            for who in sorted(incumbent.invited[group] & free if is_full else free)
            if who in unit.patients and _may_come(incumbent, who, unit, free, (), stay)
        ]
        if one and (stay or is_fixed):
            yield _kept(unit, one, stay, may_come)
        elif (one or not is_fixed) and len(may_come) >= unit.min_size:
            yield replace(unit, patients={who: unit.patients[who] for who in may_come})


def _one_to_one(incumbent: Incumbent, patient: str, seated: Collection[str]) -> Iterator[Unit]:
    """Places of a patient's one-to-one sessions, beside the seats where these are kept."""
    taken = [incumbent.placed[name] for name in sorted(incumbent.attended[patient])] if patient in seated else []
    seats = [one for one in taken if one.unit.group]
    for unit in incumbent.units_of[patient]:
        if unit.group is None:
            busy = [Window(one.start, one.start + one.unit.minutes) for one in seats if one.unit.day == unit.day]
            clear = starts_clear_of(merged(busy), unit.minutes)
            if unit.agreed or not unit.starts & ~clear:
                yield unit
            elif unit.starts & clear:
                yield unit.only_at(clear)


def _with_seats(incumbent: Incumbent, seated: Collection[str]) -> Week:
    """The week in which these patients have attended what they keep."""
    week = incumbent.places.week
    if not seated:
        return week
    by_patient = dict(week.frozen.by_patient)
    for patient in sorted(seated):
        placed = [incumbent.placed[name] for name in sorted(incumbent.attended[patient])]
        seats = [as_attended(one, week.date_of(one.unit.day)) for one in placed if one.unit.group]
        by_patient[patient] = (*by_patient.get(patient, ()), *seats)
    return replace(week, frozen=replace(week.frozen, by_patient=by_patient))


def _kept(unit: Unit, one: Placed, stay: list[str], may_come: list[str]) -> Unit:
    """A meeting that goes on as it is, open to those who may come."""
    now = starts_at([one.start])
    return replace(
        unit,
        starts=now,
        patients={who: now for who in may_come if unit.patients[who] & now},
        leaders={who: now for who, starts in unit.leaders.items() if starts & now},
        pools={
            kind: {pool: now for pool, starts in pools.items() if starts & now} for kind, pools in unit.pools.items()
        },
        stays=True,
        staying=tuple(stay),
    )


def _with_its_own(incumbent: Incumbent, kept: Unit, *, leaders: bool, rooms: bool) -> Unit:
    """Without another choice of therapists, or rooms, than those it has, which makes models a third of their size."""
    one = incumbent.placed[kept.name]
    return replace(
        kept,
        leaders=dict.fromkeys(one.leaders, kept.starts) if leaders else kept.leaders,
        pools={kind: {pool: kept.starts} for kind, pool in one.pools} if rooms else kept.pools,
    )


def _led_by_choice(incumbent: Incumbent, seated: Collection[str]) -> set[str]:
    """Meetings that the patients' primary therapists lead, and others could."""
    facts = incumbent.places.caseload.patients
    therapists = {therapist for who in seated if (therapist := facts[who].primary_therapist)}
    led = {name for therapist in therapists for name in incumbent.led[therapist]}
    units = incumbent.units
    return {name for name in led if units[name].group and len(units[name].leaders) > units[name].needed_leaders}


def _may_come(
    incumbent: Incumbent,
    who: str,
    unit: Unit,
    free: Collection[str],
    seated: Collection[str],
    stay: Collection[str],
) -> bool:
    """Whether nobody who keeps their place and is to be kept apart is in the way."""
    for other, whole_day in incumbent.apart[who]:
        if other in free:
            continue
        is_there = whole_day and who not in unit.remote
        if other in stay or (is_there and _is_on_site(incumbent, other, unit.day, in_groups=other in seated)):
            return False
    return True


def _is_on_site(incumbent: Incumbent, patient: str, day: int, *, in_groups: bool) -> bool:
    """Whether somebody comes on a day; ``in_groups`` where everything else may be planned anew."""
    attended = (incumbent.units[name] for name in incumbent.attended.get(patient, ()))
    return any(unit.day == day and patient not in unit.remote for unit in attended if unit.group or not in_groups)


def _staying(incumbent: Incumbent, names: Iterable[str]) -> Iterator[Placed]:
    return (incumbent.placed[name] for name in sorted(names))


def _reserved(staying: Iterable[Placed]) -> tuple[Reserved, ...]:
    return tuple(
        Reserved(one.unit.day, one.start, one.unit.minutes, one.unit.session_type.buffer_minutes) for one in staying
    )
