"""What each patient had in an earlier week, as far as this week is to keep it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from scheduler.schedule import Schedule

Leaders = tuple[str, ...]
"""Therapists of one session, sorted."""

OTHER_THERAPISTS = 1
NOT_KEPT = 2


class WeeklySlot(NamedTuple):
    """What a session has to have again: its type, group (None: one to one), day of the week and start."""

    session_type: str
    group: str | None
    day: int
    start: int


@dataclass(frozen=True, slots=True)
class EarlierAppointments:
    """The appointments that a patient had at one place; ``leaders`` has an entry for each of them, sorted."""

    slot: WeeklySlot
    leaders: tuple[Leaders, ...]

    def cost(self, now: list[Leaders]) -> int:
        """What the appointments cost where the patient has sessions at the place that are led by these.

        Each session keeps one appointment: 2 for one that is not kept, 1 for one with other therapists.
        """
        kept = min(len(self.leaders), len(now))
        return NOT_KEPT * (len(self.leaders) - kept) + OTHER_THERAPISTS * (kept - self._same(now))

    def changed(self, now: list[Leaders]) -> int:
        """How many of the appointments cost anything then."""
        return len(self.leaders) - self._same(now)

    def _same(self, now: list[Leaders]) -> int:
        left = list(now)
        for leaders in self.leaders:
            if leaders in left:
                left.remove(leaders)
        return len(now) - len(left)


def appointments_of(earlier: Schedule) -> Mapping[str, tuple[EarlierAppointments, ...]]:
    """The appointments of an earlier week by patient, by day and start."""
    found: defaultdict[str, defaultdict[WeeklySlot, list[Leaders]]] = defaultdict(lambda: defaultdict(list))
    for session in earlier.sessions:
        slot = WeeklySlot(session.session_type, session.group, session.on.weekday(), session.start)
        for patient in session.patients:
            found[patient][slot].append(tuple(sorted(set(session.therapists))))
    return {
        patient: tuple(
            EarlierAppointments(slot, tuple(sorted(slots_held[slot]))) for slot in sorted(slots_held, key=_in_time)
        )
        for patient, slots_held in sorted(found.items())
    }


def _in_time(slot: WeeklySlot) -> tuple[int, int, str, str]:
    return slot.day, slot.start, slot.session_type, slot.group or ""
