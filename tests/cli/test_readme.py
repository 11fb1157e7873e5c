"""The README's path of a coordinator: every command as it is written, from nothing to paper on the wall."""

import re
import shlex
from pathlib import Path

import pytest

from scheduler.commands.asked import Asked
from scheduler.search import Limits
from tests.cli.running import run

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
PATH = README[README.index("## From nothing") : README.index("## Try it")]
COMMANDS = re.findall(r"^    iop (.*)$", PATH, flags=re.MULTILINE)


def test_every_command_of_the_readme_runs_in_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    # As written, but for the search, which need not prove anything here.
    monkeypatch.setattr(Asked, "limits", Limits(seconds=3, workers=1))
    monkeypatch.setattr("scheduler.report.paper.files.browser", lambda: None)
    assert len(COMMANDS) > 12
    for command in COMMANDS:
        result = run(*shlex.split(command))
        assert result.exit_code == 0, f"iop {command}\n{result.output}"
    for made in ("plan/week.html", "plan/week.xlsx", "calendars/whose.csv", "monday/board.html", "monday/sign-in.html"):
        assert (tmp_path / made).is_file(), made
    assert len(list((tmp_path / "stay").iterdir())) >= 4


def test_the_path_ends_with_paper_on_the_wall() -> None:
    steps = re.findall(r"^\*\*\d+\. ([^.*]+)", PATH, flags=re.MULTILINE)
    assert steps[-1] == "Hang it on the wall"
