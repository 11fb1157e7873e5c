"""Small weeks, each with the cause of what one patient lacks and the facts that are named, to be checked by hand.

Each story is a caseload, a schedule that keeps its rules, and what is to be told of one patient: by cause, minutes and
words that the sentence has to hold; and the remedy that helps that patient best.
"""

from collections.abc import Mapping

from tests.explain.stories_of_one import OWN_NEEDS, UNAVOIDABLE
from tests.explain.stories_of_others import AGREEMENT, CAPACITY, MIXED
from tests.explain.story import Story

STORIES: Mapping[str, Story] = {**UNAVOIDABLE, **OWN_NEEDS, **AGREEMENT, **CAPACITY, **MIXED}

HELPS: Mapping[str, str] = {
    # Five minutes are lacking on Tuesday; on any other day it would be fifty.
    "the windows are too short": "p1 is free on tue 10:45-10:50 too",
    # With an hour's way on both sides of an hour's session, three hours from 08:15 on.
    "the way is too long": "p1 is free on mon 09:15-10:15 too",
    "the primary therapist leaves too early": "any therapist may lead individual of p1, not only t1",
    # The patient comes at 16:30: either comes fifty minutes sooner or t1 stays as long; mornings are farther away.
    "nobody else leads it either": "p1 is free on mon 15:30-16:20 too",
    "the group meets at another time": "the meeting of g1 on mon 09:00 moves to mon 13:00",
    "the stay begins too late": "one more meeting of g1 on thu 00:00",
    # No table that a remedy may change says which types are in the plan.
    "no row of the plan gives the hours": "",
    # The hour of the second group on another day, at the patient's usual time.
    "the limit of the day": "p1 is free on mon 16:00-17:00 too",
    "no room is there": "p1 attends by video",
    "the family never comes": "the family of p1 can come on sat 09:45-09:50",
    "no group admits the patient": "",
    "not due this week": "",
    "the only day is over": "one more meeting of g1 on tue 00:00",
    "there is no such group": "",
    "away and closed": "",
    "two sessions in one hour": "p1 is free on tue 10:00-10:50 too",
    # The patient and the therapist both have two hours, and need a third: before them or after them.
    "three sessions in two hours": "p1 is free on mon 11:00-12:00 too; and t1 works on mon 11:00-12:00 too",
    # p2 has t1 until 10:50, and sessions begin each quarter of an hour.
    "an appointment of somebody else": "p1 is free on mon 11:00-11:50 too",
    "the only place is somebody else's": "g1 takes 2 patients instead of 1",
    "kept apart from one who is agreed to come": "p1 and p2 are no longer kept apart (session)",
    "too few may join the group": "",
    "the group has met already": "one more meeting of g1 on tue 00:00",
    "the group is full": "g1 takes 2 patients instead of 1",
    "the therapist's hours are used up": "t1 leads up to 1 h 50 min a week, an hour more",
    "the only free time is taken": "p1 is free on mon 08:00-08:50 too",
    "the only room is taken": "p1 attends by video",
    "an appointment of one's own": "one more meeting of g1 on tue 00:00",
    "a part that nobody could give and a part lost to others": "g1 takes 2 patients instead of 1",
}
"""By story, how the remedy begins that helps its patient best; "" where no change that is tried would help.

Of remedies that give as much with as few changes of the week, one that asks nobody to come at other times is the best,
then the one that asks for the fewest minutes, on the earliest day.
"""
