"""How good a week is that was made by hand, in sentences: what it breaks, what it misses, which moves give it back."""

from typing import TYPE_CHECKING

from scheduler.report.verdict import violation_lines
from scheduler.report.words import count, unmet_words
from scheduler.times import WEEKDAYS, clock, hours

if TYPE_CHECKING:
    from scheduler.remedies.moves import Quality, Step, Way
    from scheduler.schedule import Session

MOST_NAMED = 8


def quality_lines(quality: "Quality") -> list[str]:
    """All of it, the rules first."""
    lines = violation_lines(quality.broken)
    lines.append(f"The week as it stands: {unmet_words(quality.care)}.")
    if quality.broken:
        lines.append(f"Without what breaks rules: {unmet_words(quality.kept.care)}.")
    best = quality.best
    proof = (
        "proven: no week has less" if best.care <= best.bound else f"proven: at least {hours(best.bound)} in every week"
    )
    lines.append(f"The best week known: {unmet_words(best.care)} ({proof}).")
    if best.care >= quality.kept.care:
        lines.append("No week with more care is known, so no move is proposed.")
        return lines
    for way in quality.ways:
        # What needs no move, and the last list, which is most of the way; of those between it is told what they give.
        is_listed = not way.moves or way is quality.ways[-1]
        lines += ["", *_way_lines(way, quality.kept.care)] if is_listed else ["", _way_head(way, quality.kept.care)]
    return lines


def _way_lines(way: "Way", lacking: int) -> list[str]:
    return [f"{_way_head(way, lacking)[:-1]}:", *(f"  {_step_words(step)}" for step in way.steps)]


def _way_head(way: "Way", lacking: int) -> str:
    gained = hours(lacking - way.week.care)
    if way.moves:
        verb = "gives" if way.moves == 1 else "give"
        return f"{count(way.moves, 'appointment')} moved, with what that makes room for, {verb} {gained} back."
    return f"Nobody moved, these sessions more give {gained} back."


def _step_words(step: "Step") -> str:
    who = ", ".join(step.who[:MOST_NAMED])
    who += f" and {len(step.who) - MOST_NAMED} more" if len(step.who) > MOST_NAMED else ""
    before, after = step.pair
    if before is None and after is not None:
        return f"{who}: {_session_words(after)}, new"
    if after is None and before is not None:
        return f"{who}: {_session_words(before)}, dropped"
    if before is None or after is None:
        return ""
    if (before.on, before.start) == (after.on, after.start):
        return f"{who}: {_session_words(after)}, instead of with {' and '.join(before.therapists)}"
    return f"{who}: {_session_words(after)}, instead of {_time_words(before)}"


def _session_words(one: "Session") -> str:
    led = f" with {' and '.join(one.therapists)}" if one.therapists else ""
    place = f" in {' and '.join(one.resources)}" if one.resources else ""
    return f"{one.group or one.session_type} on {_time_words(one)}{led}{place}"


def _time_words(one: "Session") -> str:
    return f"{WEEKDAYS[one.on.weekday()]} {one.on} {clock(one.start)}"
