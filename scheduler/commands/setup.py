"""Commands that set things up: ``iop init`` and ``completion``."""

from pathlib import Path

import click

from scheduler.commands.options import (
    FILE,
    example,
)
from scheduler.commands.output import tell


@click.command(epilog=example("iop init week.xlsx"))
@click.argument("target", type=FILE)
def init(target: Path) -> None:
    """Put a small, complete caseload at TARGET to start from.

    TARGET is a new folder (of CSV tables) or a new workbook whose name ends in .xlsx. With it come iop.toml, by
    which iop week goes, and files that run iop week when they are double-clicked. Nothing is ever overwritten.
    """
    from scheduler.planning.starter import put_starter, remember

    put_starter(target)
    tell((f"Wrote {target}. Change it into your own caseload, then run: iop check {target}",))
    written, there = remember(target)
    if written:
        tell((f"For the weekly job, iop week, also wrote {', '.join(place.name for place in written)}.",))
    for place in there:
        tell((f"{place} was there already and is left as it is.",))


@click.command(epilog=example("iop completion bash >> ~/.bashrc"))
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script with which SHELL completes commands and options."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(ctx.find_root().command, {}, "iop", "_IOP_COMPLETE").source())
