"""A clinic on the disk for commands that are run as processes of their own, and what has to hold of it at any time."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import NoReturn

import cli
from scheduler.calendars.staff_table import read_rows
from scheduler.files.journal import is_left_over, recover
from scheduler.report.changes import CHANGE_COLUMNS
from scheduler.tables import read_caseload, read_schedule
from scheduler.week.fingerprint import fingerprint
from scheduler.week.week import week_of

ROOT = Path(__file__).parent.parent.parent
IOP = (sys.executable, "-c", "import cli; cli.main(prog_name='iop')")
# Ahead of the computer's clock, since calendars keep what is past, and later than all that the caseload has dates for.
MONDAY = date.today() + timedelta(days=70 - date.today().weekday())  # noqa: DTZ011 - by the computer's clock
WEEK, WEDNESDAY, FRIDAY, NEXT_WEEK = (str(MONDAY + timedelta(days=days)) for days in (0, 2, 4, 7))
# Counted in work, so that a busy computer finds a week too.
QUICK = ("--deterministic", "--time-limit", "0.5")

# Each command that writes; what is not there yet is made.
COMMANDS: Mapping[str, Sequence[str]] = {
    "away in a folder": ("away", "tables", "th1", "--from", WEDNESDAY),
    "away in a workbook": ("away", "week.xlsx", "th1", "--from", WEDNESDAY),
    "agree in a workbook": ("agree", "week.xlsx", "p02", "individual", "--date", WEDNESDAY, "--start", "16:00"),
    "cancel in a folder": ("cancel", "tables", "plan/schedule.csv", f"{FRIDAY.replace('-', '')}.p04.individual.1"),
    "export": ("export", "tables", "later/schedule.csv", "--out", "calendars", "--for", "all"),
    "compare": ("compare", "tables", "plan/schedule.csv", "later/schedule.csv", "--out", "changes.csv", "--names"),
    "convert to a folder": ("convert", "week.xlsx", "converted"),
    "convert to a workbook": ("convert", "tables", "converted.xlsx"),
    "mark": ("check", "week.xlsx", "--mark", "marked.xlsx"),
    "import of a roster": ("import", "roster.csv", "--into", "tables", "--write"),
    "import of a calendar": (
        *("import", "busy.ics", "--into", "week.xlsx", "--who", "th1", "--from", WEEK, "--until", FRIDAY, "--write"),
    ),
    "report": (
        *("report", "tables", "plan/schedule.csv", "--calendars", "calendars", "--out", "seen/week.html"),
        *("--xlsx", "seen/week.xlsx", "--json", "seen/week.json"),
    ),
    "print": ("print", "tables", "plan/schedule.csv", "--out", "plan/paper", "--no-pdf"),
    "scenario": ("scenario", "new", "--program", "tiers", "--patients", "10", "--out", "drawn"),
    "init of a folder": ("init", "new"),
    "init of a workbook": ("init", "new.xlsx"),
    "solve": ("solve", "tables", "--week", NEXT_WEEK, "--out", "plan", "--calendars", "calendars", *QUICK),
    "solve of two weeks": (
        *("solve", "tables", "--week", WEEK, "--weeks", "2", "--out", "stay", "--calendars", "stay", *QUICK),
    ),
    "week": ("week", "--week", NEXT_WEEK),
}
# What is whole at several moments: a week, then its causes, then the page and the sheets.
IN_STEPS = ("solve", "solve of two weeks", "week")

ROSTER = "patient,name,level,admitted\np11,Patient Eleven,iop,2026-11-02\n"
BUSY = f"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//of a test//\r
BEGIN:VEVENT\r
UID:1\r
DTSTAMP:20260101T000000Z\r
DTSTART:{WEDNESDAY.replace("-", "")}T160000Z\r
DTEND:{WEDNESDAY.replace("-", "")}T170000Z\r
END:VEVENT\r
END:VCALENDAR\r
"""


@dataclass(frozen=True)
class Running:
    """A command at work."""

    pid: int

    def send(self, sign: signal.Signals) -> None:
        """Sends it a signal, unless it has ended."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, sign)

    def wait(self) -> int:
        """Its exit code, or the negative number of the signal that ended it."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@dataclass(frozen=True)
