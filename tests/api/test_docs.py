"""The examples of docs/api.md run in order, and the page names every function."""

import re
from pathlib import Path

import pytest

import scheduler

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def test_the_examples_of_the_page_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    examples = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert len(examples) == 5
    known: dict[str, object] = {}
    for example in examples:
        # Counted in work, so that a busy computer finds the weeks too.
        quick = re.sub(r"""(?<=solve_week\()(.*)(?=\)$)""", r"\1, deterministic=True", example, flags=re.MULTILINE)
        quick = quick.replace('"2026-11-23", 5', '"2026-11-23", 0.5')
        exec(compile(quick, "docs/api.md", "exec"), known)  # noqa: S102 - the page's own examples
    told = capsys.readouterr().out
    assert "min unmet, at least" in told
    assert "clinic_open" in told
    assert "20 more, evening track" in told


def test_the_page_names_every_function_and_error() -> None:
    assert [name for name in scheduler.__all__ if f"{name}" not in PAGE] == []
