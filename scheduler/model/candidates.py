"""Candidates: optional activities, each of which one session of the week may become.

A candidate is one session on one day: a meeting of a group (one for each class of equal timetable rows and day), an
agreed appointment, or a further one-to-one session of a plan on a day. Its start is open as far as ``starts`` says, so
an open timetable needs hardly more candidates than a fixed one (60 patients with all times open: 6,457 variables).
Rules narrow candidates before any variable exists; what is left empty never reaches the solver.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from scheduler.caseload import Caseload, Group, SessionType, TimetableRow
from scheduler.model.domains import NONE, Starts, all_starts, union
from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY
from scheduler.week.appointments import AgreedSession
from scheduler.week.week import PlannedSessions, Week, is_remote

Key = TypeVar("Key")


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

    def with_patients(self, patients: Mapping[str, Starts]) -> "Candidate":
        """A copy for these patients only."""
        return self.with_domains(patients=patients)

    def led_by(self, leaders: Collection[str]) -> "Candidate":
        """A copy that these of its leaders only can lead."""
        return self.with_domains(leaders={who: starts for who, starts in self.leaders.items() if who in leaders})

    def only_at(self, starts: Starts) -> "Candidate":
        """A copy with these of its starts only."""
        starts &= self.starts
        return self.with_domains(
            starts,
            _left(self.patients, starts),
            _left(self.leaders, starts),
            {kind: _left(choices, starts) for kind, choices in self.pools.items()},
        )

    def with_domains(
        self,
        starts: Starts | None = None,
        patients: Mapping[str, Starts] | None = None,
        leaders: Mapping[str, Starts] | None = None,
        pools: Mapping[str, Mapping[int, Starts]] | None = None,
    ) -> "Candidate":
        """A copy in which these are others; three times as quick as ``replace``, of thousands in a week."""
        return Candidate(
            self.name,
            self.day,
            self.minutes,
            self.session_type,
            self.starts if starts is None else starts,
            self.series,
            self.group,
            self.row,
            self.order,
            self.agreed,
            self.planned,
            self.patients if patients is None else patients,
            self.leaders if leaders is None else leaders,
            self.pools if pools is None else pools,
            self.remote,
            self.stays,
            self.staying,
        )

    def narrowed(self, starts: Starts) -> "Candidate":
        """A copy that begins at these of its starts, whoever could take part at others."""
        return self if starts & self.starts == self.starts else self.with_domains(starts=starts & self.starts)


def is_virtual(candidate: Candidate) -> bool:
    """Whether nobody comes in person, so that it needs no resource."""
    return candidate.group.mode == "virtual" if candidate.group else bool(candidate.remote)


def candidates_of(week: Week, admits: Callable[[Week, Group, str], bool]) -> list[Candidate]:
    """Every candidate of the week, those of groups with every patient whom ``admits`` lets in."""
    return [*_group_candidates(week, admits), *_agreed_candidates(week), *_plan_candidates(week)]


def _group_candidates(week: Week, admits: Callable[[Week, Group, str], bool]) -> Iterator[Candidate]:
    caseload = week.caseload
    for name, group in caseload.groups.items():
        admitted = tuple(who for who in week.stays if admits(week, group, who))
        remote = frozenset(who for who in admitted if is_remote(caseload, who, name))
        for number, (row, count) in enumerate(row_classes(caseload, group)):
            for day in row.days if row.days is not None else range(DAYS_A_WEEK):
                starts, series = all_starts(group.minutes), f"{name}/{number}/{day}"
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
                        patients=dict.fromkeys(admitted, starts),
                        leaders=dict.fromkeys(caseload.therapists, starts),
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


def _agreed_candidates(week: Week) -> Iterator[Candidate]:
    for number, agreed in enumerate(sorted(week.agreed, key=repr)):
        patient = agreed.appointment.patient
        session_type = week.caseload.session_types[agreed.appointment.session_type]
        if patient not in week.stays:
            continue
        own = f"{patient}/agreed", number
        yield replace(_one_to_one(week, session_type, patient, agreed.day, own), agreed=agreed, order=0)


def _plan_candidates(week: Week) -> Iterator[Candidate]:
    for patient, plans in week.plans.items():
        for planned in plans.values():
            session_type = week.caseload.session_types[planned.session_type]
            if session_type.is_group:
                continue
            booked = Counter(
                agreed.day
                for agreed in week.agreed
                if (agreed.appointment.patient, agreed.appointment.session_type) == (patient, planned.session_type)
            )
            booked.update(one.day for one in week.frozen.of_patient(patient, session_type=planned.session_type))
            a_day = session_type.max_per_day or MINUTES_A_DAY // session_type.minutes
            most = DAYS_A_WEEK * a_day if planned.sessions_max is None else planned.sessions_max
            for day in range(DAYS_A_WEEK):
                free = min(a_day - booked[day], most - booked.total())
                for order in range(free):
                    own = f"{patient}/{planned.session_type}/{day}", order
                    yield _one_to_one(week, session_type, patient, day, own, planned)


def _one_to_one(
    week: Week,
    session_type: SessionType,
    patient: str,
    day: int,
    own: tuple[str, int],
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
        leaders=dict.fromkeys(week.caseload.therapists, starts),
        remote=frozenset({patient} if is_remote(week.caseload, patient, None) else ()),
    )


def settled(candidate: Candidate) -> Candidate:
    """The candidate without starts that nobody can take, and without people and pools that can take no start."""
    starts = candidate.starts & union(candidate.patients.values())
    if len(candidate.leaders) < candidate.needed_leaders:
        starts = NONE
    starts &= union(candidate.leaders.values())
    for choices in candidate.pools.values():
        starts &= union(choices.values())
    left = candidate.only_at(starts)
    return left.with_domains(starts=NONE) if len(left.patients) < left.min_size else left


def _left(choices: Mapping[Key, Starts], starts: Starts) -> dict[Key, Starts]:
    return {key: left for key, own in choices.items() if (left := own & starts)}
