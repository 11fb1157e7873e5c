"""A week planned from Python, as ``iop solve`` plans it, and what came of it as values and frames."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Literal

from scheduler.api.caseloads import read_caseload
from scheduler.api.frames import counted_frame, text_frame
from scheduler.api.schedules import earlier_of, first_day, unmet_frame
from scheduler.calendars import Export
from scheduler.caseload import Caseload
from scheduler.files.outputs import Destination
from scheduler.files.recognised import check_own
from scheduler.files.write import inside, write_files
from scheduler.planning.plan import PlannedWeek, explained, files_to_look_at, own_files, plan_week, week_files
from scheduler.planning.time_shares import Allotted
from scheduler.schedule import Schedule
from scheduler.search import Limits, Progress, Tier
from scheduler.tables import SCHEDULE_COLUMNS, schedule_rows
from scheduler.verify.stay import is_here_in_week

if TYPE_CHECKING:
    from pandas import DataFrame

    from scheduler.api.caseloads import Source
    from scheduler.api.schedules import Previous, WeekDate

PATIENT_COLUMNS = {
    **dict.fromkeys(("patient", "level"), "str"),
    **dict.fromkeys(
        (
            *("sessions", "days", "asked_minutes", "unmet_minutes", "weekly_minutes", "counted_minutes"),
            *("waiting_minutes", "comfort_minutes"),
        ),
        "int64",
    ),
    "has_all_care": "bool",
}
GROUP_COLUMNS = {
    **dict.fromkeys(("group", "session_type"), "str"),
    **dict.fromkeys(("meetings", "taken", "places"), "int64"),
}
THERAPIST_COLUMNS = {"therapist": "str", "sessions": "int64", "minutes": "int64", "max_minutes_week": "Int64"}


@dataclass(frozen=True, slots=True)
class SolvedWeek:
    """A week that was planned and verified; it can be pickled.

    Args:
        planned: the week with all that is said about it.
        seconds: spent on all of it, by the clock.
    """

    planned: PlannedWeek
    seconds: float

    @property
    def caseload(self) -> Caseload:
        """The facts that it was planned from."""
        return self.planned.caseload

    @property
    def week(self) -> date:
        """Its Monday."""
        return self.planned.monday

    @property
    def status(self) -> Literal["optimal", "feasible"]:
        """``optimal`` where every tier is proven, which it need not be where only care was asked for."""
        return self.planned.summary.status

    @property
    def tiers(self) -> Mapping[str, Tier]:
        """Value and proven lower bound of each tier by name, in strict order; ``care`` is unmet minutes."""
        return self.planned.summary.tiers

    @property
    def is_care_proven(self) -> bool:
        """Whether no week of this caseload has less unmet care."""
        return self.planned.is_least

    @property
    def schedule(self) -> Schedule:
        """Its sessions as values."""
        return self.planned.schedule

    @property
    def sessions(self) -> "DataFrame":
        """A row for each session, all cells text, as in ``schedule.csv``."""
        return text_frame(SCHEDULE_COLUMNS, schedule_rows(self.schedule))

    @property
    def unmet(self) -> "DataFrame":
        """A row for each part of a need that is unmet, with its cause, as in ``unmet.csv``; ``minutes`` is a number."""
        return unmet_frame(self.planned.shortfalls)

    @property
    def patients(self) -> "DataFrame":
        """A row for each patient in care this week: what is asked for and given.

        ``asked_minutes`` and ``unmet_minutes`` are of all needs, which are measured apart; ``weekly_minutes`` is what
        the patient's hours of the week ask for and ``counted_minutes`` what is given of them, perhaps more.
        ``comfort_minutes`` is what is inconvenient, of which ``waiting_minutes`` between two sessions of a day.
        """
        in_care = {who for who, patient in self.caseload.patients.items() if is_here_in_week(patient, self.week)}
        sessions = Counter(who for session in self.schedule.sessions for who in session.patients)
        days = Counter(who for who, _ in {(who, one.on) for one in self.schedule.sessions for who in one.patients})
        return counted_frame(
            PATIENT_COLUMNS,
            [
                (
                    one.patient,
                    self.caseload.patients[one.patient].level,
                    sessions[one.patient],
                    days[one.patient],
                    sum(need.asked_minutes for need in one.needs),
                    one.care,
                    sum(need.asked_minutes for need in one.needs if need.need == "weekly_hours"),
                    one.counted_minutes,
                    one.waiting,
                    one.comfort,
                    not one.care,
                )
                for one in self.planned.score.patients
                if one.patient in in_care
            ],
        )

    @property
    def groups(self) -> "DataFrame":
        """A row for each group: meetings that run, and how many of their places are taken."""
        types = {name: group.session_type for name, group in self.caseload.groups.items()}
        fills = self.planned.summary.groups
        return counted_frame(
            GROUP_COLUMNS, [(one.group, types[one.group], one.meetings, one.taken, one.places) for one in fills]
        )

    @property
    def therapists(self) -> "DataFrame":
        """A row for each therapist: sessions, minutes led, and the most a week (missing where there is no limit)."""
        return counted_frame(
            THERAPIST_COLUMNS,
            [
                (one.therapist, one.sessions, one.minutes, one.max_minutes_week)
                for one in self.planned.summary.therapists
            ],
        )

    def files(self) -> Mapping[str, bytes]:
        """The content of ``schedule.csv``, ``unmet.csv`` and ``summary.json`` by name."""
        return week_files(self.planned)

    def write(self, folder: str | Path, *, page: bool = True) -> None:
        """Writes ``schedule.csv``, ``unmet.csv``, ``summary.json`` and the page ``week.html``, all of them or none.

        An earlier week of this program in the folder is replaced. Calendars are made by ``iop export``.

        Args:
            folder: is made where there is none.
            page: whether ``week.html`` is written too.

        Raises:
            Foreign, NotWritten: the place has a file of somebody else, or does not take the files.
        """
        target = Path(folder)
        destination = Destination(target, target / "calendars", page)
        seen = check_own(own_files(destination))
        # What is not explained by now stays so, and is shown as open.
        known = replace(self.planned, is_explained=True)
        shown = files_to_look_at(known, destination, Export(target, (), (), ()), page="drawn")
        write_files({**inside(target, self.files()), **shown}, seen=seen)


def solve_week(  # noqa: PLR0913  # an argument for each option
    source: "Source",
    week: "WeekDate",
    *,
    time_limit: float = 60.0,
    workers: int | None = None,
    seed: int = 0,
    deterministic: bool = False,
    until: Literal["care"] | None = None,
    previous: "Previous | None" = None,
    explain: bool = True,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Event | None = None,
) -> SolvedWeek:
    """The best week found in time, verified independently, with the causes of what it lacks.

    Args:
        source: a path, frames by table, or facts that were read.
        week: any date of the week, or its text as ``YYYY-MM-DD``.
        time_limit: seconds that all of it may take, explaining included.
        workers: searches side by side; None for one a core.
        seed: start of chance.
        deterministic: whether the same input and seed give the same week; then with one worker, and work is counted
            instead of seconds.
        until: ``care`` to end once no week can have more care, however comfortable it is.
        previous: an earlier schedule that is kept as far as possible; a path, a frame like ``sessions``, a value, or
            an ``Earlier`` with what of it is frozen.
        explain: whether the causes of unmet care are looked into; otherwise they stay ``open``.
        on_progress: is told where the search stands.
        stop: ends it like the time limit, once it is set.

    Raises:
        BadInput: with every problem of the tables.
        Contradiction: agreements that no schedule can keep together.
        NoScheduleInTime: no schedule came before the limit or before ``stop`` was set.
        ProgramError: the week that was found breaks a rule.
        ValueError: ``week`` is no date.
    """
    monday = first_day(week)
    limits = Limits(time_limit, workers, seed, deterministic, until=until)
    allotted = Allotted(limits)
    caseload = read_caseload(source)
    earlier = None if previous is None else earlier_of(previous, caseload, monday)
    planned = plan_week(caseload, monday, allotted, on_progress, stop, earlier=earlier)
    if explain:
        planned = explained(planned, allotted, stop)
    return SolvedWeek(planned, time.monotonic() - allotted.begun)
