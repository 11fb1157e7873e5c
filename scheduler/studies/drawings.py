"""Plots of a study as SVG: points that lead to their weeks, ranges over seeds, and the gap up to what is proven."""

import io
import re
from html import escape

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from scheduler.report.page.bars import FREE, INK, POINTS, for_page
from scheduler.studies.curves import Curve, Panel, Point

# Told apart by shape and dash too, so that nothing hangs on a colour.
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (5, 1.5, 1, 1.5)))
TINTS = 6
INCHES = (6.4, 4.0)
MARKER_AREA = 26.0
ASIDE = 0.012
"""Curves stand so much of the width beside each other, so that none hides another."""


def panel_svg(panel: Panel, key: str) -> str:
    """The plot as an element of a page; a click on a point leads to its week."""
    with rc_context(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": "study",
            "font.family": "sans-serif",
            "font.size": POINTS,
            "text.parse_math": False,
        }
    ):
        figure = Figure(figsize=INCHES)
        figure.patch.set_visible(False)
        axes = figure.add_axes((0.09, 0.12, 0.89, 0.84))
        _draw(axes, panel)
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    points = [point for curve in panel.curves for place in curve.places for point in place.points]
    return _with_words(for_page(text.getvalue(), key), points)


def _draw(axes: Axes, panel: Panel) -> None:
    axes.patch.set_visible(False)
    asked = sorted({(place.x, place.asked) for curve in panel.curves for place in curve.places})
    if not panel.labels and len(asked) > 1:
        axes.plot(*zip(*asked, strict=True), color=FREE, linewidth=1, linestyle=(0, (2, 2)), label="asked for")
    xs = [place.x for curve in panel.curves for place in curve.places]
    for number, curve in enumerate(panel.curves):
        aside = (number - (len(panel.curves) - 1) / 2) * ASIDE * (max(xs) - min(xs))
        _draw_curve(axes, curve, number, aside)
    axes.set_xlabel(panel.x_name, color=INK)
    axes.set_ylabel("hours of care met", color=INK)
    if panel.labels:
        axes.set_xticks(range(len(panel.labels)), panel.labels)
    else:
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.margins(0.06, 0.08)
    axes.tick_params(colors=INK)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(FREE)
    axes.legend(frameon=False, labelcolor=INK, loc="best")


def _draw_curve(axes: Axes, curve: Curve, number: int, aside: float) -> None:
    colour = tint(number)
    xs = [place.x + aside for place in curve.places]
    lows, highs = ([end(point.met for point in place.points) for place in curve.places] for end in (min, max))
    axes.fill_between(xs, lows, highs, color=colour, alpha=0.15, linewidth=0)
    axes.plot(
        xs,
        [place.met for place in curve.places],
        color=colour,
        linewidth=1.4,
        linestyle=DASHES[number % len(DASHES)],
        marker=MARKERS[number % len(MARKERS)],
        markersize=0.1,
        label="_",
    )
    points = [point for place in curve.places for point in place.points]
    for point in points:
        if point.at_most > point.met:
            axes.plot(
                [point.x + aside] * 2, [point.met, point.at_most], color=colour, linewidth=1, marker="_", markersize=5
            )
    dots = axes.scatter(
        [point.x + aside for point in points],
        [point.met for point in points],
        s=MARKER_AREA,
        color=colour,
        marker=MARKERS[number % len(MARKERS)],
        zorder=3,
        label=curve.name or "care met",
    )
    dots.set_urls([point.link or None for point in points])


def tint(number: int) -> str:
    """A stand-in for the colour of a curve, which the page has in its light and its dark."""
    return f"#0203{number % TINTS:02x}"


def _with_words(svg: str, points: list[Point]) -> str:
    """The SVG with the page's colours, and in words what each point is."""
    for number in range(TINTS):
        svg = svg.replace(tint(number), f"var(--s{number})")
    words = {point.link: point.words for point in points if point.link}

    def told(found: re.Match[str]) -> str:
        said = escape(words.get(found[1], ""))
        # The table below has the same links, so that nobody has to go through all points to pass them.
        return f'<a href="{found[1]}" tabindex="-1" aria-label="{said}"><title>{said}</title>'

    svg = re.sub(r'<a href="([^"]*)"[^>]*>', told, svg)
    return svg.replace('role="img"', 'role="group"', 1)
