"""How many fit and how few hours do, on a clinic whose answers are known by heart, and halving by itself."""

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import BadInput, NoScheduleInTime
from scheduler.planning.starter import AlreadyThere
from scheduler.search import Limits
from scheduler.studies.asking import Question, ask
from scheduler.studies.capacity import Stopped, Tried, Trying, Verdict, allowed_by, most_that_fit
from scheduler.studies.capacity_words import capacity_lines, staffing_lines
from scheduler.studies.edits import Tables
from scheduler.studies.evidence import check_place
from scheduler.studies.staffing import Hours, Staffing, fewest_hours, with_limits
from scheduler.tables import read_caseload, read_schedule, write_tables
from scheduler.verify import score, violations
from tests.caseloads import MONDAY
from tests.studies.clinic import tiny

QUICK = Limits(seconds=20, workers=1, until="care")
# What is unmet and proven of a number, where 10 minutes are allowed.
FIGURES: Mapping[Verdict, tuple[int, int]] = {"fits": (10, 0), "breaks": (30, 11), "open": (11, 10)}


def halving(verdicts: Mapping[int, Verdict]) -> tuple[Callable[[int], Tried], list[int]]:
    asked: list[int] = []

    def attempt(number: int) -> Tried:
        asked.append(number)
        unmet, least = FIGURES[verdicts[number]]
        return Tried(number, {}, 1000, 10, unmet, least, None)

    return attempt, asked


@given(most=st.integers(1, 40), data=st.data())
def test_halving_finds_both_ends_of_what_is_open(most: int, data: st.DataObject) -> None:
    fits = data.draw(st.integers(-1, most))
    breaks = data.draw(st.integers(fits + 1, most + 1))
    verdicts: dict[int, Verdict] = {
        number: "fits" if number <= fits else "breaks" if number >= breaks else "open" for number in range(most + 1)
    }
    attempt, asked = halving(verdicts)
    answer = most_that_fit(attempt, most)
    assert (answer.fits.number if answer.fits else -1) == fits
    assert (answer.breaks.number if answer.breaks else most + 1) == breaks
    assert answer.is_settled == (breaks == fits + 1 <= most)
    assert len(asked) == len(set(asked)) == len(answer.tried) <= 2 * 2 * most.bit_length() + 2


def test_what_is_known_already_is_not_asked_again() -> None:
    attempt, asked = halving({0: "fits", 1: "breaks"})
    answer = most_that_fit(attempt, 1, first=Tried(0, {}, 1000, 10, 0, 0, None))
    assert answer.is_settled
    assert asked == [1]


def test_a_number_that_fits_above_one_that_is_open_counts() -> None:
    verdicts: dict[int, Verdict] = {
        0: "fits",
        1: "fits",
        2: "fits",
        3: "open",
        4: "open",
        5: "fits",
        6: "breaks",
        7: "breaks",
        8: "breaks",
    }
    attempt, _ = halving(verdicts)
    answer = most_that_fit(attempt, 8)
    assert (answer.fits and answer.fits.number, answer.breaks and answer.breaks.number) == (5, 6)


def test_verdicts_at_both_edges_of_what_is_allowed() -> None:
    def verdict(unmet: int | None, least: int) -> Verdict:
        return Tried(1, {}, 1000, 10, unmet, least, None).verdict

    assert [verdict(10, 10), verdict(11, 10), verdict(11, 11), verdict(None, 0)] == ["fits", "open", "breaks", "open"]
    assert Tried(1, {}, 1000, 10, None, 0, None, has_clash=True).verdict == "breaks"


def test_a_target_leaves_so_much_of_what_is_asked() -> None:
    assert [allowed_by(95)(asked) for asked in (0, 19, 20, 100, 630)] == [0, 0, 1, 5, 31]
    assert allowed_by(100)(1000) == 0


def asked(folder: Path, tables: Tables, **of: object) -> tuple[str, bool, list[str]]:
    """The answer for a clinic that lies in a folder, and what was heard on the way."""
    write_tables(tables, folder / "clinic")
    usual = {"kind": None, "target": None, "most": 8, "limits": QUICK, "out": folder / "out"}
    question = Question(caseload=folder / "clinic", monday=MONDAY, **{**usual, **of})  # type: ignore[arg-type]  # as named
    heard: list[str] = []
    lines, is_settled = ask(question, Event(), heard.append)
    return "\n".join(lines), is_settled, heard


