"""The commands of ``iop``, each in the file of what it is for; heavy imports stand inside them."""

from scheduler.commands.capacity import capacity
from scheduler.commands.check import check
from scheduler.commands.compare import compare
from scheduler.commands.convert import convert
from scheduler.commands.edit import agree, away, cancel
from scheduler.commands.explain import explain
from scheduler.commands.export import export
from scheduler.commands.fit import fit
from scheduler.commands.free import free
from scheduler.commands.importing import import_
from scheduler.commands.report import print_week, report, show
from scheduler.commands.scenario import scenario
from scheduler.commands.setup import completion, init
from scheduler.commands.solve import solve
from scheduler.commands.solve_all import solve_all
from scheduler.commands.study import study
from scheduler.commands.verify import verify
from scheduler.commands.week import week

COMMANDS = (
    *(init, check, convert, import_, week),
    *(solve, verify, export, explain, compare),
    *(fit, free),
    *(study, capacity, solve_all, scenario),
    *(report, print_week, show, away, cancel, agree, completion),
)

__all__ = ["COMMANDS"]
