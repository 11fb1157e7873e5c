"""What a verification found: each broken rule in words, and the score."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scheduler.report.words import count, unmet_words
from scheduler.rules import CATALOGUE

if TYPE_CHECKING:
    from scheduler.verify import Score, Violation


def violation_lines(broken: Sequence["Violation"]) -> list[str]:
    """How many violations there are, and one line for each: its rule and its words."""
    if not broken:
        return [f"Every rule holds ({len(CATALOGUE)} rules checked)."]
    return [f"{count(len(broken), 'violation')}:", *(f"  {found.rule}: {found.says}." for found in broken)]


def score_lines(score: "Score") -> list[str]:
    """The score of the tiers: unmet care in minutes, comfort in points lost."""
    return [f"Care:    {unmet_words(score.care)}.", f"Comfort: {score.comfort} points lost."]
