"""Golden stories: what is told of each small week, and that of the facts it names none can be spared."""

import pytest

from scheduler.explain import shortfalls
from scheduler.verify import score, violations
from scheduler.week.week import week_of
from tests.caseloads import MONDAY
from tests.explain.stories import STORIES, Story
from tests.search.budgets import seconds


def test_there_are_stories_of_every_cause() -> None:
    assert len(STORIES) >= 16
    assert {cause for story in STORIES.values() for cause in story.told} == {
        "unavoidable",
        "own_needs",
        "agreement",
        "capacity",
    }


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_a_story_has_its_cause_and_names_its_facts(story: Story) -> None:
    assert violations(story.caseload, MONDAY, story.schedule, earlier=story.earlier) == ()
    budget = seconds(120, 1)
    found = shortfalls(week_of(story.caseload, MONDAY, story.earlier), story.schedule, care_proven=True, budget=budget)
    own = [lack for lack in found if lack.patient == "p1"]
    assert budget.statistics.disagreements == []
    assert sum(lack.minutes for lack in found) == score(story.caseload, MONDAY, story.schedule).care
    assert {cause: sum(lack.minutes for lack in own if lack.cause == cause) for cause in story.told} == story.told
    assert {lack.cause for lack in own} == set(story.told)
    told = "\n".join(lack.explanation for lack in own)
    assert [words for words in story.names if words not in told] == [], told
    assert [words for words in story.omits if words in told] == [], told
