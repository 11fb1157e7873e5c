"""What each cause of unmet care means, in words that say no more than it."""

from collections.abc import Mapping

CAUSES: Mapping[str, str] = {
    "unavoidable": "could not be had even if nobody else were served",
    "own_needs": "cannot be had together with the patient's other needs",
    "agreement": "is taken by agreements, people kept apart, what has happened already or a group's least size",
    "capacity": "goes to other patients, and no week gives more care in all",
    "open": "is not settled; more time may tell",
}


def cause_words(cause: str) -> str:
    """What a cause means, put after what is lacking."""
    return CAUSES.get(cause, cause.replace("_", " "))
