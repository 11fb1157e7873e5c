"""The catalogue of rules: one id each, a title, and the plain words that the model, the check and the docs share."""

from dataclasses import dataclass
from enum import StrEnum


class RuleId(StrEnum):
    """What must always hold; a schedule that breaks one of these is never written."""

    PATIENT_AVAILABLE = "patient_available"
    FAMILY_AVAILABLE = "family_available"
    PATIENT_NOT_DOUBLE_BOOKED = "patient_not_double_booked"
    PATIENT_DAY_LIMIT = "patient_day_limit"
    PATIENT_WEEK_LIMIT = "patient_week_limit"
    PATIENT_PLAN_LIMIT = "patient_plan_limit"
    PATIENT_ADMITTED_TO_GROUP = "patient_admitted_to_group"
    GROUP_SIZE = "group_size"
    GROUP_MEETINGS = "group_meetings"
    GROUP_SAME_MEMBERS = "group_same_members"
    THERAPIST_AVAILABLE = "therapist_available"
    THERAPIST_QUALIFIED = "therapist_qualified"
    THERAPIST_NOT_DOUBLE_BOOKED = "therapist_not_double_booked"
    THERAPIST_HOURS = "therapist_hours"
    RESOURCE_AVAILABLE = "resource_available"
    RESOURCE_NOT_DOUBLE_BOOKED = "resource_not_double_booked"
    RESOURCE_FITS = "resource_fits"
    KEPT_APART = "kept_apart"
    CLINIC_OPEN = "clinic_open"
    GRID = "grid"
    APPOINTMENT_KEPT = "appointment_kept"
    MEMBER_KEPT = "member_kept"
    SCHEDULE_ROW = "schedule_row"


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the catalogue."""

    id: RuleId
    title: str
    words: str


CATALOGUE: tuple[Rule, ...] = (
    Rule(
        RuleId.PATIENT_AVAILABLE,
        "Patients come when they can",
        "A patient attends only within the stay (from the day of admission up to and including the day of discharge) "
        "and inside the patient's windows: inside the `available` rows where there are any, and outside `busy` rows "
        "and absences. For a session attended in person, each `busy` window counts as longer by the travel time "
        "before and after it.",
    ),
    Rule(
        RuleId.FAMILY_AVAILABLE,
        "Families come when they can",
        "A session that needs the family lies inside the windows of the patient's family too. A family without rows "
        "can always come, unless it is absent.",
    ),
    Rule(
        RuleId.PATIENT_NOT_DOUBLE_BOOKED,
        "A patient is in one session at a time",
        "No two sessions of a patient share a minute. Sessions that touch do not overlap.",
    ),
    Rule(
        RuleId.PATIENT_DAY_LIMIT,
        "Not too much on one day",
        "A patient's counted minutes on a day are at most the level's maximum for a day.",
    ),
    Rule(
        RuleId.PATIENT_WEEK_LIMIT,
        "Not too much in a week",
        "A patient's counted minutes in the week are at most the patient's maximum (else the level's), and the days "
        "with any session, counted or not, are at most the level's maximum of days.",
    ),
    Rule(
        RuleId.PATIENT_PLAN_LIMIT,
        "Only what is planned",
        "A patient has sessions only of types that the plan has, in the week at most `sessions_max` of each "
        "(none of a one-to-one type that is not due this week), and on a day at most the type's `max_per_day`.",
    ),
    Rule(
        RuleId.PATIENT_ADMITTED_TO_GROUP,
        "The right group for the patient",
        "A patient attends a group only with every tag that it asks for (the level's name counts as a tag) and only "
        "where the modes fit: a patient in person attends no virtual group, a virtual patient no group in person.",
    ),
    Rule(
        RuleId.GROUP_SIZE,
        "Groups are neither empty nor crowded",
        "A meeting that takes place has at least `min_size` and at most `max_size` patients; one to one, exactly one.",
    ),
    Rule(
        RuleId.GROUP_MEETINGS,
        "Groups meet as the timetable says",
        "A group meets at most `meetings_per_week` times a week and `meetings_per_day` times a day and never overlaps "
        "itself. Its meetings match different rows of the timetable in day, start, therapists and resources, wherever "
        "a row gives them; only as many as `meetings_per_week` exceeds the rows may match none.",
    ),
    Rule(
        RuleId.GROUP_SAME_MEMBERS,
        "Closed groups stay together",
        "Where a group keeps the same members, each patient attends all of its meetings of the week or none.",
    ),
    Rule(
        RuleId.THERAPIST_AVAILABLE,
        "Therapists work when they can",
        "A therapist leads sessions only inside the therapist's windows.",
    ),
    Rule(
        RuleId.THERAPIST_QUALIFIED,
        "Led by the right people",
        "A meeting is led by as many different therapists as its group says, each of them a candidate of the group "
        "who leads its type; a one-to-one session is led by one therapist who leads the type: the one agreed for "
        "it, else the one whom the plan names.",
    ),
    Rule(
        RuleId.THERAPIST_NOT_DOUBLE_BOOKED,
        "A therapist is in one session at a time",
        "No two sessions of a therapist share a minute, and the buffer minutes after each are free of other sessions; "
        "the buffer may run past the therapist's windows and, within the week, past midnight.",
    ),
    Rule(
        RuleId.THERAPIST_HOURS,
        "Therapists are not overbooked",
        "The session minutes that a therapist leads are at most the therapist's maximum, on each day and in the week.",
    ),
    Rule(
        RuleId.RESOURCE_AVAILABLE,
        "Rooms are used when they are free",
        "A room or other resource is used only inside its windows.",
    ),
    Rule(
        RuleId.RESOURCE_NOT_DOUBLE_BOOKED,
        "A room holds one session at a time",
        "No two sessions that hold the same resource share a minute.",
    ),
    Rule(
        RuleId.RESOURCE_FITS,
        "The right rooms, big enough",
        "A session that is not virtual holds one resource for each kind that its type needs, each thing serving as one "
        "kind and big enough for the patients who come in person; it holds nothing else, and a virtual one nothing.",
    ),
    Rule(
        RuleId.KEPT_APART,
        "Kept apart",
        "Two patients who are kept apart share no session and, where the whole day is meant, are not on site on the "
        "same day.",
    ),
    Rule(
        RuleId.CLINIC_OPEN,
        "Only while the clinic is open",
        "Every session lies inside the opening hours of its day and outside closures.",
    ),
    Rule(
        RuleId.GRID,
        "Starts are on the grid",
        "A start that no row of the timetable and no agreement gives is a multiple of `grid_minutes` after midnight.",
    ),
    Rule(
        RuleId.APPOINTMENT_KEPT,
        "Agreed appointments are kept",
        "Each appointment that applies this week is a session of the patient of that type, at that start, with the "
        "therapist and the resource where they are given. A weekly one is dropped where its plan is not due, or a "
        "closure, an absence or the end of the stay makes it impossible.",
    ),
    Rule(
        RuleId.MEMBER_KEPT,
        "Agreed group places are kept",
        "A patient who is `in` a group attends each of its meetings that lies within the patient's windows and stay, "
        "as far as the limits on the patient's day, week and plan allow, counting agreed sessions only; in a group "
        "that keeps the same members, all of them, or none where one is not possible. A patient who is `out` attends "
        "none.",
    ),
    Rule(
        RuleId.SCHEDULE_ROW,
        "Every row makes sense",
        "Each row of the schedule is a session of this caseload and week: known ids, a group of that type or a "
        "one-to-one session of one patient, the mode and length that its group or type has, and a session id of its "
        "own.",
    ),
)
