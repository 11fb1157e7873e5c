"""Why each change is there: the dated fact that explains it, or that it follows from through other changes."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from scheduler.caseload import Caseload
from scheduler.changes.change import Change
from scheduler.changes.dated import DatedFact, facts_behind, other_limits
from scheduler.changes.needs import comfort_gained, is_needed, is_newly_needed, replaced
from scheduler.changes.obstacles import OF_LEVELS, Obstacle, broken, obstacles
from scheduler.changes.weeks import Side, Weeks, sides
from scheduler.schedule import Schedule, Session
from scheduler.times import clock, day_words


@dataclass(frozen=True, order=True, slots=True)
class Reason:
    """A dated fact behind a change, ``steps`` other changes away; ``step`` is what the nearest of them has to do."""

    steps: int
    fact: DatedFact
    step: str = ""

    @property
    def words(self) -> str:
        """Without a full stop."""
        return f"{self.step} (follows from: {self.fact.alone})" if self.step else self.fact.here


def with_reasons(
    caseload: Caseload, weeks: Weeks, before: Schedule, after: Schedule, changes: Sequence[Change]
) -> tuple[Change, ...]:
    """The changes, each with its reason where one is found: a dated fact, else comfort.

    Args:
        caseload: the facts, as they are now.
        weeks: the Mondays of the two weeks.
        before: sessions of the earlier week.
        after: sessions of the later one.
        changes: everything that changed between the two, for everybody.
    """
    search = Search(*sides(caseload, weeks, before, after, tuple(changes)))
    search.explain()
    return tuple(_explained(search, change, search.reasons.get(number)) for number, change in enumerate(changes))


def _explained(search: "Search", change: Change, reason: Reason | None) -> Change:
    if reason:
        return replace(change, why=reason.words, is_dated=True)
    gain = comfort_gained(search.now, change)
    return replace(change, why=f"it spares {gain} min of waiting or of other discomfort" if gain > 0 else "")


class Search:
    """Reasons found so far, from the changes that a fact explains by itself to those that follow from them."""

    def __init__(self, now: Side, then: Side) -> None:
        self.now, self.then, self.changes = now, then, now.changes
        self.reasons: dict[int, Reason] = {}
        self._numbers = {id(change): number for number, change in enumerate(self.changes)}
        self._by_patient = defaultdict[str, list[int]](list)
        for number, change in enumerate(self.changes):
            if change.role == "patient":
                self._by_patient[change.who].append(number)
        self._obstacles = cache(lambda side, number: tuple(obstacles(side, self.changes[number])))
        self._replaced = cache(self._found_replaced)

    def explain(self) -> None:
        """Find every reason there is."""
        for number, change in enumerate(self.changes):
            fact = next(facts_behind(self.now, self.then, change), None) or self._limits(change)
            if fact:
                self.reasons[number] = Reason(0, fact)
        self._follow()

    def _left(self) -> list[int]:
        return [number for number in range(len(self.changes)) if number not in self.reasons]

    def _limits(self, change: Change) -> DatedFact | None:
        """That the level has other limits now, where those of one week leave no room for the session of the other."""
        fact = other_limits(self.now, self.then, change.who)
        put, side = (change.before, self.now) if change.before else (change.after, self.then)
        if fact is None or put is None or change.kind not in {"dropped", "moved", "new"}:
            return None
        is_too_much = any(each.rule in OF_LEVELS for each in broken(side, change, put))
        return fact if is_too_much or (change.before is None and is_newly_needed(self.now, self.then, change)) else None

    def _follow(self) -> None:
        """Reasons that follow from those found, step by step, until none is added; the likelier ones first."""
        while True:
            found = self._following(self._likely) or self._following(self._possible)
            if not found:
                return
            self.reasons.update(found)

    def _following(self, ways: "Ways") -> dict[int, Reason]:
        found = {}
        for number in self._left():
            reasons = (self._beyond(side, number, obstacle) for side, obstacle in ways(number))
            first = next((reason for reason in reasons if reason), None)
            if first:
                found[number] = first
        return found

    def _likely(self, number: int) -> Iterator[tuple[Side, Obstacle]]:
        """What is in the way of the earlier session now, and what the new one makes up for."""
        change = self.changes[number]
        yield from ((self.now, each) for each in _as_for_patients(self.now, self.then, change))
        if not _is_of_one_therapist(change):
            yield from ((self.now, each) for each in self._obstacles(self.now, number))
        yield from ((self.now, each) for each in self._in_place_of(number))

    def _possible(self, number: int) -> Iterator[tuple[Side, Obstacle]]:
        """What was in the way of a new session in the earlier week, and who would be too few without it."""
        change = self.changes[number]
        if change.before is None and not _is_of_one_therapist(change):
            yield from ((self.then, each) for each in self._obstacles(self.then, number))
            yield from ((self.then, each) for each in _fills_up(self.then, change))

    def _in_place_of(self, number: int) -> Iterator[Obstacle]:
        """The session of a patient whose care a new one gives, or one at another time."""
        change = self.changes[number]
        if change.who in self.now.caseload.patients and change.kind in {"new", "moved"}:
            gone = tuple(
                other for other in self._by_patient[change.who] if other in self.reasons and self.changes[other].before
            )
            lost = self._replaced(number, gone)
            words = "in place of {what}" if change.kind == "new" else "this makes up for {what}"
            yield Obstacle(words, (lost,) if lost else ())

    def _found_replaced(self, number: int, gone: tuple[int, ...]) -> Change | None:
        change = self.changes[number]
        is_found = gone and is_needed(self.now, change)
        return replaced(self.now, change, [self.changes[other] for other in gone]) if is_found else None

    def _beyond(self, side: Side, number: int, obstacle: Obstacle) -> Reason | None:
        """The nearest reason of those in the way, one step further; None where too few of them have any."""
        numbers = (self._numbers[id(other)] for other in obstacle.changes)
        known = sorted((self.reasons[other], other) for other in numbers if other in self.reasons)
        if not known or len(known) < obstacle.enough:
            return None
        if not obstacle.words:
            return Counter(reason for reason, _ in known).most_common(1)[0][0]
        reason, nearest = known[0]
        cause = self.changes[nearest]
        what = _named(self.changes[number], cause, side.own(cause) or side.foreign(cause))
        return Reason(reason.steps + 1, reason.fact, obstacle.words.format(who=cause.who, what=what))


def _as_for_patients(now: Side, then: Side, change: Change) -> Iterator[Obstacle]:
    """For a therapist, what became of the session for its patients, where it became the same for them."""
    if change.role != "therapist":
        return
    before, after = change.before, change.after
    of_before = then.changes_to(before) if before else ()
    of_after = now.changes_to(after) if after else ()
    for_patients = {id(other): other for other in (*of_before, *of_after) if other.role == "patient"}.values()
    if _is_of_one_therapist(change):
        same = [other for other in for_patients if before in {None, other.before} and after in {None, other.after}]
    else:
        same = [
            other
            for other in for_patients
            if other.kind == "other_therapist" or (before and after and (other.before, other.after) == (before, after))
        ]
    yield Obstacle("", tuple(same))


def _fills_up(then: Side, change: Change) -> Iterator[Obstacle]:
    """Those who have left a meeting that would be too small without the patient."""
    after = change.after
    group = then.caseload.groups.get(after.group or "") if after else None
    if after is None or group is None or change.role != "patient" or len(set(after.patients)) > group.min_size:
        return
    had = then.at(after)
    left = (other for other in then.changes_to(had) if other.role == "patient") if had else ()
    yield Obstacle("too few would be there without {who}", tuple(left))


Ways = Callable[[int], Iterator[tuple[Side, Obstacle]]]


def _is_of_one_therapist(change: Change) -> bool:
    """Whether it is a therapist's change of a session with one patient, which the patient's change explains."""
    session = change.before or change.after
    return change.role == "therapist" and session is not None and session.group is None


def _named(change: Change, cause: Change, session: Session | None) -> str:
    """A session of another change, with its patient where that is somebody else."""
    if session is None:
        raise ValueError("a change without a session")
    of_whom = "" if session.group or cause.who == change.who else f" of {' and '.join(session.patients)}"
    name = session.group or f"{session.session_type}{of_whom}"
    return f"{name} on {day_words(session.on)} {clock(session.start)}"
