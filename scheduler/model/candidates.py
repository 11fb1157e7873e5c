"""Candidates: optional activities, each of which one session of the week may become.

A candidate is one session on one day: a meeting of a group (one for each class of equal timetable rows and day), an
agreed appointment, or a further one-to-one session of a plan on a day. Its start is open as far as ``starts`` says, so
an open timetable needs hardly more candidates than a fixed one (60 patients with all times open: 6,457 variables).
Rules narrow candidates before any variable exists; what is left empty never reaches the solver.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from scheduler.caseload import Caseload, Group, SessionType, TimetableRow
from scheduler.model.domains import NONE, Starts, all_starts, within
from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY
from scheduler.week.appointments import AgreedSession
from scheduler.week.week import PlannedSessions, Week, is_remote

Key = TypeVar("Key")

Admits = Callable[[Week, Group, str], bool]
"""Whether a rule lets a patient into a group."""

LedByAnybody = Mapping[int, Mapping[str, Starts]]
"""By minutes of a session, every therapist at every start; the same mapping for all that last as long."""


class Domains(NamedTuple):
    """What is left of a candidate while rules narrow it; the candidate itself is made once, from what all have left.

    Args:
        starts: when it may begin.
        patients, leaders: at which starts each of them can take part.
        pools: likewise, by needed kind, then by index of the pool.
    """

    starts: Starts
    patients: Mapping[str, Starts]
    leaders: Mapping[str, Starts]
    pools: Mapping[str, Mapping[int, Starts]]

    def narrowed(self, starts: Starts) -> "Domains":
        """What begins at these of its starts, whoever could take part at others."""
        return Domains(self.starts & starts, self.patients, self.leaders, self.pools)

    def with_patients(self, patients: Mapping[str, Starts]) -> "Domains":
        """The same for these patients."""
        return Domains(self.starts, patients, self.leaders, self.pools)

    def with_leaders(self, leaders: Mapping[str, Starts]) -> "Domains":
        """The same for these leaders."""
        return Domains(self.starts, self.patients, leaders, self.pools)

    def with_pools(self, pools: Mapping[str, Mapping[int, Starts]]) -> "Domains":
        """The same with these pools."""
        return Domains(self.starts, self.patients, self.leaders, pools)

    def led_by(self, these: Iterable[str]) -> "Domains":
        """What is left where these of its leaders only can lead."""
        return self.with_leaders({who: self.leaders[who] for who in these if who in self.leaders})

    def only_at(self, starts: Starts) -> "Domains":
        """What is left at these of its starts, without whoever could take part at none."""
        starts &= self.starts
        pools = {kind: _left(choices, starts) for kind, choices in self.pools.items()}
        return Domains(starts, _left(self.patients, starts), _left(self.leaders, starts), pools)


@dataclass(frozen=True, eq=False, slots=True)
class Candidate:
    """An optional activity; ``patients``, ``leaders`` and ``pools`` map each possible one to its start domain.

    Args:
        name: unique, and the same for the same facts.
        series: what it shares with the equal candidates of its day alone.
        row: class of equal timetable rows that it belongs to (groups only).
        order: number among the equal candidates of the day, from 0; they run in order of time.
        remote: those of ``patients`` who attend from elsewhere.
        stays: whether it runs for certain, as in a subproblem.
        staying: those who attend for certain, beside ``patients``.
        pools: by needed kind, then by index of the pool.
    """

    name: str
    day: int
    minutes: int
    session_type: SessionType
    starts: Starts
    series: str = ""
    group: Group | None = None
    row: TimetableRow | None = None
    order: int = 0
    agreed: AgreedSession | None = None
    planned: PlannedSessions | None = None
    patients: Mapping[str, Starts] = field(default_factory=dict)
    leaders: Mapping[str, Starts] = field(default_factory=dict)
    pools: Mapping[str, Mapping[int, Starts]] = field(default_factory=dict)
    remote: frozenset[str] = frozenset()
    stays: bool = False
    staying: tuple[str, ...] = ()

    @property
    def held_for(self) -> str | None:
        """Group that meets; None one to one."""
        return self.group.group if self.group else None

    @property
    def counted_minutes(self) -> int:
        """Minutes that count for a patient's hours."""
        return self.minutes if self.session_type.counts else 0

    @property
    def needed_leaders(self) -> int:
        """How many therapists lead it."""
        return self.group.leaders if self.group else 1

    @property
    def min_size(self) -> int:
        """Fewest patients with whom it may run."""
        return self.group.min_size if self.group else 1

    @property
    def staying_on_site(self) -> int:
        """How many of those who attend for certain come in person."""
        return sum(patient not in self.remote for patient in self.staying)

    @property
    def named_resources(self) -> tuple[str, ...]:
        """Resources that its row or appointment gives."""
        if self.row:
            return self.row.resources or ()
        resource = self.agreed.appointment.resource if self.agreed else None
        return (resource,) if resource else ()

    @property
    def domains(self) -> Domains:
        """When it may begin, and with whom and what."""
        return Domains(self.starts, self.patients, self.leaders, self.pools)

    def with_patients(self, patients: Mapping[str, Starts]) -> "Candidate":
        """A copy for these patients only."""
        return self.with_domains(self.domains.with_patients(patients))

    def only_at(self, starts: Starts) -> "Candidate":
        """A copy with these of its starts only."""
        return self.with_domains(self.domains.only_at(starts))

    def with_domains(self, domains: Domains) -> "Candidate":
        """A copy with these; three times as quick as ``replace``, of thousands in a week."""
        return Candidate(
            self.name,
            self.day,
            self.minutes,
            self.session_type,
            domains.starts,
            self.series,
            self.group,
            self.row,
            self.order,
            self.agreed,
            self.planned,
            domains.patients,
            domains.leaders,
            domains.pools,
            self.remote,
            self.stays,
            self.staying,
        )


