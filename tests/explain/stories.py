"""Small weeks, each with the cause of what one patient lacks and the facts that are named, to be checked by hand.

Each story is a caseload, a schedule that keeps its rules, and what is to be told of one patient: by cause, minutes and
words that the sentence has to hold. What would help best is told by those who try remedies.
"""

from collections.abc import Mapping

from tests.explain.stories_of_one import OWN_NEEDS, UNAVOIDABLE
from tests.explain.stories_of_others import AGREEMENT, CAPACITY, MIXED
from tests.explain.story import Story

STORIES: Mapping[str, Story] = {**UNAVOIDABLE, **OWN_NEEDS, **AGREEMENT, **CAPACITY, **MIXED}
