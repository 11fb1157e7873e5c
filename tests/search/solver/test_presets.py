"""Parameter sets: what was found to make the solver wrong stays out of all of them."""

import pytest

from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import Parameters

SETS = {name: found for name, found in vars(presets).items() if name.isupper()}


@pytest.mark.parametrize("parameters", SETS.values(), ids=SETS)
def test_with_a_linear_relaxation_there_is_probing(parameters: Parameters) -> None:
    """Without it, OR-Tools 9.15 calls some models infeasible that are not; see ``benchmarks/FINDINGS.md``."""
    assert parameters.get("linearization_level") == 0 or "cp_model_probing_level" not in parameters


def test_there_are_sets_with_and_without() -> None:
    assert {parameters.get("linearization_level") for parameters in SETS.values()} == {0, 1, 2}
