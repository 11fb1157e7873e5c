"""What the tests of the rules ask: by how much a schedule breaks one rule."""

from scheduler.caseload import Caseload
from scheduler.rules import RuleId
from scheduler.schedule import Session
from scheduler.verify import Violation, violations
from tests.caseloads import MONDAY, week


def found(rule: str, caseload: Caseload, *sessions: Session) -> tuple[Violation, ...]:
    """Violations of one rule by a week of these sessions."""
    return violations(caseload, MONDAY, week(*sessions), [RuleId(rule)])


def amounts(rule: str, caseload: Caseload, *sessions: Session) -> list[int]:
    """Amounts of the violations of one rule; empty where the check is silent."""
    return [violation.amount for violation in found(rule, caseload, *sessions)]


def broken(caseload: Caseload, *sessions: Session) -> set[str]:
    """Ids of all rules that a week of these sessions breaks."""
    return {violation.rule.value for violation in violations(caseload, MONDAY, week(*sessions))}
