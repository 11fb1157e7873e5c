"""CP-SAT parameter sets that were measured to work; see ``benchmarks/FINDINGS.md``."""

from scheduler.search.solver.cpsat import Parameters

QUICK: Parameters = {
    "linearization_level": 0,
    "cp_model_probing_level": 0,
    "symmetry_level": 0,
    "max_presolve_iterations": 1,
}
"""Clause learning (Ohrimenko et al. 2009) without LP, probing or symmetry: best for feasibility questions, as where all
care can be met (fixed 120: 0.7 s, where the default portfolio stood at 21,770 minutes after 30 s)."""

CORE: Parameters = {"linearization_level": 0, "optimize_with_core": True}
"""From below by unsatisfiable cores: proves what cannot be had."""

COUNT: Parameters = {**QUICK, **CORE}
"""Cores without presolve: for a maximum of which nearly all can be had, as seats of a draft (0.4 s for 2,788 seats,
more than 7 s with the LP). Seats of a relaxation taken so make weeks that take longer to repair."""

LINEAR: Parameters = {"linearization_level": 1}
"""The default LP relaxation: for seats of everybody."""

SMALL: Parameters = {"linearization_level": 1, "symmetry_level": 0, "max_presolve_iterations": 1}
"""The default LP relaxation and little presolve: for subproblems of LNS. Never without probing: at levels 1 and 2 CP-
SAT 9.15 then calls models infeasible that are not (9 of 60 at level 1)."""

PATHS: Parameters = {"linearization_level": 2}
"""The full LP relaxation, which is tight for the paths of comfort (level 1 stood at 6,580 of 7,180 after 30 s); never
without probing either."""
