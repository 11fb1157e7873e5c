"""Groups and their meetings: somebody can lead them, somewhere, while the clinic is open."""

from collections.abc import Iterator, Sequence
from itertools import product

from scheduler.errors import Problem
from scheduler.tables.book import Book, checked
from scheduler.tables.cells import listed
from scheduler.tables.row import Unreadable
from scheduler.tables.schema import GroupRow, MeetingRow, OpeningRow, ResourceRow, SessionTypeRow, TherapistRow
from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY, WEEKDAYS, Window, Windows, clock, merged


def problems(book: Book) -> Iterator[Problem]:
    """Groups of no size, and meetings that could never be."""
    yield from checked(book, GroupRow, _is_of_group_type, _sizes_in_order)
    yield from checked(
        book,
        MeetingRow,
        _inside_opening,
        _as_many_as_lead,
        _are_candidates,
        _place_for_nobody,
        _kinds_needed,
        _one_of_each_kind,
        _clashes,
    )


def minutes_of(group: GroupRow, book: Book) -> int:
    """Length of the group's meetings."""
    return group.minutes or book.register(SessionTypeRow)[group.session_type].minutes


def candidates_of(group: GroupRow, book: Book) -> tuple[str, ...]:
    """Those of the group's candidates who lead its type, sorted."""
    everybody = book.register(TherapistRow)
    named = book.all_rows(TherapistRow) if group.therapists is None else [everybody[key] for key in group.therapists]
    return tuple(sorted(row.therapist for row in named if book.leads(row, group.session_type)))


def opening_of(book: Book) -> tuple[Windows, ...]:
    """The clinic's hours from Monday to Sunday."""
    days: list[list[Window]] = [[] for _ in range(DAYS_A_WEEK)]
    for row in book.all_rows(OpeningRow):
        if row.start >= row.end:
            raise Unreadable(row.table)
        for day in row.day:
            days[day].append(Window(row.start, row.end))
    return tuple(merged(windows) for windows in days)


def starts_inside(row: MeetingRow, book: Book) -> tuple[tuple[int, int], ...]:
    """The days and starts of the row that lie inside the opening hours; a blank start is as early as possible."""
    minutes = minutes_of(book.register(GroupRow)[row.group], book)
    days = range(DAYS_A_WEEK) if row.day is None else row.day
    return tuple(
        (day, start)
        for day, windows in enumerate(opening_of(book))
        for window, start in product(windows, [w.start for w in windows] if row.start is None else row.start)
        if day in days and window.start <= start and start + minutes <= window.end
    )


def serves(resources: Sequence[frozenset[str]], kinds: frozenset[str]) -> bool:
    """Whether things that can serve as these kinds can each serve as a different one of those needed."""
    if not resources:
        return True
    return any(serves(resources[1:], kinds - {kind}) for kind in sorted(resources[0] & kinds))


def _is_of_group_type(row: GroupRow, book: Book) -> Iterator[Problem]:
    if book.register(SessionTypeRow)[row.session_type].format != "group":
        says = "sessions of this type are one_to_one"
        yield row.fault("session_type", says, "Name a type whose format is group")


def _sizes_in_order(row: GroupRow, book: Book) -> Iterator[Problem]:
    if row.min_size is None and row.max_size is None:
        return
    session_type = book.register(SessionTypeRow)[row.session_type]
    least = row.min_size or session_type.min_size
    most = row.max_size or session_type.max_size
    if session_type.format == "group" and most is not None and least > most:
        column = "min_size" if row.min_size else "max_size"
        says = f"the smallest size, {least}, is more than the largest, {most}"
        yield row.fault(column, says, "Lower min_size or raise max_size, here or in table session_types")


def _inside_opening(row: MeetingRow, book: Book) -> Iterator[Problem]:
    if (row.day is None and row.start is None) or starts_inside(row, book):
        return
    minutes = minutes_of(book.register(GroupRow)[row.group], book)
    column = "day" if row.start is None else "start"
    when = "open at none of these times" if row.start is not None else "open on none of these days"
    if row.start is not None and row.day is not None and len(row.start) == len(row.day) == 1:
        when = f"not open from {clock(row.start[0])} for {minutes} minutes on {WEEKDAYS[row.day[0]]}"
    if row.start is not None and _afternoon_is_inside(row, book):
        when += f" (did you mean {clock(row.start[0] + MINUTES_A_DAY // 2)}?)"
    says = f"the meeting lies outside the opening hours: the clinic is {when}"
    yield row.fault(column, says, "Move the meeting, or change table opening_hours")


