"""Parameter sets of the solver that were measured to work; see ``benchmarks/FINDINGS.md``."""

from collections.abc import Mapping

Parameters = Mapping[str, object]

SMALL: Parameters = {"num_workers": 1, "linearization_level": 0, "cp_model_probing_level": 0, "symmetry_level": 0}
CARE: Parameters = {}
COMFORT: Parameters = {}