class Clinic:
    """A folder with the caseload that everybody starts from, as folder and as workbook, and plans of two weeks."""

    at: Path

    @classmethod
    def made(cls, at: Path) -> "Clinic":
        """One in an empty folder."""
        (at / "base").mkdir()
        clinic = cls(at / "base")
        for command in (
            ("init", "week.xlsx"),
            ("init", "tables"),
            ("solve", "tables", "--week", WEEK, "--out", "plan", "--calendars", "calendars", *QUICK),
            ("solve", "tables", "--week", NEXT_WEEK, "--out", "later", "--calendars", "others", *QUICK),
        ):
            if clinic.run(*command):
                raise RuntimeError(clinic.told)
        (clinic.at / "roster.csv").write_text(ROSTER, encoding="utf-8")
        (clinic.at / "busy.ics").write_text(BUSY, encoding="utf-8")
        choices = clinic.at / "iop.toml"
        quick = choices.read_text(encoding="utf-8").replace("time_limit = 60", "time_limit = 10")
        choices.write_text(quick.replace("paper = true", "paper = false"), encoding="utf-8")
        # How its columns are taken over is guessed once, and then kept.
        clinic.run("import", "roster.csv", "--into", "tables")
        return clinic

    @contextmanager
    def copied(self) -> Iterator["Clinic"]:
        """Another that is the same, for as long as it is needed."""
        with tempfile.TemporaryDirectory(dir=self.at.parent) as folder:
            shutil.copytree(self.at, Path(folder) / "clinic", symlinks=True)
            yield Clinic(Path(folder) / "clinic")

    @property
    def temp(self) -> Path:
        """Where its commands find the system's temporary folder."""
        (self.at.parent / "temp").mkdir(exist_ok=True)
        return self.at.parent / "temp"

    @property
    def files(self) -> Mapping[str, bytes]:
        """All files by their path and what is in them."""
        return {str(path.relative_to(self.at)): path.read_bytes() for path in self.at.rglob("*") if path.is_file()}

    @property
    def told(self) -> str:
        """What its commands have said on both outputs."""
        return (self.at.parent / "told").read_text(encoding="utf-8")

    def start(self, *command: str) -> Running:
        """The command at work, in a process that has loaded already what it needs."""
        pid = os.fork()
        if pid == 0:
            self._become(command)
        return Running(pid)

    def run(self, *command: str) -> int:
        """The exit code of the command."""
        return self.start(*command).wait()

    def run_in_shell(self, output: str, *command: str) -> int:
        """The exit code of the command with its outputs as the shell is told, in a pipe too."""
        told = '"$@"; echo $? > ../code'
        redirected, _, reader = output.partition("|")
        script = f"{{ {told}; }} {redirected}" + (f"| {reader}" if reader else "")
        subprocess.run(
            ["sh", "-c", script, "sh", *IOP, *command],  # noqa: S607
            cwd=self.at,
            env=self._surroundings(),
            check=False,
            capture_output=True,
        )
        return int((self.at.parent / "code").read_text())

    def look_again(self) -> None:
        """Does what every command does first with the places that it is given."""
        recover(self.at, *(path for path in self.at.rglob("*") if path.is_dir()))

    def _become(self, command: Sequence[str]) -> NoReturn:
        code: object = 99
        try:
            os.chdir(self.at)
            os.environ.update(self._surroundings())
            tempfile.tempdir = None
            for handle in (1, 2):
                os.dup2(os.open(self.at.parent / "told", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), handle)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            cli.main([*command], prog_name="iop")
        except SystemExit as end:
            code = end.code or 0
        finally:
            os._exit(code if isinstance(code, int) else 99)

    def _surroundings(self) -> dict[str, str]:
        # All clinics have one secret, so that the names of calendars are the same.
        home = str(self.at.parent.parent / "home") if self.at.name == "clinic" else str(self.at.parent / "home")
        return {**os.environ, "XDG_CONFIG_HOME": home, "TMPDIR": str(self.temp), "PYTHONPATH": str(ROOT)}


def changed(before: Clinic, after: Clinic) -> frozenset[str]:
    """Names of files that are new, other or gone."""
    old, new = before.files, after.files
    return frozenset(name for name in {*old, *new} if old.get(name) != new.get(name) and not _is_left(name))


def _is_left(name: str) -> bool:
    """Whether it is something, or lies in a folder, that the program leaves where it is ended."""
    return any(is_left_over(Path(part)) for part in Path(name).parts)