def roomy(hours: str = "5") -> Tables:
    """The tiny clinic with more hours: so many sessions of 50 minutes as fit."""
    tables = tiny()
    tables["therapists"][0]["max_hours_week"] = hours
    return tables


def test_how_many_more_fit_with_both_proofs(tmp_path: Path) -> None:
    # Six sessions in five hours, of which three are taken.
    told, is_settled, heard = asked(tmp_path, roomy(), kind="iop", target=100)
    assert is_settled
    assert "At least 3 more patients like iop can have 100 % of the care that is asked for." in told
    assert "3 fit: a schedule meets 5 h of 5 h (100.0 %)." in told
    assert "4 do not: no week meets more than 5 h of 5 h 50 min (85.7 %), proven." in told
    assert [line.split(":")[0] for line in heard] == ["0 more", "1 more", "2 more", "4 more", "3 more"]


def test_the_evidence_can_be_checked_by_hand_and_names_nobody(tmp_path: Path) -> None:
    asked(tmp_path, roomy(), kind="", target=100)
    out = tmp_path / "out"
    fits, breaks = (read_caseload(out / name / "caseload") for name in ("fits", "breaks"))
    assert (len(fits.patients), len(breaks.patients)) == (6, 7)
    schedule = read_schedule(out / "fits" / "schedule.csv", fits, MONDAY)
    assert not list(violations(fits, MONDAY, schedule))
    assert score(fits, MONDAY, schedule).care == 0
    assert {place.stat().st_mode & 0o777 for place in out.rglob("*.csv")} == {0o600}
    assert not any(b"Acorn" in place.read_bytes() or b"works" in place.read_bytes() for place in out.rglob("*.csv"))
    tried = (out / "tried.csv").read_text(encoding="utf-8").splitlines()
    assert tried[0] == "about,number,verdict,asked_minutes,allowed_minutes,unmet_minutes,at_least_minutes"
    # The best week is searched for only until the bound says that it is too little.
    assert tried[-1].startswith(",4,breaks,350,0,")
    assert tried[-1].endswith(",50")


def test_another_answer_takes_the_place_of_the_earlier_one_and_of_nothing_else(tmp_path: Path) -> None:
    asked(tmp_path, roomy(), kind="", target=100)
    asked(tmp_path, roomy("7"), kind="", target=100, most=2)
    assert not list((tmp_path / "out" / "breaks" / "caseload").iterdir())
    check_place(tmp_path / "out")
    with pytest.raises(AlreadyThere):
        check_place(tmp_path / "clinic")


def test_a_target_that_is_missed_now_is_said_to_be(tmp_path: Path) -> None:
    told, is_settled, _ = asked(tmp_path, tiny(), kind="")
    assert is_settled
    assert told.startswith("95 % of the care that is asked for cannot be met even now.")
    assert "0 do not: no week meets more than 2 h of 2 h 30 min (80.0 %), proven." in told


def test_more_than_are_tried_are_not_spoken_of(tmp_path: Path) -> None:
    told, is_settled, _ = asked(tmp_path, roomy("40"), kind="", most=2)
    assert not is_settled
    assert "2 fit" in told
    assert "No number up to 2 is proven to be too many." in told


def test_the_fewest_hours_with_both_proofs(tmp_path: Path) -> None:
    tables = roomy("20")
    tables["therapists"].append({"therapist": "t2", "leads": "individual", "max_hours_week": "20"})
    told, is_settled, _ = asked(tmp_path, tables)
    assert is_settled
    assert "3 therapist hours are enough; the best week with all hours that there are uses 3." in told
    assert "t1: 3 hours; with one hour less there is less care in every week, proven." in told
    assert "t2: 0 hours; not needed." in told
    assert "Nobody of them can lead an hour less, proven." in told
    out = tmp_path / "out"
    fits, breaks = (read_caseload(out / name / "caseload") for name in ("fits", "breaks-t1"))
    assert {who: one.max_minutes_week for who, one in fits.therapists.items()} == {"t1": 180, "t2": 0}
    assert breaks.therapists["t1"].max_minutes_week == 120
    schedule = read_schedule(out / "fits" / "schedule.csv", fits, MONDAY)
    assert not list(violations(fits, MONDAY, schedule))
    assert score(fits, MONDAY, schedule).care == 0


