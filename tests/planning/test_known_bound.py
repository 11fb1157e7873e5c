"""What a folder's summary says to be lacking in every week, and when it is not believed."""

import json
from pathlib import Path

import pytest

from scheduler.planning.plan import is_care_proven, known_care_bound
from scheduler.week.fingerprint import fingerprint
from scheduler.week.week import week_of
from tests.caseloads import MONDAY, clinic_with, group, meeting, patient, plan, week

CLINIC = clinic_with(
    patients=[patient("p1"), patient("p2")],
    plans=[plan(who, "skills", least=1) for who in ("p1", "p2")],
    groups=[group(sizes=(1, 1), meetings_per_week=1)],
)
FACTS = week_of(CLINIC, MONDAY)
WEEK = week(meeting("g1", "mon", "09:00-10:00", "p1"))


def known(folder: Path, told: object) -> int:
    (folder / "summary.json").write_text(json.dumps(told), encoding="utf-8")
    return known_care_bound(FACTS, WEEK, folder)


def summary(bound: int, **others: object) -> dict[str, object]:
    return {"care": {"value": 60, "bound": bound}, "fingerprint": fingerprint(FACTS, WEEK), **others}


@pytest.mark.parametrize(("bound", "is_proven"), [(60, True), (40, False)])
def test_the_bound_of_this_very_week_is_known(bound: int, is_proven: bool, tmp_path: Path) -> None:
    assert known(tmp_path, summary(bound)) == bound
    assert is_care_proven(FACTS, WEEK, tmp_path) is is_proven


def test_a_week_whose_changes_were_limited_has_the_bound_without_the_limit(tmp_path: Path) -> None:
    limit = {"care_without": {"value": 30, "bound": 20}}
    assert known(tmp_path, summary(60, limit=limit)) == 20
    assert not is_care_proven(FACTS, WEEK, tmp_path)


@pytest.mark.parametrize(
    "told",
    [
        summary(61),
        {**summary(60), "fingerprint": "of another week"},
        {"care": {"value": 60}, "fingerprint": fingerprint(FACTS, WEEK)},
        {"care": None},
        [],
    ],
)
def test_what_cannot_be_believed_is_not_known(told: object, tmp_path: Path) -> None:
    assert known(tmp_path, told) == 0


def test_without_a_summary_nothing_is_known(tmp_path: Path) -> None:
    assert known_care_bound(FACTS, WEEK, tmp_path) == 0
