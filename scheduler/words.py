"""Turns of phrase that the check and the reports share."""


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: ``1 patient``, ``3 patients``; ``many`` where adding an s is not enough."""
    return f"{number} {one if number == 1 else many or one + 's'}"
