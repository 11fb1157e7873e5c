"""Plots of a week as SVG: how full groups are, how much therapists and rooms are used, unmet care by cause.

Behind each plot stands its table, so that nothing is told by a drawing alone. Colours are variables of the page, so
that they follow light and dark; what is used is filled and what could be used is outlined, which needs no colour.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from scheduler.report.page.view import WeekView
from scheduler.report.words import percent
from scheduler.times import hours

# Stand-ins for colours of the page, which the SVG cannot name itself.
INK, USED, FREE = "#010203", "#010204", "#010205"
_COLOURS = {INK: "var(--ink)", USED: "var(--used)", FREE: "var(--line)"}
# A text costs a millisecond or two, and nobody compares more bars than these; the table has all.
MOST_BARS = 30
HALF_A_BAR = 0.33
INCHES_WIDE = 6.4
INCHES_A_BAR = 0.2
POINTS = 8
LONGEST_LABEL = 26


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it is of, its length, the length that it may have (0: none is given), and both in words."""

    label: str
    value: int
    limit: int
    words: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot with the table behind it; ``says`` is what it shows, in a sentence."""

    key: str
    title: str
    says: str
    svg: str
    columns: tuple[str, str, str]
    rows: tuple[tuple[str, str, str], ...]


def plots(view: WeekView) -> tuple[Plot, ...]:
    """The plots of a week that have anything to show."""
    found = (
        ("groups", "How full the groups are", "places taken", ("group", "places", "filled"), _groups(view)),
        ("therapists", "How much the therapists lead", "hours led", ("therapist", "hours", "used"), _therapists(view)),
        ("rooms", "How much the rooms are used", "hours in use", ("room", "hours", "used"), _rooms(view)),
        ("causes", "Unmet care by cause", "hours unmet", ("cause", "unmet", "share"), _causes(view)),
    )
    return tuple(_plot(key, title, unit, columns, bars) for key, title, unit, columns, bars in found if bars)


def _groups(view: WeekView) -> list[Bar]:
    bars = [
        Bar(group.group, group.taken, group.places, f"{group.taken} of {group.places}")
        for group in view.groups
        if group.places
    ]
    return sorted(bars, key=lambda bar: (bar.value / bar.limit, bar.label))


def _therapists(view: WeekView) -> list[Bar]:
    bars = [
        Bar(each.therapist, each.minutes, each.max_minutes, _hours_of(each.minutes, each.max_minutes))
        for each in view.therapists
    ]
    return sorted(bars, key=_fullest)


def _rooms(view: WeekView) -> list[Bar]:
    bars = [
        Bar(each.resource, each.minutes, each.open_minutes, _hours_of(each.minutes, each.open_minutes))
        for each in view.rooms
    ]
    return sorted(bars, key=_fullest)


def _fullest(bar: Bar) -> tuple[float, int, str]:
    """What a bar is sorted by: the fullest first, then the longest."""
    return (-bar.value / bar.limit if bar.limit else 0.0, -bar.value, bar.label)


def _causes(view: WeekView) -> list[Bar]:
    total = sum(each.minutes for each in view.causes)
    return [Bar(each.cause.replace("_", " "), each.minutes, total, hours(each.minutes)) for each in view.causes]


def _hours_of(minutes: int, limit: int) -> str:
    return f"{hours(minutes)} of {hours(limit)}" if limit else hours(minutes)


def _plot(key: str, title: str, unit: str, columns: tuple[str, str, str], bars: Sequence[Bar]) -> Plot:
    rows = tuple((bar.label, bar.words, f"{percent(bar.value, bar.limit)} %" if bar.limit else "") for bar in bars)
    limited = [bar for bar in bars if bar.limit]
    value, limit = sum(bar.value for bar in limited), sum(bar.limit for bar in limited)
    shown = bars if len(bars) <= MOST_BARS else bars[:MOST_BARS]
    first = f"the first {len(shown)} of {len(bars)} rows of the table" if len(shown) < len(bars) else "as in the table"
    in_all = f"; {percent(value, limit)} % in all" if limit and key != "causes" else ""
    return Plot(key, title, f"{title}, {first}{in_all}.", _svg(key, unit, shown), columns, rows)


def _svg(key: str, unit: str, bars: Sequence[Bar]) -> str:
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
