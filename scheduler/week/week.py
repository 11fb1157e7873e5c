"""The facts of a caseload in one week: who is there when, what each patient needs, and which agreements apply.

This is what the model plans with. Days are numbered from 0 (Monday); minutes and windows as in ``times``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.caseload import Caseload, LevelLimits, Patient, Plan
from scheduler.schedule import Earlier
from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY, Windows, intersected, weeks_between, without
from scheduler.week.appointments import AgreedSession, agreed_sessions, is_due, plan_therapists
from scheduler.week.availability import WeekWindows, weekly_windows, wishes
from scheduler.week.frozen import Frozen, frozen_of
from scheduler.week.previous import EarlierAppointments, appointments_of


@dataclass(frozen=True, slots=True)
class CareLimits:
    """What a patient's week must have and may have, in counted minutes and in days; None is no limit."""

    min_minutes_week: int
    max_minutes_week: int | None
    min_days_week: int
    max_days_week: int | None
    min_minutes_day: int
    max_minutes_day: int | None


@dataclass(frozen=True, slots=True)
class PlannedSessions:
    """One row of a patient's plan as it stands this week.

    Args:
        therapists: those who may lead its sessions (empty for group types).
        is_due: whether it asks for its sessions this week.
    """

    patient: str
    session_type: str
    sessions_min: int
    sessions_max: int | None
    therapists: tuple[str, ...]
    is_due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week of a caseload.

    Args:
        opening: by day, closures taken away.
        on_site: windows of each patient for sessions attended in person, within the stay, travel included.
        remote: the same for sessions attended from elsewhere.
        families, therapists, resources: windows by day of those with such an id (a family has its patient's).
        prefer: windows of the patients who have any `prefer` row at all; for the others there is no entry.
        avoid: windows of the patients who have any in this week.
        stays: days of the week within each patient's stay; only patients with one day at least are here or in
            ``limits`` and ``plans``.
        make_ups: minutes by which the weekly minimum of a patient is raised for what was missed in the week before;
            only patients with one minute at least.
        agreed: appointments that apply.
        warnings: what was dropped, in sentences without names.
        earlier: the earlier week that this one is planned from; None where there is none.
        had: by patient, what counts of the appointments of the earlier week; of one that is frozen only what is left.
        frozen: what of this week has happened.
    """

    caseload: Caseload
    monday: date
    opening: WeekWindows
    on_site: Mapping[str, WeekWindows]
    remote: Mapping[str, WeekWindows]
    families: Mapping[str, WeekWindows]
    therapists: Mapping[str, WeekWindows]
    resources: Mapping[str, WeekWindows]
    prefer: Mapping[str, WeekWindows]
    avoid: Mapping[str, WeekWindows]
    stays: Mapping[str, tuple[int, ...]]
    limits: Mapping[str, CareLimits]
    plans: Mapping[str, Mapping[str, PlannedSessions]]
    make_ups: Mapping[str, int]
    agreed: tuple[AgreedSession, ...]
    warnings: tuple[str, ...]
    earlier: Earlier | None
    had: Mapping[str, tuple[EarlierAppointments, ...]]
    frozen: Frozen

    def date_of(self, day: int) -> date:
        """Date of a day of this week."""
        return self.monday + timedelta(days=day)


def week_of(caseload: Caseload, monday: date, earlier: Earlier | None = None) -> Week:
    """The facts of the week that begins on ``monday``, planned from an earlier one where that is given."""
    stays = {patient.patient: stay for patient in caseload.patients.values() if (stay := _stay(patient, monday))}
    patients = {who: caseload.patients[who] for who in stays}
    plans = {who: _plans(caseload, patient, monday) for who, patient in patients.items()}
    frozen = frozen_of(caseload, monday, earlier)
    agreed, warnings = agreed_sessions(caseload, monday, stays, frozen)
    return Week(
        caseload=caseload,
        monday=monday,
        opening=_opening(caseload, monday),
        on_site={
            who: _within(stays[who], weekly_windows(caseload, who, "self", monday, patient.travel_minutes))
            for who, patient in patients.items()
        },
        remote={who: _within(stays[who], weekly_windows(caseload, who, "self", monday)) for who in patients},
        families={who: weekly_windows(caseload, who, "family", monday) for who in patients},
        therapists={who: weekly_windows(caseload, who, "self", monday) for who in caseload.therapists},
        resources={what: weekly_windows(caseload, what, "self", monday) for what in caseload.resources},
        prefer={who: windows for who in patients if (windows := wishes(caseload, who, "prefer", monday)) is not None},
        avoid={who: windows for who in patients if any(windows := wishes(caseload, who, "avoid", monday) or ())},
        stays=stays,
        limits={who: limits_of(caseload, patient, monday) for who, patient in patients.items()},
        plans=plans,
        make_ups={
            who: minutes for who, patient in patients.items() if (minutes := _make_up(caseload, patient, monday))
        },
        agreed=agreed,
        warnings=warnings,
        earlier=earlier,
        had=_had(earlier, stays, plans, frozen.until) if earlier else {},
        frozen=frozen,
    )


def level_in_force(rows: tuple[LevelLimits, ...], patient: Patient, monday: date) -> LevelLimits:
    """The row of the patient's level for this week of the patient's time at it (before it begins: the first)."""
    week_number = 1 + (weeks_between(patient.level_since, monday) if patient.level_since else 0)
    return [row for row in rows if row.from_week <= max(1, week_number)][-1]


def limits_of(caseload: Caseload, patient: Patient, monday: date) -> CareLimits:
    """The level's limits in force, the patient's own minutes first."""
    row = level_in_force(caseload.levels[patient.level], patient, monday)
    return CareLimits(
        row.min_minutes_week if patient.min_minutes_week is None else patient.min_minutes_week,
        row.max_minutes_week if patient.max_minutes_week is None else patient.max_minutes_week,
        row.min_days_week,
        row.max_days_week,
        row.min_minutes_day,
        row.max_minutes_day,
    )


def _make_up(caseload: Caseload, patient: Patient, monday: date) -> int:
    """Minutes by which what the patient missed in the week before raises the minimum of this one."""
    earlier = [
        missed
        for missed in caseload.missed or ()
        if missed.patient == patient.patient and weeks_between(missed.on, monday) == 1
    ]
    limits = limits_of(caseload, patient, monday)
    asked = min(limits.min_minutes_day, sum(missed.minutes for missed in earlier))
    if limits.max_minutes_week is None:
        return asked
    return max(0, min(asked, limits.max_minutes_week - limits.min_minutes_week))


def is_remote(caseload: Caseload, patient: str, group: str | None) -> bool:
    """Whether the patient attends sessions of the group (None: one to one) from elsewhere."""
    mode = caseload.patients[patient].mode
    if group is None:
        return mode == "virtual"
    group_mode = caseload.groups[group].mode
    return group_mode == "virtual" or (group_mode == "hybrid" and mode == "virtual")


def _stay(patient: Patient, monday: date) -> tuple[int, ...]:
    dates = enumerate(monday + timedelta(days=day) for day in range(DAYS_A_WEEK))
    return tuple(
        day
        for day, on in dates
        if (patient.admitted is None or patient.admitted <= on)
        and (patient.discharged is None or on <= patient.discharged)
    )


def _within(stay: tuple[int, ...], windows: WeekWindows) -> WeekWindows:
    return tuple(windows[day] if day in stay else () for day in range(DAYS_A_WEEK))


def _opening(caseload: Caseload, monday: date) -> WeekWindows:
    return tuple(
        without(
            windows, (closure.window for closure in caseload.closures if closure.on == monday + timedelta(days=day))
        )
        for day, windows in enumerate(caseload.opening)
    )


def _plans(caseload: Caseload, patient: Patient, monday: date) -> dict[str, PlannedSessions]:
    return {
        plan.session_type: _planned(caseload, plan, is_due(plan, patient, monday))
        for plan in caseload.plans.get(patient.patient, {}).values()
    }


def _planned(caseload: Caseload, plan: Plan, due: bool) -> PlannedSessions:
    is_group = caseload.session_types[plan.session_type].is_group
    return PlannedSessions(
        plan.patient,
        plan.session_type,
        plan.sessions_min if due else 0,
        plan.sessions_max if due or is_group else 0,
        () if is_group else plan_therapists(caseload, plan),
        due,
    )


def _had(
    earlier: Earlier,
    stays: Mapping[str, tuple[int, ...]],
    plans: Mapping[str, Mapping[str, PlannedSessions]],
    until: int,
) -> dict[str, tuple[EarlierAppointments, ...]]:
    """What is to be kept of the earlier appointments: inside the stay, of types that are planned and due.

    What starts before ``until``, in minutes of the week, is kept for certain.
    """
    return {
        who: tuple(
            had
            for had in appointments
            if had.slot.day in stays[who]
            and had.slot.day * MINUTES_A_DAY + had.slot.start >= until
            and (planned := plans[who].get(had.slot.session_type)) is not None
            and planned.is_due
        )
        for who, appointments in appointments_of(earlier.schedule).items()
        if who in stays
    }


def windows_for(week: Week, patient: str, day: int, *, remote: bool, with_family: bool) -> Windows:
    """Minutes at which a patient can attend on a day, the family's included where it is needed."""
    own = (week.remote if remote else week.on_site)[patient][day]
    return intersected(own, week.families[patient][day]) if with_family else own
