"""A caseload of any size that is drawn from a program's profile."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from scheduler.scenarios.asked import check_numbers
from scheduler.scenarios.figures import shares
from scheduler.scenarios.people import Person, drawn_people
from scheduler.scenarios.program import Program, Role
from scheduler.scenarios.programs import PROGRAMS
from scheduler.scenarios.sections import Circle, circles_of
from scheduler.scenarios.staff import Staff, Team
from scheduler.scenarios.tables import Drawn, attendance_of, tables_of

FIRST_WEEK = date(2026, 11, 30)


def new_caseload(
    program: str, patients: int, *, therapists: int | None = None, seed: int = 0, monday: date = FIRST_WEEK
) -> Drawn:
    """A clinic of this program; the same for the same arguments.

    Args:
        program: a name of ``PROGRAMS``.
        patients: 10 to 2,000.
        therapists: how many there are; None for as many as the program needs.
        seed: chooses one of many clinics.
        monday: first day of the week that the clinic is looked at in.

    Raises:
        NotDrawn: for another number of patients, or no therapist.
    """
    check_numbers(patients, therapists)
    profile = PROGRAMS[program]
    figures = shares(profile.figures)
    name = f"{program} {patients} {seed}"
    drawn = people, circles = _clinic(profile, figures, patients, name, monday)
    team = Team(_chance(f"{name} staff"), profile, monday)
    team.serve(circles, people)
    if therapists is not None and therapists != len(team.staff):
        # The same clinic once more, before anybody had a time.
        drawn = people, circles = _clinic(profile, figures, patients, name, monday)
        team = _team_of(therapists, team, _chance(f"{name} staff"))
        team.serve(circles, people)
    attendance = attendance_of(_chance(f"{name} attendance"), figures, circles, monday)
    return Drawn(tables_of(_chance(f"{name} rows"), profile, figures, *drawn, team), attendance)


def _chance(name: str) -> random.Random:
    return random.Random(name)  # noqa: S311 - no secret hangs on it


def _clinic(
    profile: Program, figures: Mapping[str, float], patients: int, name: str, monday: date
) -> tuple[list[Person], list[Circle]]:
    people = drawn_people(_chance(name), profile, figures, patients, monday)
    return people, circles_of(profile, people, figures["group_fill"], monday)


def _team_of(number: int, needed: Team, chance: random.Random) -> Team:
    """So many therapists, of each role as many as go with those that are needed."""
    roles = _roles(needed.program, number)
    team = Team(chance, replace(needed.program, roles=roles), needed.monday)
    wanted = [(role, _of_role(role, needed.staff)) for role in roles]
    whole = sum(max(1, len(staff)) for _, staff in wanted)
    counts = [max(1, number * max(1, len(staff)) // whole) for _, staff in wanted]
    # What is left, or too much, is the counselors'.
    counts[0] += number - sum(counts)
    for (role, staff), count in zip(wanted, counts, strict=True):
        late = sum(one.is_late for one in staff)
        evenings = round(count * late / max(1, len(staff)))
        for place in range(count):
            team.hire(role, late=place < evenings)
    team.is_closed = True
    return team


def _roles(program: Program, number: int) -> tuple[Role, ...]:
    """The roles of so few therapists: what nobody is left for, the counselors do too."""
    first, *others = program.roles
    kept = others[: max(0, number - 1)]
    more = dict.fromkeys(name for role in others[len(kept) :] for name in role.leads if name not in first.leads)
    return (replace(first, leads=(*first.leads, *more)), *kept)


def _of_role(role: Role, staff: Sequence[Staff]) -> list[Staff]:
    return [one for one in staff if one.role.name == role.name]
