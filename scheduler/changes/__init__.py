"""What changed between two weeks, the dated facts behind it, and who has to be told."""

from scheduler.changes.change import Change, Kind, Moment, Pair, Role, kind_of
from scheduler.changes.comparison import Comparison, ToTell, compare

__all__ = ["Change", "Comparison", "Kind", "Moment", "Pair", "Role", "ToTell", "compare", "kind_of"]
