"""What a week is like for patients, in words."""

from scheduler.report.comfort import comfort_words
from scheduler.verify import PatientScore


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
