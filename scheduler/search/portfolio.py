"""Parameter sets of the solver that were measured to work; see ``benchmarks/FINDINGS.md``."""

from scheduler.search.engine import Parameters

QUICK: Parameters = {"linearization_level": 0, "cp_model_probing_level": 0, "symmetry_level": 0}
"""Clause learning without a linear relaxation: best where all care can be met."""

CORE: Parameters = {"linearization_level": 0, "optimize_with_core": True}
"""From below: proves what cannot be had."""

LINEAR: Parameters = {"linearization_level": 1}
"""With the default relaxation: for a few patients, and for seats."""


PATHS: Parameters = {"linearization_level": 2}
"""With all of the linear relaxation, which is tight for the paths of comfort; never without probing, see there too."""
