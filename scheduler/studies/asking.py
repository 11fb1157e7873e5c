"""A question on capacity from its caseload to its answer in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event

from scheduler.errors import BadInput, NoScheduleInTime, Problem
from scheduler.search import Limits
from scheduler.studies.capacity import Answer, Tried, Trying, allowed_by, most_that_fit
from scheduler.studies.capacity_words import capacity_lines, staffing_lines, tried_words
from scheduler.studies.edits import Tables
from scheduler.studies.evidence import write_evidence
from scheduler.studies.kinds import Kinds, NobodyLikeThat, with_more
from scheduler.studies.staffing import fewest_hours
from scheduler.tables import read_caseload, read_text

USUAL_TARGET = 95


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Args:
        kind: of whom more are added; None where hours are asked for.
        target: per cent of the care asked for that is to be met; None for the usual.
        most: patients more that are tried.
        out: where evidence goes; None for none.
    """

    caseload: Path
    monday: date
    kind: str | None
    target: int | None
    most: int
    limits: Limits
    out: Path | None


def ask(question: Question, stop: Event, hear: Callable[[str], None]) -> tuple[Sequence[str], bool]:
    """The answer in lines, and whether nothing of it is open; ``hear`` is told of each number that was tried.

    Raises:
        BadInput: with every problem of the caseload, or nobody is of the kind.
        NoScheduleInTime: no week was found to begin with.
        NotWritten: the evidence cannot be written.
        Stopped: the end was asked for.
    """
    read_caseload(question.caseload)
    tables: Tables = read_text(question.caseload)
    trying = Trying(question.monday, question.limits, stop, lambda tried, about: hear(tried_words(tried, about)))
    if question.kind is None:
        return _fewest(question, tables, trying)
    return _most(question, tables, trying, question.kind)


def _most(question: Question, tables: Tables, trying: Trying, kind: str) -> tuple[Sequence[str], bool]:
    target = question.target or USUAL_TARGET
    try:
        like = Kinds.of(read_caseload(question.caseload), question.monday).like(kind)
    except NobodyLikeThat as nobody:
        raise BadInput([Problem("--add", 0, "", kind, nobody.says, nobody.fix)]) from nobody

    def attempt(number: int) -> Tried:
        more = with_more(tables, like, number, question.limits.seed)
        return trying.tried(number, more, allowed_by(target))

    answer = most_that_fit(attempt, question.most)
    _write(question, {"": answer}, answer.fits)
    return list(capacity_lines(answer, kind, target, question.most)), answer.is_settled


def _fewest(question: Question, tables: Tables, trying: Trying) -> tuple[Sequence[str], bool]:
    # Without a target it is all that can be given with the hours that there are.
    now = trying.tried(0, tables, None if question.target is None else allowed_by(question.target))
    if now.week is None:
        raise NoScheduleInTime
    staffing = fewest_hours(tables, trying, now)
    _write(question, {one.therapist: one.answer for one in staffing.hours if one.answer}, staffing.shown)
    return list(staffing_lines(staffing, now)), staffing.is_settled


def _write(question: Question, answers: dict[str, Answer], shown: Tried | None) -> None:
    if question.out is not None:
        write_evidence(question.out, answers, shown)
