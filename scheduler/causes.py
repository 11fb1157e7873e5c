"""Causes of unmet care, and what each means in words that say no more than it: the one catalogue of all reports."""

from collections.abc import Mapping
from typing import Literal

Cause = Literal["unavoidable", "own_needs", "agreement", "capacity", "open"]

NOBODY_COULD_GIVE: frozenset[Cause] = frozenset({"unavoidable", "own_needs"})
"""Causes of what a patient would lack with the whole clinic to themselves."""

MEANINGS: Mapping[str, str] = {
    "unavoidable": "could not be had even if nobody else were served",
    "own_needs": "cannot be had together with the patient's other needs",
    "agreement": "is taken by agreements, people kept apart, what has happened already or a group's least size",
    "capacity": "goes to other patients, and no week gives more care in all",
    "open": "is not settled; more time may tell",
}
"""What each cause means, put after what is lacking."""


def meaning_of(cause: str) -> str:
    """What a cause means, put after what is lacking; for a word that is none, the word."""
    return MEANINGS.get(cause, cause.replace("_", " "))
