"""A week being planted, session by session, with the tables that are drawn around it at the end."""

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.planted import FIRST_MONDAY, Planted, Sample
from benchmarks.planted.clinic import GRID_MINUTES, Kind, Row
from benchmarks.planted.limits import hours_text
from benchmarks.planted.windows import rows_by_window
from scheduler.schedule import Schedule, Session, session_id
from scheduler.tables import TABLES
from scheduler.times import MINUTES_A_DAY, WEEKDAYS, Window, clock

MOST_MINUTES_A_WEEK = 28 * 60
LARGEST_GROUP = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One session of the planted week; ``day`` is a weekday (0 is Monday), ``group`` is blank one to one."""

    session_type: str
    day: int
    window: Window
    patients: tuple[str, ...]
    therapists: tuple[str, ...]
    group: str = ""


class Draft:
    """Rows of the tables, the sessions that are planted, and who is taken when.

    Args:
        family, seed: together choose the chances of the draft.
        kinds: types of session; rows of the table follow from them.
        opening: the same hours from Monday to Friday.
        most_a_day: minutes that a therapist leads at most.
    """

    def __init__(self, family: str, seed: int, kinds: Mapping[str, Kind], opening: Window, most_a_day: int) -> None:
        self.rng = random.Random(f"{family} {seed}")  # noqa: S311 - caseloads are to be repeatable, not secret
        self.monday = FIRST_MONDAY + timedelta(weeks=self.rng.randrange(50))
        self.sittings: list[Sitting] = []
        self.staff: dict[str, frozenset[str]] = {}
        self._rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        self._kinds = kinds
        self._most_a_day = most_a_day
        self._taken: dict[tuple[str, int], list[Window]] = defaultdict(list)
        self._led: dict[str, list[int]] = defaultdict(lambda: [0] * len(WEEKDAYS))
        self.add("clinic", setting="timezone", value="America/Chicago")
        self.add("clinic", setting="grid_minutes", value=GRID_MINUTES)
        self.add("opening_hours", day="mon-fri", start=clock(opening.start), end=clock(opening.end))
        for name, kind in kinds.items():
            self._add_kind(name, kind)

    def _add_kind(self, name: str, kind: Kind) -> None:
        self.add(
            "session_types",
            session_type=name,
            format="group" if kind.is_group else "one_to_one",
            minutes=kind.minutes,
            max_size=LARGEST_GROUP if kind.is_group else "",
            resources=";".join(kind.resources),
            buffer_minutes=kind.buffer_minutes,
            needs_family="yes" if kind.needs_family else "",
        )

    def add(self, table: str, **cells: str | int) -> None:
        """Add a row to a table; columns without a cell are blank."""
        self._rows[table].append({column: str(cell) for column, cell in cells.items()})

    def plan(self, patient: str, wanted: Mapping[str, int], by_anybody: Collection[str] = ()) -> None:
        """Add a patient's plan: so many sessions of each type, some by anybody instead of the primary therapist."""
        for name, sessions in wanted.items():
            by = "any" if name in by_anybody else ""
            self.add("plans", patient=patient, session_type=name, sessions_min=sessions, therapist=by)

    def hire(self, leads: Collection[str]) -> str:
        """Add a therapist who leads these types."""
        therapist = f"t{len(self.staff) + 1:03d}"
        self.staff[therapist] = frozenset(leads)
        return therapist

    def lasting(self, name: str, start: int) -> Window:
        """The window of a session of that type at that start."""
        return Window(start, start + self._kinds[name].minutes)

    def is_free(self, who: str, day: int, window: Window) -> bool:
        """Whether nothing planted is in the way of a patient, or of a therapist with the buffers."""
        return not any(taken.overlaps(window) for taken in self._taken[who, day])

    def can_lead(self, therapist: str, name: str, day: int, window: Window) -> bool:
        """Whether the therapist leads the type, is free with the buffer, and has not too much already."""
        led = self._led[therapist]
        return (
            name in self.staff[therapist]
            and led[day] + window.minutes <= self._most_a_day
            and sum(led) + window.minutes <= MOST_MINUTES_A_WEEK
            and self.is_free(therapist, day, self._held(name, window))
        )

    def _held(self, name: str, window: Window) -> Window:
        return Window(window.start, min(MINUTES_A_DAY, window.end + self._kinds[name].buffer_minutes))

    def leaders(self, name: str, times: Sequence[tuple[int, Window]], number: int = 1) -> tuple[str, ...]:
        """The least burdened therapists who can lead at all these times; whoever is missing is hired."""
        able = [who for who in self.staff if all(self.can_lead(who, name, day, window) for day, window in times)]
        able.sort(key=lambda who: (self.led(who), who))
        hired = [self.hire(self._kinds) for _ in range(number - len(able))]
        return tuple(sorted([*able[:number], *hired]))

    def led(self, therapist: str) -> int:
        """Minutes planted in the week."""
        return sum(self._led[therapist])

    def book(self, sitting: Sitting) -> None:
        """Plant a session."""
        self.sittings.append(sitting)
        for who in sitting.patients:
            self._taken[who, sitting.day].append(sitting.window)
        for who in sitting.therapists:
            self._taken[who, sitting.day].append(self._held(sitting.session_type, sitting.window))
            self._led[who][sitting.day] += sitting.window.minutes

    def visit(self, name: str, patient: str, times: Iterable[tuple[int, int]], pool: Sequence[str] = ()) -> str:
        """Plant a one-to-one session at the first time at which the patient and a therapist are free, and tell whom.

        Args:
            name: type of session.
            patient: whose session it is.
            times: days and starts, the most welcome first.
            pool: those who may lead it; without one everybody, and where nobody is free somebody is hired.

        Raises:
            RuntimeError: where neither will do.
        """
        possible = [
            (day, window) for day, start in times if self.is_free(patient, day, window := self.lasting(name, start))
        ]
        for day, window in possible:
            for therapist in pool or sorted(self.staff, key=lambda who: (self.led(who), who)):
                if self.can_lead(therapist, name, day, window):
                    return self._see(name, patient, therapist, day, window)
        if pool or not possible:
            raise RuntimeError(f"nobody is free for {name} of {patient}")
        return self._see(name, patient, self.hire(self._kinds), *possible[0])

    def _see(self, name: str, patient: str, therapist: str, day: int, window: Window) -> str:
        self.book(Sitting(session_type=name, day=day, window=window, patients=(patient,), therapists=(therapist,)))
        return therapist

    def hulls(self, who: str) -> dict[int, Window]:
        """By day with a session, from the first to the last minute of what is planted for somebody."""
        windows: dict[int, list[Window]] = defaultdict(list)
        for one in self.sittings:
            if who in (*one.patients, *one.therapists):
                windows[one.day].append(one.window)
        return {
            day: Window(min(one.start for one in those), max(one.end for one in those))
            for day, those in sorted(windows.items())
        }

    def available(self, who: str, windows: Mapping[int, Window], slack: Sequence[int], **more: str) -> None:
        """Let somebody come in these windows, each longer on either side by one of the slacks."""
        loose = {
            day: Window(
                max(0, window.start - self.rng.choice(slack)), min(MINUTES_A_DAY, window.end + self.rng.choice(slack))
            )
            for day, window in windows.items()
        }
        self._rows["availability"] += rows_by_window(who, loose, "available", **more)

    def rooms(self, kinds: Mapping[str, int | None]) -> dict[int, tuple[str, ...]]:
        """By position of its session, the rooms it holds; as few rooms of each kind, with that capacity, as suffice."""
        free_from: dict[str, dict[str, tuple[int, int]]] = {kind: {} for kind in kinds}
        held: dict[int, tuple[str, ...]] = {}
        for index in sorted(range(len(self.sittings)), key=self._when):
            sitting = self.sittings[index]
            chosen = []
            for kind in self._kinds[sitting.session_type].resources:
                known = free_from[kind]
                begins = sitting.day, sitting.window.start
                room = next((name for name, until in known.items() if until <= begins), f"{kind}-{len(known) + 1}")
                known[room] = sitting.day, sitting.window.end
                chosen.append(room.replace(" ", "-"))
            held[index] = tuple(sorted(chosen))
        for kind, known in free_from.items():
            for room in known:
                capacity = kinds[kind]
                self.add("resources", resource=room.replace(" ", "-"), kind=kind, capacity=capacity or "")
        return held

    def _when(self, index: int) -> tuple[int, Window, int]:
        return self.sittings[index].day, self.sittings[index].window, index

    def therapists(self, spare: Sequence[int], slack: Sequence[int], shift: Window | None = None) -> None:
        """Add the therapists with the hours of the planted week.

        Args:
            spare: minutes of which one is added to each therapist's week.
            slack: minutes of which one is added on either side of a day's sessions; the clinic is asked for no more.
            shift: when all of them are there instead, and as many minutes a day.
        """
        for who, leads in self.staff.items():
            self.add(
                "therapists",
                therapist=who,
                leads=";".join(sorted(leads)),
                max_hours_week=hours_text(self.led(who) + self.rng.choice(spare)),
                max_hours_day=hours_text(shift.minutes if shift else max(self._led[who])),
            )
            self.available(who, dict.fromkeys(range(5), shift) if shift else self.hulls(who), (0,) if shift else slack)

    def planted(self, rooms: Mapping[int, tuple[str, ...]], care: int = 0) -> Planted:
        """The tables with the planted week, which leaves so many minutes of care unmet."""
        meetings: dict[str, int] = defaultdict(int)
        sessions = []
        for index in sorted(range(len(self.sittings)), key=self._when):
            sitting = self.sittings[index]
            on = self.monday + timedelta(days=sitting.day)
            meetings[sitting.group] += 1
            is_group = bool(sitting.group)
            holder = sitting.group or sitting.patients[0]
            sessions.append(
                Session(
                    session=session_id(on, sitting.session_type, holder, 1, is_group=is_group),
                    on=on,
                    start=sitting.window.start,
                    end=sitting.window.end,
                    session_type=sitting.session_type,
                    group=sitting.group or None,
                    meeting=meetings[sitting.group] if is_group else None,
                    therapists=sitting.therapists,
                    resources=rooms[index],
                    mode="in_person",
                    patients=tuple(sorted(sitting.patients)),
                )
            )
        return Planted(tables=self.tables(), monday=self.monday, schedule=Schedule.of(sessions), care=care)

    def sample(self) -> Sample:
        """The tables alone, of a clinic whose best week is not known."""
        return Sample(tables=self.tables(), monday=self.monday)

    def tables(self) -> dict[str, list[Row]]:
        """All tables, each row with all columns of its table."""
        return {
            table: [{column: row.get(column, "") for column in columns} for row in self._rows[table]]
            for table, columns in TABLES.items()
        }


def ids(prefix: str, number: int) -> list[str]:
    """So many ids."""
    return [f"{prefix}{index + 1:04d}" for index in range(number)]
