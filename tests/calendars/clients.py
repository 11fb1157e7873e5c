"""Exports week after week and imports them into calendar programs that others wrote; run by hand, or `make clients`.

The demonstration's week, that week repaired, the week after, and that one in blocks are exported into one folder. Each
export is read by icalendar, vobject, ical.js and node-ical and imported in turn into khal and calcurse. What is not
installed is told and left out. Exits with 1 where a program saw something else than what was exported.

khal and calcurse come from the system's packages. ical.js and node-ical are installed by npm into a folder that is gone
afterwards.
"""

import csv
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Literal

from scheduler.caseload import Caseload
from scheduler.schedule import Schedule, Session
from scheduler.tables import read_caseload, read_schedule
from tests.calendars.foreign import (
    KHAL_SETTINGS,
    Seen,
    expected_in,
    in_calcurse,
    in_icalendar,
    in_khal,
    in_vobject,
    run,
)
from tests.calendars.stories import SECRET, export

ROOT = Path(__file__).parent.parent.parent
DEMO = ROOT / "data" / "demo"
MONDAY = date(2026, 11, 23)
THURSDAY_BEFORE = datetime(2026, 11, 19, 16, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 14, 10, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 26, 16, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 16, tzinfo=UTC)
SECONDS = "20"


@dataclass(frozen=True)
class Stage:
    """An export as it lay in the folder: the calendars by patient, and the weeks of it that are now decided."""

    name: str
    schedule: Schedule
    files: Mapping[str, Path]
    per: Literal["session", "day"]


class Findings:
    """What was checked, what was wrong, and what could not be tried."""

    def __init__(self) -> None:
        self.faults = 0
        self.skipped: list[str] = []

    def say(self, text: str) -> None:
        """Tell a finding."""
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def skip(self, program: str, why: str) -> None:
        """Tell loudly that a program was not tried."""
        self.skipped.append(program)
        self.say(f"!!! SKIPPED {program}: {why}")

    def compare(self, what: str, expected: Sequence[object], found: Sequence[object]) -> None:
        """Tell whether the same events were found, each as often."""
        missing, strange = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
        if not missing and not strange:
            return
        self.faults += 1
        self.say(f"FAULT {what}: {missing.total()} missing, {strange.total()} strange")
        for sign, events in (("-", missing), ("+", strange)):
            for event in list(events)[:3]:
                self.say(f"  {sign} {event}")


def solved(place: Path, monday: date, caseload: Caseload) -> Schedule:
    """The week as the program plans it."""
    out = place / f"plan-{monday}"
    secret = place / "secret"
    secret.write_bytes(SECRET)
    limit = ("--time-limit", SECONDS, "--secret-file", secret)
    run(sys.executable, ROOT / "cli.py", "solve", DEMO, "--week", str(monday), "--out", out, *limit)
    return read_schedule(out / "schedule.csv", caseload)


def repaired(week: Schedule) -> Schedule:
    """The week after a morning on the telephone: from Wednesday on every third session is moved, every fifth dropped.

    Every seventh goes to the next day, which is another session, and every eleventh loses its first patient.
    """

    def edited() -> Iterator[Session]:
        for number, session in enumerate(week.sessions, start=1):
            if session.on < MONDAY + timedelta(days=2):
                yield session
            elif number % 5 == 0:
                continue
            elif number % 7 == 0:
                yield replace(session, on=session.on + timedelta(days=1))
            elif number % 3 == 0 and session.end <= 23 * 60:
                yield replace(session, start=session.start + 15, end=session.end + 15)
            elif number % 11 == 0 and len(session.patients) > 1:
                yield replace(session, patients=session.patients[1:])
            else:
                yield session

    return Schedule.of(edited())


def stages(place: Path) -> Iterator[Stage]:
    """The exports, one after the other into one folder, each kept as it was."""
    caseload = read_caseload(DEMO)
    first, second = (solved(place, monday, caseload) for monday in (MONDAY, MONDAY + timedelta(weeks=1)))
    kept = place / "calendars"
    told: tuple[tuple[str, Schedule, datetime, Literal["session", "day"]], ...] = (
        ("week 1", first, THURSDAY_BEFORE, "session"),
        ("week 1 repaired", repaired(first), TUESDAY, "session"),
        ("week 2", second, THURSDAY, "session"),
        ("week 2 in blocks", second, FRIDAY, "day"),
    )
    for number, (name, schedule, now, per) in enumerate(told):
        export(caseload, schedule, kept, secret=SECRET, now=now, per=per, pause_minutes=15)
        copy = place / f"export-{number}"
        shutil.copytree(kept, copy)
        with (copy / "patients.csv").open(encoding="utf-8", newline="") as table:
            files = {row["patient"]: copy / row["file"] for row in csv.DictReader(table)}
        yield Stage(name, schedule, files, per)


def check_files(every: Sequence[Stage], findings: Findings) -> None:
    """Each file against the schedule, and against the file before it."""
    for stage in every:
        kinds = Counter(seen.status for file in stage.files.values() for seen in expected_in(file))
        findings.say(
            f"{stage.name}: {len(stage.files)} files, {kinds['CONFIRMED']} events, {kinds['CANCELLED']} cancelled"
        )
    for before, after in pairwise(every):
        for who, file in before.files.items():
            old = {seen.uid for seen in expected_in(file)}
            new = [seen.uid for seen in expected_in(after.files[who])]
            findings.compare(f"{after.name}, {who}: events kept", sorted(old), sorted(set(new) & old))
            findings.compare(f"{after.name}, {who}: each UID once", sorted(set(new)), sorted(new))
    for stage in every:
        if stage.per == "session":
            check_schedule(stage, findings)


