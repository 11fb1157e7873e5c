"""Rooms for the sessions held on site: as few as the planted week can do with."""

from benchmarks.planted.clinic import ART_ROOM, GROUP_ROOM, KINDS, OFFICE, PROJECTOR
from benchmarks.planted.people import Booking, Week
from scheduler.times import Window

SMALL_ROOM = 12
KINDS_OF = {ART_ROOM: (ART_ROOM, GROUP_ROOM), GROUP_ROOM: (GROUP_ROOM,), PROJECTOR: (PROJECTOR,), OFFICE: (OFFICE,)}


def give_rooms(week: Week) -> None:
    """Give every session on site its rooms, in order of time."""
    taken: dict[tuple[str, int], list[Window]] = {}
    seats = {
        id(meeting): max(circle.max_size, SMALL_ROOM) if circle.mode == "in_person" else on_site(meeting)
        for circle in week.circles
        for meeting in circle.meetings
    }
    for booking in week.bookings():
        if booking.mode == "virtual":
            continue
        for kind in KINDS[booking.session_type].resources:
            room = free_room(week, taken, booking, kind, seats.get(id(booking), 1))
            taken.setdefault((room, booking.day), []).append(booking.window)
            booking.resources.append(room)


def on_site(meeting: Booking) -> int:
    """How many patients of a meeting need a seat."""
    return sum(patient.on_site(meeting) for patient in meeting.patients)


def free_room(week: Week, taken: dict[tuple[str, int], list[Window]], booking: Booking, kind: str, seats: int) -> str:
    """The smallest free room of the kind that is big enough, or a new one."""
    fitting = [
        (len(kinds), capacity or 0, room)
        for room, (kinds, capacity) in week.rooms.items()
        if kind in kinds
        and (capacity is None or capacity >= seats)
        and not any(window.overlaps(booking.window) for window in taken.get((room, booking.day), ()))
    ]
    if fitting:
        return min(fitting)[2]
    number = 1 + sum(room.startswith(kind.replace(" ", "-")) for room in week.rooms)
    room = f"{kind.replace(' ', '-')}-{number}"
    capacity = None if kind in {PROJECTOR, OFFICE} else max(SMALL_ROOM, seats)
    week.rooms[room] = (KINDS_OF[kind], capacity)
    return room
