"""The subproblem of a neighbourhood: candidates that the free patients can touch, all else fixed or reserved."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from scheduler.model.candidates import Candidate
from scheduler.model.domains import starts_at, starts_clear_of
from scheduler.model.problem import Reserved, WeekProblem
from scheduler.model.solution import Assignment, as_attended
from scheduler.search.incumbent import Incumbent
from scheduler.search.lns.aggregate import aggregated, disaggregated
from scheduler.times import Window, merged
from scheduler.week.week import Week


@dataclass(frozen=True, eq=False, slots=True)
class Subproblem(WeekProblem):
    """A week in which some patients are free and all else is fixed or reserved.

    Args:
        aggregates: by name of a candidate that stands for several meetings at the same time, their names.
    """

    aggregates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def names(self) -> Iterator[str]:
        """Candidates of the whole week that are decided here."""
        return (
            name for candidate in self.candidates for name in self.aggregates.get(candidate.name, (candidate.name,))
        )


def subproblem_of(
    incumbent: Incumbent,
    free: Collection[str],
    seated: Collection[str] = (),
    *,
    other_leaders: bool = False,
    other_rooms: bool = False,
) -> Subproblem:
    """The problem in which these patients are free; whoever and whatever else is there keeps its place.

    Who is only ``seated`` keeps the seats in groups, which count as attended, and gets other one-to-one sessions. A
    meeting that others attend keeps its start, and its therapists and room unless ``other_leaders`` or ``other_rooms``
    may be had; with other leaders the meetings that the primary therapists of the seated lead are candidates too, so
    that somebody else can lead them. Every solution, put in with ``insert``, keeps every rule that the incumbent keeps.
    """
    free = frozenset(free)
    keep_seats = frozenset(seated) - free
    meetings = [
        _with_its_own(incumbent, candidate, leaders=not other_leaders, rooms=not other_rooms)
        if candidate.stays
        else candidate
        for candidate in _meetings_around(incumbent, free, keep_seats if other_leaders else ())
    ]
    planned = free | keep_seats
    touched, aggregates = aggregated(incumbent, planned, meetings)
    touched += [
        candidate
        for patient in sorted(planned)
        for candidate in _one_to_one(incumbent, patient, keep_seats)
        if candidate.agreed or _may_come(incumbent, patient, candidate, free, keep_seats, ())
    ]
    names = {candidate.name for candidate in touched} - aggregates.keys()
    whole = incumbent.problem
    return Subproblem(
        week=_with_seats(incumbent, keep_seats),
        pools=whole.pools,
        candidates=touched,
        patients=tuple(sorted(planned)),
        seated=keep_seats,
        therapists=_reserved_therapists(incumbent, touched, names),
        things=_reserved_things(incumbent, touched, names),
        to_keep=whole.to_keep,
        changes_left=incumbent.changes_left(free, keep_seats, touched),
        is_over=whole.is_over,
        aggregates=aggregates,
    )


def insert(incumbent: Incumbent, problem: Subproblem, placed: Iterable[Assignment]) -> None:
    """Change the incumbent to a solution of one of its subproblems; who stays in a meeting stays."""
    gone = [name for name in problem.names if name in incumbent.placed]
    come = []
    counted = list(problem.patients)
    for one in placed:
        names = problem.aggregates.get(one.candidate.name)
        for apart in disaggregated(incumbent, one, names) if names else (one,):
            before = incumbent.placed.get(apart.candidate.name)
            staying = apart.candidate.staying
            if before and before.leaders != apart.leaders:
                counted += staying
            whole = incumbent.candidates[apart.candidate.name]
            come.append(replace(apart, candidate=whole, patients=tuple(sorted([*apart.patients, *staying]))))
    incumbent.replace(gone, come, counted)


def _meetings_around(incumbent: Incumbent, free: frozenset[str], led_for: Collection[str]) -> Iterator[Candidate]:
    """All meetings of the groups that free patients could join, and those led by primary therapists of others."""
    candidates = incumbent.candidates
    groups = {
        candidate.group.group for patient in free for candidate in incumbent.candidates_of[patient] if candidate.group
    }
    led = _led_by_choice(incumbent, led_for)
    also = {one.group for name in led if (one := candidates[name].group)} - groups
    for group in sorted(groups | also):
        meetings = list(_meetings(incumbent, group, free))
        if group in also or any(one.patients or not one.stays for one in meetings):
            yield from (one for one in meetings if group in groups or one.name in led)


def _meetings(incumbent: Incumbent, group: str, free: frozenset[str]) -> Iterator[Candidate]:
    """Meetings of a group as these patients may change them, without a side effect on anybody else's agreements."""
    candidates = incumbent.candidates_of_group[group]
    held = [incumbent.placed[candidate.name] for candidate in candidates if candidate.name in incumbent.placed]
    others = {patient for one in held for patient in one.patients if patient not in free}
    is_closed = bool(candidates[0].group and candidates[0].group.same_members and others)
    is_fixed = is_closed or any(patient not in free for patient in incumbent.invited[group])
    for candidate in candidates:
        one = incumbent.placed.get(candidate.name)
        stay = [patient for patient in one.patients if patient not in free] if one else []
        is_full = candidate.group is not None and len(stay) >= candidate.group.max_size
        may_come = [
            who
            for who in sorted(incumbent.invited[group] & free if is_full else free)
            if who in candidate.patients and _may_come(incumbent, who, candidate, free, (), stay)
        ]
        if one and (stay or is_fixed):
            yield _kept(candidate, one, stay, may_come)
        elif (one or not is_fixed) and len(may_come) >= candidate.min_size:
            yield replace(candidate, patients={who: candidate.patients[who] for who in may_come})


