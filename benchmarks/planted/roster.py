"""Who comes and who works: units of about sixty patients, their cohorts, and the therapists of each unit."""

from datetime import date, timedelta

from benchmarks.planted.clinic import KINDS, TRACK_ORDER, TRACK_ORDER_OF_TWO, TRACKS, Track, TrackName
from benchmarks.planted.people import Attendee, Cohort, Staff, Week
from scheduler.caseload import Mode
from scheduler.times import Window

PATIENTS_A_UNIT = 60
LARGEST_COHORT = 11
SCHOOL = Window(480, 900)
SMALLEST_UNIT_WITH_DAY_CARE = 30


def shares(total: int, parts: int) -> list[int]:
    """A number in nearly equal whole parts."""
    return [(total * (part + 1)) // parts - (total * part) // parts for part in range(parts)]


def therapists_for(patients: int) -> int:
    """How many therapists so many patients need: at most 12.2 patients each, but one alone sees up to 15."""
    return 1 if patients <= 15 else -(-patients * 5 // 61)


def enrol(week: Week, patients: int) -> None:
    """Fill the week with therapists, patients and the cohorts they keep to."""
    for unit, staff in enumerate(shares(therapists_for(patients), week.units)):
        hire(week, unit, staff)
    agreed: dict[str, Cohort] = {}
    for unit, size in enumerate(shares(patients, week.units)):
        enrol_unit(week, unit, size, agreed)
    for patient in [one for one in week.patients if one.level == "op"][: patients // 30 and 1]:
        patient.gone = True
        patient.discharged = week.monday - timedelta(days=3)
        patient.admitted = patient.level_since = week.monday - timedelta(weeks=8)


def hire(week: Week, unit: int, number: int) -> None:
    """Add a unit's therapists; the last of several prescribes."""
    for position in range(number):
        prescribes = position == number - 1
        leads = set(KINDS) - {"medication", "psychiatric"}
        if number >= 5:
            leads -= set(week.rng.sample(["art", "education", "support", "multi_family"], 1))
        if number >= 5 and prescribes:
            leads = {"education", "support", "skills", "relapse_prevention", "individual", "family", "assembly"}
        if prescribes:
            leads |= {"medication", "psychiatric"}
        week.staff.append(
            Staff(
                therapist=f"t{len(week.staff) + 1:03d}", unit=unit, leads=leads, prescribes=prescribes and number >= 5
            )
        )


def enrol_unit(week: Week, unit: int, size: int, agreed: dict[str, Cohort]) -> None:
    """Add a unit's patients: day care, cohorts of three days a week, and those who come for an hour or two."""
    few_hours = max(3, size // 5)
    day_care = max(6, size * 13 // 100) if size >= SMALLEST_UNIT_WITH_DAY_CARE else 0
    rest = size - few_hours - day_care
    # Cohorts that overlap need a therapist each.
    therapists = sum(staff.unit == unit for staff in week.staff)
    number = min(-(-rest // LARGEST_COHORT), therapists)
    order = TRACK_ORDER if therapists > 2 else TRACK_ORDER_OF_TWO
    names: list[TrackName] = [order[index % len(order)] for index in range(number)]
    for index, (name, members) in enumerate(zip(names, shares(rest, number), strict=True)):
        add_cohort(week, unit, TRACKS[name], index, members, agreed)
    if day_care:
        add_cohort(week, unit, TRACKS["php"], number, day_care, agreed)
    for _ in range(few_hours):
        add_patient(week, unit, None, "op", week.rng.choice(("in_person", "in_person", "in_person", "either")))


def add_cohort(week: Week, unit: int, track: Track, index: int, size: int, agreed: dict[str, Cohort]) -> None:
    """Add a cohort and its patients; the same cohort of two paired units keeps the same hours."""
    rng = week.rng
    pair = f"{track.name}-{unit // 2}-{index}"
    partner = agreed.get(pair)
    if partner is None:
        days, start, lengths = rng.choice(track.days), rng.choice(track.starts), rng.choice(track.lengths)
    else:
        days, start, lengths = partner.days, partner.start, partner.lengths
    cohort = Cohort(f"{track.name}-{unit + 1}-{index + 1}", unit, track, days, start, lengths)
    agreed.setdefault(pair, cohort)
    week.cohorts.append(cohort)
    stepping_down = {1: 4, 2: 8} if track.level == "iop" and size >= 7 else {}
    for position in range(size):
        level = "taper" if position in stepping_down or (position == 3 and track.level == "iop") else track.level
        patient = add_patient(week, unit, cohort, level, mode_in(track, position))
        if position in stepping_down:
            patient.level_week = stepping_down[position] + rng.randrange(4)
        elif level == "taper":
            patient.level_week = 1 + rng.randrange(3)
        settle_stay(week, patient)
        cohort.patients.append(patient)


def mode_in(track: Track, position: int) -> Mode:
    """How a patient of the track comes; every cohort that meets online has some who could also come in."""
    modes: dict[str, tuple[Mode, ...]] = {
        "virtual": ("virtual", "virtual", "either"),
        "hybrid": ("in_person", "virtual", "in_person", "either"),
        "in_person": ("in_person", "in_person", "in_person", "in_person", "either"),
    }
    choices = modes[track.mode]
    return choices[position % len(choices)]


def add_patient(week: Week, unit: int, cohort: Cohort | None, level: str, mode: Mode) -> Attendee:
    """Add one patient with a stay that began some weeks ago."""
    rng = week.rng
    tags = {tag for tag, percent in (("women", 42), ("mat", 18), ("spanish", 15)) if rng.randrange(100) < percent}
    if level == "teen":
        tags = {"adolescent"} | (tags & {"women"})
    patient = Attendee(
        patient=f"p{len(week.patients) + 1:04d}",
        unit=unit,
        level=level,
        level_week=1 + rng.randrange(9),
        cohort=cohort.cohort if cohort else "",
        tags=frozenset(tags),
        mode=mode,
        travel_minutes=0 if mode == "virtual" else rng.choice((10, 15, 20, 30)),
        admitted=week.monday,
        level_since=week.monday,
        work=SCHOOL if level == "teen" else None,
    )
    settle_stay(week, patient)
    week.patients.append(patient)
    return patient


def settle_stay(week: Week, patient: Attendee) -> None:
    """Give the stay dates that fit the patient's week at the level."""
    weekday = week.rng.randrange(5)
    patient.level_since = week.monday - timedelta(weeks=patient.level_week - 1) + timedelta(days=weekday)
    patient.admitted = patient.level_since
    if patient.level_week == 1:
        patient.level_since = patient.admitted = week.monday
    if patient.level in {"op", "taper"} and week.rng.randrange(2):
        patient.admitted -= timedelta(weeks=1 + week.rng.randrange(6))


def weeks_in(patient: Attendee, monday: date) -> int:
    """Weeks between the Monday of admission and this one."""
    return (monday - (patient.admitted - timedelta(days=patient.admitted.weekday()))).days // 7
