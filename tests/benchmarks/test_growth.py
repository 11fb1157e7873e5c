"""The growth plot: exact exponents of figures that follow a power, and the picture itself."""

from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.growth import Power, fitted, medians, plot
from benchmarks.results import append
from tests.benchmarks.runs import run_of, unproven

SIZES = (10, 20, 60, 120, 500)


@pytest.mark.parametrize("power", [Power(0.01, 1.0), Power(0.002, 1.5), Power(3.0, 0.0), Power(1e-6, 2.75)])
def test_the_exponent_of_a_power_is_found(power: Power) -> None:
    found = fitted([(patients, power.at(patients)) for patients in SIZES])
    assert found is not None
    assert found.exponent == pytest.approx(power.exponent, abs=1e-9)
    assert found.factor == pytest.approx(power.factor, rel=1e-9)


def test_one_size_shows_no_growth() -> None:
    assert fitted([(10, 1.0), (10, 2.0)]) is None


def test_medians_leave_out_sizes_that_some_run_did_not_reach() -> None:
    runs = [run_of(patients=10, seed=seed, care_proven_s=seed) for seed in (1, 2, 6)]
    runs += [run_of(patients=20), unproven("iop", patients=20, seed=2)]
    assert medians(runs, "care_proven_s") == {("iop", "fixed"): [(10, 2.0)]}


@pytest.mark.parametrize(("name", "begins"), [("growth.svg", b"<?xml"), ("growth.png", b"\x89PNG")])
def test_the_command_draws_a_picture(tmp_path: Path, name: str, begins: bytes) -> None:
    for patients in SIZES:
        append(tmp_path / "results.csv", run_of(patients=patients, care_proven_s=0.001 * patients**1.5))
    main(["plot", str(tmp_path / "results.csv"), "--picture", str(tmp_path / name)])
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_equal_figures_give_an_equal_picture_that_names_the_exponent(tmp_path: Path) -> None:
    runs = [run_of(patients=patients, care_proven_s=0.001 * patients**1.5) for patients in SIZES]
    pictures = [tmp_path / "a.svg", tmp_path / "b.svg"]
    for picture in pictures:
        plot(runs, picture)
    first, second = (picture.read_text(encoding="utf-8") for picture in pictures)
    assert first == second
    assert "iop, fixed timetable: n^1.5" in first


def test_nothing_to_draw_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no runs"):
        plot([run_of("highs")], tmp_path / "growth.svg")
