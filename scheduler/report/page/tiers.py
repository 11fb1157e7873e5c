"""What the week is for, tier by tier: how much is lost, and what is proven of it."""

from scheduler.report.page.looked import Looked
from scheduler.report.page.view import TierView
from scheduler.report.words import tier_words

NOT_KNOWN = -1


def tiers(looked: Looked) -> tuple[TierView, ...]:
    """Those that the week has, in strict order."""
    return tuple(
        TierView(tier=tier, value=value, bound=bound, words=_words(tier, value, bound))
        for tier, value in looked.score.tiers.items()
        for bound in (0 if value == 0 else min(value, looked.seen.bounds.get(tier, NOT_KNOWN)),)
    )


def _words(tier: str, value: int, bound: int) -> str:
    lost = tier_words(tier, value)
    if value == 0:
        return f"{lost}: nothing is lost"
    if bound == value:
        return f"{lost}: no week does better"
    if bound > 0:
        return f"{lost}: no week has less than {tier_words(tier, bound)}"
    return f"{lost}: it is not proven how much less is possible"
