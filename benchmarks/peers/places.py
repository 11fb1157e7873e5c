"""Every session that the week might hold, day by day, with the starts among which its time is chosen."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from benchmarks.peers.linear import Linear, Variable
from benchmarks.peers.options import Option, grid_of, holding, is_admitted, leading, rows_of
from scheduler.caseload import Group, SessionType, TimetableRow
from scheduler.times import DAYS_A_WEEK, Window, Windows
from scheduler.week.appointments import AgreedSession
from scheduler.week.week import Week, is_remote, windows_for

Starts = frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One session on one day; the window of its ``option`` is that of the first start.

    Args:
        starts: when it may begin, sorted.
        only: by yes-or-no variable, the starts to which it is tied, where these are fewer than all.
        kind: places with the same kind on the same day may stand for one another.
    """

    option: Option
    starts: tuple[int, ...]
    only: dict[Variable, Starts]
    kind: object


@dataclass(frozen=True, slots=True)
class Sought:
    """What a place is made for: a meeting of a group, or a one-to-one session of the only one in ``patients``."""

    session_type: SessionType
    group: Group | None
    row: TimetableRow | None
    day: int
    starts: tuple[int, ...]
    patients: tuple[str, ...]
    remote: frozenset[str]
    candidates: Collection[str]
    agreed: tuple[AgreedSession, ...] = ()

    @property
    def minutes(self) -> int:
        """Length of the session."""
        return self.group.minutes if self.group else self.session_type.minutes

    @property
    def leaders(self) -> int:
        """How many therapists lead it."""
        return self.group.leaders if self.group else 1

    @property
    def is_virtual(self) -> bool:
        """Whether it holds no resource."""
        return self.group.mode == "virtual" if self.group else bool(self.remote)


@lru_cache(maxsize=1 << 16)
def fitting(windows: Windows, starts: tuple[int, ...], minutes: int) -> Starts:
    """Those of the starts at which so many minutes lie inside the windows."""
    return frozenset(
        start for start in starts if any(window.start <= start and start + minutes <= window.end for window in windows)
    )


def places_of(linear: Linear, week: Week) -> list[Place]:
    """All places of the week; whoever could never take part in one is not in it."""
    sought = [*_meetings(week), *_one_to_one(week), *_agreed(week)]
    return [place for one in sought if (place := _place(linear, week, one))]


def _meetings(week: Week) -> Iterator[Sought]:
    for group in week.caseload.groups.values():
        session_type = week.caseload.session_types[group.session_type]
        admitted = tuple(who for who in week.stays if is_admitted(week, group, who))
        remote = frozenset(who for who in admitted if is_remote(week.caseload, who, group.group))
        for row, often in rows_of(week, group):
            candidates = [who for who in group.therapists if row.therapists is None or who in row.therapists]
            for day in row.days if row.days is not None else range(DAYS_A_WEEK):
                starts = _open(week, day, row.starts if row.starts is not None else grid_of(week), group.minutes)
                for _ in range(min(often, group.meetings_per_day, len(starts))):
                    yield Sought(session_type, group, row, day, starts, admitted, remote, candidates)


def _one_to_one(week: Week) -> Iterator[Sought]:
    for who, plans in week.plans.items():
        remote = frozenset({who} if is_remote(week.caseload, who, None) else ())
        for planned in plans.values():
            session_type = week.caseload.session_types[planned.session_type]
            if session_type.is_group:
                continue
            for day in range(DAYS_A_WEEK):
                starts = _open(week, day, grid_of(week), session_type.minutes)
                limits = (session_type.max_per_day, planned.sessions_max)
                for _ in range(min(len(starts), *(most for most in limits if most is not None))):
                    yield Sought(session_type, None, None, day, starts, (who,), remote, planned.therapists)


def _agreed(week: Week) -> Iterator[Sought]:
    for one in week.agreed:
        who = one.appointment.patient
        session_type = week.caseload.session_types[one.appointment.session_type]
        starts = _open(week, one.day, (one.appointment.start,), session_type.minutes)
        remote = frozenset({who} if is_remote(week.caseload, who, None) else ())
        yield Sought(session_type, None, None, one.day, starts, (who,), remote, one.therapists, (one,))


def _open(week: Week, day: int, starts: Iterable[int], minutes: int) -> tuple[int, ...]:
    return tuple(sorted(fitting(week.opening[day], tuple(starts), minutes)))


def _place(linear: Linear, week: Week, sought: Sought) -> Place | None:
    """The place with its variables; None where it could never be held."""
    patients = _when(
        sought,
        {
            who: patient_windows(week, sought.session_type, who, who in sought.remote, sought.day)
            for who in sought.patients
        },
    )
    name = sought.session_type.session_type
    led_by = {who for who in sought.candidates if name in week.caseload.therapists[who].leads}
    leaders = _when(sought, {who: week.therapists[who][sought.day] for who in sorted(led_by)})
    things = {
        kind: _when(
            sought,
            {
                thing.resource: week.resources[thing.resource][sought.day]
                for thing in week.caseload.resources.values()
                if kind in thing.kinds
            },
        )
        for kind in (() if sought.is_virtual else sought.session_type.resources)
    }
    fewest = sought.group.min_size if sought.group else 1
    possible = _at_least(patients, fewest) & _at_least(leaders, sought.leaders)
    for able in things.values():
        possible &= _at_least(able, 1)
    if not possible:
        return None
    starts = tuple(sorted(possible))
    runs = linear.yes_or_no()
    attend = [who for who, able in patients.items() if able & possible]
    attends = {who: linear.yes_or_no() if sought.group else runs for who in attend}
    leads = leading(linear, [who for who, able in leaders.items() if able & possible], sought.leaders, runs)
    holds = holding(
        linear, {kind: [what for what, able in those.items() if able & possible] for kind, those in things.items()}
    )
    option = Option(
        sought.session_type,
        sought.group,
        sought.row,
        sought.day,
        Window(starts[0], starts[0] + sought.minutes),
        runs,
        attends,
        leads,
        holds,
        sought.remote,
        sought.agreed,
    )
    tied = [(attends, patients), (leads, leaders), *((holds[kind], able) for kind, able in things.items())]
    only = {
        variable: able[who] & possible
        for variables, able in tied
        for who, variable in variables.items()
        if variable != runs and not possible <= able[who]
    }
    return Place(option, starts, only, _kind(sought))


def patient_windows(week: Week, session_type: SessionType, who: str, is_away: bool, day: int) -> Windows:
    """When the patient can attend, with the family where it is needed."""
    return windows_for(week, who, day, remote=is_away, with_family=session_type.needs_family)


def _when(sought: Sought, windows: Mapping[str, Windows]) -> dict[str, Starts]:
    """By person or thing, the starts at which it is there; those that never are are left out."""
    when = {who: fitting(those, sought.starts, sought.minutes) for who, those in windows.items()}
    return {who: able for who, able in when.items() if able}


def _at_least(able: Mapping[str, Starts], number: int) -> Starts:
    """The starts at which so many are there."""
    counts = Counter(start for starts in able.values() for start in starts)
    return frozenset(start for start, those in counts.items() if those >= number)


def _kind(sought: Sought) -> object:
    if sought.agreed:
        return id(sought.agreed[0])
    return (sought.group.group, sought.row) if sought.group else (sought.patients, sought.session_type.session_type)