def _one_to_one(incumbent: Incumbent, patient: str, seated: Collection[str]) -> Iterator[Candidate]:
    """Candidates of a patient's one-to-one sessions, clear of the seats where these are kept."""
    taken = [incumbent.placed[name] for name in sorted(incumbent.attended[patient])] if patient in seated else []
    seats = [one for one in taken if one.candidate.group]
    for candidate in incumbent.candidates_of[patient]:
        if candidate.group is None:
            busy = [
                Window(one.start, one.start + one.candidate.minutes)
                for one in seats
                if one.candidate.day == candidate.day
            ]
            clear = starts_clear_of(merged(busy), candidate.minutes)
            if candidate.agreed or not candidate.starts & ~clear:
                yield candidate
            elif candidate.starts & clear:
                yield candidate.only_at(clear)


def _with_seats(incumbent: Incumbent, seated: Collection[str]) -> Week:
    """The week in which these patients have attended what they keep, as if it were frozen."""
    week = incumbent.problem.week
    if not seated:
        return week
    by_patient = dict(week.frozen.by_patient)
    for patient in sorted(seated):
        placed = [incumbent.placed[name] for name in sorted(incumbent.attended[patient])]
        seats = [as_attended(one, week.date_of(one.candidate.day)) for one in placed if one.candidate.group]
        by_patient[patient] = (*by_patient.get(patient, ()), *seats)
    return replace(week, frozen=replace(week.frozen, by_patient=by_patient))


def _kept(candidate: Candidate, one: Assignment, stay: list[str], may_come: list[str]) -> Candidate:
    """A meeting with its start fixed and its attendants staying, open to those who may come."""
    then = candidate.only_at(starts_at([one.start]))
    open_to = {who: then.starts for who in may_come if who in then.patients}
    return replace(then, patients=open_to, stays=True, staying=tuple(stay))


def _with_its_own(incumbent: Incumbent, kept: Candidate, *, leaders: bool, rooms: bool) -> Candidate:
    """Therapists, or rooms, fixed to those it has, which makes models a third of their size."""
    one = incumbent.placed[kept.name]
    return replace(
        kept,
        leaders=dict.fromkeys(one.leaders, kept.starts) if leaders else kept.leaders,
        pools={kind: {pool: kept.starts} for kind, pool in one.pools} if rooms else kept.pools,
    )


def _led_by_choice(incumbent: Incumbent, seated: Collection[str]) -> set[str]:
    """Meetings that the patients' primary therapists lead, and others could."""
    facts = incumbent.problem.caseload.patients
    therapists = {therapist for who in seated if (therapist := facts[who].primary_therapist)}
    led = {name for therapist in therapists for name in incumbent.led[therapist]}
    candidates = incumbent.candidates
    return {
        name
        for name in led
        if candidates[name].group and len(candidates[name].leaders) > candidates[name].needed_leaders
    }


def _may_come(
    incumbent: Incumbent,
    who: str,
    candidate: Candidate,
    free: Collection[str],
    seated: Collection[str],
    stay: Collection[str],
) -> bool:
    """Whether nobody who keeps their place and is to be kept apart is in the way."""
    for other, whole_day in incumbent.apart[who]:
        if other in free:
            continue
        is_there = whole_day and who not in candidate.remote
        if other in stay or (is_there and _is_on_site(incumbent, other, candidate.day, in_groups=other in seated)):
            return False
    return True


def _is_on_site(incumbent: Incumbent, patient: str, day: int, *, in_groups: bool) -> bool:
    """Whether somebody comes on a day; ``in_groups`` where all one-to-one sessions are free."""
    attended = (incumbent.candidates[name] for name in incumbent.attended.get(patient, ()))
    return any(
        candidate.day == day and patient not in candidate.remote
        for candidate in attended
        if candidate.group or not in_groups
    )


def _staying(incumbent: Incumbent, names: Iterable[str]) -> Iterator[Assignment]:
    return (incumbent.placed[name] for name in sorted(names))


def _reserved_therapists(
    incumbent: Incumbent, touched: Iterable[Candidate], names: Collection[str]
) -> dict[str, tuple[Reserved, ...]]:
    """What is reserved of therapists for sessions that none of these candidates is."""
    therapists = {therapist for candidate in touched for therapist in candidate.leaders}
    return {who: _reserved(_staying(incumbent, incumbent.led[who].difference(names))) for who in therapists}


def _reserved_things(
    incumbent: Incumbent, touched: Iterable[Candidate], names: Collection[str]
) -> dict[int, tuple[Reserved, ...]]:
    """The same of pools, what is frozen included; a session that holds two things of a pool takes both."""
    pools = {pool for candidate in touched for choices in candidate.pools.values() for pool in choices}
    frozen = incumbent.problem.things
    staying = {pool: list(_staying(incumbent, incumbent.held[pool].difference(names))) for pool in pools}
    return {
        pool: (
            *frozen.get(pool, ()),
            *_reserved(one for one in staying[pool] for _, held in one.pools if held == pool),
        )
        for pool in pools
    }


def _reserved(staying: Iterable[Assignment]) -> tuple[Reserved, ...]:
    return tuple(
        Reserved(one.candidate.day, one.start, one.candidate.minutes, one.candidate.session_type.buffer_minutes)
        for one in staying
    )
