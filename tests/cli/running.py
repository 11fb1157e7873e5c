"""The program as a person calls it, within the process of the tests."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli
from scheduler.commands.solve_request import Asked


def run(*arguments: str | Path) -> Result:
    """What a command prints and its exit code."""
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


def search_shortly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets ``iop week`` search for a moment only, counted in work, so that a busy computer finds the same week."""
    # The package has the command of this name.
    weekly = import_module("scheduler.commands.week")
    by_the_clock = weekly._asked  # noqa: SLF001 - there is no option for it

    def asked(*what: object) -> Asked:
        found: Asked = by_the_clock(*what)
        return replace(found, time_limit=0.3, deterministic=True)

    monkeypatch.setattr(weekly, "_asked", asked)
