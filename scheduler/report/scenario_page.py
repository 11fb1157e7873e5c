"""The page of scenarios: profiles against sources of their figures; ``python -m scheduler.report.scenario_page``."""

import sys
from collections.abc import Iterator, Mapping

from scheduler.scenarios import PROGRAMS, new_caseload
from scheduler.scenarios.figures import FIGURES, Figure
from scheduler.scenarios.measured import Measure, measured, together
from scheduler.scenarios.program import Program
from scheduler.times import hours

PATIENTS, SEEDS = 200, (1, 2)

INTRODUCTION = """\
# Scenarios: clinics for what-if questions

`iop scenario new` writes caseloads of 10 to 2,000 patients in seconds, to try out what a clinic would look
like:

    iop scenario new --program balanced --patients 60 --therapists 6 --seed 7 --out what-if
    iop scenario new --like week.xlsx --patients 80 --out grown

They are caseloads as any other: `iop check` finds no errors in them, every command takes them, and every cell
can be changed. The same options give the same caseload, byte for byte.

## From a profile

`--program` draws a clinic from a small profile: the program's levels, types of session, timetable and plans,
and the figures below, which say what patients' lives and stays are like. Each patient is drawn with a life
(work, school, care of others), a mode and a point of a stay, and takes the way through the program of which
most fits the own hours, as at an intake; groups have as many parallel sections as fill them as groups usually
are; therapists are hired until each section has leaders and nearly every one-to-one session a time. So there
are hours and rooms for about everything, but no week is planted: what is unmet, and whose it is, is for `iop
solve` to find, and some patients' hours hold no such week, as in every clinic. With `--therapists` there are so
many instead, of each kind as many as go with the whole, and the clinic may be short of them.

Beside the tables lies `attendance.csv`, who came to the groups of the week before and who did not, for
`--attendance`.

"""

FIGURES_SAY = f"""\
### Figures, sources and what is drawn

What {len(SEEDS)} clinics of {PATIENTS} patients of each program are like, beside what their profile asks for. Where a
program has a figure of its own, it stands in brackets. Tests hold these clinics against the figures. Assumed as well,
as in the caseloads of `data/`, are minutes on the way (0 to 30) and the hours of part-time work and of care for others.

"""

PROGRAMS_SAY = """\
### Programs

"""

LIKE = """\
## Like a caseload

`--like` grows or shrinks a caseload by its own patterns. Each patient is somebody's pattern, whole: hours,
plan, level, mode and way go together. With three times as many patients every pattern is taken three times, and
therapists, rooms and groups too; in between, those groups get a parallel one first whose places most patients
could take. Parallel groups keep day and hour, the second one with the second copy of the therapist and the
room. With fewer patients every type of session keeps somebody who leads it, groups need no more members than
there are, and those that nobody may join are left out.

Nobody is recognisable: ids of patients and therapists are new and in another order, names, reasons, notes and
the title of calendars are not copied, first and last day of a stay are those of somebody at the same level, and
all weekly hours of a patient are a quarter or half an hour earlier, or as they were. Patients who have
appointments or belong to a group keep hours and dates, so that what is agreed still fits. Ids of groups and
rooms stay, and levels, types of session and tags, so do not write into those what tells of a person; of a
caseload whose patients' hours are rare, keep what is made as private as the caseload itself.

## Beside the benchmarks

`benchmarks/` has caseloads of its own, which stay as they are: they are made to be hard for a search, around a
week that is planted, so that the least unmet care is known and figures of earlier versions can be compared.
They say nothing about clinics. Scenarios say nothing about the speed of a search. What looks like a real clinic
is added here, what makes a week hard there.

## From Python

    from pathlib import Path

    from scheduler.scenarios import like_caseload, new_caseload
    from scheduler.tables import read_text

    clinic = new_caseload("balanced", 60, therapists=6, seed=7).tables
    grown = like_caseload(read_text(Path("data/demo")), patients=90)

Both give rows of text by table. `docs/api.md` shows how to go on."""


def measured_programs() -> Mapping[str, Mapping[str, Measure]]:
    """What clinics of each program are like."""
    return {name: together([measured(new_caseload(name, PATIENTS, seed=seed)) for seed in SEEDS]) for name in PROGRAMS}


def scenario_page(found: Mapping[str, Mapping[str, Measure]]) -> str:
    """The page in Markdown, with what clinics were found to be like."""
    lines = (*_figures(found), "", PROGRAMS_SAY.rstrip(), "", *_programs(), "")
    return INTRODUCTION + FIGURES_SAY + "\n".join(lines) + "\n" + LIKE


def _figures(found: Mapping[str, Mapping[str, Measure]]) -> Iterator[str]:
    yield f"| figure | profile | source | {' | '.join(found)} |"
    yield f"|---|---|---|{'---|' * len(found)}"
    for name, figure in FIGURES.items():
        cells = []
        for program, measures in found.items():
            own = PROGRAMS[program].figures.get(name)
            value = _value(figure, measures[name].value) if measures[name].whole else "none"
            cells.append(f"{value} ({_asked(own)})" if own else value)
        yield f"| {figure.says} | {_asked(figure)} | {figure.source} | {' | '.join(cells)} |"


def _asked(figure: Figure) -> str:
    if figure.span is None:
        return _value(figure, figure.value)
    least, most = figure.span
    return f"{_value(figure, figure.value)}, from {_bare(figure, least)} to {_value(figure, most)}"


def _value(figure: Figure, value: float) -> str:
    return f"{_bare(figure, value)} {figure.unit}"


def _bare(figure: Figure, value: float) -> str:
    return f"{value * 100:.1f}".removesuffix(".0") if figure.unit == "%" else f"{value:.0f}"


def _programs() -> Iterator[str]:
    yield "| program | what it is | levels: hours and days a week | groups |"
    yield "|---|---|---|---|"
    for program in PROGRAMS.values():
        groups = ", ".join(dict.fromkeys(track.name for track in program.tracks))
        yield f"| `{program.name}` | {program.story} | {'; '.join(_levels(program))} | {groups} |"


def _levels(program: Program) -> Iterator[str]:
    for level in program.levels:
        since = f" from week {level.from_week}" if level.from_week > 1 else ""
        least, most = (hours(round(limit * 60)) for limit in (level.min_hours_week, level.max_hours_week))
        days = sorted({level.min_days_week, level.max_days_week})
        yield f"{level.level}{since} {least} to {most}, {' to '.join(map(str, days))} days"


if __name__ == "__main__":
    sys.stdout.write(scenario_page(measured_programs()))