def test_less_care_needs_fewer_hours_still(tmp_path: Path) -> None:
    told, is_settled, _ = asked(tmp_path, roomy("20"), target=60)
    assert is_settled
    assert "2 therapist hours are enough" in told


def test_an_agreement_that_needs_the_hours_is_a_proof_too(tmp_path: Path) -> None:
    tables = roomy("20")
    tables["appointments"] = [{"patient": "p1", "session_type": "individual", "day": "mon", "start": "09:00"}]
    told, is_settled, _ = asked(tmp_path, tables, target=1)
    assert is_settled
    assert "1 therapist hour" in told
    assert "t1,3,breaks,150,148,,0" in (tmp_path / "out" / "tried.csv").read_text(encoding="utf-8")


def test_a_kind_that_nobody_is_of_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nobody in care in this week is of the kind 'op'"):
        asked(tmp_path, tiny(), kind="op")


def test_a_clinic_whose_agreements_clash_has_no_week_to_begin_with(tmp_path: Path) -> None:
    tables = tiny()
    at = {"patient": "p1", "session_type": "individual", "day": "mon", "start": "09:00"}
    tables["appointments"] = [at, {**at, "patient": "p2", "start": "09:30"}]
    with pytest.raises(NoScheduleInTime):
        asked(tmp_path, tables)
    told, is_settled, _ = asked(tmp_path, tables, kind="")
    assert is_settled
    assert "0 do not: there is no schedule at all, proven." in told


def test_the_end_can_be_asked_for(tmp_path: Path) -> None:
    write_tables(roomy(), tmp_path / "clinic")
    stop = Event()
    question = Question(tmp_path / "clinic", MONDAY, "", 95, 8, QUICK, None)
    with pytest.raises(Stopped):
        ask(question, stop, lambda _: stop.set())


def test_limits_are_put_in_for_everybody() -> None:
    assert [row["max_hours_week"] for row in with_limits(tiny(), {"t1": 3})["therapists"]] == ["3"]


def test_what_is_open_is_said_to_be() -> None:
    attempt, _ = halving({0: "fits", 1: "open", 2: "open", 3: "breaks", 4: "breaks"})
    told = list(capacity_lines(most_that_fit(attempt, 4), "", 99, 4))
    assert told[0] == "At least 0 more patients can have 99 % of the care that is asked for."
    assert told[2] == "  3 do not: no week meets more than 16 h 29 min of 16 h 40 min (98.9 %), proven."
    assert told[3] == "What lies between is open; give more time with --time-limit, or try 1 to 2 by hand."
    nothing = most_that_fit(halving({0: "open", 1: "open"})[0], 1)
    assert next(iter(capacity_lines(nothing, "", 99, 1))) == (
        "99 % of the care that is asked for is not met now, or not known to be."
    )


def test_hours_of_which_less_may_be_enough_are_said_to_be_open() -> None:
    shown = Tried(0, {}, 1000, 10, 10, 5, None)
    answer = most_that_fit(halving({1: "open", 2: "open"})[0], 2, first=shown)
    staffing = Staffing((Hours("t1", 3, 2, answer), Hours("t2", 1, 0, None)), shown)
    told = list(staffing_lines(staffing, shown))
    assert told[0] == "2 therapist hours are enough; the best week with all hours that there are uses 4."
    assert told[2:] == [
        "  t1: 2 hours; whether one hour less is enough is open.",
        "  t2: 0 hours; not needed.",
        "Whether more care is possible with all hours is open: at least 5 min is unmet in every week.",
    ]
    with pytest.raises(ValueError, match="a week is needed"):
        fewest_hours({}, Trying(MONDAY, QUICK, Event(), lambda *_: None), shown)
