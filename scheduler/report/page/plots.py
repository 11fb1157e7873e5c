"""Plots of a week: how full groups are, how much therapists and rooms are used, unmet care by cause.

Behind each plot stands its table, so that nothing is told by a drawing alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scheduler.report.page.view import WeekView
from scheduler.report.words import percent
from scheduler.times import hours

# A text costs a millisecond or two, and nobody compares more bars than these; the table has all.
MOST_BARS = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it is of, its length, the length that it may have (0: none is given), and both in words."""

    label: str
    value: int
    limit: int
    words: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot with the table behind it; ``says`` is what it shows, in a sentence; ``svg`` is "" where there is none."""

    key: str
    title: str
    says: str
    svg: str
    columns: tuple[str, str, str]
    rows: tuple[tuple[str, str, str], ...]


Draw = Callable[[str, str, Sequence[Bar]], str]
"""Bars below one another, in the order given, as an element of a page, given a key of its own and what is counted."""


def plots(view: WeekView, draw: Draw | None) -> tuple[Plot, ...]:
    """The plots of a week that have anything to show; only their tables where nobody draws them."""
    found = (
        ("groups", "How full the groups are", "places taken", ("group", "places", "filled"), _groups(view)),
        ("therapists", "How much the therapists lead", "hours led", ("therapist", "hours", "used"), _therapists(view)),
        ("rooms", "How much the rooms are used", "hours in use", ("room", "hours", "used"), _rooms(view)),
        ("causes", "Unmet care by cause", "hours unmet", ("cause", "unmet", "share"), _causes(view)),
    )
    return tuple(_plot(draw, *each) for each in found if each[-1])


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


def _plot(
    draw: Draw | None, key: str, title: str, unit: str, columns: tuple[str, str, str], bars: Sequence[Bar]
) -> Plot:
    rows = tuple((bar.label, bar.words, f"{percent(bar.value, bar.limit)} %" if bar.limit else "") for bar in bars)
    limited = [bar for bar in bars if bar.limit]
    value, limit = sum(bar.value for bar in limited), sum(bar.limit for bar in limited)
    shown = bars if len(bars) <= MOST_BARS else bars[:MOST_BARS]
    first = f"the first {len(shown)} of {len(bars)} rows of the table" if len(shown) < len(bars) else "as in the table"
    in_all = f"; {percent(value, limit)} % in all" if limit and key != "causes" else ""
    svg = draw(key, unit, shown) if draw else ""
    return Plot(key, title, f"{title}, {first}{in_all}.", svg, columns, rows)
