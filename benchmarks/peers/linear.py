"""A linear program over whole numbers, kept apart from any solver."""

from collections.abc import Iterable
from dataclasses import dataclass, field

Variable = int
Term = tuple[int, Variable]


@dataclass(frozen=True, slots=True)
class Row:
    """``least <= sum of weight * variable <= most``; None where there is no such side."""

    weights: dict[Variable, int]
    least: int | None
    most: int | None


@dataclass(slots=True)
class Linear:
    """Variables from 0 up to ``most`` each, rows that hold, and a weighted sum to be made as small as possible."""

    most: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    goal: list[Term] = field(default_factory=list)

    def yes_or_no(self) -> Variable:
        """A new variable that is 0 or 1."""
        return self.count(1)

    def count(self, most: int) -> Variable:
        """A new variable from 0 to ``most``."""
        self.most.append(most)
        return len(self.most) - 1

    def row(self, terms: Iterable[Term], *, least: int | None = None, most: int | None = None) -> None:
        """Hold a sum within limits; one that is empty and cannot keep them makes the program impossible."""
        weights: dict[Variable, int] = {}
        for weight, name in terms:
            weights[name] = weights.get(name, 0) + weight
        self.rows.append(Row(weights, least, most))

    def at_most_one(self, variables: Iterable[Variable]) -> None:
        """Of these yes-or-no variables no two are 1; nothing is said of a single one."""
        listed = list(variables)
        if len(listed) > 1:
            self.row([(1, name) for name in listed], most=1)
