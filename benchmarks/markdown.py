"""Results as a table in Markdown: for each caseload and way of solving, the median of all seeds and the range."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from statistics import median
from typing import get_args

from benchmarks.cases import FAMILIES, SolverName
from benchmarks.results import Run, same_caseload

MARKS = (10, 30, 60)
HEADINGS = (
    "caseload",
    "patients",
    "solver",
    "first week",
    "within 1 %",
    "care proven",
    "against plain",
    "against general",
    *(f"after {seconds} s" for seconds in MARKS),
    "care / bound",
    "comfort / bound",
    "memory",
    "verified",
)
LEFT = {"caseload", "solver"}
NOTHING = "-"

Figure = Callable[[Run], float | None]


def table(runs: Iterable[Run]) -> str:
    """The table with a line before it on how it was measured; of runs of the same kind and seed the last counts."""
    latest = {(_kind(run), run.seed): run for run in runs}
    if not latest:
        raise ValueError("there are no runs to put into a table")
    in_order = sorted(latest.values(), key=lambda run: (_kind(run), run.seed))
    rows = [row(list(same), in_order) for _, same in groupby(in_order, key=_kind)]
    rule = ["---" if heading in LEFT else "---:" for heading in HEADINGS]
    lines = [_line(cells) for cells in (HEADINGS, rule, *rows)]
    return "\n".join([circumstances(in_order), "", *lines]) + "\n"


def circumstances(runs: Sequence[Run]) -> str:
    """When and with what the runs were measured, and how to read their figures."""

    def each(values: Iterable[object]) -> str:
        return ", ".join(sorted({str(value) for value in values}))

    seeds = len({run.seed for run in runs})
    return (
        f"Measured on {each(run.date for run in runs)} at commit {each(run.commit for run in runs)} with "
        f"OR-Tools {each(run.ortools for run in runs)}, Python {each(run.python for run in runs)} and "
        f"{each(run.workers for run in runs)} workers. Median of {seeds} seed{'s' * (seeds > 1)} (least-most); "
        "times in seconds within the limit in brackets after the number of patients, care and comfort in minutes, "
        "memory in MB."
    )


def row(runs: Sequence[Run], everything: Sequence[Run]) -> list[str]:
    """One line: runs of the same family, size, limit and solver with different seeds; among all there are peers."""
    first = runs[0]
    return [
        FAMILIES[first.family].says,
        f"{first.patients} ({first.limit_s} s)",
        first.solver,
        _spread(runs, lambda run: run.first_week_s),
        _spread(runs, lambda run: run.near_s),
        _spread(runs, lambda run: run.care_proven_s),
        *(against(runs, [run for run in everything if run.solver == peer]) for peer in ("plain", "general")),
        *(_after(runs, seconds) for seconds in MARKS),
        _gap(runs, lambda run: run.care, lambda run: run.care_bound),
        _gap(runs, lambda run: run.comfort, lambda run: run.comfort_bound),
        _middle(runs, lambda run: run.peak_mb),
        f"{sum(run.verified == 'yes' for run in runs)} of {len(runs)}",
    ]


def against(runs: Sequence[Run], peers: Sequence[Run]) -> str:
    """How many times sooner than by a peer care is proven, seed by seed; at least so many where the peer's is not."""
    known = {same_caseload(run): run for run in peers}
    ratios = []
    is_at_least = False
    for run in runs:
        peer = known.get(same_caseload(run))
        if peer is None or peer.solver == run.solver or not run.care_proven_s:
            return NOTHING
        is_at_least |= peer.care_proven_s is None
        ratios.append((peer.care_proven_s or peer.limit_s) / run.care_proven_s)
    return f"{'≥ ' * is_at_least}{median(ratios):.1f} x"


def _kind(run: Run) -> tuple[int, int, int, int]:
    solvers = get_args(SolverName)
    return list(FAMILIES).index(run.family), run.patients, run.limit_s, solvers.index(run.solver)


def _spread(runs: Sequence[Run], figure: Figure) -> str:
    """Median and range; a run without the figure counts as one that takes for ever."""
    known = sorted(value for run in runs if (value := figure(run)) is not None)
    if not known:
        return NOTHING
    if len(known) < len(runs):
        middle = median([*known, *([float("inf")] * (len(runs) - len(known)))])
        shown = NOTHING if middle == float("inf") else _seconds(middle)
        return f"{shown} ({len(known)} of {len(runs)}, from {_seconds(known[0])})"
    if len(known) == 1:
        return _seconds(known[0])
    return f"{_seconds(median(known))} ({_seconds(known[0])}-{_seconds(known[-1])})"


def _middle(runs: Sequence[Run], figure: Figure) -> str:
    known = [value for run in runs if (value := figure(run)) is not None]
    return f"{round(median(known)):,}" if known else NOTHING


def _after(runs: Sequence[Run], seconds: int) -> str:
    """Medians of care and bound after so many seconds, and of how many runs, where not all had a week by then."""
    steps = [step for run in runs if (step := run.after(seconds))]
    if not steps:
        return NOTHING
    bounds = [step.bound for step in steps if step.bound is not None]
    shown = f"{round(median(step.care for step in steps)):,} / {f'{round(median(bounds)):,}' if bounds else NOTHING}"
    return shown if len(steps) == len(runs) else f"{shown} ({len(steps)} of {len(runs)})"


def _gap(runs: Sequence[Run], value: Figure, bound: Figure) -> str:
    """Medians of value and bound, and of the part of the value that may be too much."""
    values = [have for run in runs if (have := value(run)) is not None]
    pairs = [(have, least) for run in runs if (have := value(run)) is not None and (least := bound(run)) is not None]
    if not values or not pairs:
        return NOTHING if not values else f"{round(median(values)):,} / {NOTHING}"
    gap = 100 * median((have - least) / have if have else 0 for have, least in pairs)
    shown = f"{round(median(have for have, _ in pairs)):,} / {round(median(least for _, least in pairs)):,}"
    return shown if not gap else f"{shown} ({gap:.1f} %)"


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds < 1 else f"{seconds:.1f}" if seconds < 10 else f"{seconds:.0f}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
