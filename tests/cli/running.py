"""The program as a person calls it, within the process of the tests."""

from pathlib import Path

from click.testing import CliRunner, Result

import cli


def run(*arguments: str | Path) -> Result:
    """What a command prints and its exit code."""
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])
