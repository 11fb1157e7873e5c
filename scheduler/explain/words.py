"""Unmet care in sentences a coordinator can act on; patients by id only."""

from collections.abc import Sequence

from scheduler.causes import Cause
from scheduler.explain.fact import Found
from scheduler.explain.instead import Losses
from scheduler.explain.places import FEW, facts_words, listed
from scheduler.model.tiers.care import NeedKey
from scheduler.times import Windows, hours, intersected, merged, total_minutes
from scheduler.verify import Need
from scheduler.week.week import Week, windows_for
from scheduler.words import count as counted

_ALL_ELSE = "not together with all else that the patient needs"

_OTHERS = (
    "not beside what is agreed with others, people who are kept apart, what has happened already and the least sizes "
    "of groups"
)

_CAPACITY = "the time goes to other patients, and no week has less unmet care in all"

_SO_FAR = " (as far as that was looked into in time; not all of it may be needed)"

COULD_BE_HAD = "neither the patient's own facts nor what is agreed with others is in the way"
"""Of what is ``open`` although all but the care of others is known."""

MOST_LOSERS = 4
"""People who would lose something that a sentence names at most."""


def explanation(week: Week, need: Need, minutes: int, cause: Cause, because: str = "") -> str:
    """One or two sentences: what is missing, a colon, and what stands in the way; ``because`` is known to be behind it.

    The part after the colon is the same for all needs of a patient that lack for the same reason.
    """
    return f"{_missing(week, need, minutes)} missing: {_why(week, need, cause, because)}"


def _why(week: Week, need: Need, cause: Cause, because: str) -> str:
    match cause:
        case "unavoidable":
            return f"it could not be had even if nobody else were served, since {because or _in_the_way(week, need)}"
        case "own_needs":
            return f"it could be had by itself, but {because or _ALL_ELSE}"
        case "agreement":
            return f"the patient alone could have that, but {because or _OTHERS}"
        case "capacity":
            return f"{_CAPACITY}{'; ' * bool(because)}{because}"
        case "open":
            known = f"{because}; whether it has to go to others is" if because else "why is"
            return f"{known} not settled, nor proven that no week is better; a longer time limit may tell"


def unavoidable_words(found: Found, instead: Sequence[str]) -> str:
    """The facts, and what could be had if some of them were otherwise."""
    return "; ".join((_found_words(found), *instead[:FEW]))


def own_needs_words(together: Sequence[NeedKey], found: Found | None) -> str:
    """Needs that cannot be had together even alone in the clinic, none of them to be spared; and what is behind it."""
    since = f", since {_found_words(found)}" if found and found.facts else ""
    return f"{listed(map(_named, together))} cannot be had together, even if nobody else were served{since}"


def agreement_words(found: Found) -> str:
    """The facts of others that are in the way; without any one of them more could be had."""
    return _found_words(found)


def capacity_words(who: str, used_up: str, losses: Losses | None) -> str:
    """What is full or used up, and who would lose how much."""
    if losses is None:
        return used_up
    ranked = sorted(losses.minutes.items(), key=lambda loser: (-loser[1], loser[0]))
    told = [f"{other} would lose {hours(minutes)}" for other, minutes in ranked[:MOST_LOSERS]]
    if len(ranked) > MOST_LOSERS:
        rest = ranked[MOST_LOSERS:]
        told.append(f"{counted(len(rest), 'more patient')} {hours(sum(minutes for _, minutes in rest))} in all")
    which = "the best week" if losses.is_best else "the best week found"
    if not told:
        return used_up
    return f"{used_up}{'; ' * bool(used_up)}in {which} that gives {who} all that can be had, {listed(told)}"


def _found_words(found: Found) -> str:
    if not found.facts:
        return "the week has too few hours for what is asked"
    return f"{facts_words(found.facts)}{'' if found.is_smallest else _SO_FAR}"


def _named(key: NeedKey) -> str:
    kind, session_type = key
    if kind == "planned_sessions":
        return f"the planned sessions of {session_type}"
    return "the hours of the week" if kind == "weekly_hours" else "the treatment days"


def _missing(week: Week, need: Need, minutes: int) -> str:
    if need.need == "weekly_hours":
        return f"{hours(minutes)} of the {hours(need.asked_minutes)} of the week are"
    one = week.limits[need.patient].min_minutes_day
    if need.need == "planned_sessions":
        one = week.caseload.session_types[need.session_type].minutes
    if minutes % one:
        # Causes of several needs together need not fall on whole sessions or days.
        return f"{hours(minutes)} of {_named((need.need, need.session_type))} are"
    if need.need == "planned_sessions":
        return _of_all(minutes // one, need.asked_minutes // one, f"planned {{}} of {need.session_type}", "session")
    return _of_all(minutes // one, need.asked_minutes // one, f"{{}} with at least {hours(one)}", "day")


def _of_all(number: int, asked: int, what: str, one: str) -> str:
    if asked == 1:
        return f"The one {what.format(one)} is"
    return f"{number} of the {asked} {what.format(one + 's')} {'is' if number == 1 else 'are'}"


def _in_the_way(week: Week, need: Need) -> str:
    """What the patient's own week leaves, in figures."""
    if need.need == "planned_sessions":
        return _in_the_way_of_sessions(week, need)
    open_minutes = [total_minutes(windows) for windows in _free(week, need.patient, with_family=False)]
    days = [minutes for minutes in open_minutes if minutes]
    if not days:
        return "within the opening hours the patient is free on no day"
    if need.need == "weekly_hours":
        return (
            f"within the opening hours the patient is free on {counted(len(days), 'day')}, {hours(sum(days))} in all, "
            "but what is offered then, with the limits of the day and the week, does not suffice"
        )
    a_day = week.limits[need.patient].min_minutes_day
    enough, asked = sum(minutes >= a_day for minutes in days), need.asked_minutes // a_day
    return f"within the opening hours the patient is free for {hours(a_day)} on {_days(enough, asked)}"


def _in_the_way_of_sessions(week: Week, need: Need) -> str:
    session_type = week.caseload.session_types[need.session_type]
    who = ["the patient", *(["the family"] if session_type.needs_family else [])]
    free = _free(week, need.patient, with_family=session_type.needs_family)
    if not session_type.is_group:
        who.append("whoever may lead it")
        leaders = [week.therapists[name] for name in week.plans[need.patient][need.session_type].therapists]
        free = [
            intersected(windows, merged(window for leader in leaders for window in leader[day]))
            for day, windows in enumerate(free)
        ]
    enough = sum(any(window.minutes >= session_type.minutes for window in windows) for windows in free)
    together = f"{', '.join(who[:-1])} and {who[-1]} are free together" if len(who) > 1 else "the patient is free"
    # Several sessions may lie on one day, so one day that is long enough may do.
    return f"within the opening hours {together} for {hours(session_type.minutes)} on {_days(enough, asked=1)}"


def _free(week: Week, patient: str, *, with_family: bool) -> list[Windows]:
    """By day, when the patient is free within the opening hours; without the way there, where it may be spared."""
    remote = week.caseload.patients[patient].mode != "in_person"
    return [
        intersected(windows_for(week, patient, day, remote=remote, with_family=with_family), opening)
        if day in week.stays[patient]
        else ()
        for day, opening in enumerate(week.opening)
    ]


def _days(enough: int, asked: int) -> str:
    if not enough:
        return "no day"
    if enough < asked:
        return f"{counted(enough, 'day')} only"
    return f"{counted(enough, 'day')}, but what is offered then, with the limits of the day, does not suffice"
