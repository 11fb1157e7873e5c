"""What a clinic already has, taken into its caseload: rosters, and calendars that say when somebody is busy."""

from scheduler.imports.busy import BusyImport, busy_import
from scheduler.imports.formats import CannotTake, kind_of
from scheduler.imports.mapping import RosterMapping, Target, mapping_place
from scheduler.imports.roster import NotTaken, RosterImport, roster_import

__all__ = [
    "BusyImport",
    "CannotTake",
    "NotTaken",
    "RosterImport",
    "RosterMapping",
    "Target",
    "busy_import",
    "kind_of",
    "mapping_place",
    "roster_import",
]
