"""Where a new patient fits, in sentences; the next open chairs; times that several have free."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from scheduler.report.words import columns, count, long_date
from scheduler.times import WEEKDAYS, Windows, clock, hours

if TYPE_CHECKING:
    from scheduler.caseload import Caseload
    from scheduler.fitting import Chair, Fit, Served
    from scheduler.schedule import Session
    from scheduler.verify import Need


def served_lines(caseload: "Caseload", who: str, served: "Served") -> list[str]:
    """A week of a new patient: without moving anybody, and with moves where these give more."""
    lines = _fit_lines(caseload, who, served.unmoved, "without moving anybody")
    if served.with_moves:
        moved = count(served.with_moves.moved, "appointment of others", "appointments of others")
        lines += _fit_lines(caseload, who, served.with_moves, f"with {moved} changed, at no cost of anybody's care")
    return lines


def _fit_lines(caseload: "Caseload", who: str, fit: "Fit", how: str) -> list[str]:
    asked = sum(need.asked_minutes for need in fit.needs)
    head = f"{who} in the week of {fit.monday}, {how}: "
    if not asked:
        return [f"{head}nothing is needed."]
    if not fit.unmet:
        return [f"{head}all care that is needed.", *_session_lines(fit.sessions)]
    proof = "proven: more cannot be had so" if fit.is_proven else f"at least {hours(fit.least)} is proven"
    lines = [f"{head}{hours(fit.unmet)} unmet ({proof}).", *_session_lines(fit.sessions)]
    return [*lines, *(f"    {words}" for words in _missing(caseload, fit))]


def _session_lines(sessions: "Sequence[Session]") -> list[str]:
    rows = [
        (
            WEEKDAYS[one.on.weekday()],
            one.on.isoformat(),
            f"{clock(one.start)}-{clock(one.end)}",
            one.group or one.session_type,
            f"with {' and '.join(one.therapists)}",
            f"in {' and '.join(one.resources)}" if one.resources else "",
        )
        for one in sessions
    ]
    return columns(rows, 4) if rows else []


def _missing(caseload: "Caseload", fit: "Fit") -> Iterator[str]:
    """What is missing, need by need, and why as far as it is known."""
    for need in fit.needs:
        if need.unmet_minutes:
            yield f"Missing: {_need_words(caseload, need)}{_full_words(fit, need)}."
    if fit.alone:
        yield f"{hours(fit.alone)} of it nobody could give, even in an empty clinic (proven)."
    rest = fit.unmet - fit.alone
    if rest > 0:
        yield f"{hours(rest)} of it is taken by others or by the hours of therapists and rooms."


def _need_words(caseload: "Caseload", need: "Need") -> str:
    if need.need == "weekly_hours":
        return f"{hours(need.unmet_minutes)} of {hours(need.asked_minutes)} in the week"
    if need.need == "planned_sessions":
        one = caseload.session_types[need.session_type].minutes
        return f"{need.unmet_minutes // one} of {count(need.asked_minutes // one, f'{need.session_type} session')}"
    return f"{hours(need.unmet_minutes)} of treatment days"


def _full_words(fit: "Fit", need: "Need") -> str:
    """The full meetings of a missing type."""
    full = [
        f"{one.group} on {WEEKDAYS[one.on.weekday()]} {clock(one.start)}"
        for one in fit.full
        if one.session_type == need.session_type
    ]
    return f" (full: {', '.join(full)})" if full else ""


def chair_lines(chairs: "Sequence[Chair]", weeks: int) -> list[str]:
    """The next open chair of each group."""
    if not chairs:
        return ["There is no group to join."]
    rows = [(each.group, _chair_words(each, weeks)) for each in chairs]
    return ["The next open chair of each group:", *columns(rows)]


def _chair_words(chair: "Chair", weeks: int) -> str:
    if chair.on is not None and chair.start is not None:
        when = f"{WEEKDAYS[chair.on.weekday()]} {chair.on} {clock(chair.start)}"
        return f"{when}, {count(chair.free, 'chair')} of {chair.seats}"
    if not chair.meetings:
        return "does not meet in this week"
    return f"full; no stay ends within {count(weeks, 'week')} and leaves a chair"


def free_lines(who: Sequence[str], monday: date, windows: Sequence[Windows], minutes: int) -> list[str]:
    """When all of them are free for so long."""
    names = " and ".join(who)
    days = [
        (long_date(monday + timedelta(days=day)), ", ".join(map(str, free))) for day, free in enumerate(windows) if free
    ]
    if not days:
        return [f"{names}: no {hours(minutes)} free together in the week of {monday}."]
    return [f"{names}: free together for {hours(minutes)} or longer", *columns(days)]


def waitlist_lines(served: "Sequence[tuple[str, Served]]") -> list[str]:
    """Who of a waiting list fits, in order."""
    rows = []
    for place, (who, each) in enumerate(served, 1):
        fit = each.with_moves or each.unmoved
        how = (
            f"with {count(fit.moved, 'appointment')} of others changed" if each.with_moves else "without moving anybody"
        )
        is_in = not fit.unmet
        proof = "" if is_in or not fit.is_proven else " (proven)"
        said = f"fits, {how}" if is_in else f"does not fit: {hours(fit.unmet)} would be missing{proof}"
        rows.append((f"{place}.", who, said))
    return ["The waiting list, in order; whoever fits has their chairs before the next one is served:", *columns(rows)]
