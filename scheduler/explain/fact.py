"""Facts of the tables behind a shortfall, each of which can be lifted, and sets of them of which none can be spared."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from scheduler.caseload import Caseload
from scheduler.model.deadline import OutOfTime
from scheduler.model.single_patient import unlimited
from scheduler.week.appointments import AgreedSession
from scheduler.week.frozen import Frozen, just
from scheduler.week.week import Week, week_of


@dataclass(frozen=True, slots=True)
class World:
    """What holds while some facts are lifted.

    Args:
        caseload: the facts that are left.
        frozen: what of the past is left.
        has_stay: whether patients are there on the days of their stay only.
    """

    caseload: Caseload
    frozen: Frozen
    has_stay: bool = True


Lift = Callable[[World], World]


@dataclass(frozen=True, slots=True)
class Fact:
    """Rows of a table that may stand in the way, and what is left without them.

    Args:
        table: its table; "" where none says it.
        rows: as a spreadsheet numbers them; none where the whole table is meant.
        says: what they say, in words without a full stop; ids only.
        lift: a world without the fact, in which everything is possible that was possible with it.
        about: what stands in place of ``{}`` in the words, so that facts that differ in that alone are told together.
        instead: what could be otherwise, in words, with the world in which it is.
    """

    table: str
    rows: tuple[int, ...]
    says: str
    lift: Lift
    about: str = ""
    instead: tuple[tuple[str, Lift], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Facts with which something cannot be; ``is_smallest`` where it could be without any one of them."""

    facts: tuple[Fact, ...]
    is_smallest: bool


def smallest(facts: Sequence[Fact], cannot_be: Callable[[Sequence[Fact]], bool | None]) -> Found:
    """Facts that suffice, none of which can be spared where time lasts; by deletion, halves at a time.

    Args:
        facts: with which it cannot be; those that are rather named last.
        cannot_be: whether it still cannot be with these facts lifted, None where that is not known; raises
            ``OutOfTime`` where nothing more is to be tried.
    """
    lifted: list[Fact] = []
    in_doubt: list[Fact] = []

    def spare(some: Sequence[Fact], *, is_needed: bool = False) -> None:
        answer = False if is_needed and len(some) > 1 else cannot_be([*lifted, *some])
        if answer:
            lifted.extend(some)
        elif len(some) == 1:
            in_doubt.extend(some if answer is None else ())
        elif some:
            half, before = len(some) // 2, len(lifted)
            spare(some[:half])
            # Where all of the first half could be spared, some of the second cannot.
            spare(some[half:], is_needed=len(lifted) == before + half)

    is_whole = False
    with suppress(OutOfTime):
        spare(facts)
        is_whole = True
    gone = {id(fact) for fact in lifted}
    return Found(tuple(fact for fact in facts if id(fact) not in gone), is_whole and not in_doubt)


def week_in(base: Week, world: World) -> Week:
    """The week with what holds in a world; everybody needs as much as before, and no more is agreed."""
    caseload = world.caseload
    found = week_of(caseload, base.monday, unlimited(base.earlier))
    if not world.has_stay:
        everybody = {
            who: replace(patient, admitted=None, discharged=None) for who, patient in caseload.patients.items()
        }
        always = week_of(replace(caseload, patients=everybody), base.monday, unlimited(base.earlier))
        found = replace(found, stays=always.stays, on_site=always.on_site, remote=always.remote)
    plans = {
        who: {
            name: replace(planned, sessions_min=before[name].sessions_min if name in before else 0)
            for name, planned in rows.items()
        }
        for who, rows in found.plans.items()
        for before in [base.plans[who]]
    }
    return replace(found, plans=plans, agreed=_still_agreed(base, caseload), frozen=world.frozen)


def _still_agreed(base: Week, caseload: Caseload) -> tuple[AgreedSession, ...]:
    """What is agreed of the week, as far as its rows are left; a room may have been taken out of them."""
    left = Counter(replace(row, resource=None) for row in caseload.appointments)
    named = Counter(caseload.appointments)
    agreed = []
    for one in base.agreed:
        without_room = replace(one.appointment, resource=None)
        if left[without_room]:
            left[without_room] -= 1
            agreed.append(one if named[one.appointment] else replace(one, appointment=without_room))
    return tuple(agreed)


def without_the_past(world: World) -> World:
    """What has happened stays, and something new may start earlier."""
    return replace(world, frozen=just(0, world.frozen.sessions))