def check_schedule(stage: Stage, findings: Findings) -> None:
    """As many confirmed events in each patient's weeks as the schedule has sessions."""
    weeks = {session.on - timedelta(days=session.on.weekday()) for session in stage.schedule.sessions}
    days = {f"{monday + timedelta(days=n):%Y%m%d}" for monday in weeks for n in range(7)}
    for who, file in stage.files.items():
        sessions = sum(who in session.patients for session in stage.schedule.sessions)
        shown = [s for s in expected_in(file) if s.status == "CONFIRMED" and s.start[:8] in days]
        findings.compare(f"{stage.name}, {who}: sessions", [sessions], [len(shown)])


def try_python(every: Sequence[Stage], findings: Findings) -> None:
    """The parsers of the test environment."""
    readers: Mapping[str, Callable[[Path], list[Seen]]] = {"icalendar": in_icalendar, "vobject": in_vobject}
    for name, read in readers.items():
        for stage in every:
            for who, file in stage.files.items():
                findings.compare(f"{name}, {stage.name}, {who}", expected_in(file), read(file))
        findings.say(f"{name}: read {sum(len(stage.files) for stage in every)} files")


def try_node(every: Sequence[Stage], place: Path, findings: Findings) -> None:
    """The parsers of Node.js."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        findings.skip("ical.js, node-ical", "node or npm is not installed")
        return
    home = place / "node"
    home.mkdir()
    try:
        run(npm, "install", "--silent", "--no-audit", "--no-fund", "ical.js@2", "node-ical", cwd=home)
    except RuntimeError as failure:
        findings.skip("ical.js, node-ical", str(failure))
        return
    script = shutil.copy(Path(__file__).with_suffix(".mjs"), home)
    files = [file for stage in every for file in stage.files.values()]
    read = json.loads(run(node, script, *files))
    for name in ("ical.js", "node-ical"):
        for file in files:
            found = [Seen(**event) for event in read[str(file)][name]]
            # node-ical gives them in an order of its own.
            findings.compare(f"{name}, {file.parent.parent.name}/{file.name}", expected_in(file), found)
        findings.say(f"{name}: read {len(files)} files")


def try_khal(every: Sequence[Stage], place: Path, findings: Findings) -> None:
    """Each patient's file of each export in turn, into a calendar of the patient's own."""
    khal = shutil.which("khal")
    if not khal:
        findings.skip("khal", "it is not installed (Debian: apt-get install khal)")
        return
    for who in every[0].files:
        home = place / "khal" / who
        (home / "events").mkdir(parents=True)
        settings = home / "settings"
        settings.write_text(KHAL_SETTINGS.format(folder=home), encoding="utf-8")
        for stage in every:
            run(khal, "-c", settings, "import", "--batch", "-a", "one", stage.files[who], HOME=str(home))
            found = in_khal(khal, settings, home)
            expected = [seen[:5] for seen in expected_in(stage.files[who])]
            findings.compare(f"khal, {stage.name}, {who}", expected, found)
            findings.compare(
                f"khal, {stage.name}, {who}: one file for each UID",
                sorted(f"{event[0]}.ics" for event in expected),
                sorted(path.name for path in (home / "events").iterdir()),
            )
    findings.say(f"khal: {len(every)} exports of {len(every[0].files)} patients imported in turn")


def try_calcurse(every: Sequence[Stage], place: Path, findings: Findings) -> None:
    """Each file into an empty calendar; and all in turn into one, to tell what it does with what it has already."""
    calcurse = shutil.which("calcurse")
    if not calcurse:
        findings.skip("calcurse", "it is not installed (Debian: apt-get install calcurse)")
        return
    copies = 0
    for who in every[0].files:
        one = place / "calcurse" / f"{who}-in-turn"
        for number, stage in enumerate(every):
            fresh = place / "calcurse" / f"{who}-{number}"
            expected = [(seen.start, seen.end, seen.title) for seen in expected_in(stage.files[who])]
            for home in (fresh, one):
                home.mkdir(parents=True, exist_ok=True)
                run(calcurse, "-q", "-D", home, "-i", stage.files[who], TZ="UTC", HOME=str(home))
            findings.compare(f"calcurse, {stage.name}, {who}", sorted(expected), sorted(in_calcurse(fresh)))
        copies += len(in_calcurse(one)) - len(expected)
    findings.say(f"calcurse: {len(every)} exports of {len(every[0].files)} patients read; it keeps no UID:")
    findings.say(f"  imported in turn into one calendar, {copies} copies were added that an empty one does not have")


def main() -> int:
    """Try them all; 1 where a program saw something else than what was exported."""
    findings = Findings()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        every = list(stages(place))
        check_files(every, findings)
        try_python(every, findings)
        try_node(every, place, findings)
        try_khal(every, place, findings)
        try_calcurse(every, place, findings)
    skipped = f"; NOT TRIED: {', '.join(findings.skipped)}" if findings.skipped else ""
    findings.say(f"{findings.faults} faults{skipped}")
    return int(findings.faults > 0)


if __name__ == "__main__":
    sys.exit(main())
