"""Runs made by hand, as if they had been measured."""

from benchmarks.cases import SolverName
from benchmarks.results import Run


def run_of(solver: SolverName = "iop", patients: int = 10, seed: int = 1, **figures: object) -> Run:
    """A run of the fixed family that took 10 s at most and proved that no care is unmet after 2 s, unless told."""
    known: dict[str, object] = {
        "date": "2026-03-02",
        "commit": "abc1234",
        "python": "3.11.7",
        "ortools": "9.15.6755",
        "solver": solver,
        "family": "fixed",
        "patients": patients,
        "seed": seed,
        "workers": 2,
        "limit_s": 10,
        "status": "optimal",
        "verified": "yes",
        "variables": 1500,
        "build_s": 0.25,
        "first_week_s": 0.5,
        "near_s": 1.0,
        "care_proven_s": 2.0,
        "seconds": 4.0,
        "care": 0,
        "care_bound": 0,
        "comfort": 400,
        "comfort_bound": 300,
        "asked": 5400,
        "peak_mb": 150,
    }
    return Run.model_validate(known | figures)


def unproven(solver: SolverName = "plain", patients: int = 10, seed: int = 1) -> Run:
    """A run whose time was over before the proof."""
    return run_of(solver, patients, seed, status="feasible", near_s=None, care_proven_s=None, care=200, care_bound=50)
