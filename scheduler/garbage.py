"""How a program of ours collects garbage: seldom, since hardly anything of a caseload or a week lies in a circle."""

import atexit
import gc

OBJECTS_BETWEEN_COLLECTIONS = 100_000


def collect_seldom() -> None:
    """Looks for circles after 100,000 new objects instead of 700, and not at the end, where all of it ends anyway.

    For whole programs, not for a library: a command that reads and lays out 500 patients takes 3.7 s instead of 4.3, in
    as much memory, and its end 0.1 s instead of 0.6.
    """
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)
