"""The long run: ``python -m tests.soundness --from 0 --count 3000`` tries each producer, and the program as a whole."""

import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from itertools import islice

import click

from scheduler.errors import Contradiction, NoScheduleInTime
from scheduler.planning.confirm import SolverDisagrees
from scheduler.planning.plan import explained, plan_week
from scheduler.planning.time_shares import Allotted
from scheduler.search import Limits
from tests.caseloads import MONDAY
from tests.soundness.cases import Case, case
from tests.soundness.causes import refuted_causes
from tests.soundness.exact import Exact, NotSolved, exact
from tests.soundness.facts import NOT_SHRUNK, refuted_facts
from tests.soundness.producers import QUICK, SLOW


@click.command()
@click.option("--from", "first", type=int, default=0, show_default=True, help="The first seed.")
@click.option("--count", type=int, default=3000, show_default=True, help="How many clinics.")
@click.option("--slow", type=int, default=20, show_default=True, help="One in so many also with HiGHS by itself.")
@click.option("--minutes", type=float, default=None, help="Ends after so many, with what is known then.")
@click.option("--seconds", type=float, default=5, show_default=True, help="Limit of each whole solve; 0 for none.")
@click.option("--workers", type=int, default=2, show_default=True, help="Clinics at the same time.")
def main(*, first: int, count: int, slow: int, minutes: float | None, seconds: float, workers: int) -> None:
    """Count what is claimed and what of it the exact optimum refutes; each refuted claim is a line."""
    counts: Counter[str] = Counter()
    begun = time.monotonic()
    tried = 0
    with ProcessPoolExecutor(workers) as at_once:
        seeds = iter(range(first, first + count))
        running = {at_once.submit(_tried, seed, seed % slow == 0, seconds): seed for seed in islice(seeds, 2 * workers)}
        while running:
            ready, _ = wait(running, return_when=FIRST_COMPLETED)
            for one in ready:
                seed = running.pop(one)
                tried += 1
                found = one.result()
                counts.update(found)
                for what in found:
                    if what.startswith("REFUTED"):
                        click.echo(f"{seed}: {what}")
                is_over = minutes is not None and time.monotonic() - begun > 60 * minutes
                following = None if is_over else next(seeds, None)
                if following is not None:
                    running[at_once.submit(_tried, following, following % slow == 0, seconds)] = following
    for what, number in sorted(counts.items()):
        click.echo(f"{number:6} {what}")
    click.echo(f"{tried} clinics in {time.monotonic() - begun:.0f} s")


def _tried(seed: int, is_slow: bool, seconds: float) -> list[str]:
    try:
        given = case(seed)
        known = exact(given.caseload, given.earlier)
    except NotSolved:
        return ["too large for the reference"]
    found = [f"planned from {'nothing' if given.earlier is None else 'an earlier week'}"]
    if known is None:
        found.append("agreements that cannot be kept")
    else:
        is_short = known.least["care"] > 0
        found += ["short of care"] * is_short
        for producer in QUICK + SLOW if is_slow else QUICK:
            claims = producer(known)
            found += [f"claimed by {producer.__name__}"] * bool(claims)
            found += [
                f"REFUTED: {producer.__name__} says {tier} is at least {bound}, not {known.least[tier]}"
                for tier, bound in claims.items()
                if bound > known.least[tier]
            ]
    if given.earlier is None:
        refuted, causes = refuted_causes(seed, given.caseload)
        found += [f"cause {cause}" for cause in causes]
        found += [f"REFUTED: {what}" for what in refuted]
        refuted, facts = refuted_facts(given.caseload)
        found += [f"facts {which}" for which in facts.elements()]
        found += ["a set of facts not made smallest" if NOT_SHRUNK in what else f"REFUTED: {what}" for what in refuted]
    return found + list(_planned(given, known, seconds)) if seconds else found


def _planned(given: Case, known: Exact | None, seconds: float) -> Iterable[str]:
    try:
        allotted = Allotted(Limits(seconds=seconds, workers=1))
        week = explained(plan_week(given.caseload, MONDAY, allotted, earlier=given.earlier), allotted)
    except Contradiction:
        yield "contradiction" if known is None else "REFUTED: contradiction"
    except NoScheduleInTime:
        yield "no schedule in time"
    except SolverDisagrees as failure:
        yield f"REFUTED: {failure}"
    else:
        yield f"solved as {week.summary.status}"
        yield from (f"REFUTED, and withdrawn: {what}" for what in week.summary.withdrawn)
        for name, tier in week.summary.tiers.items():
            if known is None or tier.bound > known.least[name]:
                yield f"REFUTED: the program says {name} is at least {tier.bound}"
            if name == "care" and tier.is_proven:
                yield "care proven"


if __name__ == "__main__":
    main()
