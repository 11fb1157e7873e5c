"""The part of ``iop explain`` that says what would help."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import FOLDER, NameParam
from scheduler.commands.output import tell

if TYPE_CHECKING:
    from threading import Event

    from scheduler.caseload import Caseload
    from scheduler.planning.inputs import Given
    from scheduler.planning.time_shares import Allotted
    from scheduler.remedies import Answer, Found

TOP = 5


@dataclass(frozen=True, slots=True)
class RemediesAsked:
    """The options about remedies, named as on the command line."""

    remedies: bool
    patient: str | None
    top: int
    as_json: bool
    relax: tuple[str, ...]
    apply: str | None
    out: Path | None

    def check(self, *, moves: bool) -> None:
        """Raises UsageError where options do not go together."""
        if moves and self.remedies:
            raise click.UsageError("Give --remedies or --moves: what would help, or how good the week is.")
        others = {
            "--for": self.patient is not None,
            "--json": self.as_json,
            "--relax": bool(self.relax),
            "--apply": self.apply is not None,
            "--out": self.out is not None,
        }
        lonely = [name for name, is_given in others.items() if is_given and not self.remedies]
        if lonely:
            raise click.UsageError(f"{lonely[0]} needs --remedies.")
        if (self.apply is None) != (self.out is None):
            raise click.UsageError("--apply and --out go together: which remedy, and a new folder for it.")


def remedy_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options about remedies, which the command receives as ``asked``."""

    @wraps(command)
    def with_asked(
        *,
        remedies: bool,
        patient: str | None,
        top: int,
        as_json: bool,
        relax: tuple[str, ...],
        apply: str | None,
        out: Path | None,
        **others: object,
    ) -> None:
        command(asked=RemediesAsked(remedies, patient, top, as_json, relax, apply, out), **others)

    for option in (
        click.option(
            "--out", type=FOLDER, help="With --apply: a new folder for the changed caseload and its schedule."
        ),
        click.option(
            "--apply", metavar="K", help="Write the caseload with the remedy of this number or id, and its week."
        ),
        click.option(
            "--relax",
            type=click.Choice(("keep-apart", "cohorts")),
            multiple=True,
            help="Also propose to give up a pair kept apart, or the same members of a group; may be repeated.",
        ),
        click.option("--json", "as_json", is_flag=True, help="Print the remedies as JSON."),
        click.option(
            "--top", type=click.IntRange(1), default=TOP, show_default=True, help="How many remedies to tell."
        ),
        click.option("--for", "patient", type=NameParam(), help="Only remedies for this patient."),
        click.option("--remedies", is_flag=True, help="Say what would help instead, each change tried and measured."),
    ):
        with_asked = option(with_asked)
    return with_asked


def tell_remedies(
    source: Path,
    schedule: Path,
    given: "Given",
    monday: date,
    asked: RemediesAsked,
    allotted: "Allotted",
    stop: "Event",
) -> None:
    """Looks for remedies within the time limit and tells them, or writes the one that is asked for."""
    from scheduler.planning.plan import is_care_proven
    from scheduler.planning.remedied import check_place, write_remedied
    from scheduler.report.remedies import applied_lines, remedies_json, remedy_lines
    from scheduler.week.week import week_of

    check_patient(given.caseload, asked.patient)
    if asked.out:
        check_place(asked.out)
    is_proven = is_care_proven(week_of(given.caseload, monday, given.earlier), given.schedule, schedule.parent)
    found = _found(given, monday, asked, allotted, stop, is_proven=is_proven)
    if asked.apply is None or asked.out is None:
        tell([remedies_json(found, asked.top)] if asked.as_json else remedy_lines(found, asked.top, asked.patient))
        return
    answer = _chosen(found, asked.apply)
    places = write_remedied(source, given.caseload, monday, answer, asked.out)
    tell(applied_lines(answer, map(str, places)))


def tell_moves(given: "Given", monday: date, allotted: "Allotted", stop: "Event") -> None:
    """Says what the week breaks and misses, and the moves that give most of it back."""
    from scheduler.commands.watch import Watch
    from scheduler.remedies.moves import quality_of
    from scheduler.report.moves import quality_lines

    watch = Watch(stop, has_log=False)
    watch.says("looking for a better week, and the moves to it")
    budget = allotted.explaining(stop, watch.statistics)
    found = watch.over(lambda: quality_of(given.caseload, monday, given.schedule, budget, given.earlier))
    tell(quality_lines(found))


def check_patient(caseload: "Caseload", patient: str | None) -> None:
    """Fails with wrong usage where no patient has this id."""
    if patient is not None and patient not in caseload.patients:
        from scheduler.tables import meant

        hint = meant(patient, caseload.patients)
        raise click.UsageError(f"No patient of the caseload has the id {patient!r}{hint}.")


def _found(
    given: "Given", monday: date, asked: RemediesAsked, allotted: "Allotted", stop: "Event", *, is_proven: bool
) -> "Found":
    """The remedies that are found in time; meanwhile a line tells how many were looked at, and the best so far."""
    from scheduler.commands.watch import Watch
    from scheduler.remedies import Asked, RemedySearch
    from scheduler.report.remedies import progress_words

    wanted = Asked(asked.patient, keep_apart="keep-apart" in asked.relax, cohorts="cohorts" in asked.relax)
    watch = Watch(stop, has_log=False)

    def heard(done: int, of: int, best: "Answer | None") -> None:
        watch.says(progress_words(done, of, best))

    def search() -> "Found":
        budget = allotted.explaining(stop, watch.statistics)
        found = RemedySearch(
            given.caseload, monday, given.schedule, wanted, budget, given.earlier, heard, is_proven=is_proven
        )
        is_name = asked.apply is not None and not asked.apply.isdecimal()
        return found.run(asked.apply if is_name else None)

    return watch.over(search)


def _chosen(found: "Found", name: str) -> "Answer":
    """The answer of this number, from 1, or id."""
    by_name = {answer.name: answer for answer in found.answers}
    by_number = {str(number): answer for number, answer in enumerate(found.answers, 1)}
    answer = by_name.get(name) or by_number.get(name)
    if answer is None:
        raise click.UsageError(
            f"No remedy {name!r} was found that gives anything; {len(found.answers)} were. "
            "Run it without --apply to see them, or give it a longer --time-limit."
        )
    return answer
