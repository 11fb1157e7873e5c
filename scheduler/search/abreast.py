"""A search's own week beside the best one that searches side by side have found."""

from scheduler.model.places import Places
from scheduler.search.best import Best
from scheduler.search.incumbent import Incumbent


class Abreast:
    """A week to change, begun from the best so far and handed on where it became better.

    Args:
        places: of the whole week.
        best: shared with other searches.
    """

    def __init__(self, places: Places, best: Best) -> None:
        self._best = best
        self.seen = best.placed
        self.incumbent = Incumbent(places, self.seen)

    def follow(self) -> bool:
        """Go on from the best week that any search has found; tells whether that is another one than was seen last."""
        now = self._best.placed
        if now is self.seen:
            return False
        self.seen = now
        self.incumbent.follow(now)
        return True

    def publish(self, says: str) -> bool:
        """Hand the week on if it is better than the best, and no other search got further meanwhile; tells whether."""
        kept = self._best.offer(self.incumbent.placed, self.incumbent.worth, says, since=self.seen)
        if kept is not None:
            self.seen = kept
        return kept is not None
