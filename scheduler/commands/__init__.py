"""The commands of ``iop``, each in the file of what it is for; heavy imports stand inside them."""

from scheduler.commands.converting import convert
from scheduler.commands.entering import agree, away, cancel
from scheduler.commands.handing import completion, export, init
from scheduler.commands.importing import import_
from scheduler.commands.looking import check, compare, explain, verify
from scheduler.commands.planning import solve
from scheduler.commands.reporting import print_week, report, show
from scheduler.commands.weekly import week

COMMANDS = (
    *(init, check, convert, import_, week),
    *(solve, verify, export, explain, compare),
    *(report, print_week, show, away, cancel, agree, completion),
)

__all__ = ["COMMANDS"]
