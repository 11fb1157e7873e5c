"""The changes that a new patient brings have that patient's stay as their reason."""

from dataclasses import replace

import pytest

from scheduler.changes import compare
from scheduler.fitting import with_newcomer
from tests.caseloads import MONDAY, span
from tests.fitting.test_fit import BOTH_ON_MONDAY, clinic, fitted, like_p1


@pytest.mark.parametrize(
    ("is_dated", "says"),
    [
        (True, f"the stay of new begins on {MONDAY}"),
        (False, "new had nothing in this week as it was planned before"),
    ],
)
def test_who_moves_for_a_new_patient_is_told_so(is_dated: bool, says: str) -> None:
    new = like_p1(clinic(), ((1,), span("09:00-12:00")))
    moved = fitted(clinic(), BOTH_ON_MONDAY, new, moves=1).with_moves
    assert moved is not None
    typed = new if is_dated else replace(new, patient=replace(new.patient, admitted=None))
    changes = compare(with_newcomer(clinic(), typed), BOTH_ON_MONDAY, moved.schedule).changes
    assert {change.who for change in changes} > {"new"}
    assert all(change.is_dated for change in changes)
    others = [change.why for change in changes if change.who != "new" and change.role == "patient"]
    assert others
    assert all(why.endswith(f"(follows from: {says})") for why in others)
