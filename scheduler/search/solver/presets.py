"""Parameter sets of the solver that were measured to work; see ``benchmarks/FINDINGS.md``."""

from scheduler.search.solver.cpsat import Parameters

QUICK: Parameters = {
    "linearization_level": 0,
    "cp_model_probing_level": 0,
    "symmetry_level": 0,
    "max_presolve_iterations": 1,
}
"""Clause learning without a linear relaxation: best where all care can be met."""

CORE: Parameters = {"linearization_level": 0, "optimize_with_core": True}
"""From below: proves what cannot be had."""

COUNT: Parameters = {**QUICK, **CORE}
"""From below and without ado: as many of many as there can be, nearly all of which can; for seats of a draft, which the
linear relaxation does not find within seconds. From those of a relaxation it makes weeks that take longer to repair."""

LINEAR: Parameters = {"linearization_level": 1}
"""With the default relaxation: for seats of everybody."""

SMALL: Parameters = {"linearization_level": 1, "symmetry_level": 0, "max_presolve_iterations": 1}
"""With the default relaxation and little presolve: for a few patients. Never without probing: the solver then calls
weeks impossible that are not."""

PATHS: Parameters = {"linearization_level": 2}
"""With all of the linear relaxation, which is tight for the paths of comfort; never without probing either."""
