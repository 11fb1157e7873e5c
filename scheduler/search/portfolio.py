"""Parameter sets of the solver that were measured to work; see ``benchmarks/FINDINGS.md``."""

from collections.abc import Mapping

Parameters = Mapping[str, object]

CARE: Parameters = {}
COMFORT: Parameters = {}
