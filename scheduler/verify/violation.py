"""What a broken rule is, and the words for when and where it was broken."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from scheduler.rules import RuleId
from scheduler.schedule import Session


class OtherCheck(StrEnum):
    """What is checked beside the rules."""

    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Violation:
    """One witness that a schedule breaks a rule.

    Args:
        rule: the rule that is broken, or what else is.
        amount: by how much, at least 1, in the rule's unit (minutes, people, sessions, days); 1 where it has none.
        says: who, when, how much and what the limit is, in one sentence without a full stop.
        sessions: ids of the sessions involved; empty where a session is missing.
    """

    rule: RuleId | OtherCheck
    amount: int
    says: str
    sessions: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError(f"a violation of {self.rule} by {self.amount} is none")


def witness(rule: RuleId | OtherCheck, amount: int, says: str, sessions: Iterable[Session]) -> Violation:
    """The violation that these sessions show."""
    return Violation(rule, amount, says, tuple(session.session for session in sessions))


def session_words(session: Session) -> str:
    """What and when a session is: ``g1 on Tue 2026-03-03 09:00-10:00 (session 20260303.g1.1)``."""
    return f"{session.group or session.session_type} on {session.when} (session {session.session})"


def listed(words: Iterable[str]) -> str:
    """Words with commas, in the order given; ``nobody`` where there is none."""
    return ", ".join(words) or "nobody"


def row_words(table: str, row: int) -> str:
    """Where a fact is stated, in brackets after a blank; nothing for a fact that came from no table."""
    return f" ({table} row {row})" if row else ""
