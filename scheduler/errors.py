"""What can go wrong, as values that carry data; the command line turns each into words and an exit code."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing to mend in the input.

    Args:
        table: name of the table, as in the folder or the workbook; the source's own name where no table is meant.
        row: as a spreadsheet numbers it (the header is row 1); 0 where the whole table is meant.
        column: header of the column; "" where the whole row is meant.
        value: the cell's text; "" where there is none or where it may name or describe a person.
        says: what is wrong, in a sentence without a full stop.
        fix: what to do, in a sentence without a full stop.
        severity: an ``error`` keeps the week from being solved, a ``warning`` does not.
    """

    table: str
    row: int
    column: str
    value: str
    says: str
    fix: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                self.table,
                f"row {self.row}" if self.row else "",
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        shown = f" ({self.value!r})" if self.value else ""
        return f"{place}{shown}: {self.says}. {self.fix}."


class IopError(Exception):
    """A failure that is the user's to know; ``exit_code`` is what the command line returns for it."""

    exit_code: ClassVar[int] = 1


class BadInput(IopError):
    """Tables that cannot be read as a caseload or a schedule, with every problem found."""

    exit_code = 1

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Refused(BadInput):
    """A change of a caseload's tables that would make them bad input, with every problem; nothing was written."""


class CannotBeKept(IopError):
    """An agreement that no week could keep beside what the tables say; nothing was written."""


class Rescued(IopError):
    """Files that could not be written where they belong, for which a place was found; ``why`` is the failure."""

    def __init__(self, why: IopError, folder: Path) -> None:
        self.why = why
        self.folder = folder
        super().__init__(f"{why} Written to {folder} instead.")


class Contradiction(IopError):
    """Agreements that no schedule can keep together; ``rows`` are those involved, in words, none where nobody asked."""

    exit_code = 3

    def __init__(self, rows: Sequence[str]) -> None:
        self.rows = tuple(rows)
        super().__init__("; ".join(self.rows))


class NoScheduleInTime(IopError):
    """The time limit came before a first schedule."""

    exit_code = 4


class ProgramError(IopError):
    """A defect of this program, never of the caseload."""

    exit_code = 70

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} This is an error of the program, not of the caseload; please report it.")
