"""How seconds grow with the number of patients: medians, the power that fits them best, and a picture of both."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from statistics import linear_regression, median

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter, NullLocator

from benchmarks.cases import FAMILIES, FamilyName, SolverName
from benchmarks.results import Run

FIGURES = {"care_proven_s": "until care is proven", "near_s": "until care is within 1 % of the final"}
MARKERS: Mapping[str, str] = {"iop": "o", "plain": "x"}
DASHES: Mapping[str, str] = {"iop": "-", "plain": ":"}

Point = tuple[int, float]
Lines = Mapping[tuple[SolverName, FamilyName], list[Point]]


@dataclass(frozen=True, slots=True)
class Power:
    """``seconds = factor * patients ** exponent``."""

    factor: float
    exponent: float

    def at(self, patients: int) -> float:
        """Seconds for so many patients."""
        return float(self.factor * patients**self.exponent)


def fitted(points: Sequence[Point]) -> Power | None:
    """The power with the least squares of the logarithms; None for less than two sizes."""
    if len({patients for patients, _ in points}) < 2:
        return None
    slope, intercept = linear_regression([log(patients) for patients, _ in points], [log(s) for _, s in points])
    return Power(exp(intercept), slope)


def medians(runs: Iterable[Run], figure: str) -> Lines:
    """By solver and family, the median seconds of each size; sizes at which a run did not come so far are left out."""
    seconds: dict[tuple[SolverName, FamilyName, int], list[float | None]] = defaultdict(list)
    for run in runs:
        seconds[run.solver, run.family, run.patients].append(getattr(run, figure))
    lines: dict[tuple[SolverName, FamilyName], list[Point]] = defaultdict(list)
    for (solver, family, patients), found in sorted(seconds.items()):
        known = [value for value in found if value]
        if len(known) == len(found):
            lines[solver, family].append((patients, median(known)))
    return lines


def plot(runs: Iterable[Run], path: Path) -> None:
    """Draw the growth of this program and of the plain model; the ending of the path says in which format.

    Raises:
        ValueError: for an ending that is no format, or where no run is to be drawn.
    """
    drawn = [run for run in runs if run.solver in MARKERS]
    if not drawn:
        raise ValueError("there are no runs to draw")
    # A fixed salt and no date: the same figures give the same file.
    with mpl.rc_context({"svg.hashsalt": "growth", "svg.fonttype": "none"}):
        picture = Figure(figsize=(12, 5.5), layout="constrained")
        for axes, (figure, says) in zip(picture.subplots(1, len(FIGURES), sharey=True), FIGURES.items(), strict=True):
            _draw(axes, medians(drawn, figure), says)
        picture.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else {})


def _draw(axes: Axes, lines: Lines, says: str) -> None:
    families = list(FAMILIES)
    for (solver, family), points in lines.items():
        sizes = [patients for patients, _ in points]
        power = fitted(points)
        label = f"{solver}, {FAMILIES[family].says}{'' if power is None else f': n^{power.exponent:.1f}'}"
        color, marker, dashes = f"C{families.index(family)}", MARKERS[solver], DASHES[solver]
        axes.plot(sizes, [s for _, s in points], linestyle="", label=label, color=color, marker=marker)
        if power is not None:
            ends = [sizes[0], sizes[-1]]
            axes.plot(ends, [power.at(end) for end in ends], linestyle=dashes, color=color)
    axes.set(xscale="log", yscale="log", xlabel="patients", ylabel="seconds", title=says)
    all_sizes = sorted({patients for points in lines.values() for patients, _ in points})
    axes.set_xticks(all_sizes, [f"{patients:,}" for patients in all_sizes])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda seconds, _: f"{seconds:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.grid(visible=True, which="both", alpha=0.3)
    if lines:
        axes.legend(fontsize="small")
