"""Causes of unmet care are what plain models of small clinics say, to the minute."""

from collections import Counter

from tests.soundness.causes import refuted_causes
from tests.soundness.clinics import random_clinic

SEEDS = range(24)


def test_causes_of_small_clinics_are_exact_and_all_of_them_occur() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        refuted, causes = refuted_causes(seed, random_clinic(seed))
        assert refuted == [], seed
        seen += causes
    assert {"unavoidable", "own_needs", "agreement", "capacity", "open"} <= set(seen)
