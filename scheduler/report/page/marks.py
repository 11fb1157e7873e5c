"""What is marked on a session: kinds of broken rules, and what is special about it; each has its word and its sign."""

from collections.abc import Mapping

from scheduler.report.page.view import MarkView
from scheduler.rules import RuleId

MARKS = (
    MarkView(mark="double", word="double booked", sign="‖", is_conflict=True),
    MarkView(mark="away", word="not there or closed", sign="⊘", is_conflict=True),
    MarkView(mark="size", word="too many or too few", sign="≠", is_conflict=True),
    MarkView(mark="limit", word="over a limit", sign="▲", is_conflict=True),
    MarkView(mark="apart", word="to be kept apart", sign="↔", is_conflict=True),
    MarkView(mark="promise", word="agreement not kept", sign="✗", is_conflict=True),
    MarkView(mark="unfit", word="does not fit", sign="?", is_conflict=True),
    MarkView(mark="online", word="online", sign="@", is_conflict=False),
    MarkView(mark="hybrid", word="partly online", sign="◐", is_conflict=False),
    MarkView(mark="agreed", word="agreed", sign="✓", is_conflict=False),
    MarkView(mark="changed", word="changed", sign="↻", is_conflict=False),
)
ORDER = {mark.mark: place for place, mark in enumerate(MARKS)}

_OF_RULES: Mapping[str, tuple[RuleId, ...]] = {
    "double": (
        RuleId.PATIENT_NOT_DOUBLE_BOOKED,
        RuleId.THERAPIST_NOT_DOUBLE_BOOKED,
        RuleId.RESOURCE_NOT_DOUBLE_BOOKED,
    ),
    "away": (
        RuleId.PATIENT_AVAILABLE,
        RuleId.FAMILY_AVAILABLE,
        RuleId.THERAPIST_AVAILABLE,
        RuleId.RESOURCE_AVAILABLE,
        RuleId.CLINIC_OPEN,
    ),
    "size": (RuleId.GROUP_SIZE, RuleId.RESOURCE_FITS),
    "limit": (
        RuleId.PATIENT_DAY_LIMIT,
        RuleId.PATIENT_WEEK_LIMIT,
        RuleId.PATIENT_PLAN_LIMIT,
        RuleId.THERAPIST_HOURS,
    ),
    "apart": (RuleId.KEPT_APART,),
    "promise": (RuleId.APPOINTMENT_KEPT, RuleId.MEMBER_KEPT, RuleId.GROUP_SAME_MEMBERS),
}
_MARK_OF_RULE = {str(rule): mark for mark, rules in _OF_RULES.items() for rule in rules}


def mark_of_rule(rule: str) -> str:
    """The kind of mark that a session gets for breaking the rule."""
    return _MARK_OF_RULE.get(rule, "unfit")
