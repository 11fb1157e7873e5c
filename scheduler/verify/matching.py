"""Pairing things of two kinds, each with at most one of the other."""

from collections.abc import Sequence


def matching(choices: Sequence[Sequence[int]]) -> dict[int, int]:
    """As many pairs as possible: position in ``choices`` to one of its numbers, each number once.

    Earlier positions are not given up for later ones, so the positions without a partner are as late as possible.
    """
    holder: dict[int, int] = {}

    def place(position: int, tried: set[int]) -> bool:
        for number in choices[position]:
            if number in tried:
                continue
            tried.add(number)
            if number not in holder or place(holder[number], tried):
                holder[number] = position
                return True
        return False

    for position in range(len(choices)):
        place(position, set())
    return {position: number for number, position in holder.items()}
