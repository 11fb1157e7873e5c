"""For each rule alone, over every schedule of tiny caseloads, the model accepts exactly where the check is silent."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import pytest

from scheduler.rules import RuleId
from scheduler.schedule import Schedule
from scheduler.verify import violations
from tests.caseloads import MONDAY
from tests.model import (
    stories_of_appointments,
    stories_of_groups,
    stories_of_limits,
    stories_of_members,
    stories_of_presence,
    stories_of_the_clinic,
    stories_of_therapists,
)
from tests.model.accepting import Acceptance
from tests.model.stories import Story

PARTS = (
    stories_of_presence,
    stories_of_limits,
    stories_of_groups,
    stories_of_therapists,
    stories_of_the_clinic,
    stories_of_appointments,
    stories_of_members,
)
STORIES: Mapping[RuleId, tuple[Story, ...]] = {
    rule: stories for part in PARTS for rule, stories in part.STORIES.items()
}
# What these say of rows and of things shows only in the schedule that is read from a solution.
READ = {RuleId.SCHEDULE_ROW, RuleId.RESOURCE_FITS}
TOLD = [pytest.param(rule, story, id=f"{rule}: {story.says}") for rule, stories in STORIES.items() for story in stories]


@pytest.mark.parametrize(("rule", "story"), TOLD)
def test_the_model_accepts_exactly_where_the_check_is_silent(rule: RuleId, story: Story) -> None:
    rules = (rule, *story.beside)
    model = Acceptance(story.caseload, rules)
    silent = [
        any(not violations(story.caseload, MONDAY, named, rules) for named in _renamed(schedule, story.alike))
        for schedule in story.schedules
    ]
    accepts = model.writes if rule in READ else model.accepts
    accepted = [accepts(schedule) for schedule in story.schedules]
    disagreements = [
        (is_accepted, [session.session for session in schedule.sessions])
        for schedule, is_silent, is_accepted in zip(story.schedules, silent, accepted, strict=True)
        if is_silent != is_accepted
    ]
    assert disagreements == []
    assert sum(silent) == story.allowed < len(story.schedules)


def _renamed(schedule: Schedule, alike: tuple[str, ...]) -> Iterator[Schedule]:
    """The schedule with every choice among resources that are alike."""
    choices = [
        list(product(*(alike if resource in alike else (resource,) for resource in session.resources)))
        for session in schedule.sessions
    ]
    for chosen in product(*choices):
        if all(len(set(held)) == len(held) for held in chosen):
            yield Schedule.of(
                replace(session, resources=tuple(sorted(held)))
                for session, held in zip(schedule.sessions, chosen, strict=True)
            )


def test_each_rule_has_its_story() -> None:
    assert STORIES.keys() == set(RuleId)
