"""What of a grown clinic can be: groups that somebody may join and lead, plans that somebody leads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from scheduler.scenarios.tables import Row

NAMES_NOBODY = frozenset({"", "any", "primary"})
"""What may stand for a therapist in a plan and names none."""


def make_able(made: Mapping[str, list[Row]]) -> None:
    """Groups that fewer patients or therapists are left for need no more of them; those that nobody may join go."""
    types = {row["session_type"]: row for row in made["session_types"]}
    plans = planned_types(made)
    kept = []
    for row in made["groups"]:
        name = row["session_type"]
        able = sum(may_join(row, one, plans) for one in made["patients"])
        leading = listed(row["therapists"]) or [
            one["therapist"] for one in made["therapists"] if name in listed(one["leads"])
        ]
        if able and leading:
            least = min(int(row["min_size"] or types[name]["min_size"] or 1), able)
            leaders = min(int(row["leaders"] or 1), len(leading))
            kept.append({**row, "min_size": str(least), "leaders": str(leaders)})
    _make_led(made)
    groups = {row["group"] for row in kept}
    made["groups"][:] = kept
    for table in ("meetings", "members"):
        made[table][:] = [row for row in made[table] if row["group"] in groups]


def _make_led(made: Mapping[str, list[Row]]) -> None:
    """Plans whose therapist, of those who are left, does not lead the type are led by any."""
    leads = {row["therapist"]: listed(row["leads"]) for row in made["therapists"]}
    formats = {row["session_type"]: row["format"].casefold() for row in made["session_types"]}
    primaries = {row["patient"]: row["primary_therapist"] for row in made["patients"]}
    of_level: dict[str, list[str]] = defaultdict(list)
    for row in made["patients"]:
        of_level[row["level"]].append(row["patient"])

    def is_led(row: Row, patients: Iterable[str]) -> bool:
        named = row["therapist"]
        if formats[row["session_type"]] == "group" or named.casefold() == "any":
            return True
        by = [primaries[who] if named.casefold() in NAMES_NOBODY else named for who in patients]
        # Who has no primary has any, unless the primary is asked for.
        return all(row["session_type"] in leads.get(one, ()) if one else not named for one in by)

    for table, whose in (("plans", lambda row: [row["patient"]]), ("level_plans", lambda row: of_level[row["level"]])):
        made[table][:] = [row if is_led(row, whose(row)) else {**row, "therapist": "any"} for row in made[table]]


def planned_types(tables: Mapping[str, list[Row]]) -> AbstractSet[tuple[str, str]]:
    """Who has a plan of which type: patients and levels."""
    own = {(row["patient"], row["session_type"]) for row in tables["plans"]}
    return own | {(row["level"], row["session_type"]) for row in tables["level_plans"]}


def may_join(group: Row, patient: Row, plans: AbstractSet[tuple[str, str]]) -> bool:
    """Whether a patient has a plan of the group's type, see ``planned_types``, and every tag that it asks for."""
    tags = {*listed(patient["tags"]), patient["level"]}
    name = group["session_type"]
    is_planned = (patient["patient"], name) in plans or (patient["level"], name) in plans
    return is_planned and tags.issuperset(listed(group["admits"]))


def listed(cell: str) -> list[str]:
    """The ids or words of a cell that lists several."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def covering(chosen: Sequence[str], holds: Mapping[str, AbstractSet[str]]) -> list[str]:
    """The chosen ones and as few more as together hold everything, the most useful first."""
    order = list(chosen)
    left = {one for held in holds.values() for one in held} - {one for who in chosen for one in holds[who]}
    while left:
        best = max(sorted(set(holds) - set(order)), key=lambda who: len(holds[who] & left))
        order.append(best)
        left -= holds[best]
    return order
