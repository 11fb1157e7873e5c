"""What changed between two weeks, for each patient and each therapist, and who has to be told, soonest first."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Literal, NamedTuple

from scheduler.caseload import Caseload
from scheduler.reasons import Weeks, why_changed
from scheduler.schedule import Schedule, Session
from scheduler.times import MINUTES_A_DAY
from scheduler.verify import EarlierAppointment, earlier_appointments, week_of

Role = Literal["patient", "therapist"]
Kind = Literal["moved", "dropped", "new", "other_therapist", "other_room", "other_mode"]


class Moment(NamedTuple):
    """A date and a minute of it."""

    on: date
    minute: int


class Pair(NamedTuple):
    """A session of the earlier week and what it became; one of the two may be None."""

    before: Session | None
    after: Session | None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one session for one person.

    Args:
        role: whether a patient or a therapist is concerned.
        who: their id.
        kind: the greatest difference, as in ``kind_of``.
        before: the earlier session; None for a new one.
        after: the session now; None for a dropped one.
        moment: the first moment of the later week at which somebody would go by the earlier one, or be missed.
        cost: what the patient's earlier appointment costs in the tier of stability; None where there was none, and
            for therapists.
        why: a dated fact that explains it, in words without a full stop; "" where none does.
        is_after_stay: whether a patient's appointment is gone because the stay does not hold its date.
    """

    role: Role
    who: str
    kind: Kind
    before: Session | None
    after: Session | None
    moment: Moment
    cost: int | None = None
    why: str = ""
    is_after_stay: bool = False


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
    changes = (*_of_patients(caseload, weeks, earlier, after), *_of_therapists(caseload, weeks, before, after))
    return Comparison(
        weeks,
        tuple(sorted(changes, key=lambda change: (change.role, change.who, change.moment))),
        appointments=len(earlier),
        stability=sum(each.cost for each in earlier),
    )


def kind_of(pair: Pair) -> Kind | None:
    """The greatest difference: gone, new, another day, start or end, then people, place and manner; None for none."""
    before, after = pair
    if before is None:
        return "new"
    if after is None:
        return "dropped"
    differences: tuple[tuple[Kind, bool], ...] = (
        ("moved", (_week_minute(before), before.minutes) != (_week_minute(after), after.minutes)),
        ("other_therapist", set(before.therapists) != set(after.therapists)),
        ("other_room", set(before.resources) != set(after.resources)),
        ("other_mode", before.mode != after.mode),
    )
    return next((kind for kind, differs in differences if differs), None)


def followed(before: Sequence[Session], after: Sequence[Session]) -> Iterator[Pair]:
    """Each session of one person with what it became: of the same group or, one to one, the same type and patient.

    The nearest in the week belong together, and of two as near those with the same therapists.
    """
    free_before, free_after = set(range(len(before))), set(range(len(after)))
    near = sorted(
        (abs(_week_minute(earlier) - _week_minute(later)), set(earlier.therapists) != set(later.therapists), place, now)
        for (place, earlier), (now, later) in product(enumerate(before), enumerate(after))
        if _holder(earlier) == _holder(later)
    )
    for _, _, place, now in near:
        if place in free_before and now in free_after:
            free_before.remove(place)
            free_after.remove(now)
            yield Pair(before[place], after[now])
    yield from (Pair(before[place], None) for place in sorted(free_before))
    yield from (Pair(None, after[now]) for now in sorted(free_after))


def _monday(schedule: Schedule) -> date | None:
    return week_of(schedule.sessions[0].on) if schedule.sessions else None


def _week_minute(session: Session) -> int:
    return session.on.weekday() * MINUTES_A_DAY + session.start


def _holder(session: Session) -> tuple[str, str | None, tuple[str, ...]]:
    return session.session_type, session.group, () if session.group else session.patients


def _of_patients(
    caseload: Caseload, weeks: Weeks, earlier: Sequence[EarlierAppointment], after: Schedule
) -> Iterator[Change]:
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
            appointment = by_session[pair.before] if pair.before else None
            yield from _change(caseload, weeks, ("patient", who), pair, appointment)


def _of_therapists(caseload: Caseload, weeks: Weeks, before: Schedule, after: Schedule) -> Iterator[Change]:
    for who in sorted({who for week in (before, after) for session in week.sessions for who in session.therapists}):
        led_before, led_after = (
            [session for session in week.sessions if who in session.therapists] for week in (before, after)
        )
        for pair in followed(led_before, led_after):
            yield from _change(caseload, weeks, ("therapist", who), pair)


def _change(
    caseload: Caseload,
    weeks: Weeks,
    person: tuple[Role, str],
    pair: Pair,
    earlier: EarlierAppointment | None = None,
) -> Iterator[Change]:
    kind = kind_of(pair)
    if kind is None:
        return
    moments = [Moment(weeks.carried(pair.before.on), pair.before.start)] if pair.before else []
    moments += [Moment(pair.after.on, pair.after.start)] if pair.after else []
    role, who = person
    yield Change(
        role,
        who,
        kind,
        pair.before,
        pair.after,
        min(moments),
        cost=earlier.cost if earlier else None,
        why=(earlier.why if earlier else "") or why_changed(caseload, weeks, who, pair.before, pair.after),
        is_after_stay=kind == "dropped" and earlier is not None and earlier.excuse == "stay",
    )
