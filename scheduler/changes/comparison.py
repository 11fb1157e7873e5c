"""What changed between two weeks, for each patient and each therapist, and who has to be told, soonest first."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.caseload import Caseload
from scheduler.changes.change import Change, Moment, Pair, Role, kind_of
from scheduler.changes.pairs import followed
from scheduler.changes.reasons import with_reasons
from scheduler.changes.weeks import Weeks
from scheduler.schedule import Schedule, Session
from scheduler.verify import EarlierAppointment, earlier_appointments, monday_of


@dataclass(frozen=True, order=True, slots=True)
class ToTell:
    """Somebody who has to be told of changes, the first of which matters at ``moment``."""

    moment: Moment
    role: Role
    who: str
    changes: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two weeks side by side.

    Args:
        weeks: their Mondays.
        changes: patients first, by id and moment.
        appointments: how many appointments the patients had in the earlier week.
        stability: the value of the tier of stability.
    """

    weeks: Weeks
    changes: tuple[Change, ...]
    appointments: int
    stability: int

    def of(self, role: Role) -> Mapping[str, Sequence[Change]]:
        """The changes of each person of the role, by id."""
        found: defaultdict[str, list[Change]] = defaultdict(list)
        for change in self.changes:
            if change.role == role:
                found[change.who].append(change)
        return found

    @property
    def undated(self) -> int:
        """How many changes no dated fact is found behind."""
        return sum(not change.is_dated for change in self.changes)

    @property
    def to_tell(self) -> tuple[ToTell, ...]:
        """Everybody concerned, soonest first; a patient is not for what is gone with the stay."""
        concerned: defaultdict[tuple[Role, str], list[Moment]] = defaultdict(list)
        for change in self.changes:
            if not change.is_after_stay:
                concerned[change.role, change.who].append(change.moment)
        return tuple(sorted(ToTell(min(found), *person, len(found)) for person, found in concerned.items()))


def compare(caseload: Caseload, before: Schedule, after: Schedule) -> Comparison:
    """What changed from one week to the same or another one; by weekday where they differ.

    Args:
        caseload: the facts, as they are now.
        before: sessions of one week.
        after: sessions of one week; where it has none, the week is that of ``before``.
    """
    then, now = _monday(before) or _monday(after), _monday(after) or _monday(before)
    if then is None or now is None:
        return Comparison(Weeks(date.min, date.min), (), 0, 0)
    weeks = Weeks(then, now)
    earlier = earlier_appointments(caseload, now, before, after)
    found = (*_of_patients(weeks, earlier, after), *_of_therapists(weeks, before, after))
    changes = sorted(found, key=lambda change: (change.role, change.who, change.moment))
    return Comparison(
        weeks,
        with_reasons(caseload, weeks, before, after, changes),
        appointments=len(earlier),
        stability=sum(each.cost for each in earlier),
    )


def _monday(schedule: Schedule) -> date | None:
    return monday_of(schedule.sessions[0].on) if schedule.sessions else None


def _of_patients(weeks: Weeks, earlier: Sequence[EarlierAppointment], after: Schedule) -> Iterator[Change]:
    had: defaultdict[str, list[EarlierAppointment]] = defaultdict(list)
    has: defaultdict[str, list[Session]] = defaultdict(list)
    for each in earlier:
        had[each.patient].append(each)
    for session in after.sessions:
        for who in session.patients:
            has[who].append(session)
    for who in sorted({*had, *has}):
        by_session = {each.before: each for each in had[who]}
        for pair in followed([each.before for each in had[who]], has[who]):
            yield from _change(weeks, "patient", who, pair, by_session[pair.before] if pair.before else None)


def _of_therapists(weeks: Weeks, before: Schedule, after: Schedule) -> Iterator[Change]:
    for who in sorted({who for week in (before, after) for session in week.sessions for who in session.therapists}):
        led_before, led_after = (
            [session for session in week.sessions if who in session.therapists] for week in (before, after)
        )
        for pair in followed(led_before, led_after):
            yield from _change(weeks, "therapist", who, pair)


def _change(
    weeks: Weeks, role: Role, who: str, pair: Pair, earlier: EarlierAppointment | None = None
) -> Iterator[Change]:
    kind = kind_of(pair)
    if kind is None:
        return
    moments = [Moment(weeks.carried(pair.before.on), pair.before.start)] if pair.before else []
    moments += [Moment(pair.after.on, pair.after.start)] if pair.after else []
    yield Change(role, who, kind, *pair, moment=min(moments), earlier=earlier)
