"""Every session that the week might hold, start by start, with a yes-or-no variable for each person and thing in it."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from benchmarks.peers.linear import Linear, Variable
from scheduler.caseload import Group, Patient, SessionType, TimetableRow
from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY, Window, Windows
from scheduler.week.appointments import AgreedSession
from scheduler.week.week import Week, is_remote, windows_for


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One session at one start: a meeting of a group, or (``group`` is None) a one-to-one session.

    Args:
        row: the timetable row it would use up; equal rows are one.
        runs: whether it takes place.
        attends, leads: by patient and by therapist.
        holds: by kind needed and by resource.
        remote: those of the patients who attend from elsewhere.
        agreed: appointments that are this session.
    """

    session_type: SessionType
    group: Group | None
    row: TimetableRow | None
    day: int
    window: Window
    runs: Variable
    attends: Mapping[str, Variable]
    leads: Mapping[str, Variable]
    holds: Mapping[str, Mapping[str, Variable]]
    remote: frozenset[str]
    agreed: tuple[AgreedSession, ...] = ()

    @property
    def leaders(self) -> int:
        """How many therapists lead it."""
        return self.group.leaders if self.group else 1

    @property
    def counted(self) -> int:
        """Minutes that count as care."""
        return self.window.minutes if self.session_type.counts else 0


def options_of(linear: Linear, week: Week) -> list[Option]:
    """All options of the week; whoever could never take part in one is not in it."""
    return [*_meetings(linear, week), *_one_to_one(linear, week)]


def rows_of(week: Week, group: Group) -> list[tuple[TimetableRow, int]]:
    """Different rows of the group's timetable and how often each stands there; a free one for meetings beyond."""
    rows = week.caseload.meetings.get(group.group, ())
    often = Counter(replace(row, row=0) for row in rows)
    free = group.meetings_per_week - len(rows)
    if free > 0:
        often[TimetableRow(group.group)] += free
    return sorted(often.items(), key=repr)


def _meetings(linear: Linear, week: Week) -> Iterator[Option]:
    for group in week.caseload.groups.values():
        session_type = week.caseload.session_types[group.session_type]
        admitted = [who for who in week.stays if is_admitted(week, group, who)]
        remote = frozenset(who for who in admitted if is_remote(week.caseload, who, group.group))
        for row, _ in rows_of(week, group):
            candidates = [who for who in group.therapists if row.therapists is None or who in row.therapists]
            for day in row.days if row.days is not None else range(DAYS_A_WEEK):
                for start in row.starts if row.starts is not None else grid_of(week):
                    window = _open_window(week, day, start, group.minutes)
                    if window is None:
                        continue
                    patients = [who for who in admitted if can_attend(week, session_type, who, remote, day, window)]
                    leaders = _able(week, session_type, candidates, day, window)
                    things = _things(week, session_type, day, window, is_virtual=group.mode == "virtual")
                    if len(patients) < group.min_size or len(leaders) < group.leaders or not all(things.values()):
                        continue
                    runs = linear.yes_or_no()
                    yield Option(
                        session_type,
                        group,
                        row,
                        day,
                        window,
                        runs,
                        {who: linear.yes_or_no() for who in patients},
                        leading(linear, leaders, group.leaders, runs),
                        holding(linear, things),
                        remote,
                    )


def _one_to_one(linear: Linear, week: Week) -> Iterator[Option]:
    for who, plans in week.plans.items():
        patient = week.caseload.patients[who]
        for planned in plans.values():
            session_type = week.caseload.session_types[planned.session_type]
            agreed = [one for one in week.agreed if _is_of(one, who, planned.session_type)]
            if session_type.is_group or (planned.sessions_max == 0 and not agreed):
                continue
            for day in range(DAYS_A_WEEK):
                given = {one.appointment.start for one in agreed if one.day == day}
                for start in sorted({*grid_of(week), *given}):
                    here = tuple(one for one in agreed if (one.day, one.appointment.start) == (day, start))
                    candidates = [therapist for therapist in planned.therapists if not here]
                    candidates += [therapist for one in here for therapist in one.therapists]
                    option = _visit(linear, week, session_type, patient, candidates, day, start)
                    if option:
                        yield replace(option, agreed=here)


def _visit(
    linear: Linear,
    week: Week,
    session_type: SessionType,
    patient: Patient,
    candidates: Collection[str],
    day: int,
    start: int,
) -> Option | None:
    who, is_virtual = patient.patient, patient.mode == "virtual"
    remote = frozenset({who} if is_virtual else ())
    window = _open_window(week, day, start, session_type.minutes)
    if window is None or not can_attend(week, session_type, who, remote, day, window):
        return None
    leaders = _able(week, session_type, candidates, day, window)
    things = _things(week, session_type, day, window, is_virtual=is_virtual)
    if not leaders or not all(things.values()):
        return None
    runs = linear.yes_or_no()
    leads = leading(linear, leaders, 1, runs)
    return Option(session_type, None, None, day, window, runs, {who: runs}, leads, holding(linear, things), remote)


def can_attend(
    week: Week, session_type: SessionType, who: str, remote: Collection[str], day: int, window: Window
) -> bool:
    """Whether the minutes lie inside the windows of the patient and, where needed, of the family."""
    windows = windows_for(week, who, day, remote=who in remote, with_family=session_type.needs_family)
    return _inside(windows, window)


def is_admitted(week: Week, group: Group, who: str) -> bool:
    """Whether the group takes the patient by plan, tags, level and mode."""
    patient = week.caseload.patients[who]
    return (
        group.session_type in week.plans[who]
        and group.admits <= patient.tags | {patient.level}
        and (group.mode, patient.mode) not in {("virtual", "in_person"), ("in_person", "virtual")}
    )


def _is_of(agreed: AgreedSession, who: str, session_type: str) -> bool:
    return (agreed.appointment.patient, agreed.appointment.session_type) == (who, session_type)


def grid_of(week: Week) -> range:
    """Starts that may be chosen."""
    return range(0, MINUTES_A_DAY, week.caseload.clinic.grid_minutes)


def _open_window(week: Week, day: int, start: int, minutes: int) -> Window | None:
    if start + minutes > MINUTES_A_DAY:
        return None
    window = Window(start, start + minutes)
    return window if _inside(week.opening[day], window) else None


def _inside(windows: Windows, window: Window) -> bool:
    return any(whole.covers(window) for whole in windows)


def _able(week: Week, session_type: SessionType, candidates: Collection[str], day: int, window: Window) -> list[str]:
    return [
        who
        for who in sorted(set(candidates))
        if session_type.session_type in week.caseload.therapists[who].leads
        and _inside(week.therapists[who][day], window)
    ]


def _things(
    week: Week, session_type: SessionType, day: int, window: Window, *, is_virtual: bool
) -> dict[str, list[str]]:
    return {
        kind: [
            thing.resource
            for thing in week.caseload.resources.values()
            if kind in thing.kinds and _inside(week.resources[thing.resource][day], window)
        ]
        for kind in (() if is_virtual else session_type.resources)
    }


def leading(linear: Linear, leaders: list[str], needed: int, runs: Variable) -> dict[str, Variable]:
    """By therapist, whether they lead what takes place where ``runs`` is 1."""
    if len(leaders) == needed:
        return dict.fromkeys(leaders, runs)
    return {who: linear.yes_or_no() for who in leaders}


def holding(linear: Linear, things: Mapping[str, list[str]]) -> dict[str, dict[str, Variable]]:
    """By kind and resource, whether it is held as that kind."""
    return {kind: {thing: linear.yes_or_no() for thing in able} for kind, able in things.items()}
