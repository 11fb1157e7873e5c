"""What a patient gets, and what a week is like for patients, in words."""

from scheduler.report.comfort import comfort_words
from scheduler.report.patient_words import gets_words
from scheduler.verify import Need, PatientScore


def test_each_need_that_is_short_is_told_in_its_own_measure() -> None:
    needs = [
        Need("p1", "weekly_hours", "", 540, 220),
        Need("p1", "planned_sessions", "process", 180, 90),
        Need("p1", "planned_sessions", "skills", 90, 0),
        Need("p1", "qualifying_days", "", 360, 240),
    ]
    said = gets_words(needs, 120, {"process": 90, "skills": 90})
    assert said == "gets 5 h 20 min of 9 h, 1 of 2 process sessions, 1 of 3 days"
    assert gets_words(needs[2:3], 120, {"skills": 90}) == ""
    assert gets_words([Need("p1", "qualifying_days", "", 120, 120)], 120, {}) == "gets 0 of 1 day"


def test_comfort_is_told_in_words_with_who_waits_longest() -> None:
    patients = [PatientScore("p1", (), 0, 30, 30, 0, 0), PatientScore("p2", (), 0, 75, 60, 20, 45)]
    assert comfort_words(patients) == (
        "2 patients wait between sessions of a day, 1 h 45 min in all; the most is 1 h 15 min in the week (p2).",
        "2 patients come on more days than they have to, 3 days in all.",
        "20 min lie in hours that 1 patient would rather avoid.",
        "45 min lie outside the hours that 1 patient would prefer.",
    )
    alone = comfort_words(patients[:1])
    assert alone[0].startswith("1 patient waits")
    assert alone[1].startswith("1 patient comes")


def test_a_week_without_discomfort_is_praised() -> None:
    assert comfort_words([PatientScore("p1", (), 60, 0, 0, 0, 0)]) == (
        "Nobody waits between sessions, and every wish about times is kept.",
    )
