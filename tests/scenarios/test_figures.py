"""Clinics that are drawn are as the figures of their profile say, and the page of them is current."""

from collections.abc import Mapping
from functools import cache
from math import sqrt
from pathlib import Path

import pytest

from scheduler.report.scenario_page import measured_programs, scenario_page
from scheduler.scenarios import PROGRAMS
from scheduler.scenarios.figures import FIGURES, Figure
from scheduler.scenarios.measured import Measure, together

PAGE = Path(__file__).parents[2] / "docs" / "scenarios.md"
# So far is a share of fixed seeds off at most, in standard deviations; it is wrong by chance once in 10,000 times.
DEVIATIONS = 4


@cache
def found() -> Mapping[str, Mapping[str, Measure]]:
    return measured_programs()


def figure_of(program: str, name: str) -> Figure:
    return PROGRAMS[program].figures.get(name, FIGURES[name])


def is_near(figure: Figure, measure: Measure) -> bool:
    least, most = figure.span or (figure.value, figure.value)
    if figure.unit != "%":
        margin = 0.1 * figure.value if figure.span is None else 0.0
        return least - margin <= measure.value <= most + margin
    margin = DEVIATIONS * sqrt(figure.value * (1 - figure.value) / measure.whole) + 0.001
    return least - margin <= measure.value <= most + margin


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_is_as_its_figures_say(program: str, name: str) -> None:
    measure = found()[program][name]
    if not measure.whole:
        assert name == "family_works"
        assert not any(kind.needs_family for kind in PROGRAMS[program].kinds.values())
        return
    assert is_near(figure_of(program, name), measure), (measure.value, figure_of(program, name).value)


@pytest.mark.parametrize("name", ["adolescents", "full_time", "part_time", "no_work", "day_shift", "no_shows"])
def test_all_programs_together_are_near_the_usual_figures(name: str) -> None:
    everybody = together([{name: measures[name]} for measures in found().values()])[name]
    assert everybody.whole > 400
    assert is_near(FIGURES[name], everybody)
    assert is_near(FIGURES[name], Measure(everybody.part, 4 * everybody.whole)) is False


def test_every_figure_is_measured_and_has_a_source() -> None:
    for measures in found().values():
        assert set(measures) == set(FIGURES)
    assert all(figure.says and figure.source for figure in FIGURES.values())
    for program in PROGRAMS.values():
        assert set(program.figures) <= set(FIGURES)


def test_the_page_of_scenarios_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == scenario_page(found())
