"""Unmet care in sentences a coordinator can act on; patients by id only."""

from collections.abc import Sequence

from scheduler.caseload import Group
from scheduler.explain.causes import Cause
from scheduler.model.patient_beside_agreed import Hold
from scheduler.model.tiers.care import NeedKey
from scheduler.times import Windows, hours, intersected, merged, total_minutes
from scheduler.verify import Need
from scheduler.verify.violation import counted
from scheduler.week.admission import may_join
from scheduler.week.week import Week, windows_for

_ALL_ELSE = "together with all else that the patient needs"

_OTHERS = (
    "not beside what is agreed with others, people who are kept apart, what has happened already and the least sizes "
    "of groups"
)

FEW = 3
"""Groups that a sentence names at most."""


def explanation(week: Week, need: Need, minutes: int, cause: Cause, because: str = "") -> str:
    """One or two sentences: what is missing, and what stands in the way; ``because`` is known to be behind it."""
    missing = f"{_missing(week, need, minutes)} missing"
    match cause:
        case "unavoidable":
            return f"{missing}, even if nobody else were served: {_in_the_way(week, need)}"
        case "own_needs":
            return (
                f"{missing}, even if nobody else were served: it could be had by itself, but not {because or _ALL_ELSE}"
            )
        case "agreement":
            return f"{missing}: the patient alone could have that, but {because or _OTHERS}"
        case "capacity":
            return f"{missing}: the time goes to other patients, and no week has less unmet care in all"
        case "open":
            return f"{missing}: why is not settled, nor proven that no week is better; a longer time limit may tell"


def own_needs_words(rivals: Sequence[NeedKey]) -> str:
    """With what it cannot be had together; these are the needs that exclude it one by one."""
    if not rivals:
        return _ALL_ELSE
    names = [_named(key) for key in rivals]
    return f"together with {' nor with '.join(names)}"


def agreement_words(week: Week, patient: str, key: NeedKey, holds: Sequence[Hold]) -> str:
    """What is in the way of a patient's need; without any of these alone, more could be had."""
    said = [words for hold in holds if (words := _hold_words(week, patient, key, hold))]
    return "; ".join(said) or _OTHERS


def _hold_words(week: Week, patient: str, key: NeedKey, hold: Hold) -> str:
    match hold:
        case "size":
            groups = [group for group in _joinable(week, patient, key) if group.min_size > 1]
            told = [_size_words(week, group) for group in groups[:FEW]]
            return f"too few patients can come to a group: {', '.join(told)}" if told else "too few patients can come"
        case "agreed":
            groups = [group for group in _joinable(week, patient, key) if len(_in(week, group)) > group.max_size]
            told = [
                f"{len(_in(week, group))} patients are `in` {group.group}, which has {group.max_size} places"
                for group in groups[:FEW]
            ]
            return "what is agreed with other patients is in the way" + (f": {', '.join(told)}" if told else "")
        case "apart":
            return "patients who are kept apart are in the way of each other"
        case "frozen":
            return "what has happened already with others is in the way"


def _joinable(week: Week, patient: str, key: NeedKey) -> list[Group]:
    """Groups that the patient may join and that help with the need."""
    return [
        group
        for group in week.caseload.groups.values()
        if key[1] in {"", group.session_type} and may_join(week, group, patient)
    ]


def _size_words(week: Week, group: Group) -> str:
    admitted = sum(may_join(week, group, patient) for patient in week.stays)
    return f"{group.group} needs {group.min_size}, and {admitted} may join it"


def _in(week: Week, group: Group) -> list[str]:
    rows = week.caseload.members
    return [
        row.patient for row in rows if row.group == group.group and row.status == "in" and row.patient in week.stays
    ]


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
