"""What a remedy gives: a week that the independent check accepts, beside the week at hand."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler.caseload import Caseload, Group
from scheduler.errors import ProgramError
from scheduler.remedies.cells import cells_of
from scheduler.remedies.remedy import FactChange, Opened, Remedy
from scheduler.remedies.windows import hours_of, opened
from scheduler.schedule import Earlier, Schedule, Session
from scheduler.times import Window, without
from scheduler.verify import earlier_appointments, score, violations
from scheduler.week.week import week_of


@dataclass(frozen=True, slots=True)
class Week:
    """A week that keeps every rule, with what it lacks and what no week can lack less than; in minutes."""

    schedule: Schedule
    care: int
    bound: int
    by_patient: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a remedy gives.

    Args:
        name: by which it can be asked for again.
        remedy: what to do.
        week: the best week found with it.
        without: the best week known without it.
        gains: patients who lack less than without it, with the minutes.
        losses: patients who lack more.
        moved: patients of whose appointments in the week at hand some change, with how many.
    """

    name: str
    remedy: Remedy
    week: Week
    without: Week
    gains: Mapping[str, int]
    losses: Mapping[str, int]
    moved: Mapping[str, int]

    @property
    def regained(self) -> int:
        """Minutes of care more than in the best week that is known without it."""
        return self.without.care - self.week.care

    @property
    def at_least(self) -> int:
        """Minutes that it gives for certain: more than the best week without it could have."""
        return max(0, self.without.bound - self.week.care)

    @property
    def at_most(self) -> int:
        """Minutes beyond which it can give nothing, against the best week that is known without it."""
        return max(0, self.without.care - self.week.bound)

    def regained_by(self, patient: str | None) -> int:
        """What one patient regains; all together where none is named."""
        if patient is None:
            return self.regained
        return self.gains.get(patient, 0) - self.losses.get(patient, 0)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Args:
        at_hand: the week that was given.
        without: the best week known without any change.
        answers: those that give something, the best first.
        proposed: how many remedies were thought of, ``relaxed`` how many of them were screened, ``tried`` searched.
    """

    at_hand: Week
    without: Week
    answers: tuple[Answer, ...]
    proposed: int
    relaxed: int
    tried: int


def name_of(remedy: Remedy) -> str:
    """A short name for what it changes, the same in every run."""
    says = [
        (each.row_edit.table, each.old and cells_of(each.old), each.new and cells_of(each.new))
        for each in remedy.changes
    ]
    about = [
        getattr(each.fact, "group", "") or getattr(each.fact, "therapist", "") or getattr(each.fact, "patient", "")
        for each in remedy.changes
    ]
    return hashlib.sha256(repr((remedy.kind, about, says)).encode()).hexdigest()[:5]


def checked_week(
    caseload: Caseload, monday: date, schedule: Schedule, bound: int, earlier: Earlier | None = None
) -> Week:
    """The week as the independent check counts it.

    Raises:
        ProgramError: it breaks a rule.
    """
    broken = violations(caseload, monday, schedule, earlier=earlier)
    if broken:
        rules = ", ".join(sorted({str(each.rule) for each in broken}))
        raise ProgramError(f"A week with a remedy breaks {rules}, so nothing is said of it.")
    found = score(caseload, monday, schedule)
    # A bound above a week that keeps every rule is refuted by it.
    return Week(
        schedule,
        found.care,
        bound if bound <= found.care else 0,
        {each.patient: each.care for each in found.patients if each.care},
    )


def answer_of(
    name: str,
    found: tuple[Remedy, Week],
    caseload: Caseload,
    monday: date,
    without: Week,
    at_hand: Schedule,
) -> Answer:
    """What a remedy gives, with the best week found, beside the best one without it; ``caseload`` is without it too."""
    remedy, week = found
    changed = remedy.applied(caseload)
    moved: dict[str, int] = {}
    for each in earlier_appointments(changed, monday, at_hand, week.schedule):
        if each.cost:
            moved[each.patient] = moved.get(each.patient, 0) + 1
    everybody = sorted({*week.by_patient, *without.by_patient})
    less = {who: without.by_patient.get(who, 0) - week.by_patient.get(who, 0) for who in everybody}
    return Answer(
        name,
        remedy,
        week,
        without,
        {who: minutes for who, minutes in less.items() if minutes > 0},
        {who: -minutes for who, minutes in less.items() if minutes < 0},
        moved,
    )


def tightened(remedy: Remedy, caseload: Caseload, monday: date, week: Week, earlier: Earlier) -> Remedy:
    """The same remedy with no more minutes and seats than the week uses; itself where that is no less."""
    less = _less(remedy, caseload, monday, week)
    if remedy.parts:
        one, other = ((_less(part, caseload, monday, week) or part) for part in remedy.parts)
        less = one.together(other)
    if less is None or violations(less.applied(caseload), monday, week.schedule, earlier=earlier):
        return remedy
    return less


def _less(remedy: Remedy, caseload: Caseload, monday: date, week: Week) -> Remedy | None:
    """A single remedy as small as the week allows; None where nothing of it can be spared."""
    if remedy.kind == "seats":
        return _fewer_seats(remedy, week.schedule)
    used = _used(caseload, monday, remedy.opens, week.schedule) if remedy.opens else None
    if not remedy.opens or not used:
        return None
    on = monday + timedelta(days=remedy.opens.day)
    less = opened(caseload, on, remedy.kind, replace(remedy.opens, window=used))
    return less and replace(less, concerns=remedy.concerns)


def _used(caseload: Caseload, monday: date, opens: Opened, schedule: Schedule) -> Window | None:
    """From the first to the last minute that sessions take beyond the hours that there were."""
    there = hours_of(week_of(caseload, monday), opens)
    beyond = [
        part
        for one in schedule.sessions
        if (one.on - monday).days == opens.day and _needs(caseload, opens, one)
        for part in without((one.window,), there)
    ]
    return Window(min(each.start for each in beyond), max(each.end for each in beyond)) if beyond else None


def _needs(caseload: Caseload, opens: Opened, one: Session) -> bool:
    if opens.party == "family":
        return opens.who in one.patients and caseload.session_types[one.session_type].needs_family
    return opens.who in one.patients or opens.who in one.therapists


def _fewer_seats(remedy: Remedy, schedule: Schedule) -> Remedy | None:
    (change,) = remedy.changes
    old, new = change.old, change.new
    if not isinstance(old, Group) or not isinstance(new, Group):
        return None
    most = max((len(one.patients) for one in schedule.sessions if one.group == new.group), default=0)
    if not old.max_size < most < new.max_size:
        return None
    says = f"{new.group} takes {most} patients instead of {old.max_size}"
    return replace(remedy, says=says, changes=(FactChange(old, replace(new, max_size=most)),))
