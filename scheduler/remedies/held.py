"""A week as it is held, in the places of a problem: session by session, without a solver."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scheduler.model.candidates import Candidate
from scheduler.model.problem import WeekProblem
from scheduler.model.solution import Assignment, Solution
from scheduler.schedule import Schedule, Session

Place = tuple[str, str, int]
"""Group, or patient of a one-to-one session; type; day."""


def placed_as_held(problem: WeekProblem, schedule: Schedule) -> Solution | None:
    """Each session of a schedule, by weekday, in one of the problem's places that can take it.

    None where some have none, or one that they do not get so: then a solver has to look for what can be kept. Whether
    the week keeps every rule is for the independent check to say.
    """
    if problem.week.frozen.until or problem.week.frozen.sessions:
        return None
    places: defaultdict[Place, list[Candidate]] = defaultdict(list)
    for candidate in problem.candidates:
        holder = candidate.held_for or next(iter(candidate.patients), "")
        places[holder, candidate.session_type.session_type, candidate.day].append(candidate)
    for found in places.values():
        # What fewer sessions could take is taken first.
        found.sort(key=lambda one: (one.agreed is None, one.starts.bit_count(), one.series, one.order))
    placed: dict[str, Assignment] = {}
    for session in sorted(schedule.sessions, key=lambda one: (one.on, one.start)):
        holder = session.group or (session.patients[0] if session.patients else "")
        same_day = places[holder, session.session_type, session.on.weekday()]
        free = (one for one in same_day if one.name not in placed)
        one = next(filter(None, (_held_in(problem, candidate, session) for candidate in free)), None)
        if one is None:
            return None
        placed[one.candidate.name] = one
    return placed if all(one.name in placed for one in problem.candidates if one.agreed) else None


def _held_in(problem: WeekProblem, candidate: Candidate, session: Session) -> Assignment | None:
    """The session as this candidate; None where that cannot be."""
    now = 1 << session.start
    is_possible = (
        candidate.starts & now
        and candidate.minutes == session.minutes
        and len(session.therapists) == candidate.needed_leaders
        and all(candidate.patients.get(who, 0) & now for who in session.patients)
        and all(candidate.leaders.get(who, 0) & now for who in session.therapists)
    )
    pools = next(_pools(problem, candidate, session, tuple(candidate.pools)), None) if is_possible else None
    if pools is None:
        return None
    return Assignment(
        candidate, session.start, tuple(sorted(session.patients)), tuple(sorted(session.therapists)), pools
    )


def _pools(
    problem: WeekProblem, candidate: Candidate, session: Session, kinds: Sequence[str]
) -> Iterator[tuple[tuple[str, int], ...]]:
    """The pools of the session's things, one thing for each of these kinds."""
    if not kinds:
        yield ()
        return
    for thing in session.resources:
        for pool, starts in candidate.pools[kinds[0]].items():
            if thing in problem.pools[pool].resources and starts >> session.start & 1:
                rest = replace(session, resources=tuple(other for other in session.resources if other != thing))
                yield from (((kinds[0], pool), *others) for others in _pools(problem, candidate, rest, kinds[1:]))