def left_over(clinic: Clinic) -> list[str]:
    """What the program leaves where it is ended, or should not leave at all."""
    left = [str(path.relative_to(clinic.at)) for path in clinic.at.rglob("*") if is_left_over(path)]
    return [f"left: {name}" for name in [*left, *(f"TEMP/{path.name}" for path in clinic.temp.iterdir())]]


def faults_of(clinic: Clinic) -> list[str]:
    """What is torn or mixed: tables that cannot be read, a summary of another week, calendars of another schedule."""
    faults: list[str] = []
    for source in ("tables", "week.xlsx", "new", "new.xlsx", "converted", "converted.xlsx", "marked.xlsx", "drawn"):
        place = clinic.at / source
        if place.exists() and not (place.is_dir() and all(map(is_left_over, place.iterdir()))):
            read_caseload(place)
    plans = {"plan": "calendars", "later": "others", f"stay/{WEEK}": "stay", f"stay/{NEXT_WEEK}": "stay"}
    plans[f"plans/{NEXT_WEEK}"] = "calendars"
    for out, calendars in plans.items():
        faults += _faults_of_week(clinic.at / out, clinic.at / calendars, clinic)
    for folder in {clinic.at / name for name in plans.values()}:
        for row in read_rows(folder, "patients"):
            if row.uid.encode() not in (folder / row.file).read_bytes():
                faults.append(f"{row.file} does not have an event of its table")
    if (clinic.at / "changes.csv").exists():
        is_whole = (clinic.at / "changes.csv").read_text(encoding="utf-8").endswith("\n")
        faults += [] if is_whole and "role" in CHANGE_COLUMNS else ["changes.csv is cut short"]
    return faults


def _faults_of_week(out: Path, calendars: Path, clinic: Clinic) -> Iterator[str]:
    names = [name for name in ("schedule.csv", "unmet.csv", "summary.json") if (out / name).exists()]
    if len(names) not in {0, 3}:
        yield f"{out.name} has only {names}"
    if len(names) < 3:
        return
    caseload, schedule = read_caseload(clinic.at / "tables"), read_schedule(out / "schedule.csv")
    told = json.loads((out / "summary.json").read_bytes())
    monday = date.fromisoformat(told["week"])
    days = {(monday + timedelta(days=day)).isoformat() for day in range(7)}
    if {session.on.isoformat() for session in schedule.sessions} - days:
        yield f"the summary in {out.name} is of another week than the schedule"
    # What the tables say may be new since; a plan that follows another is tied to that one too.
    is_first = out.parent.name != "stay"
    original = read_caseload(clinic.at.parent.parent / "base" / "tables")
    if is_first and told["fingerprint"] not in {
        fingerprint(week_of(facts, monday), schedule) for facts in (caseload, original)
    }:
        yield f"the summary in {out.name} is of another schedule"
    rows = read_rows(calendars, "patients")
    shown = {(row.who, row.session, row.on, row.start) for row in rows if row.status == "scheduled" and row.on in days}
    wanted = {
        (who, each.session, each.on.isoformat(), f"{each.start // 60:02d}:{each.start % 60:02d}")
        for each in schedule.sessions
        for who in each.patients
    }
    if shown != wanted:
        yield f"the calendars in {calendars.name} are of another schedule than {out.name}"


def _is_away(clinic: Clinic, command: Sequence[str]) -> bool:
    absences = read_caseload(clinic.at / command[1]).absences.get(command[2], ())
    return any(absence.first.isoformat() == command[4] for absence in absences)


def _is_agreed(clinic: Clinic, command: Sequence[str]) -> bool:
    appointments = read_caseload(clinic.at / command[1]).appointments
    return any(each.patient == command[2] and str(each.on) == command[5] for each in appointments)


def _is_exported(clinic: Clinic, command: Sequence[str]) -> bool:
    shown = {row.session for row in read_rows(clinic.at / command[4], "patients") if row.status == "scheduled"}
    return {session.session for session in read_schedule(clinic.at / command[2]).sessions if session.patients} <= shown


def _is_cancelled(clinic: Clinic, command: Sequence[str]) -> bool:
    patient = command[3].split(".")[1]
    absences = read_caseload(clinic.at / command[1]).absences.get(patient, ())
    return any(absence.first.isoformat().replace("-", "") == command[3][:8] for absence in absences)


CHANGES: Mapping[str, Callable[[Clinic, Sequence[str]], bool]] = {
    "away": _is_away,
    "agree": _is_agreed,
    "export": _is_exported,
    "cancel": _is_cancelled,
}
"""Whether what a command writes is there."""
