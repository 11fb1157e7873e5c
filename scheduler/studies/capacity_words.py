"""What is told of capacity: how many fit, how few hours do, and what is proven of it."""

from collections.abc import Iterator

from scheduler.report.words import columns, count
from scheduler.studies.capacity import Answer, Tried
from scheduler.studies.staffing import Hours, Staffing, presence_lines
from scheduler.times import hours


def tried_words(tried: Tried, about: str) -> str:
    """A line for a number that was tried."""
    what = f"{about}, {count(tried.number, 'hour')} fewer" if about else f"{tried.number} more"
    verdict = {"fits": "enough care", "breaks": "too little care, proven", "open": "open"}[tried.verdict]
    return f"{what}: {verdict} ({_figures(tried)})"


def _figures(tried: Tried) -> str:
    if tried.has_clash:
        return "agreements exclude each other"
    unmet = "no week found" if tried.unmet is None else f"{hours(tried.unmet)} unmet"
    return f"{unmet}, at least {hours(tried.at_least)} in every week, {hours(tried.allowed)} allowed"


def capacity_lines(answer: Answer, kind: str, target: int, most: int) -> Iterator[str]:
    """How many more patients fit, with both proofs."""
    like = f" like {kind}" if kind else ""
    aim = f"{target} % of the care that is asked for"
    fits, breaks = answer.fits, answer.breaks
    if fits is None:
        yield f"{aim} is not met now, or not known to be." if breaks is None else f"{aim} cannot be met even now."
    else:
        yield f"At least {count(fits.number, 'more patient')}{like} can have {aim}."
        yield f"  {fits.number} fit: a schedule meets {_met(fits, fits.unmet or 0)}."
    if breaks is not None:
        met = (
            "there is no schedule at all"
            if breaks.has_clash
            else f"no week meets more than {_met(breaks, breaks.at_least)}"
        )
        yield f"  {breaks.number} do not: {met}, proven."
    if answer.is_settled:
        yield "Nothing is open between the two."
    elif breaks is None:
        yield f"No number up to {most} is proven to be too many."
    else:
        yield f"What lies between is open; give more time with --time-limit, or tries for {_between(answer)} by hand."


def _between(answer: Answer) -> str:
    last = answer.breaks.number - 1 if answer.breaks else 0
    return f"{answer.fits.number + 1 if answer.fits else 0} to {last}"


def _met(tried: Tried, unmet: int) -> str:
    met = tried.asked - unmet
    # Rounded down, so that what falls short of a target never looks as if it did not.
    return f"{hours(met)} of {hours(tried.asked)} ({1000 * met // max(1, tried.asked) / 10} %)"


def staffing_lines(staffing: Staffing, now: Tried) -> Iterator[str]:
    """How few hours are enough, for whom, when, and what is proven of it."""
    before, least = (sum(getattr(one, name) for one in staffing.hours) for name in ("now", "least"))
    yield f"{count(least, 'therapist hour')} are enough; the best week with all hours that there are uses {before}."
    shown = staffing.shown
    yield f"  A schedule shows it: {_figures(shown)}."
    if staffing.shown.week is not None:
        yield from columns(list(presence_lines(staffing.shown.week)), indent=2)
    for one in staffing.hours:
        yield f"  {one.therapist}: {count(one.least, 'hour')}; {_proof(one)}."
    if now.unmet != now.at_least:
        least_unmet = f"at least {hours(now.at_least)} is unmet in every week"
        yield f"Whether more care is possible with all hours is open: {least_unmet}."
    if staffing.is_settled:
        yield "Nobody of them can lead an hour less, proven. Other shares of the hours may need fewer in all."


def _proof(one: Hours) -> str:
    if not one.least:
        return "not needed"
    if one.is_settled:
        return "with one hour less there is less care in every week, proven"
    return "whether one hour less is enough is open"
