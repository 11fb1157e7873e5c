"""The summary of a solved week, told as JSON for machines and as plain words for people."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from scheduler.report.shortfalls import WIDTH, shortfall_lines
from scheduler.report.words import (
    ADDED_UP,
    change_count_lines,
    columns,
    count,
    long_date,
    percent,
    tier_words,
    unmet_words,
)
from scheduler.times import hours

if TYPE_CHECKING:
    from scheduler.explain import Shortfall
    from scheduler.verify import MakeUp
from scheduler.report.week_summary import GroupFill, TherapistLoad, WeekSummary

WORST_SHOWN = 10


def summary_json(summary: WeekSummary, fingerprint: str, follows: str | None = None) -> bytes:
    """The file ``summary.json``.

    ``fingerprint`` tells later which facts, week and schedule it speaks of, ``follows`` which week that one followed.
    """
    tiers = {name: {"value": tier.value, "bound": tier.bound} for name, tier in summary.tiers.items()}
    page = {
        "status": summary.status,
        "week": summary.week.isoformat(),
        "seconds": round(summary.seconds, 3),
        **tiers,
        "patients": summary.patients,
        "sessions": summary.sessions,
        "patients_with_all_care": summary.patients_with_all_care,
        "patients_with_all_possible_care": summary.patients_with_all_possible_care,
        "worst_shortfalls": [asdict(lack) for lack in summary.shortfalls[:WORST_SHOWN]],
        **_made_up(summary),
        **({"changes": asdict(summary.changes)} if summary.changes else {}),
        **({"limit": asdict(summary.limit)} if summary.limit else {}),
        **({"withdrawn": list(summary.withdrawn)} if summary.withdrawn else {}),
        "warnings": list(summary.warnings),
        "groups": [asdict(group) for group in summary.groups],
        "therapists": [asdict(therapist) for therapist in summary.therapists],
        "fingerprint": fingerprint,
        **({} if follows is None else {"follows": follows}),
    }
    return (json.dumps(page, indent=2, ensure_ascii=False) + "\n").encode()


def _made_up(summary: WeekSummary) -> dict[str, object]:
    """Who makes up what, in minutes, where it is known who attended."""
    if summary.make_ups is None:
        return {}
    rows = [
        {
            "patient": each.patient,
            "missed": each.missed_minutes,
            "asked": each.asked_minutes,
            "planned": each.planned_minutes,
        }
        for each in summary.make_ups
    ]
    return {"who_makes_up": rows}


def withdrawn_words(summary: WeekSummary) -> str:
    """What is said loudly where claims of the solver were refuted; "" where none was."""
    if not summary.withdrawn:
        return ""
    return (
        f"An error of the program, not of the caseload; please report it: {'; '.join(summary.withdrawn)}. The week "
        "keeps every rule, so it is written; what was claimed so is withdrawn."
    )


def summary_lines(summary: WeekSummary, shortfalls: Sequence["Shortfall"], width: int = WIDTH) -> list[str]:
    """The summary as people read it, without colours, line by line; sentences go on below themselves at ``width``."""
    return [
        *_headlines(summary),
        *_short(summary, shortfalls, width),
        *_making_up(summary.make_ups or ()),
        *_groups(summary.groups),
        *_therapists(summary.therapists),
    ]


def short_summary_lines(summary: WeekSummary) -> list[str]:
    """The summary in short: how good the week is, who falls short by how much, and who makes up what."""
    lacking = [f"{lack.patient} gets {lack.gets}" for lack in summary.shortfalls[:WORST_SHOWN]]
    more = len(summary.shortfalls) - len(lacking)
    rest = f"; and {count(more, 'more patient')}" if more else ""
    short = [f"Who falls short: {'; '.join(lacking)}{rest}. unmet.csv says why."] if lacking else []
    return [*_headlines(summary), *short, *_making_up(summary.make_ups or ())]


def _headlines(summary: WeekSummary) -> list[str]:
    return [
        f"Week of {long_date(summary.week)}: a verified schedule, {_praise(summary)}.",
        "",
        *(_tier_line(name, tier.value, tier.bound) for name, tier in summary.tiers.items()),
        *([f"{ADDED_UP}."] if summary.tiers["care"].value else []),
        "",
        f"{count(summary.patients, 'patient')} in care this week, {count(summary.sessions, 'session')}.",
        f"  {summary.patients_with_all_care} with all the care that they need,",
        f"  {summary.patients_with_all_possible_care} with all the care that is possible for them.",
        *(["", *change_count_lines(summary.changes)] if summary.changes else []),
        *_limited(summary),
    ]


def _praise(summary: WeekSummary) -> str:
    care = summary.tiers["care"]
    if summary.status == "optimal":
        return "proven to be the best possible"
    if care.value == care.bound:
        return "with as much care as possible, proven"
    return "the best found in time"


def _tier_line(name: str, value: int, bound: int) -> str:
    def say(amount: int) -> str:
        return tier_words(name, amount)

    if bound >= value:
        proof = "proven, no schedule does better" if value else "nothing is lost"
    else:
        proof = f"no schedule has less than {say(bound)}" if bound else "not proven to be the least"
    return f"{name.capitalize().replace('_', '-') + ':':<11}{say(value)}; {proof}."


def _limited(summary: WeekSummary) -> list[str]:
    """What a limit on changes allowed, and what is known of the care that it costs."""
    if summary.limit is None:
        return []
    limit, care = summary.limit, summary.tiers["care"]
    most, least = care.value - limit.care_without.bound, max(0, care.bound - limit.care_without.value)
    if most <= 0:
        cost = "costs no care"
    elif most == least:
        cost = f"costs {hours(most)} of care"
    elif least:
        cost = f"costs {hours(least)} of care at least and {hours(most)} at most"
    elif limit.care_without.value >= care.value:
        cost = f"costs {hours(most)} of care at most; no week without it is known to have less unmet care"
    else:
        known = unmet_words(limit.care_without.value)
        cost = f"costs {hours(most)} of care at most; without it a week with {known} is known"
    allowed = f"{limit.changed} of at most {count(limit.max_changes, 'change')}"
    return [f"  {allowed}; {limit.impossible} more could not be kept. The limit {cost}."]


def _short(summary: WeekSummary, shortfalls: Sequence["Shortfall"], width: int) -> list[str]:
    worst = {lack.patient: place for place, lack in enumerate(summary.shortfalls[:WORST_SHOWN])}
    if not worst:
        return []
    shown = sorted((lack for lack in shortfalls if lack.patient in worst), key=lambda lack: worst[lack.patient])
    more = len(summary.shortfalls) - len(worst)
    rest = [f"  ... and {count(more, 'more patient')}; unmet.csv has them all."] if more else []
    gets = {lack.patient: lack.gets for lack in summary.shortfalls}
    return ["", "Who falls short, and why", *shortfall_lines(shown, gets, indent=2, width=width), *rest]


def _making_up(make_ups: Sequence["MakeUp"]) -> list[str]:
    rows = [
        (
            each.patient,
            f"{hours(each.missed_minutes)} missed last week",
            f"{hours(each.asked_minutes)} asked for",
            f"{hours(each.planned_minutes)} planned",
        )
        for each in make_ups
    ]
    return ["", "Who makes up what", *columns(rows)] if rows else []


def _groups(groups: Sequence[GroupFill]) -> list[str]:
    if not groups:
        return []
    rows = [
        (
            group.group,
            count(group.meetings, "meeting"),
            f"{group.taken} of {group.places} places ({percent(group.taken, group.places)} %)" if group.places else "",
        )
        for group in groups
    ]
    return ["", "How full the groups are", *columns(rows)]


def _therapists(therapists: Sequence[TherapistLoad]) -> list[str]:
    rows = [
        (load.therapist, count(load.sessions, "session"), hours(load.minutes) + _of_limit(load)) for load in therapists
    ]
    return ["", "How much the therapists lead", *columns(rows)] if rows else []


def _of_limit(load: TherapistLoad) -> str:
    if not load.max_minutes_week:
        return ""
    return f" of {hours(load.max_minutes_week)} ({percent(load.minutes, load.max_minutes_week)} %)"
