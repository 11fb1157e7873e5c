"""How much of an earlier week a schedule keeps: the tier of stability, appointment by appointment."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from scheduler.caseload import Caseload
from scheduler.schedule import Schedule, Session
from scheduler.verify.facts import Facts
from scheduler.verify.keepable import can_be_kept
from scheduler.verify.stay import in_stay, is_due, stay_words

OTHER_THERAPISTS = 1
NOT_KEPT = 2

Excuse = Literal["", "stay", "plan", "due"]


class WeeklySlot(NamedTuple):
    """What an appointment has to have again so that it is kept: its patient, type, group, weekday and start."""

    patient: str
    session_type: str
    group: str | None
    weekday: int
    start: int


@dataclass(frozen=True, slots=True)
class EarlierAppointment:
    """One patient's appointment of the earlier week, and what became of it.

    Args:
        patient: id.
        before: the earlier session.
        on: the date of this week that has the weekday of the earlier session.
        after: the session of this week that keeps it; None where none does.
        excuse: why it costs nothing whatever became of it: outside the ``stay``, no longer in the ``plan``, or not
            ``due`` this week; "" where it counts.
        why: the excuse in words without a full stop.
    """

    patient: str
    before: Session
    on: date
    after: Session | None
    excuse: Excuse = ""
    why: str = ""

    @property
    def cost(self) -> int:
        """0 where it is kept or excused, 1 where only the therapists differ, else 2."""
        if self.excuse:
            return 0
        if self.after is None:
            return NOT_KEPT
        return 0 if _same_therapists(self.before, self.after) else OTHER_THERAPISTS


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of the appointments of an earlier week, in all.

    Args:
        appointments: how many there were that this week is to keep.
        other_therapists: how many of them are kept with other therapists.
        not_kept: how many of them are not kept.
        excused: how many more there were that cost nothing, whatever became of them.
        impossible: how many of those with a cost the facts no longer allow as they were, each taken alone.
    """

    appointments: int
    other_therapists: int
    not_kept: int
    excused: int
    impossible: int

    @property
    def limited(self) -> int:
        """Changes that a limit counts: of appointments that could have been kept."""
        return self.changed - self.impossible

    @property
    def changed(self) -> int:
        """Appointments with a cost."""
        return self.other_therapists + self.not_kept

    @property
    def cost(self) -> int:
        """The value of the tier."""
        return OTHER_THERAPISTS * self.other_therapists + NOT_KEPT * self.not_kept


def changes_of(facts: Facts) -> Changes | None:
    """What became of the earlier appointments of these facts; None where no earlier week is given."""
    if facts.earlier is None:
        return None
    earlier = earlier_appointments(facts.caseload, facts.monday, facts.earlier.schedule, facts.schedule)
    counting = [each for each in earlier if not each.excuse]
    costs = Counter(each.cost for each in counting)
    impossible = sum(not can_be_kept(facts, each.patient, each.before, each.on) for each in counting if each.cost)
    return Changes(len(counting), costs[OTHER_THERAPISTS], costs[NOT_KEPT], len(earlier) - len(counting), impossible)


def stability(caseload: Caseload, monday: date, previous: Schedule, schedule: Schedule) -> int:
    """The value of the tier: what the earlier appointments cost together; less is better.

    Args:
        caseload: the facts, as they are now.
        monday: the week of ``schedule``; any day of it will do.
        previous: one week, this one or an earlier one, carried over by weekday.
        schedule: the week that is scored; sessions of other weeks are left out.
    """
    return sum(earlier.cost for earlier in earlier_appointments(caseload, monday, previous, schedule))


def earlier_appointments(
    caseload: Caseload, monday: date, previous: Schedule, schedule: Schedule
) -> tuple[EarlierAppointment, ...]:
    """Every appointment of the earlier week with what became of it, by patient and time.

    Each session of this week keeps at most one appointment of a patient, and as few costs arise as possible: at one
    place those with the same therapists are paired first. The arguments are those of ``stability``.
    """
    facts = Facts.of(caseload, monday, schedule)
    before, after = _by_slot(previous.sessions), _by_slot(facts.sessions)
    found = [
        _followed(facts, slot, earlier, later)
        for slot, sessions in before.items()
        for earlier, later in _paired(sessions, after.get(slot, ()))
    ]
    return tuple(sorted(found, key=lambda each: (each.patient, each.on, each.before.start, each.before.session)))


def _by_slot(sessions: Sequence[Session]) -> dict[WeeklySlot, list[Session]]:
    found: defaultdict[WeeklySlot, list[Session]] = defaultdict(list)
    for session in sessions:
        for patient in set(session.patients):
            slot = WeeklySlot(patient, session.session_type, session.group, session.on.weekday(), session.start)
            found[slot].append(session)
    return found


def _paired(before: Sequence[Session], after: Sequence[Session]) -> Iterator[tuple[Session, Session | None]]:
    """Each earlier session with one of the later ones, or none; equal therapists come together first."""
    free, others = list(after), []
    for earlier in before:
        same = next((later for later in free if _same_therapists(earlier, later)), None)
        if same is None:
            others.append(earlier)
        else:
            free.remove(same)
            yield earlier, same
    for earlier in others:
        yield earlier, free.pop(0) if free else None


def _followed(facts: Facts, slot: WeeklySlot, before: Session, after: Session | None) -> EarlierAppointment:
    on = facts.monday + timedelta(days=slot.weekday)
    return EarlierAppointment(slot.patient, before, on, after, *_excuse(facts, slot, on))


def _excuse(facts: Facts, slot: WeeklySlot, on: date) -> tuple[Excuse, str]:
    patient = facts.caseload.patients.get(slot.patient)
    if patient is None:
        return "stay", "the patient is no longer in the caseload"
    if not in_stay(patient, on):
        return "stay", f"the stay is {stay_words(patient)}"
    plan = facts.caseload.plans.get(slot.patient, {}).get(slot.session_type)
    if plan is None:
        return "plan", "the plan no longer has this type"
    if not is_due(patient, plan, facts.monday):
        return "due", "this type is not due this week"
    return "", ""


def _same_therapists(one: Session, other: Session) -> bool:
    return set(one.therapists) == set(other.therapists)
