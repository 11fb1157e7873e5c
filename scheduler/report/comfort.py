"""What a week spares patients, and what it does not, in words instead of points."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scheduler.report.words import count
from scheduler.times import hours

if TYPE_CHECKING:
    from scheduler.verify import PatientScore

EXTRA_DAY_MINUTES = 30


def comfort_words(patients: Sequence["PatientScore"]) -> tuple[str, ...]:
    """A sentence for each kind of discomfort that there is, or that there is none."""
    return tuple(_sentences(patients)) or ("Nobody waits between sessions, and every wish about times is kept.",)


def _sentences(patients: Sequence["PatientScore"]) -> Iterator[str]:
    waiting = [each for each in patients if each.waiting]
    if waiting:
        longest = max(waiting, key=lambda each: each.waiting)
        total = hours(sum(each.waiting for each in waiting))
        who = f"{count(len(waiting), 'patient')} {'waits' if len(waiting) == 1 else 'wait'} between sessions of a day"
        yield f"{who}, {total} in all; the most is {hours(longest.waiting)} in the week ({longest.patient})."
    extra = [each.extra_days // EXTRA_DAY_MINUTES for each in patients if each.extra_days]
    if extra:
        who = f"{count(len(extra), 'patient')} {'comes' if len(extra) == 1 else 'come'}"
        yield f"{who} on more days than they have to, {count(sum(extra), 'day')} in all."
    avoided = [each.avoid for each in patients if each.avoid]
    if avoided:
        yield f"{hours(sum(avoided))} lie in hours that {count(len(avoided), 'patient')} would rather avoid."
    outside = [each.outside_prefer for each in patients if each.outside_prefer]
    if outside:
        yield f"{hours(sum(outside))} lie outside the hours that {count(len(outside), 'patient')} would prefer."
