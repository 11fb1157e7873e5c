"""What one patient gets of what the week is to give, in the patient's own terms."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scheduler.times import hours

if TYPE_CHECKING:
    from scheduler.verify import Need


def gets_words(needs: Sequence["Need"], day_minutes: int, session_minutes: dict[str, int]) -> str:
    """What a patient gets of each need that is short: ``gets 5 h 20 min of 9 h, 1 of 3 days``; "" where none is.

    Each need is told in its own measure, so that an hour that is missing from several of them is not counted twice.

    Args:
        needs: of one patient; those that are met are left out.
        day_minutes: counted minutes that make a day of treatment.
        session_minutes: length of a session of each type that is planned.
    """
    parts = list(_parts(needs, day_minutes, session_minutes))
    return f"gets {', '.join(parts)}" if parts else ""


def _parts(needs: Sequence["Need"], day_minutes: int, session_minutes: dict[str, int]) -> Iterator[str]:
    for need in needs:
        if not need.unmet_minutes:
            continue
        has = need.asked_minutes - need.unmet_minutes
        if need.need == "weekly_hours":
            yield f"{hours(has)} of {hours(need.asked_minutes)}"
            continue
        is_day = need.need == "qualifying_days"
        unit = day_minutes if is_day else session_minutes[need.session_type]
        asked = need.asked_minutes // unit
        what = "day" if is_day else f"{need.session_type} session"
        yield f"{has // unit} of {asked} {what if asked == 1 else what + 's'}"
