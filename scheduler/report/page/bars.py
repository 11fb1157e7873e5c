"""Bars drawn as SVG for a page, by matplotlib, which is slow to load.

Colours are variables of the page, so that they follow light and dark; what is used is filled and what could be used is
outlined, which needs no colour.
"""

import io
import re
from collections.abc import Sequence

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from scheduler.report.page.plots import Bar

# Stand-ins for colours of the page, which the SVG cannot name itself.
INK, USED, FREE = "#010203", "#010204", "#010205"
_COLOURS = {INK: "var(--ink)", USED: "var(--used)", FREE: "var(--line)"}
HALF_A_BAR = 0.33
INCHES_WIDE = 6.4
INCHES_A_BAR = 0.2
POINTS = 8
LONGEST_LABEL = 26


def svg_of(key: str, unit: str, bars: Sequence[Bar]) -> str:
    """The bars below one another, in the order given, as an element of a page."""
    with rc_context(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": "week",
            "font.family": "sans-serif",
            "font.size": POINTS,
            "text.parse_math": False,
        }
    ):
        figure = Figure(figsize=(INCHES_WIDE, INCHES_A_BAR * (len(bars) + 2)))
        figure.patch.set_visible(False)
        axes = figure.add_axes((0.28, 0.0, 0.54, 1.0))
        _draw(axes, bars, unit)
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return for_page(text.getvalue(), key)


def _draw(axes: Axes, bars: Sequence[Bar], unit: str) -> None:
    longest = max(1, *(max(bar.value, bar.limit) for bar in bars))
    places = [len(bars) - place for place in range(len(bars))]
    limits, values = [bar.limit for bar in bars], [bar.value for bar in bars]
    axes.add_patch(PathPatch(_boxes(places, limits), facecolor="none", edgecolor=FREE, linewidth=1, clip_on=False))
    axes.add_patch(PathPatch(_boxes(places, values), facecolor=USED, linewidth=0, clip_on=False))
    for place, bar in zip(places, bars, strict=True):
        over = bar.limit and bar.value > bar.limit
        label = bar.label if len(bar.label) <= LONGEST_LABEL else f"{bar.label[: LONGEST_LABEL - 1]}…"
        axes.text(-0.02 * longest, place, label, ha="right", va="center", color=INK)
        words = f"{bar.words} (over)" if over else bar.words
        axes.text(1.02 * longest, place, words, ha="left", va="center", color=INK)
    axes.text(0, len(bars) + 0.9, unit, ha="left", va="center", color=INK, style="italic")
    axes.set_xlim(0, longest)
    axes.set_ylim(0.3, len(bars) + 1.6)
    axes.axis("off")


def _boxes(places: Sequence[int], lengths: Sequence[int]) -> Path:
    """All bars as one path, which is much faster than a patch for each."""
    corners = [(0.0, -HALF_A_BAR), (1.0, -HALF_A_BAR), (1.0, HALF_A_BAR), (0.0, HALF_A_BAR), (0.0, -HALF_A_BAR)]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    points = [(x * length, place + y) for place, length in zip(places, lengths, strict=True) for x, y in corners]
    return Path(points, codes * len(places))


def for_page(svg: str, key: str) -> str:
    """The SVG as part of a page: no head, ids of its own, and the page's colours."""
    svg = svg[svg.index("<svg") :]
    # A style of the drawing would be one of the whole page.
    svg = re.sub(r"<metadata>.*?</metadata>\s*|<style.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg)
    svg = re.sub(r'(?<= id=")', f"{key}-", svg)
    svg = re.sub(r'(?<=url\(#)|(?<=href="#)', f"{key}-", svg)
    svg = svg.replace("xlink:href", "href")
    svg = re.sub(r"font: (?:italic )?\d+px [^;\"]*", lambda found: _font(found[0]), svg)
    for colour, variable in _COLOURS.items():
        svg = svg.replace(colour, variable)
    head, rest = svg.split(">", 1)
    head = re.sub(r' (?:width|height|version)="[^"]*"', "", head)
    return re.sub(r"\s*\n\s*", "\n", f'{head} role="img" aria-labelledby="plot-{key}">{rest}')


def _font(found: str) -> str:
    return f"font: {'italic ' if 'italic' in found else ''}{POINTS}px var(--font)"
