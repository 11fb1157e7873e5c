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
    lines = {"Care:": unmet_words(score.care), "Comfort:": f"{score.comfort} points lost"}
    if score.make_ups is not None:
        lines = {"Care:": lines["Care:"], "Make-ups:": unmet_words(score.make_ups), "Comfort:": lines["Comfort:"]}
    width = max(map(len, lines))
    return [f"{name:<{width}} {value}." for name, value in lines.items()]