def is_virtual(candidate: Candidate) -> bool:
    """Whether nobody comes in person, so that it needs no resource."""
    return candidate.group.mode == "virtual" if candidate.group else bool(candidate.remote)


def candidates_of(week: Week, admitting: Sequence[Admits]) -> list[Candidate]:
    """Every candidate of the week, without pools; groups have the patients whom all the ``admitting`` rules let in."""
    caseload = week.caseload
    lengths = {group.minutes for group in caseload.groups.values()}
    lengths |= {session_type.minutes for session_type in caseload.session_types.values()}
    led: LedByAnybody = {minutes: dict.fromkeys(caseload.therapists, all_starts(minutes)) for minutes in lengths}
    return [*_group_candidates(week, led, admitting), *_agreed_candidates(week, led), *_plan_candidates(week, led)]


def _group_candidates(week: Week, led: LedByAnybody, admitting: Sequence[Admits]) -> Iterator[Candidate]:
    caseload = week.caseload
    for name, group in caseload.groups.items():
        admitted = list(week.stays)
        for admits in admitting:
            admitted = [who for who in admitted if admits(week, group, who)]
        remote = frozenset(who for who in admitted if is_remote(caseload, who, name))
        starts = all_starts(group.minutes)
        patients = dict.fromkeys(admitted, starts)
        for number, (row, count) in enumerate(row_classes(caseload, group)):
            for day in row.days if row.days is not None else range(DAYS_A_WEEK):
                series = f"{name}/{number}/{day}"
                for order in range(min(count, group.meetings_per_day)):
                    yield Candidate(
                        f"{series}/{order}",
                        day,
                        group.minutes,
                        caseload.session_types[group.session_type],
                        starts,
                        series,
                        group=group,
                        row=row,
                        order=order,
                        patients=patients,
                        leaders=led[group.minutes],
                        remote=remote,
                    )


def row_classes(caseload: Caseload, group: Group) -> list[tuple[TimetableRow, int]]:
    """The group's different timetable rows with how often each stands there; meetings beyond the rows are a free row.

    Sorted by content.
    """
    rows = caseload.meetings.get(group.group, ())
    free = max(0, group.meetings_per_week - len(rows))
    counted = Counter(replace(row, row=0) for row in rows)
    if free:
        counted[TimetableRow(group.group)] += free
    return sorted(counted.items(), key=lambda entry: repr(entry[0]))


def _agreed_candidates(week: Week, led: LedByAnybody) -> Iterator[Candidate]:
    for number, agreed in enumerate(sorted(week.agreed, key=repr)):
        patient = agreed.appointment.patient
        session_type = week.caseload.session_types[agreed.appointment.session_type]
        if patient not in week.stays:
            continue
        own = f"{patient}/agreed", number
        one = _one_to_one(week, session_type, patient, agreed.day, own, led)
        yield replace(one, agreed=agreed, order=0)


def _plan_candidates(week: Week, led: LedByAnybody) -> Iterator[Candidate]:
    agreed: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for one in week.agreed:
        agreed[one.appointment.patient, one.appointment.session_type].append(one.day)
    for patient, plans in week.plans.items():
        for planned in plans.values():
            session_type = week.caseload.session_types[planned.session_type]
            if session_type.is_group:
                continue
            booked = Counter(agreed[patient, planned.session_type])
            booked.update(one.day for one in week.frozen.of_patient(patient, session_type=planned.session_type))
            a_day = session_type.max_per_day or MINUTES_A_DAY // session_type.minutes
            most = DAYS_A_WEEK * a_day if planned.sessions_max is None else planned.sessions_max
            for day in range(DAYS_A_WEEK):
                free = min(a_day - booked[day], most - booked.total())
                for order in range(free):
                    own = f"{patient}/{planned.session_type}/{day}", order
                    yield _one_to_one(week, session_type, patient, day, own, led, planned)


def _one_to_one(
    week: Week,
    session_type: SessionType,
    patient: str,
    day: int,
    own: tuple[str, int],
    led: LedByAnybody,
    planned: PlannedSessions | None = None,
) -> Candidate:
    starts, (series, order) = all_starts(session_type.minutes), own
    return Candidate(
        f"{series}/{order}",
        day,
        session_type.minutes,
        session_type,
        starts,
        series,
        order=order,
        planned=planned,
        patients={patient: starts},
        leaders=led[session_type.minutes],
        remote=frozenset({patient} if is_remote(week.caseload, patient, None) else ()),
    )


def settled(candidate: Candidate) -> Candidate:
    """The candidate without starts that nobody can take, and without people and pools that can take no start."""
    enough = len(candidate.leaders) >= candidate.needed_leaders
    starts = within(candidate.starts, candidate.patients.values()) if enough else NONE
    starts = within(starts, candidate.leaders.values())
    for choices in candidate.pools.values():
        starts = within(starts, choices.values())
    left = candidate.domains.only_at(starts)
    return candidate.with_domains(left if len(left.patients) >= candidate.min_size else left.narrowed(NONE))


def _left(choices: Mapping[Key, Starts], starts: Starts) -> dict[Key, Starts]:
    return {key: left for key, own in choices.items() if (left := own & starts)}
