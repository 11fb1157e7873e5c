"""A solver that answers at once."""

from pathlib import Path
from typing import Any

import pytest

from scheduler.explain import Shortfall
from scheduler.planning import plan as planning
from scheduler.schedule import Schedule
from scheduler.search import Result as Solved
from scheduler.week.week import Week
from tests.cli.quick_solver import CASELOAD, SOLVED, UNMET


@pytest.fixture
def solver(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """What the solver answers, or raises; and a home of its own for the secret."""
    answer: dict[str, Any] = {"result": SOLVED}

    def solve(*_: object) -> Solved:
        if isinstance(answer["result"], Exception):
            raise answer["result"]
        return answer["result"]  # type: ignore[no-any-return]

    def shortfalls(_week: Week, _schedule: Schedule, is_proven: bool, **_how: object) -> tuple[Shortfall, ...]:
        return UNMET if is_proven else (Shortfall("p2", "weekly_hours", "", 40, "open", ""),)

    monkeypatch.setattr(planning, "best_week", solve)
    monkeypatch.setattr(planning, "shortfalls", shortfalls)
    monkeypatch.setattr("scheduler.explain.shortfalls", shortfalls)
    monkeypatch.setattr("scheduler.tables.read_caseload", lambda _: CASELOAD)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    return answer
