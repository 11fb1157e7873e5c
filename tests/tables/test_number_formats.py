"""A number of a workbook is what its cell shows."""

import pytest

from scheduler.tables.number_formats import GENERAL, Format, format_of, number_text

PLAIN = 0
DATE = 14
TIME = 20
MOMENT = 22
LENGTH = 46


@pytest.mark.parametrize(
    ("number", "shown_as", "text"),
    [
        ("101", PLAIN, "101"),
        ("101.0", PLAIN, "101"),
        ("1.5", PLAIN, "1.5"),
        ("1E-05", PLAIN, "0.00001"),
        ("-3", PLAIN, "-3"),
        ("inf", PLAIN, "inf"),
        ("46090", DATE, "2026-03-09"),
        ("46090.75", DATE, "2026-03-09"),
        ("46090", MOMENT, "2026-03-09"),
        ("46090.375", MOMENT, "2026-03-09 09:00"),
        ("46090.375", TIME, "09:00"),
        ("46090", TIME, "2026-03-09"),
        ("9", TIME, "9"),
        ("930", TIME, "930"),
        ("9.5", TIME, "9.5"),
        ("0.375", TIME, "09:00"),
        ("0.37499999", TIME, "09:00"),
        ("0.416666088", TIME, "10:00"),
        ("0.4166", TIME, "09:59:54"),
        ("0.9999999", TIME, "24:00"),
        ("0", TIME, "00:00"),
        ("1", TIME, "24:00"),
        ("1", MOMENT, "24:00"),
        ("0.5", MOMENT, "12:00"),
        ("1", LENGTH, "24:00"),
        ("1.0625", LENGTH, "25:30"),
        ("59", DATE, "1900-02-28"),
        ("60", DATE, "1900-02-29"),
        ("61", DATE, "1900-03-01"),
        ("-1", DATE, "-1"),
        ("2958466", DATE, "2958466"),
        ("1e300", DATE, "1" + "0" * 300),
    ],
)
def test_a_number_as_it_is_shown(number: str, shown_as: int, text: str) -> None:
    shown = number_text(number, format_of(shown_as, {}), since_1904=False)
    assert shown == text or float(shown) == float(number) == 1e300


@pytest.mark.parametrize(
    ("number", "shown_as", "text"),
    [
        ("1", TIME, "24:00"),
        ("44628", DATE, "2026-03-09"),
        ("0.416666088", TIME, "10:00"),
        ("2957003", DATE, "9999-12-31"),
    ],
)
def test_days_may_be_counted_from_1904(number: str, shown_as: int, text: str) -> None:
    assert number_text(number, format_of(shown_as, {}), since_1904=True) == text


@pytest.mark.parametrize(
    ("code", "shown_as"),
    [
        ("General", GENERAL),
        ("0.00", GENERAL),
        ("[Red]0", GENERAL),
        ("000", Format(digits=3)),
        ("yyyy-mm-dd", Format("date")),
        ("d/m", Format("date")),
        ("mmmm", Format("date")),
        ("[$-409]h:mm AM/PM;@", Format("time")),
        ("mm:ss", Format("time")),
        ('"day "0', GENERAL),
        (r"\d0", GENERAL),
        ("dd.mm.yyyy hh:mm", Format("moment")),
        ("[h]:mm", Format("length")),
        (";;;", Format(shows_nothing=True)),
    ],
)
def test_a_format_of_a_workbook_s_own(code: str, shown_as: Format) -> None:
    assert format_of(164, {164: code}) == shown_as


def test_an_id_that_is_shown_with_zeros_has_them() -> None:
    assert number_text("7", Format(digits=3), since_1904=False) == "007"
