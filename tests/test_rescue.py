"""A week that could not be written where it belongs is kept where it can be."""

from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import BadInput, Problem, Rescued
from scheduler.files import rescue
from scheduler.files.rescue import rescued
from scheduler.files.write import NotWritten, write_files
from scheduler.report.problems import failure_words

FILES = {"schedule.csv": b"session\n", "summary.json": b"{}"}
FULL = NotWritten("plan cannot be written.")


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that takes nothing, with a working folder and a home elsewhere."""
    for name in ("work", "home", "drive"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    return tmp_path / "drive" / "plan"


def refusing(*folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(files: dict[Path, bytes], **how: Any) -> None:  # noqa: ANN401
        if any(folder in place.parents for place in files for folder in folders):
            raise NotWritten("full")
        write_files(files, **how)

    monkeypatch.setattr(rescue, "write_files", write)


def test_it_is_kept_beside_and_the_folder_is_told(out: Path) -> None:
    for name in ("plan-rescued", "plan-rescued-2"):
        failure = rescued(FULL, FILES, out)
        assert isinstance(failure, Rescued)
        assert failure.exit_code == 1
        assert failure.folder == out.parent / name
        assert {path.name: path.read_bytes() for path in failure.folder.iterdir()} == FILES
    words = failure_words(failure)
    assert words.startswith("plan cannot be written.\nWhat was found is kept in ")
    assert "plan-rescued-2, without calendars." in words


def test_where_the_drive_is_full_it_is_kept_at_hand_or_at_home(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing(out.parent, monkeypatch=monkeypatch)
    failure = rescued(FULL, FILES, out)
    assert isinstance(failure, Rescued)
    assert failure.folder == Path.cwd() / "plan-rescued"
    refusing(out.parent, Path.cwd(), monkeypatch=monkeypatch)
    failure = rescued(FULL, FILES, out)
    assert isinstance(failure, Rescued)
    assert failure.folder == Path.home() / "plan-rescued"


def test_where_no_place_takes_it_the_failure_stands(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing(out.parent.parent, monkeypatch=monkeypatch)
    assert rescued(FULL, FILES, out) is FULL

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert rescued(FULL, FILES, out) is FULL


def test_bad_input_is_told_with_its_problems() -> None:
    bad = BadInput([Problem("patients.csv", 3, "uid", "", "a UID stands in two rows", "Mend it")])
    words = failure_words(Rescued(bad, Path("plan-rescued")))
    assert words.startswith("patients.csv, row 3, column uid: a UID stands in two rows. Mend it.\n1 problem to mend.\n")
