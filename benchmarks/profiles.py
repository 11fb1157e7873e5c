"""Performance profiles: in which share of all cases a way of solving is within a factor of the soonest one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from benchmarks.cases import SolverName
from benchmarks.results import Run, same_caseload

SOONEST_SECONDS = 0.1
"""Times below this are not told apart."""

FACTORS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)

Case = Mapping[SolverName, Run]
Seconds = Callable[[Run, Case], float | None]


def to_best(run: Run, case: Case) -> float | None:
    """Seconds until a run has a week with at most 1 % more unmet care than the best of all runs on the case."""
    least = min((one.care for one in case.values() if one.care is not None), default=None)
    if least is None or run.care is None or 100 * run.care > 101 * least:
        return None
    reached = (step.seconds for step in run.way if 100 * step.care <= 101 * least)
    return next(reached, run.seconds)


def to_proof(run: Run, _case: Case) -> float | None:
    """Seconds until a run has proven its care the least possible."""
    return run.care_proven_s


FIGURES: Mapping[str, Seconds] = {
    "a week within 1 % of the best that is known": to_best,
    "the proof that no week is better": to_proof,
}


@dataclass(frozen=True, slots=True)
class Profile:
    """How many times the seconds of the soonest one it took, case by case; infinite where it did not arrive."""

    ratios: Sequence[float]

    def percent(self, factor: float) -> float:
        """Percent of all cases within the factor of the soonest."""
        return 100 * sum(ratio <= factor for ratio in self.ratios) / len(self.ratios)


def cases_of(runs: Iterable[Run], solvers: Sequence[SolverName]) -> list[Case]:
    """The caseloads that all of these were run on under the same conditions; of equal runs the last counts.

    Raises:
        ValueError: where there is none.
    """
    cases: dict[object, dict[SolverName, Run]] = defaultdict(dict)
    for run in runs:
        if run.solver in solvers:
            cases[same_caseload(run)][run.solver] = run
    complete: list[Case] = [case for case in cases.values() if len(case) == len(solvers)]
    if not complete:
        raise ValueError(f"there is no caseload on which all of {', '.join(solvers)} were run")
    return complete


def profiles(cases: Sequence[Case], solvers: Sequence[SolverName], seconds: Seconds) -> dict[SolverName, Profile]:
    """The profile of each way of solving over the cases, also over those at which none arrives."""
    ratios: dict[SolverName, list[float]] = {solver: [] for solver in solvers}
    for case in cases:
        taken = {solver: _seconds(seconds(case[solver], case)) for solver in solvers}
        soonest = min(taken.values())
        for solver in solvers:
            ratios[solver].append(taken[solver] / soonest if isfinite(taken[solver]) else inf)
    return {solver: Profile(found) for solver, found in ratios.items()}


def _seconds(seconds: float | None) -> float:
    return inf if seconds is None else max(seconds, SOONEST_SECONDS)


def told(runs: Iterable[Run], solvers: Sequence[SolverName]) -> str:
    """The profiles in words, a line for each way of solving and figure."""
    cases = cases_of(runs, solvers)
    lines = []
    for says, seconds in FIGURES.items():
        for solver, found in profiles(cases, solvers, seconds).items():
            shares = [f"{found.percent(factor):.0f} % {words}" for factor, words in _TOLD]
            lines.append(f"{solver}: {says}: of {len(cases)} cases {', '.join(shares)}\n")
    return "".join(lines)


_TOLD = ((1, "soonest"), (2, "within twice the soonest"), (10, "within ten times"), (FACTORS[-1], "at all"))


def draw(runs: Iterable[Run], solvers: Sequence[SolverName], path: Path) -> None:
    """Draw the profiles; the ending of the path says in which format.

    Raises:
        ValueError: for an ending that is no format, or where no caseload has runs of all of them.
    """
    cases = cases_of(runs, solvers)
    # A fixed salt and no date: the same figures give the same file.
    with mpl.rc_context({"svg.hashsalt": "profile", "svg.fonttype": "none"}):
        picture = Figure(figsize=(12, 5), layout="constrained")
        for axes, (says, seconds) in zip(picture.subplots(1, len(FIGURES), sharey=True), FIGURES.items(), strict=True):
            _draw(axes, profiles(cases, solvers, seconds))
            axes.set(title=f"Time to {says}", xlabel="at most so many times the seconds of the soonest")
        picture.suptitle(
            f"Share of {len(cases)} cases; higher and further left is better, the right end is reached at all"
        )
        picture.axes[0].set_ylabel("percent of cases")
        picture.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else {})


def _draw(axes: Axes, found: Mapping[SolverName, Profile]) -> None:
    known = [ratio for profile in found.values() for ratio in profile.ratios if isfinite(ratio)]
    last = next((factor for factor in FACTORS[1:] if factor >= max(known, default=1)), max(known, default=1))
    for index, (solver, profile) in enumerate(found.items()):
        factors = [1.0, *sorted(ratio for ratio in profile.ratios if 1 < ratio < inf), float(last)]
        percents = [profile.percent(factor) for factor in factors]
        axes.step(factors, percents, where="post", label=solver, color=f"C{index}", linewidth=2)
    axes.set(xscale="log", xlim=(0.98, last * 1.02), ylim=(0, 102))
    axes.xaxis.set_major_locator(FixedLocator([factor for factor in FACTORS if factor <= last]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda factor, _: f"{factor:g} x"))
    axes.grid(visible=True, alpha=0.3)
    axes.legend(loc="lower right")
