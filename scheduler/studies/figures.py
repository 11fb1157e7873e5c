"""The figures of a solved week, in whole minutes and counts, as every study and every summary tells them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from scheduler.explain import Shortfall
from scheduler.planning.plan import PlannedWeek
from scheduler.studies.patterns import patterns_of
from scheduler.verify import PatientScore
from scheduler.verify.stay import is_here_in_week

CAUSES = ("unavoidable", "own_needs", "agreement", "capacity", "open")

Figures = Mapping[str, Any]
"""By name: a number, or a mapping of numbers; see ``figures_of``."""


def figures_of(week: PlannedWeek) -> Figures:
    """What a verified week is worth, counted by the independent check; all times are minutes.

    ``care_asked`` and ``care_unmet`` measure each need apart, as the care tier does, so that an hour may count for more
    than one; ``care_given`` is what patients attend and what counts, once each.
    """
    summary, caseload = week.summary, week.caseload
    found = week.score
    people = [one for one in found.patients if is_here_in_week(caseload.patients[one.patient], week.monday)]
    patterns = patterns_of(week.week)
    levels = {one.patient: caseload.patients[one.patient].level for one in people}
    comfort = summary.tiers.get("comfort")
    limited = [load for load in summary.therapists if load.max_minutes_week]
    return {
        "patients": len(people),
        "patients_with_all_care": summary.patients_with_all_care,
        "therapists": len(caseload.therapists),
        "sessions": len(week.schedule.sessions),
        "care_asked": sum(map(_asked, people)),
        "care_unmet": found.care,
        "care_unmet_at_least": summary.tiers["care"].bound,
        "care_given": sum(one.counted_minutes for one in people),
        "unmet_by_cause": _by_cause(week.shortfalls),
        "by_level": _parts(people, levels),
        "by_pattern": _parts(people, patterns),
        "places": sum(group.places for group in summary.groups),
        "places_taken": sum(group.taken for group in summary.groups),
        "led": sum(load.minutes for load in summary.therapists),
        "led_of_limited": sum(load.minutes for load in limited),
        "may_lead": sum(load.max_minutes_week or 0 for load in limited),
        "waiting": sum(one.waiting for one in people),
        "comfort": found.comfort,
        "comfort_at_least": comfort.bound if comfort else 0,
    }


def _asked(one: PatientScore) -> int:
    return sum(need.asked_minutes for need in one.needs)


def _by_cause(shortfalls: Iterable[Shortfall]) -> Mapping[str, int]:
    minutes: Counter[str] = Counter()
    for lack in shortfalls:
        minutes[lack.cause] += lack.minutes
    return {cause: minutes[cause] for cause in CAUSES}


def _parts(people: Iterable[PatientScore], kinds: Mapping[str, str]) -> Mapping[str, Mapping[str, int]]:
    parts: dict[str, dict[str, int]] = {}
    for one in people:
        part = parts.setdefault(kinds[one.patient], {"patients": 0, "with_all_care": 0, "asked": 0, "unmet": 0})
        part["patients"] += 1
        part["with_all_care"] += not one.care
        part["asked"] += _asked(one)
        part["unmet"] += one.care
    return dict(sorted(parts.items()))
