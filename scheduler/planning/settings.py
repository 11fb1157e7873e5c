"""What a clinic chose once and for all: the file ``iop.toml`` beside its caseload, from which ``iop week`` is run."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, cast

from scheduler.errors import BadInput, Problem
from scheduler.files.outputs import CalendarLook
from scheduler.times import monday_of

CHOICES_FILE = "iop.toml"
MOST_WEEKS = 52
LONGEST_ALARM = 7 * 24 * 60
LONGEST_PAUSE = 4 * 60

_PAGE = """\
# What `iop week` does each time. Change what you like: iop never overwrites this file.
caseload = {caseload}   # the workbook, or the folder of tables
plans = "plans"             # gets a folder for each week
calendars = "calendars"     # kept from week to week
week = "next"               # "next": the week that begins on the next Monday; "this": the one that is running
weeks = 1                   # how many weeks are planned each time
time_limit = 60             # seconds to search for, for each week
names = false               # true: names beside ids in the list of whom to send what, and on boards of paper
paper = true                # boards, sign-in sheets, hand-outs and the rest to print, in the folder of each week

[calendar]
alarm = 60                  # minutes before a session at which the phone reminds, or "off"
remind = "run"              # once for sessions that follow each other; "session": before each
location = ""               # where sessions are; others may see it on the phone
per = "session"             # "day": one event for the sessions of a day that follow each other
pause = 0                   # with "day": the longest pause between them, in minutes
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What the file says, its folders as paths; figures as in ``iop solve``."""

    caseload: Path
    plans: Path
    calendars: Path
    week: Literal["next", "this"]
    weeks: int
    time_limit: float
    names: bool
    paper: bool
    look: CalendarLook

    def monday(self, today: date) -> date:
        """First day of the week that is meant on a day."""
        running = monday_of(today)
        return running if self.week == "this" else running + timedelta(weeks=1)


def choices_page(caseload: str) -> bytes:
    """A file with the usual choices for a caseload that lies beside it."""
    quoted = '"' + caseload.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _PAGE.format(caseload=quoted).encode()


def read_remembered(folder: Path) -> Remembered:
    """What the file in a folder says; what it leaves out is as usual.

    Raises:
        BadInput: where there is no such file, or with everything in it that cannot be used.
    """
    found = _Choices(_read(folder / CHOICES_FILE))
    look = found.part("calendar")
    remembered = Remembered(
        caseload=folder / found.text("caseload", ""),
        plans=folder / found.text("plans", "plans"),
        calendars=folder / found.text("calendars", "calendars"),
        week=cast("Literal['next', 'this']", found.one_of("week", "next", "this")),
        weeks=found.whole("weeks", 1, 1, MOST_WEEKS),
        time_limit=found.whole("time_limit", 60, 1, 24 * 60 * 60),
        names=found.yes_no("names", usual=False),
        paper=found.yes_no("paper", usual=True),
        look=CalendarLook(
            secret_file=None,
            alarm_minutes=look.alarm(),
            location=look.text("location", "") or None,
            per=cast("Literal['session', 'day']", look.one_of("per", "session", "day")),
            pause_minutes=look.whole("pause", 0, 0, LONGEST_PAUSE),
            remind=cast("Literal['run', 'session']", look.one_of("remind", "run", "session")),
        ),
    )
    if not found.text("caseload", ""):
        found.refuse("caseload", "", "no caseload is named", "Write the name of your workbook, such as clinic.xlsx")
    problems = (*found.all_problems(), *look.all_problems())
    if problems:
        raise BadInput(problems)
    return remembered


def _read(place: Path) -> Mapping[str, object]:
    def refuse(says: str, fix: str) -> BadInput:
        return BadInput([Problem(CHOICES_FILE, 0, "", "", says, fix)])

    try:
        return tomllib.loads(place.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        says = f"there is no such file in {place.parent}"
        raise refuse(says, "Go to the folder of your clinic, or make one with iop init clinic.xlsx") from None
    except (OSError, UnicodeDecodeError) as error:
        raise refuse("it cannot be read as text", "Save it again as text in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        says = f"this is not written as such a file is: {error}"
        raise refuse(says, 'Put text in straight quotation marks, as in plans = "plans"') from None


class _Choices:
    """The choices of one part of the file, each asked for once, and what is wrong with them."""

    def __init__(self, found: Mapping[str, object], part: str = "") -> None:
        self._found = found
        self._part = part
        self._asked: set[str] = set()
        self._problems: list[Problem] = []

    def refuse(self, name: str, value: object, says: str, fix: str) -> None:
        """Notes what is wrong with a choice."""
        self._problems.append(Problem(CHOICES_FILE, 0, f"{self._part}{name}", str(value), says, fix))

    def all_problems(self) -> list[Problem]:
        """What is wrong, choices that nobody knows included."""
        names = ", ".join(sorted(self._asked))
        unknown = [name for name in self._found if name not in self._asked]
        for name in unknown:
            self.refuse(name, "", "there is no choice of this name", f"The choices are {names}")
        return self._problems

    def part(self, name: str) -> "_Choices":
        """The choices below a heading."""
        found = self._value(name, {}, lambda value: isinstance(value, dict), f"Write a line [{name}] above its choices")
        return _Choices(cast("Mapping[str, object]", found), f"{name}.")

    def text(self, name: str, usual: str) -> str:
        """A text."""
        is_text: Callable[[object], bool] = lambda value: isinstance(value, str)  # noqa: E731
        return str(self._value(name, usual, is_text, "Put it in quotation marks"))

    def one_of(self, name: str, *words: str) -> str:
        """One of the words, the first of which is usual."""
        fix = "Write " + " or ".join(f'"{word}"' for word in words)
        return str(self._value(name, words[0], lambda value: value in words, fix))

    def whole(self, name: str, usual: int, least: int, most: int) -> int:
        """A whole number within bounds."""

        def is_whole(value: object) -> bool:
            return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most

        fix = f"Write a whole number from {least} to {most}, without quotation marks"
        return cast("int", self._value(name, usual, is_whole, fix))

    def yes_no(self, name: str, *, usual: bool) -> bool:
        """True or false."""
        return bool(
            self._value(name, usual=usual, is_right=lambda value: isinstance(value, bool), fix="Write true or false")
        )

    def alarm(self) -> int | None:
        """Minutes; None for no alarm."""
        if self._found.get("alarm") == "off":
            self._asked.add("alarm")
            return None
        return self.whole("alarm", 60, 0, LONGEST_ALARM)

    def _value(self, name: str, usual: object, is_right: Callable[[object], bool], fix: str) -> object:
        self._asked.add(name)
        value = self._found.get(name, usual)
        if is_right(value):
            return value
        self.refuse(name, value, "this cannot be chosen", fix)
        return usual
