"""The word that somebody meant, of those that are known."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

from scheduler.tables.sheet import folded

# Of so many words each is compared; of more, those alone that differ by a letter or two.
MOST_COMPARED = 64
MOST_CANDIDATES = 32
_ZEROS = re.compile(r"0+(?=[0-9])")


class _Index:
    """Known words by what they have in common with misspelt ones."""

    def __init__(self, known: Collection[str]) -> None:
        self.by_folded: dict[str, str] = {}
        self.by_figures: dict[str, str] = {}
        for word in sorted(known):
            self.by_folded.setdefault(folded(word), word)
            self.by_figures.setdefault(_without_zeros(folded(word)), word)
        self._by_shorter: defaultdict[str, list[str]] = defaultdict(list)
        if len(known) > MOST_COMPARED:
            for word in self.by_folded:
                for shorter in _shorter(word):
                    self._by_shorter[shorter].append(word)

    def closest(self, word: str) -> str:
        """The known word that is most like this one, folded; "" where none is."""
        found = self.by_folded.get(word) or self.by_figures.get(_without_zeros(word))
        if found:
            return found
        close: list[str]
        if self._by_shorter:
            near = {other for shorter in _shorter(word) for other in self._by_shorter.get(shorter, ())}
            close = sorted(
                sorted(near)[:MOST_CANDIDATES], key=lambda other: -SequenceMatcher(None, other, word).ratio()
            )
        else:
            close = get_close_matches(word, list(self.by_folded), n=1)
        return self.by_folded[close[0]] if close else ""


def _without_zeros(word: str) -> str:
    """``p1`` for ``p01``."""
    return _ZEROS.sub("", word)


def _shorter(word: str) -> Iterator[str]:
    """The word itself, and the word without one of its letters."""
    yield word
    for place in range(min(len(word), 64)):
        yield word[:place] + word[place + 1 :]


@lru_cache(maxsize=64)
def _index(known: frozenset[str]) -> _Index:
    return _Index(known)


def closest(word: str, known: Collection[str]) -> str:
    """The one of the known words that is most like this one; "" where none is."""
    if word in known:
        return word
    return _index(frozenset(known)).closest(folded(word[:1000]))


def meant(word: str, known: Collection[str]) -> str:
    """Words that ask whether the closest of the known ones was meant; "" where none is close."""
    close = closest(word, known)
    return f" (did you mean {close!r}?)" if close else ""
