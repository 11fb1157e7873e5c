"""Golden stories: the remedy that helps the patient of each small week best, by its words and by what it gives."""

from threading import Event

import pytest

from scheduler.remedies import Asked, RemedySearch
from scheduler.search import Budget, Limits
from tests.caseloads import MONDAY
from tests.explain.stories import HELPS, STORIES

# Small weeks are settled long before; on a busy computer it may take longer.
SECONDS = 120.0


def test_most_stories_have_a_remedy() -> None:
    assert HELPS.keys() == STORIES.keys()
    assert sum(bool(says) for says in HELPS.values()) >= 16


@pytest.mark.parametrize("name", STORIES)
def test_a_story_has_its_best_remedy(name: str) -> None:
    story = STORIES[name]
    budget = Budget.of(Limits(seconds=SECONDS, workers=1), Event())
    asked = Asked("p1", keep_apart=True, cohorts=True)
    found = RemedySearch(story.caseload, MONDAY, story.schedule, asked, budget, story.earlier).run()
    assert found.at_hand.care == found.without.care == found.without.bound
    assert bool(found.answers) == bool(HELPS[name])
    for best in found.answers[:1]:
        assert best.remedy.says.startswith(HELPS[name])
        assert best.at_least == best.regained == best.at_most == best.gains["p1"]
        assert best.losses == {}
