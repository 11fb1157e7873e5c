"""What a verification found: each broken rule in words, and the score."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scheduler.report.words import change_count_lines, count, tier_name, tier_words
from scheduler.rules import CATALOGUE

if TYPE_CHECKING:
    from scheduler.verify import Score, Violation


def violation_lines(broken: Sequence["Violation"]) -> list[str]:
    """How many violations there are, and one line for each: its rule and its words."""
    if not broken:
        return [f"Every rule holds ({len(CATALOGUE)} rules checked)."]
    return [f"{count(len(broken), 'violation')}:", *(f"  {found.rule}: {found.says}." for found in broken)]


def score_lines(score: "Score") -> list[str]:
    """The score of the tiers: unmet care in minutes, all else in points; and how many earlier appointments changed."""
    names = {tier: f"{tier_name(tier).capitalize()}:" for tier in score.tiers}
    width = max(map(len, names.values()))
    lines = [f"{names[tier]:<{width}} {tier_words(tier, value)}." for tier, value in score.tiers.items()]
    return [*lines, *(change_count_lines(score.changes) if score.changes else [])]
