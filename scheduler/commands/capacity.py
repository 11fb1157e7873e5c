"""How many more patients fit, and how few therapist hours do: ``iop capacity``."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from scheduler.commands.options import FOLDER, SecondsParam, WeekParam, caseload_argument, example
from scheduler.commands.output import complain, tell
from scheduler.errors import NoScheduleInTime

LIKE = "like:"


class ShareParam(click.ParamType[int]):
    """Whole per cent, with or without the sign."""

    name = "percent"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """The number; fails where it is none from 1 to 100."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"([0-9]{1,3}) ?%?", value)
        if found is None or not 1 <= int(found[1]) <= 100:
            self.fail(f"{value!r} is no share; write it like 95%, from 1% to 100%.", param, ctx)
        return int(found[1])


class KindParam(click.ParamType[str]):
    """``like:KIND``, or ``like:`` for everybody."""

    name = "like:kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401
        """The kind."""
        if not value.startswith(LIKE):
            self.fail(
                f"{value!r} is no kind; write like:KIND, such as like:iop-evening, or like: for anybody.", param, ctx
            )
        return str(value.removeprefix(LIKE))


def next_monday() -> date:
    """The Monday after today, by the computer's clock."""
    today = datetime.now(UTC).astimezone().date()
    return today + timedelta(days=7 - today.weekday())


@click.command(
    epilog=example(
        "iop capacity week.xlsx --target 95% --add like:iop-evening --out answer",
        "iop capacity week.xlsx --staff --week 2026-11-23 --out answer",
    )
)
@caseload_argument
@click.option(
    "--week", type=WeekParam(), help="Any date of the week, as YYYY-MM-DD. [default: the week that begins next Monday]"
)
@click.option("--add", "kind", type=KindParam(), help="How many more patients fit, drawn from these: like:KIND.")
@click.option("--staff", is_flag=True, help="How few therapist hours are enough instead.")
@click.option(
    "--target",
    type=ShareParam(),
    help="Share of the care asked for that is to be met. [default: 95%; with --staff all that can be]",
)
@click.option(
    "--most",
    type=click.IntRange(1, 2000),
    default=64,
    show_default=True,
    help="With --add: no more than so many are tried.",
)
@click.option(
    "--out", type=FOLDER, help="Folder for the caseloads and the schedule by which the answer can be checked."
)
@click.option(
    "--time-limit", type=SecondsParam(), default=60.0, show_default=True, help="Seconds for each number that is tried."
)
@click.option("--workers", type=click.IntRange(1, 1024), help="Searches side by side. [default: all cores]")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=0,
    show_default=True,
    help="Of drawn patients and of the search.",
)
@click.pass_context
def capacity(  # noqa: PLR0913  # an argument for each option
    ctx: click.Context,
    *,
    caseload: Path,
    week: date | None,
    kind: str | None,
    staff: bool,
    target: int | None,
    most: int,
    out: Path | None,
    time_limit: float,
    workers: int | None,
    seed: int,
) -> None:
    """Find how many more patients CASELOAD has room for, or how few therapist hours it needs.

    Weeks are solved for one number after the other, halving what is between. Each answer has two proofs: a schedule
    for the number that fits, a bound for the next one; where the time does not settle it, it is said to be open.
    """
    if staff == (kind is not None):
        raise click.UsageError("Ask one thing: --add like:KIND for more patients, or --staff for fewer hours.")
    from scheduler.interrupt import in_background, interrupt_stops
    from scheduler.search import Limits
    from scheduler.studies.asking import Question, ask
    from scheduler.studies.capacity import Stopped
    from scheduler.studies.evidence import check_place

    if out is not None:
        check_place(out)
    limits = Limits(seconds=time_limit, workers=workers, seed=seed, until="care")
    asked = Question(caseload, week or next_monday(), kind, target, most, limits, out)
    with interrupt_stops() as stop:
        try:
            lines, is_settled = in_background(lambda: ask(asked, stop, complain), lambda: None)
        except Stopped:
            complain("Stopped before there was an answer.")
            ctx.exit(NoScheduleInTime.exit_code)
    tell(lines)
    if out is not None:
        tell((f"Written to {out}.",))
    ctx.exit(0 if is_settled else NoScheduleInTime.exit_code)
