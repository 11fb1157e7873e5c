"""A strategy as one list of steps: two sides at the same time, or all of it in turn where there is one worker."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

from scheduler.search.limits import Budget
from scheduler.search.policy import Share

Side = Literal["primal", "dual"]


@dataclass(frozen=True, slots=True)
class Step:
    """What is done within a share of the time that is left when its turn comes; the primal side looks for weeks."""

    side: Side
    run: Callable[[Budget], None]
    share: Share


def run_steps(steps: Sequence[Step], budget: Budget, workers: int) -> None:
    """Run the steps in their order; with several workers each side by itself, the dual one in another thread.

    What fails on either side is raised here.
    """
    if workers == 1:
        _in_turn(((step.run, step.share.in_turn) for step in steps), budget)
        return
    here, there = (
        [(step.run, step.share.beside) for step in steps if step.side == side] for side in ("primal", "dual")
    )
    with ThreadPoolExecutor(max_workers=1) as beside:
        other = beside.submit(_in_turn, there, budget)
        _in_turn(here, budget)
        other.result()


def _in_turn(steps: Iterable[tuple[Callable[[Budget], None], float]], budget: Budget) -> None:
    for run, share in steps:
        mine = budget if share == 1 else budget.share(share)
        if mine.left:
            run(mine)
