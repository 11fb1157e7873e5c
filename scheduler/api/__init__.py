"""What the commands do, from Python: a caseload from files or frames, its week, and what is known of it as frames."""

from scheduler.api.caseloads import check_caseload, read_caseload, read_tables, write_caseload
from scheduler.api.checking import VerifiedWeek, explain_week, verify_week
from scheduler.api.solving import SolvedWeek, solve_week
from scheduler.errors import BadInput, Contradiction, IopError, NoScheduleInTime

__all__ = [
    "BadInput",
    "Contradiction",
    "IopError",
    "NoScheduleInTime",
    "SolvedWeek",
    "VerifiedWeek",
    "check_caseload",
    "explain_week",
    "read_caseload",
    "read_tables",
    "solve_week",
    "verify_week",
    "write_caseload",
]
