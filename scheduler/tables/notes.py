"""The note of every column: what a blank cell means, what the cell says, an example, and what it takes.

Workbooks are written with these words, ``docs/tables.md`` has the same, and tests hold both to what the reader takes.
"""

from collections.abc import Mapping

from scheduler.tables.columns import ColumnNote
from scheduler.times import WEEKDAYS

_WEEKDAYS = tuple(WEEKDAYS)
_DAYS = ("mon-fri", *WEEKDAYS)
_YES_NO = ("yes", "no")
_SETTINGS = ("timezone", "grid_minutes", "calendar_title", "calendar_title_remote")
_PARTIES = ("self", "family")
_BY_WHOM = ("primary", "any")
_ANYBODY = ("patients", "therapists", "resources")

_NEEDED: Mapping[str, ColumnNote] = {
    "every_weeks": ColumnNote("1", "due in the week of admission and every so many weeks after it", "2", kind="number"),
    "sessions_min": ColumnNote("0", "sessions needed in a week that is due", "1", kind="number"),
    "sessions_max": ColumnNote(
        "the minimum for one_to_one; no limit for a group type", "most sessions in a week", "2", kind="number"
    ),
    "therapist": ColumnNote(
        "`primary`; `any` where the patient has none",
        "who leads: `primary`, `any` or an id; of no effect for group types",
        "primary",
        words=_BY_WHOM,
        ids_of=("therapists",),
    ),
}
"""What plans of patients and of levels say alike."""

