"""What the pages say to type works as it stands, in the order in which it stands there."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.remedies.search import Shares
from tests.cli.running import run, search_shortly

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "data").glob("*/README.md"))
# Counted in work, so that a busy computer finds a week too.
LIMITS = {"solve": ("--deterministic", "--time-limit", "0.3")}
# Of a minute, since a busy computer takes long to take the week at hand over; then a moment for each part.
SHARES = Shares(
    *(0.01, 0.03, 0.04, 0.05, 0.06),
    try_seconds=0.2,
    again_seconds=0.2,
    best=2,
    proved_seconds=0.2,
    kept_seconds=0.2,
)


def blocks(page: Path) -> Iterator[list[str]]:
    """The lines of each stretch of a page that stands apart as what is typed."""
    for block in re.findall(r"(?:^    .+\n)+", page.read_text(encoding="utf-8"), flags=re.MULTILINE):
        yield [line.strip() for line in block.splitlines()]


def do(lines: list[str]) -> int:
    """Types the commands among the lines, each search a short one; tells how many there were."""
    commands = [line for line in lines if line.startswith("iop ")]
    for command in commands:
        arguments = shlex.split(command)[1:]
        result = run(*arguments, *LIMITS.get(arguments[0], ()))
        assert result.exit_code == 0, f"{command}\n{result.output}"
    return len(commands)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the caseloads in it, as if it were the project's own, and a home."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("scheduler.report.paper.files.browser", lambda: None)
    monkeypatch.setattr("scheduler.remedies.search.SHARES", SHARES)
    search_shortly(monkeypatch)
    return tmp_path


def test_every_command_of_the_readme_works_one_after_the_other(elsewhere: Path) -> None:
    page = ROOT / "README.md"
    typed = re.findall(r"^    iop ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sum(map(do, blocks(page))) == len(typed) >= 17
    assert len(list((elsewhere / "plans").iterdir())) == 2
    assert len(list((elsewhere / "calendars" / "patients").iterdir())) == 6
    for made in (
        "plans/2026-11-23/week.html",
        "plans/2026-11-23/week.xlsx",
        "plans/2026-11-23/paper/board.html",
        "calendars/whose.csv",
        "monday/board.html",
        "monday/sign-in.html",
    ):
        assert (elsewhere / made).is_file(), made


def test_the_path_of_a_coordinator_ends_with_paper_on_the_wall() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    path = readme[readme.index("## From nothing") : readme.index("## When the week goes on")]
    assert re.findall(r"^\*\*\d+\. ([^.*]+)", path, flags=re.MULTILINE)[-1] == "Hang it on the wall"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_every_command_of_a_caseloads_page_works(page: Path) -> None:
    assert sum(map(do, blocks(page))) > 0


def test_there_is_a_page_for_every_caseload() -> None:
    assert {page.parent for page in PAGES} == {place for place in (ROOT / "data").iterdir() if place.is_dir()}
