"""The examples of docs/studies.md, run as they stand but for a shorter time limit."""

import re
import shlex
from pathlib import Path

import pytest

from scheduler.studies.edits import Edit
from scheduler.studies.study import Study
from tests.cli.running import run

PAGE = (Path(__file__).parents[2] / "docs" / "studies.md").read_text(encoding="utf-8")
COMMANDS = [line.strip() for line in re.findall(r"^    (iop .+)$", PAGE, flags=re.MULTILINE) if "--cluster" not in line]


def test_every_example_works_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (study,) = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    Path("study.toml").write_text(study.replace("time_limit = 3 ", "time_limit = 1 "), encoding="utf-8")
    assert [command.split()[1] for command in COMMANDS] == ["init", "study", "study", "capacity", "capacity"]
    for command in COMMANDS:
        done = run(*shlex.split(command.replace("--time-limit 10", "--time-limit 3"))[1:])
        assert done.exit_code in {0, 4} if " capacity " in command else done.exit_code == 0, done.output
    assert "12 solved weeks" not in Path("next-year/study.html").read_text(encoding="utf-8")
    assert "24 solved weeks" in Path("report/study.html").read_text(encoding="utf-8")


def test_every_key_of_a_study_is_documented() -> None:
    for name in Study.model_fields:
        assert f"| `{name}` |" in PAGE
    for name, field in Edit.model_fields.items():
        assert re.search(rf"\b{field.alias or name}\b", PAGE), name
