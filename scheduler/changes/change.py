"""A change: what became of one session for one person."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from scheduler.schedule import Session
from scheduler.times import MINUTES_A_DAY
from scheduler.verify import EarlierAppointment

Role = Literal["patient", "therapist"]
Kind = Literal["moved", "dropped", "new", "other_therapist", "other_room", "other_mode"]
Holder = tuple[str, str | None, tuple[str, ...]]


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
        earlier: what stability makes of a patient's appointment; None where there was none, and for therapists.
        why: what explains it, in words without a full stop; "" where nothing is found.
        is_dated: whether that is a dated fact, which it comes or follows from.
    """

    role: Role
    who: str
    kind: Kind
    before: Session | None
    after: Session | None
    moment: Moment
    earlier: EarlierAppointment | None = None
    why: str = ""
    is_dated: bool = False

    @property
    def cost(self) -> int | None:
        """What the earlier appointment costs in the tier of stability; None where there was none."""
        return self.earlier.cost if self.earlier else None

    @property
    def is_after_stay(self) -> bool:
        """Whether a patient's appointment is gone because the stay does not hold its date."""
        return self.kind == "dropped" and self.earlier is not None and self.earlier.excuse == "stay"


def kind_of(pair: Pair) -> Kind | None:
    """The greatest difference: gone, new, another day, start or end, then people, place and manner; None for none."""
    before, after = pair
    if before is None:
        return "new"
    if after is None:
        return "dropped"
    differences: tuple[tuple[Kind, bool], ...] = (
        ("moved", (week_minute(before), before.minutes) != (week_minute(after), after.minutes)),
        ("other_therapist", set(before.therapists) != set(after.therapists)),
        ("other_room", set(before.resources) != set(after.resources)),
        ("other_mode", before.mode != after.mode),
    )
    return next((kind for kind, differs in differences if differs), None)


def week_minute(session: Session) -> int:
    """Minutes from Monday midnight to the start."""
    return session.on.weekday() * MINUTES_A_DAY + session.start


def holder(session: Session) -> Holder:
    """Whose session it is: a group's or, one to one, its patients' of that type."""
    return session.session_type, session.group, () if session.group else session.patients