NOTES: Mapping[str, Mapping[str, ColumnNote]] = {
    "clinic": {
        "setting": ColumnNote(
            "required",
            "`timezone`; `grid_minutes`: starts are chosen at multiples of it; `calendar_title`: words that patients' "
            "calendars show, `calendar_title_remote`: those for sessions online",
            "timezone",
            words=_SETTINGS,
        ),
        "value": ColumnNote("the setting's default (15; Appointment)", "its value", "America/New_York"),
    },
    "opening_hours": {
        "day": ColumnNote("required", "day, list or range", "mon-fri", words=_DAYS, is_list=True),
        "start": ColumnNote("required", "opens", "08:30", kind="time"),
        "end": ColumnNote("required", "closes", "17:00", kind="time"),
    },
    "levels": {
        "level": ColumnNote("required", "name of the level, without blanks; groups may ask for it as for a tag", "iop"),
        "from_week": ColumnNote("1", "week at this level from which the row holds", "9", kind="number"),
        "min_hours_week": ColumnNote("0", "counted hours that a patient needs a week", "9", kind="number"),
        "max_hours_week": ColumnNote("no limit", "counted hours that a patient may have a week", "15", kind="number"),
        "min_days_week": ColumnNote(
            "0", "days a week that qualify: with counted hours of at least `min_hours_day`", "3", kind="number"
        ),
        "max_days_week": ColumnNote("no limit", "days a week with any session", "5", kind="number"),
        "min_hours_day": ColumnNote("0", "counted hours that make a day qualify", "3", kind="number"),
        "max_hours_day": ColumnNote("no limit", "counted hours that a patient may have on a day", "5", kind="number"),
    },
    "session_types": {
        "session_type": ColumnNote("required", "its id, without blanks", "individual"),
        "format": ColumnNote(
            "required",
            "`group` or `one_to_one`",
            "one_to_one",
            words=(
                "group",
                "one_to_one",
            ),
        ),
        "minutes": ColumnNote("required", "length", "50", kind="number"),
        "min_size": ColumnNote("1", "fewest patients of a meeting that takes place", "2", kind="number"),
        "max_size": ColumnNote("1 for one_to_one; required for a group type", "most patients", "12", kind="number"),
        "counts": ColumnNote("yes", "whether its minutes count towards hours and days", "yes", words=_YES_NO),
        "resources": ColumnNote(
            "none",
            "kinds of resource that a session on site needs, one thing of each",
            "group_room",
            ids_of=("resources",),
            column="kind",
            is_list=True,
        ),
        "buffer_minutes": ColumnNote(
            "0", "minutes after a session that its therapists stay free of other sessions", "10", kind="number"
        ),
        "max_per_day": ColumnNote(
            "1 for one_to_one; no limit for a group type",
            "sessions of the type on one day of a patient",
            "1",
            kind="number",
        ),
        "needs_family": ColumnNote("no", "whether the patient's family has to be there too", "no", words=_YES_NO),
    },
    "resources": {
        "resource": ColumnNote("required", "its id, without blanks", "room-b"),
        "kind": ColumnNote(
            "required", "what it can serve as; of several kinds, any one at a time", "group_room;office", is_list=True
        ),
        "capacity": ColumnNote("no limit", "patients on site that fit", "8", kind="number"),
    },
    "therapists": {
        "therapist": ColumnNote("required", "id, without blanks; not `any` or `primary`", "th1"),
        "name": ColumnNote("none", "for yourself; never shown", "Counselor Morning"),
        "leads": ColumnNote(
            "none",
            "session types that the therapist may lead",
            "process_group;individual",
            ids_of=("session_types",),
            is_list=True,
        ),
        "tags": ColumnNote("none", "free words", "trauma", is_list=True),
        "max_hours_week": ColumnNote("no limit", "hours of sessions a week", "25", kind="number"),
        "max_hours_day": ColumnNote("no limit", "hours of sessions a day", "7", kind="number"),
    },
    "groups": {
        "group": ColumnNote("required", "id, without blanks", "am-process"),
        "session_type": ColumnNote("required", "a type of format `group`", "process_group", ids_of=("session_types",)),
        "title": ColumnNote("the session type's", "for yourself", "Morning process group"),
        "minutes": ColumnNote("the session type's", "length of a meeting", "90", kind="number"),
        "min_size": ColumnNote("the session type's", "fewest patients", "2", kind="number"),
        "max_size": ColumnNote("the session type's", "most patients", "8", kind="number"),
        "admits": ColumnNote(
            "everybody with the session type in the plan",
            "tags that a patient needs, all of them; the level counts as one",
            "evening",
            ids_of=("levels",),
            is_list=True,
        ),
        "therapists": ColumnNote(
            "all who lead the type", "who may lead the group", "th1;th2", ids_of=("therapists",), is_list=True
        ),
        "leaders": ColumnNote("1", "how many lead each meeting", "1", kind="number"),
        "meetings_per_week": ColumnNote("its rows in `meetings`, else 1", "most meetings a week", "3", kind="number"),
        "meetings_per_day": ColumnNote("1", "most meetings a day", "1", kind="number"),
        "same_members": ColumnNote(
            "no", "whether each patient attends all of the week's meetings or none", "no", words=_YES_NO
        ),
        "mode": ColumnNote(
            "in_person",
            "`in_person`, `virtual`, or `hybrid` (some on site, some remote)",
            "hybrid",
            words=(
                "in_person",
                "virtual",
                "hybrid",
            ),
        ),
    },
    "meetings": {
        "group": ColumnNote("required", "which group", "am-process", ids_of=("groups",)),
        "day": ColumnNote(
            "chosen for you",
            "day of this one meeting; of several days one is chosen",
            "tue;fri",
            words=_WEEKDAYS,
            is_list=True,
        ),
        "start": ColumnNote(
            "chosen for you",
            "time, any minute; of several times (`09:00;13:00`) one is chosen",
            "09:00",
            kind="time",
            is_list=True,
        ),
        "therapists": ColumnNote(
            "chosen for you", "exactly as many as lead the group", "th1", ids_of=("therapists",), is_list=True
        ),
        "resources": ColumnNote(
            "chosen for you", "at most one of each needed kind", "room-a", ids_of=("resources",), is_list=True
        ),
    },
    "patients": {
        "patient": ColumnNote("required", "id, without blanks", "p01"),
        "name": ColumnNote("none", "for yourself; never shown", "Patient One"),
        "level": ColumnNote("required", "level of care", "iop", ids_of=("levels",)),
        "admitted": ColumnNote("always there", "first day of the stay", "2026-11-02", kind="date"),
        "discharged": ColumnNote("open end", "last day of the stay, included", "2027-01-29", kind="date"),
        "level_since": ColumnNote(
            "`admitted`",
            "when the patient came to this level; its week is week 1 of `from_week`",
            "2026-11-16",
            kind="date",
        ),
        "min_hours_week": ColumnNote("the level's", "this patient's own minimum", "9", kind="number"),
        "max_hours_week": ColumnNote("the level's", "this patient's own maximum", "12", kind="number"),
        "tags": ColumnNote("none", "what groups may ask for", "evening;women", is_list=True),
        "primary_therapist": ColumnNote("none", "the therapist in charge", "th1", ids_of=("therapists",)),
        "mode": ColumnNote(
            "in_person",
            "`in_person`, `virtual`, or `either`",
            "in_person",
            words=(
                "in_person",
                "virtual",
                "either",
            ),
        ),
        "travel_minutes": ColumnNote(
            "0", "way to the clinic: before and after `busy` time, on the same day", "15", kind="number"
        ),
    },
    "level_plans": {
        "level": ColumnNote("required", "whose plan: every patient of this level", "iop", ids_of=("levels",)),
        "session_type": ColumnNote("required", "what", "process_group", ids_of=("session_types",)),
        **_NEEDED,
    },
    "plans": {
        "patient": ColumnNote("required", "whose plan", "p01", ids_of=("patients",)),
        "session_type": ColumnNote("required", "what", "individual", ids_of=("session_types",)),
        **_NEEDED,
    },
    "availability": {
        "who": ColumnNote("required", "id of a patient, therapist or resource", "p03", ids_of=_ANYBODY),
        "party": ColumnNote("self", "`self`, or `family` for a patient's family", "self", words=_PARTIES),
        "day": ColumnNote("required", "day, list or range", "mon-thu", words=_DAYS, is_list=True),
        "start": ColumnNote("all day", "from; give both or neither", "08:30", kind="time"),
        "end": ColumnNote("all day", "until", "17:00", kind="time"),
        "status": ColumnNote(
            "required",
            "`available`, `busy`, `prefer` or `avoid`",
            "busy",
            words=(
                "available",
                "busy",
                "prefer",
                "avoid",
            ),
        ),
        "from": ColumnNote("always", "first date at which the row holds", "2026-12-04", kind="date"),
        "until": ColumnNote("always", "last date at which the row holds", "2026-12-18", kind="date"),
        "reason": ColumnNote("none", "for yourself; never shown", "Part-time work"),
    },
    "closures": {
        "date": ColumnNote("required", "the date", "2026-12-25", kind="date"),
        "start": ColumnNote("all day", "closed from; give both or neither", "13:00", kind="time"),
        "end": ColumnNote("all day", "closed until", "17:00", kind="time"),
        "reason": ColumnNote("none", "for yourself; never shown", "Winter holiday"),
    },
    "absences": {
        "who": ColumnNote("required", "id of a patient, therapist or resource", "th2", ids_of=_ANYBODY),
        "party": ColumnNote("self", "`self`, or `family` for a patient's family", "self", words=_PARTIES),
        "date": ColumnNote("required", "first date", "2027-01-05", kind="date"),
        "until": ColumnNote("`date`", "last date", "2027-01-06", kind="date"),
        "start": ColumnNote(
            "all day", "away from this time, on each of the dates; give both or neither", "09:00", kind="time"
        ),
        "end": ColumnNote("all day", "away until", "12:00", kind="time"),
        "reason": ColumnNote("none", "for yourself; never shown", "Training"),
    },
    "keep_apart": {
        "patient_a": ColumnNote("required", "one of them", "p01", ids_of=("patients",)),
        "patient_b": ColumnNote("required", "the other", "p06", ids_of=("patients",)),
        "scope": ColumnNote(
            "session",
            "`session`: never in one session; `day`: never on site on the same day either",
            "session",
            words=(
                "session",
                "day",
            ),
        ),
    },
    "appointments": {
        "patient": ColumnNote("required", "with whom", "p04", ids_of=("patients",)),
        "session_type": ColumnNote(
            "required", "a one_to_one type of the patient's plan", "individual", ids_of=("session_types",)
        ),
        "day": ColumnNote("see `date`", "weekday, for every week; give either this or `date`", "fri", words=_WEEKDAYS),
        "date": ColumnNote("see `day`", "the date, for once", "2026-11-27", kind="date"),
        "start": ColumnNote("required", "time; any minute", "08:30", kind="time"),
        "therapist": ColumnNote("the plan's", "who leads it", "th2", ids_of=("therapists",)),
        "resource": ColumnNote(
            "chosen for you", "which room or other thing it uses", "office-1", ids_of=("resources",)
        ),
    },
    "members": {
        "group": ColumnNote("required", "which group", "am-process", ids_of=("groups",)),
        "patient": ColumnNote("required", "who", "p01", ids_of=("patients",)),
        "status": ColumnNote(
            "required",
            "`in`: attends every meeting that is possible; `out`: attends none",
            "in",
            words=(
                "in",
                "out",
            ),
        ),
    },
}
