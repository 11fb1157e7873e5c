"""What may be asked for: numbers of patients and therapists."""

from typing import ClassVar

from scheduler.errors import IopError

FEWEST_PATIENTS, MOST_PATIENTS = 10, 2000


class NotDrawn(IopError):
    """A caseload that cannot be drawn as it is asked for; nothing was written."""

    exit_code: ClassVar[int] = 2


def check_numbers(patients: int, therapists: int | None) -> None:
    """Raises NotDrawn for fewer or more patients than a caseload may have, or therapists than there can be."""
    if not FEWEST_PATIENTS <= patients <= MOST_PATIENTS:
        raise NotDrawn(f"A caseload has {FEWEST_PATIENTS} to {MOST_PATIENTS:,} patients, not {patients:,}.")
    if therapists is not None and not 1 <= therapists <= patients:
        raise NotDrawn(f"A clinic of {patients:,} patients has 1 to {patients:,} therapists, not {therapists:,}.")
