"""Why each change is there: the dated fact that explains it, or that it follows from through other changes."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from scheduler.caseload import Caseload
from scheduler.changes.change import Change
from scheduler.changes.dated import DatedFact, facts_behind, other_limits
from scheduler.changes.needs import comfort_gained, is_needed, is_newly_needed, replaced
from scheduler.changes.obstacles import OF_LEVELS, Obstacle, broken, obstacles
from scheduler.changes.weeks import Side, Weeks, sides
from scheduler.schedule import Schedule, Session
from scheduler.times import clock
from scheduler.verify.violation import day_words


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
    search = Search(*sides(caseload, weeks, before, after), tuple(changes))
    search.explain()
    return tuple(_explained(search, change, search.reasons.get(number)) for number, change in enumerate(changes))


def _explained(search: "Search", change: Change, reason: Reason | None) -> Change:
    if reason:
        return replace(change, why=reason.words, is_dated=True)
    gain = comfort_gained(search.now, change)
    return replace(change, why=f"it spares {gain} min of waiting or of other discomfort" if gain > 0 else "")


class Search:
    """Reasons found so far, from the changes that a fact explains by itself to those that follow from them."""

    def __init__(self, now: Side, then: Side, changes: tuple[Change, ...]) -> None:
        self.now, self.then, self.changes = now, then, changes
        self.reasons: dict[int, Reason] = {}
        self._numbers = {id(change): number for number, change in enumerate(changes)}
        self._known: dict[tuple[bool, int], tuple[Obstacle, ...]] = {}

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
            change = self.changes[number]
            reasons = (self._beyond(side, change, obstacle) for side, obstacle in ways(change))
            first = next((reason for reason in reasons if reason), None)
            if first:
                found[number] = first
        return found

    def _likely(self, change: Change) -> Iterator[tuple[Side, Obstacle]]:
        """What is in the way of the earlier session now, and what the new one makes up for."""
        yield from ((self.now, each) for each in self._as_for_patients(change))
        if not _is_of_one_therapist(change):
            yield from ((self.now, each) for each in self._obstacles(self.now, change))
        yield from ((self.now, each) for each in self._in_place_of(change))

    def _possible(self, change: Change) -> Iterator[tuple[Side, Obstacle]]:
        """What was in the way of a new session in the earlier week, and who would be too few without it."""
        if change.before is None and not _is_of_one_therapist(change):
            yield from ((self.then, each) for each in self._obstacles(self.then, change))
            yield from ((self.then, each) for each in self._fills_up(change))

    def _obstacles(self, side: Side, change: Change) -> tuple[Obstacle, ...]:
        key = side.is_later, self._numbers[id(change)]
        if key not in self._known:
            self._known[key] = tuple(each for each in obstacles(side, change, self.changes) if each.changes)
        return self._known[key]

    def _beyond(self, side: Side, change: Change, obstacle: Obstacle) -> Reason | None:
        """The nearest reason of those in the way, one step further; None where too few of them have any."""
        numbers = (self._numbers[id(other)] for other in obstacle.changes)
        known = [(self.reasons[number], number) for number in numbers if number in self.reasons]
        if len(known) < obstacle.enough:
            return None
        if not obstacle.words:
            return Counter(reason for reason, _ in sorted(known)).most_common(1)[0][0]
        reason, number = min(known)
        cause = self.changes[number]
        what = _named(change, cause, side.own(cause) or side.foreign(cause))
        return Reason(reason.steps + 1, reason.fact, obstacle.words.format(who=cause.who, what=what))

    def _as_for_patients(self, change: Change) -> Iterator[Obstacle]:
        """For a therapist, what became of the session for its patients, where it became the same for them."""
        if change.role != "therapist":
            return
        is_one = _is_of_one_therapist(change)
        same = [
            other
            for other in self.changes
            if other.role == "patient"
            and (
                (change.before and change.after and (other.before, other.after) == (change.before, change.after))
                or (is_one and change.before in {None, other.before} and change.after in {None, other.after})
                or (other.kind == "other_therapist" and {change.before, change.after} & {other.before, other.after})
            )
        ]
        yield Obstacle("", tuple(same))

    def _in_place_of(self, change: Change) -> Iterator[Obstacle]:
        """The session of a patient whose care a new one gives, or one at another time."""
        if change.who not in self.now.caseload.patients or change.kind not in {"new", "moved"}:
            return
        gone = [
            other
            for number, other in enumerate(self.changes)
            if number in self.reasons and other.before and (other.role, other.who) == (change.role, change.who)
        ]
        lost = replaced(self.now, change, gone) if gone and is_needed(self.now, change) else None
        if lost:
            yield Obstacle("in place of {what}" if change.kind == "new" else "this makes up for {what}", (lost,))

    def _fills_up(self, change: Change) -> Iterator[Obstacle]:
        """Those who have left a meeting that would be too small without the patient."""
        after = change.after
        group = self.now.caseload.groups.get(after.group or "") if after else None
        if after is None or group is None or change.role != "patient" or len(set(after.patients)) > group.min_size:
            return
        had = self.then.at(after)
        left = (other for other in self.changes if had and other.role == "patient" and other.before == had)
        yield Obstacle("too few would be there without {who}", tuple(left))


Ways = Callable[[Change], Iterator[tuple[Side, Obstacle]]]


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
