"""Which files can be taken in, and what to do about those that cannot."""

from pathlib import Path
from typing import ClassVar, Literal

from scheduler.errors import IopError

_ROSTERS = (".xlsx", ".xlsm", ".csv")
_AS_WORKBOOK = "save it as an Excel workbook (.xlsx)"
_ADVICE = {
    ".xls": f"Open it in Excel and {_AS_WORKBOOK}",
    ".xlsb": f"Open it in Excel and {_AS_WORKBOOK}",
    ".ods": f"Open it in LibreOffice and {_AS_WORKBOOK}",
    ".tsv": f"Open it in Excel and {_AS_WORKBOOK}",
    ".txt": f"Open it in Excel and {_AS_WORKBOOK}",
    ".numbers": "In Numbers choose File, Export To, Excel",
    ".gsheet": "In Google Sheets choose File, Download, Microsoft Excel",
    ".pdf": "Ask for the list as a spreadsheet, or type it into one",
    ".doc": "Copy the table into Excel and save it there as a workbook (.xlsx)",
    ".docx": "Copy the table into Excel and save it there as a workbook (.xlsx)",
    ".pst": "In Outlook open the calendar, choose File, Save Calendar, and give the .ics file",
    ".olm": "In Outlook on the web publish the calendar, and give the .ics file",
    ".vcs": "Export the calendar as iCalendar (.ics)",
    ".zip": "Unpack it; a calendar export of Google has an .ics file for each calendar in it",
}
_OTHERWISE = "Give a roster as .xlsx or .csv, and a calendar as .ics"


class CannotTake(IopError):
    """A file that cannot be taken in, or not in this way; nothing was written."""

    exit_code: ClassVar[int] = 2


def kind_of(source: Path) -> Literal["roster", "calendar"]:
    """What a file is, by its name.

    Raises:
        CannotTake: where it cannot be taken in; the words say what to do.
    """
    ending = source.suffix.lower()
    if not source.is_file():
        raise CannotTake(f"There is no file {source}. Check its name and where it lies.")
    if ending == ".ics":
        return "calendar"
    if ending in _ROSTERS:
        return "roster"
    raise CannotTake(f"{source.name} cannot be read. {_ADVICE.get(ending, _OTHERWISE)}.")