def _afternoon_is_inside(row: MeetingRow, book: Book) -> bool:
    """Whether a single start would lie inside the opening hours half a day later, and so may lack its PM."""
    if row.start is None or len(row.start) > 1 or row.start[0] >= MINUTES_A_DAY // 2:
        return False
    later = row.model_copy(update={"start": (row.start[0] + MINUTES_A_DAY // 2,)})
    return bool(starts_inside(later, book))


def _as_many_as_lead(row: MeetingRow, book: Book) -> Iterator[Problem]:
    if row.therapists is None:
        return
    leaders = book.register(GroupRow)[row.group].leaders
    if len(row.therapists) != leaders:
        says = f"{len(row.therapists)} named, and the group is led by {leaders}"
        yield row.fault("therapists", says, f"Name exactly {leaders}, or leave the cell blank")


def _are_candidates(row: MeetingRow, book: Book) -> Iterator[Problem]:
    group = book.register(GroupRow)[row.group]
    therapists = book.register(TherapistRow)
    for therapist in row.therapists or ():
        if not therapists.knows(therapist):
            continue
        if group.therapists is not None and therapist not in group.therapists:
            says = f"{therapist!r} is not among the therapists of the group"
            yield row.fault("therapists", says, "Name one of them, or add this one to the group")
        elif not book.leads(therapists[therapist], group.session_type):
            says = f"{therapist!r} does not lead sessions of the type {group.session_type!r}"
            yield row.fault("therapists", says, "Name another therapist, or add the type to the leads")


def _place_for_nobody(row: MeetingRow, book: Book) -> Iterator[Problem]:
    if row.resources and book.register(GroupRow)[row.group].mode == "virtual":
        yield row.fault("resources", "a virtual group uses no resource", "Leave the cell blank")


def _needed(row: MeetingRow, book: Book) -> frozenset[str]:
    group = book.register(GroupRow)[row.group]
    if group.mode == "virtual":
        return frozenset()
    return book.register(SessionTypeRow)[group.session_type].resources


def _kinds_needed(row: MeetingRow, book: Book) -> Iterator[Problem]:
    if not row.resources or book.register(GroupRow)[row.group].mode == "virtual":
        return
    needed = _needed(row, book)
    for resource in row.resources:
        if book.register(ResourceRow).knows(resource) and not book.register(ResourceRow)[resource].kind & needed:
            kinds = f"only {listed(sorted(needed))} is needed" if needed else "its session type needs none"
            says = f"{resource!r} is not of a kind that the meeting needs: {kinds}"
            yield row.fault("resources", says, "Name another resource, or leave it out")


def _one_of_each_kind(row: MeetingRow, book: Book) -> Iterator[Problem]:
    needed = _needed(row, book)
    kinds = [book.register(ResourceRow)[resource].kind & needed for resource in row.resources or ()]
    if all(kinds) and not serves(kinds, needed):
        says = "more than one resource is given for a kind, and a meeting holds one of each kind"
        yield row.fault("resources", says, "Leave one of them out")


def _clashes(row: MeetingRow, book: Book) -> Iterator[Problem]:
    """An earlier meeting at a given time holds somebody or something that this one holds too."""
    start, end, buffer = _given_minutes(row, book)
    ours, held = frozenset(row.therapists or ()), frozenset(row.resources or ())
    for other in book.rows(MeetingRow):
        if other.row >= row.row:
            return
        try:
            therapists = ours.intersection(other.therapists or ())
            resources = held.intersection(other.resources or ())
            if not (therapists or resources) or _content(other) == _content(row):
                continue
            their_start, their_end, their_buffer = _given_minutes(other, book)
        except Unreadable:
            continue
        if start < their_end + their_buffer and their_start < end + buffer:
            for therapist in sorted(therapists):
                yield _clash(row, other, "therapists", therapist, "counting the buffer after each session")
        if start < their_end and their_start < end:
            for resource in sorted(resources):
                yield _clash(row, other, "resources", resource, "and it holds one session at a time")


def _content(row: MeetingRow) -> tuple[object, ...]:
    # Equal rows of a group are allowed: it never meets twice at a time, so they are a choice and no clash.
    lists = (tuple(sorted(cell or ())) for cell in (row.therapists, row.resources))
    return (row.group, row.day, row.start, *lists)


def _given_minutes(row: MeetingRow, book: Book) -> tuple[int, int, int]:
    """Start and end in minutes of the week, and the buffer, which may run into the next day."""
    if row.day is None or row.start is None or len(row.day) > 1 or len(row.start) > 1:
        raise Unreadable(row.table)
    group = book.register(GroupRow)[row.group]
    start, minutes = row.start[0], minutes_of(group, book)
    if start + minutes > MINUTES_A_DAY:
        raise Unreadable(row.table)
    begins = row.day[0] * MINUTES_A_DAY + start
    return begins, begins + minutes, book.register(SessionTypeRow)[group.session_type].buffer_minutes


def _clash(row: MeetingRow, other: MeetingRow, column: str, who: str, why: str) -> Problem:
    says = f"{who!r} is held by the meeting of row {other.row} at that time, {why}"
    return row.fault(column, says, "Move one of the two meetings, or name another")
