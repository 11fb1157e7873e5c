"""The results of studies as curves: care met against the caseload for each choice, with ranges over seeds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from scheduler.studies.results import Cell, Row

PATIENTS = "patients in care"
SCENARIO = "scenario"
HALF = 0.5
"""Where of each further hour of care that is asked for less than this is met, capacity bends."""


@dataclass(frozen=True, slots=True)
class Point:
    """A solved week on a plot; all figures are hours.

    Args:
        x: patients in care, or the number of the choice.
        at_most: what no week can exceed.
        link: where its page lies.
        words: what it is, in words.
    """

    x: float
    met: float
    at_most: float
    asked: float
    link: str
    words: str


@dataclass(frozen=True, slots=True)
class Place:
    """All seeds of one scenario on a curve; all figures are hours but ``x``."""

    x: float
    points: tuple[Point, ...]

    @property
    def met(self) -> float:
        """Mean of what was met."""
        return mean(point.met for point in self.points)

    @property
    def asked(self) -> float:
        """Mean of what was asked for."""
        return mean(point.asked for point in self.points)


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of a plot, its places in the order of x."""

    name: str
    places: tuple[Place, ...]

    @property
    def bend(self) -> tuple[float, float] | None:
        """The last caseload before less than half of each further hour is met, and that part; None without one."""
        for before, after in zip(self.places, self.places[1:], strict=False):
            more = after.asked - before.asked
            if more > 0 and (met := (after.met - before.met) / more) < HALF:
                return before.x, met
        return None


@dataclass(frozen=True, slots=True)
class Panel:
    """One plot.

    Args:
        title: the choices that all of its curves have in common; "" where there is one plot only.
        labels: what stands below the plot where x numbers choices; none where x is the number of patients.
    """

    title: str
    x_name: str
    labels: tuple[str, ...]
    curves: tuple[Curve, ...]


def panels_of(rows: Sequence[Row], axes: Mapping[str, Sequence[str]], links: Mapping[str, str]) -> list[Panel]:
    """The plots of results: the caseload below, a curve for each choice of one axis, a plot for each of all others.

    The caseload is what is varied by the axes that change it; where none does, the first axis stands below.

    Args:
        rows: of ``rows_of``; those without figures are left out.
        axes: what is varied, in order, and its choices.
        links: where the page of each week lies, by the key of the week.
    """
    rows = [row for row in rows if row.get("patients") is not None]
    varied = {axis: choices for axis, choices in axes.items() if len({row.get(axis) for row in rows}) > 1}
    if not varied and len({row[SCENARIO] for row in rows}) > 1:
        varied = {SCENARIO: [*dict.fromkeys(str(row[SCENARIO]) for row in rows)]}
    below = [axis for axis in varied if _changes_caseload(rows, axis)]
    is_counted = bool(below) or not varied
    first = next(iter(varied), "")
    labels = () if is_counted else tuple(varied[first])
    others = [axis for axis in varied if axis not in below and (is_counted or axis != first)]
    if len({row["study"] for row in rows}) > 1:
        others = [*others, "study"]
    grouped: dict[str, dict[str, list[tuple[Row, Point]]]] = {}
    for row in rows:
        panel, curve = (
            ", ".join(str(row.get(axis, "")) for axis in others[1:]),
            str(row.get(others[0], "") if others else ""),
        )
        x = float(str(row["patients"])) if is_counted else float(labels.index(str(row[first])))
        grouped.setdefault(panel, {}).setdefault(curve, []).append((row, _point(row, x, links)))
    return [
        Panel(title, PATIENTS if is_counted else first, labels, tuple(_curve(*item) for item in curves.items()))
        for title, curves in grouped.items()
    ]


def _changes_caseload(rows: Iterable[Row], axis: str) -> bool:
    """Whether the choices of an axis have different numbers of patients."""
    by_choice: dict[Cell, list[float]] = {}
    for row in rows:
        by_choice.setdefault(row.get(axis), []).append(float(str(row["patients"])))
    return len({mean(numbers) for numbers in by_choice.values()}) > 1


def _point(row: Row, x: float, links: Mapping[str, str]) -> Point:
    met, most, asked = (float(str(row[f"care_{name}_hours"])) for name in ("met", "met_at_most", "asked"))
    proof = "proven" if row["is_care_proven"] == "yes" else f"at most {most} h possible"
    words = f"{row['scenario']}, seed {row['seed']}: {row['patients']} patients, {met} h of {asked} h met, {proof}"
    return Point(x, met, most, asked, links.get(str(row["week"]), ""), words)


def _curve(name: str, found: Iterable[tuple[Row, Point]]) -> Curve:
    places: dict[str, list[Point]] = {}
    for row, point in found:
        places.setdefault(str(row[SCENARIO]), []).append(point)
    made = (Place(mean(point.x for point in points), tuple(points)) for points in places.values())
    return Curve(name, tuple(sorted(made, key=lambda place: place.x)))


def bend_words(panel: Panel) -> list[str]:
    """For each curve over the number of patients, where capacity bends."""
    return [] if panel.labels else [_bend_of(curve) for curve in panel.curves if len(curve.places) > 1]


def _bend_of(curve: Curve) -> str:
    name = f"With {curve.name!r}" if curve.name else "Here"
    each = "of each further hour of care that is asked for"
    if curve.bend is None:
        last = f"{curve.places[-1].x:.0f} patients"
        return f"{name} capacity does not bend up to {last}: {each}, at least half is met."
    patients, met = curve.bend
    return f"{name} capacity bends at {patients:.0f} patients: {each}, {max(0, round(100 * met))} % is met."
