"""What a note says of a column, and what each sheet of a caseload is for, in the order in which they are filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """What stands in a column.

    Args:
        blank: what a blank cell means; ``required`` where it may not be blank.
        meaning: what the cell says, without a full stop.
        example: a cell that can be read.
        kind: how a spreadsheet shows the cell.
        words: what it may be, or what it often is where ``is_list`` or ``ids_of``.
        ids_of: tables whose ids it names.
        column: of those tables that holds what it names; their ids where "".
        is_list: whether it takes several, separated by ``;``.
    """

    blank: str
    meaning: str
    example: str
    kind: Literal["text", "number", "date", "time"] = "text"
    words: tuple[str, ...] = ()
    ids_of: tuple[str, ...] = ()
    column: str = ""
    is_list: bool = False

    @property
    def is_required(self) -> bool:
        """Whether the cell has to be filled."""
        return self.blank == "required"

    @property
    def sentences(self) -> str:
        """The note of the column in a workbook."""
        blank = "Needed." if self.is_required else f"If blank: {self.blank}."
        several = " Several: put ; between them." if self.is_list else ""
        words = f"{self.meaning[0].upper()}{self.meaning[1:]}. {blank} Example: {self.example}.{several}"
        return words.replace("`", "")


GUIDE, CHOICES = "start here", "choices"
# Sheets that belong to the workbook and not to the caseload.
OWN_SHEETS = frozenset({GUIDE, CHOICES})

# In the order in which a clinic fills them in; each with the sentence that says so.
SHEETS: Mapping[str, str] = {
    "clinic": "Your time zone. The rest can stay as it is.",
    "opening_hours": "When you are open: one row for each stretch of days with the same hours.",
    "levels": "Each level of care: hours and days that a patient needs and may have in a week.",
    "session_types": "Each kind of session: in a group or one_to_one, how long, and what kind of room it needs.",
    "resources": "Your rooms, and what each can serve as, such as group_room;office.",
    "therapists": "Who leads sessions: an id that names nobody, and the session types.",
    "groups": "Each group that meets: its session type, who may join, who leads it.",
    "meetings": "When each group meets: a row for each meeting, so 3 for mon, wed and fri. Blanks are chosen for you.",
    "patients": "Who is in care: an id that names nobody, the level, the first day, the therapist in charge.",
    "level_plans": "What every patient of a level has: a row for each session type instead of one for each patient.",
    "plans": "What a patient has beside the plans of the level, or instead: a row for each session type.",
    "availability": "When somebody can or cannot come: patients, families, therapists and rooms.",
    "closures": "Dates on which you are closed, such as holidays.",
    "absences": "Dates on which somebody is away.",
    "keep_apart": "Patients who must not meet.",
    "appointments": "One-to-one sessions that are agreed already.",
    "members": "Who is in a group for certain, or not at all.",
}
