"""Decodes a solution: sessions with ids, rooms by name and meetings numbered."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

from scheduler.caseload import GroupMode
from scheduler.model.candidates import Candidate
from scheduler.model.cost import slot_of
from scheduler.model.problem import WeekProblem
from scheduler.model.solution import Assignment, Solution
from scheduler.schedule import Numbering, Schedule, Session
from scheduler.week.previous import WeeklySlot
from scheduler.week.week import Week


def schedule_of(problem: WeekProblem, placed: Solution) -> Schedule:
    """The schedule of a solution, after what is frozen, which is taken over as it was."""
    in_order = sorted(placed.values(), key=lambda one: (one.candidate.day, one.start, one.candidate.name))
    things = _things(problem, in_order)
    frozen = problem.week.frozen
    meetings = Counter({group: len(met) for group, met in frozen.by_group.items()})
    sessions = [one.session for one in frozen.sessions]
    numbering = Numbering(session.session for session in sessions)
    for one in in_order:
        candidate, group = one.candidate, one.candidate.group
        holder = group.group if group else one.patients[0]
        on, name = problem.week.date_of(candidate.day), candidate.session_type.session_type
        if group:
            meetings[holder] += 1
        sessions.append(
            Session(
                session=numbering.next_id(on, name, holder, is_group=group is not None),
                on=on,
                start=one.start,
                end=one.start + candidate.minutes,
                session_type=name,
                group=holder if group else None,
                meeting=meetings[holder] if group else None,
                therapists=one.leaders,
                resources=tuple(sorted(things[candidate.name])),
                mode=_mode(candidate),
                patients=one.patients,
            )
        )
    return Schedule.of(sessions)


def _mode(candidate: Candidate) -> GroupMode:
    if candidate.group:
        return candidate.group.mode
    return "virtual" if candidate.remote else "in_person"


def _things(problem: WeekProblem, in_order: Sequence[Assignment]) -> dict[str, list[str]]:
    """Which resource of its pools each assignment holds.

    First free, first taken, in order of time: within a pool as many suffice as are in use at once, as in interval
    colouring; all that is frozen has begun before any of them.
    """
    free: dict[tuple[int, int], list[str]] = {}
    busy: dict[tuple[int, int], list[tuple[int, str]]] = {}
    in_use, rooms = _in_use(problem), earlier_rooms(problem.week)
    held: dict[str, list[str]] = {}
    for number, one in enumerate(in_order):
        held[one.candidate.name] = []
        for _, pool in one.pools:
            at = pool, one.candidate.day
            if at not in free:
                until = {thing: in_use[thing, one.candidate.day] for thing in problem.pools[pool].resources}
                free[at] = [thing for thing, end in until.items() if not end]
                busy[at] = sorted((end, thing) for thing, end in until.items() if end)
            ready, ending = free[at], busy[at]
            while ending and ending[0][0] <= one.start:
                ready.append(heapq.heappop(ending)[1])
            # Any that is free will do, so the one of the earlier week comes first, and last what others had then.
            meanwhile = (rooms(other) for other in _beginning_within(one, in_order[number + 1 :]))
            theirs = frozenset[str]().union(*meanwhile)
            thing = min(rooms(one).intersection(ready) or set(ready) - theirs or ready)
            ready.remove(thing)
            heapq.heappush(ending, (one.start + one.candidate.minutes, thing))
            held[one.candidate.name].append(thing)
    return held


def _beginning_within(one: Assignment, later: Iterable[Assignment]) -> Iterable[Assignment]:
    """Those of the later ones that begin on the same day before it is over."""
    end = one.candidate.day, one.start + one.candidate.minutes
    return takewhile(lambda other: (other.candidate.day, other.start) < end, later)


def earlier_rooms(week: Week) -> Callable[[Assignment], frozenset[str]]:
    """Gives what the session of an earlier week held that had the same slot, of the same group or patient."""
    held: defaultdict[object, frozenset[str]] = defaultdict(frozenset)
    for session in week.earlier.schedule.sessions if week.earlier else ():
        slot = WeeklySlot(session.session_type, session.group, session.on.weekday(), session.start)
        held[slot, () if session.group else session.patients] |= set(session.resources)
    return lambda one: held[slot_of(one), () if one.candidate.group else one.patients]


def _in_use(problem: WeekProblem) -> defaultdict[tuple[str, int], int]:
    """By resource and day, the minute until which sessions that are frozen hold it; 0 for not at all."""
    until: defaultdict[tuple[str, int], int] = defaultdict(int)
    for resource, sessions in problem.week.frozen.by_resource.items():
        for one in sessions:
            until[resource, one.day] = max(until[resource, one.day], one.session.end)
    return until
