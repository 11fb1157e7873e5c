"""How the time of a search for remedies is shared out."""

from dataclasses import dataclass

BASE_SHARE = 0.4
"""Part of the time that is left in the end, for what every week without any change lacks; most is for that with one."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How the time is shared out, as parts of what is left at the beginning; each ends sooner where nothing is left.

    Args:
        without: until which a better week without any change is looked for, against which all are measured.
        screened: until which those whom a remedy concerns are planned anew with it, in the order of their promise.
        tried: until which the whole week is searched with those that gave most, or promise most.
        again: until which the best of them are searched longer.
        settled: until which the first of them are bounded.
        paired: until which pairs are tried.
        try_seconds: for a first search of the whole week.
        again_seconds: for each of the best, once more.
        first: proposals that are screened before anything else, so that there is an answer soon.
        most: how many are searched.
        best: how many are searched longer, paired, and bounded in the end.
        bounded: how many are bounded before any pair is tried.
        proved_seconds: for each answer, to prove that it gives no more; 60 patients take 2.5 s, 120 about 5.
        kept_seconds: for each answer, to change as few appointments as possible.
    """

    without: float = 0.1
    screened: float = 0.4
    tried: float = 0.52
    again: float = 0.62
    settled: float = 0.8
    paired: float = 0.9
    try_seconds: float = 0.6
    again_seconds: float = 2.5
    first: int = 4
    most: int = 24
    best: int = 6
    bounded: int = 2
    proved_seconds: float = 10.0
    kept_seconds: float = 0.4


SHARES = Shares()
