"""What a drawn clinic is like, by the figures of its profile, read from its tables alone."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from scheduler.scenarios.lives import CARE, CHANGING, EVENING, FULL_TIME, NIGHT, PART_TIME, ROTATING, SCHOOL
from scheduler.scenarios.program import at
from scheduler.scenarios.tables import Drawn, Row, Tables

_SHIFTS = {
    "day_shift": FULL_TIME,
    "evening_shift": EVENING,
    "night_shift": NIGHT,
    "irregular_shift": CHANGING,
    "rotating_shift": ROTATING,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A part of a whole; of what is no share the sum of its values, and how many there are."""

    part: float
    whole: float

    @property
    def value(self) -> float:
        """The part of the whole, 0 where there is nothing."""
        return self.part / self.whole if self.whole else 0.0


def together(measures: Sequence[Mapping[str, Measure]]) -> Mapping[str, Measure]:
    """The same of several clinics."""
    return {
        name: Measure(sum(one[name].part for one in measures), sum(one[name].whole for one in measures))
        for name in measures[0]
    }


def measured(drawn: Drawn) -> Mapping[str, Measure]:
    """Each figure of a profile as the tables have it."""
    tables = drawn.tables
    patients = [row["patient"] for row in tables["patients"]]
    reasons = _reasons(tables)
    adults = [who for who in patients if SCHOOL not in reasons[who]]
    full = [who for who in adults if reasons[who].intersection(_SHIFTS.values())]
    part = [who for who in adults if PART_TIME in reasons[who]]
    none = [who for who in adults if who not in {*full, *part}]
    starts = {row["who"]: at(row["start"]) for row in tables["availability"] if row["reason"] == FULL_TIME}
    modes = Counter(row["mode"] for row in tables["patients"])
    weekly = [
        row["patient"] for row in tables["plans"] if row["therapist"] == "primary" and row["every_weeks"] in {"", "1"}
    ]
    families = {row["patient"] for row in tables["plans"] if row["session_type"] in _with_family(tables)}
    counselors = Counter(row["primary_therapist"] for row in tables["patients"] if row["primary_therapist"])
    stays = _stays(tables["patients"])
    missed = sum(row["attended"] == "no" for row in drawn.attendance)
    return {
        "adolescents": Measure(len(patients) - len(adults), len(patients)),
        "full_time": Measure(len(full), len(adults)),
        "part_time": Measure(len(part), len(adults)),
        "no_work": Measure(len(none), len(adults)),
        **{name: Measure(_with(full, reasons, reason), len(full)) for name, reason in _SHIFTS.items()},
        "starts_7_to_9": Measure(sum(at("07:00") <= one <= at("09:00") for one in starts.values()), len(starts)),
        "care_of_others": Measure(_with(none, reasons, CARE), len(none)),
        "family_works": Measure(len({row["who"] for row in tables["availability"] if _is_family(row)}), len(families)),
        "remote": Measure(modes["virtual"], len(patients)),
        "either": Measure(modes["either"], len(patients)),
        "stay_days": Measure(stays, 1),
        "no_shows": Measure(missed, len(drawn.attendance)),
        "group_fill": _fill(tables),
        "caseload": Measure(counselors.total(), len(counselors)),
        "direct_care": Measure(
            sum(float(row["max_hours_week"]) for row in tables["therapists"] if row["therapist"] in counselors),
            len(counselors),
        ),
        "absent": Measure(len({row["who"] for row in tables.get("absences", ())}), len(patients)),
        "standing": Measure(len(tables.get("appointments", ())), len(set(weekly))),
        "kept_apart": Measure(len(tables.get("keep_apart", ())), len(patients)),
    }


def _reasons(tables: Tables) -> Mapping[str, set[str]]:
    reasons: dict[str, set[str]] = {row["patient"]: set() for row in tables["patients"]}
    for row in tables["availability"]:
        if row["party"] == "self":
            reasons[row["who"]].add(row["reason"])
    return reasons


def _with(who: Collection[str], reasons: Mapping[str, set[str]], reason: str) -> int:
    return sum(reason in reasons[one] for one in who)


def _with_family(tables: Tables) -> set[str]:
    return {row["session_type"] for row in tables["session_types"] if row["needs_family"] == "yes"}


def _is_family(row: Row) -> bool:
    return row["party"] == "family"


def _stays(patients: Sequence[Row]) -> float:
    """The median stay in days of all who were admitted: a stay twice as long is met twice as often on any day."""
    days = sorted(
        (date.fromisoformat(row["discharged"]) - date.fromisoformat(row["admitted"])).days + 1 for row in patients
    )
    half = sum(1 / one for one in days) / 2
    for one in days:
        half -= 1 / one
        if half <= 0:
            return one
    return median(days)


def _fill(tables: Tables) -> Measure:
    """Of the places of all groups with a timetable those for which there is a patient."""
    plans = {(row["patient"], row["session_type"]) for row in tables["plans"]}
    meeting = {row["group"] for row in tables["meetings"]}
    seats: Counter[tuple[str, str]] = Counter()
    for row in tables["groups"]:
        if row["group"] in meeting:
            seats[row["admits"], row["session_type"]] += int(row["max_size"])
    joining = sum(
        set(admits.split(";")) - {""} <= {*row["tags"].split(";"), row["level"]}
        and (row["patient"], session_type) in plans
        for admits, session_type in seats
        for row in tables["patients"]
    )
    return Measure(joining, seats.total())
