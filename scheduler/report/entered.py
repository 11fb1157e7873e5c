"""What a fact of the day did to the tables, and which agreements it touches."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.edits.entry import DayFact


def entry_lines(entry: "DayFact", source: Path) -> list[str]:
    """What was put in and taken out, what is known already, and which agreements are touched."""
    lines = [*_part(f"Put into {source}:", entry.says), *_part("Is in the tables already:", entry.known)]
    lines += _part("Dropped:", entry.dropped)
    if not entry.edit:
        lines.append("Nothing was written.")
    lines += _part("Touched:", [f"{each.table}, row {each.row}: {each.says}" for each in entry.touched])
    if entry.is_to_drop:
        lines.append(_OFFER)
    return lines


_OFFER = (
    "As long as a row stands there that cannot be kept, its week cannot be planned (exit code 3). Change it, or give "
    "the same command with --drop."
)


def _part(heading: str, sentences: Sequence[str]) -> Iterator[str]:
    if sentences:
        yield heading
        yield from (f"  {sentence}." for sentence in sentences)
