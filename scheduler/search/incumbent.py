"""The best week so far, with the indexes that tell what a small change of it touches."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from scheduler.carried import OTHER_THERAPISTS, Had
from scheduler.model.measure import NOTHING, Worth, changed, place_of, worth_for
from scheduler.model.placed import Placed
from scheduler.model.places import Places, Unit


class Incumbent:
    """A week that keeps every rule, as placed units, with each patient's worth.

    ``possible`` has a bit for each group's unit that a patient could attend; ``apart`` tells for each patient from whom
    to stay apart, and whether for the whole day; ``invited`` who is agreed to be in a group.
    """

    def __init__(self, places: Places, placed: Mapping[str, Placed]) -> None:
        self.places = places
        self.placed: dict[str, Placed] = {}
        self.units = {unit.name: unit for unit in places.units}
        self._numbers = {unit.name: number for number, unit in enumerate(places.units) if unit.group}
        self.units_of: dict[str, list[Unit]] = defaultdict(list)
        self.units_of_group: dict[str, list[Unit]] = defaultdict(list)
        for unit in places.units:
            if unit.group:
                self.units_of_group[unit.group.group].append(unit)
            for patient in unit.patients:
                self.units_of[patient].append(unit)
        self.possible = {patient: self._groups_bits(patient) for patient in places.patients}
        self.apart: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for pair in places.caseload.keep_apart:
            self.apart[pair.patient_a].append((pair.patient_b, pair.scope == "day"))
            self.apart[pair.patient_b].append((pair.patient_a, pair.scope == "day"))
        self.invited: dict[str, set[str]] = defaultdict(set)
        for member in places.caseload.members:
            if member.status == "in" and member.patient in places.week.stays:
                self.invited[member.group].add(member.patient)
        self.led: dict[str, set[str]] = defaultdict(set)
        self.held: dict[int, set[str]] = defaultdict(set)
        self.attended: dict[str, set[str]] = {patient: set() for patient in places.patients}
        self.worths = dict.fromkeys(places.patients, NOTHING)
        self.worth = NOTHING
        self.replace((), placed.values(), places.patients)

    def _groups_bits(self, patient: str) -> int:
        return sum(1 << self._numbers[unit.name] for unit in self.units_of[patient] if unit.group)

    def replace(self, gone: Iterable[str], come: Iterable[Placed], patients: Iterable[str]) -> None:
        """Take units out, put others in, and count anew what these patients get."""
        for name in gone:
            self._index(self.placed.pop(name), add=False)
        for one in come:
            self.placed[one.unit.name] = one
            self._index(one, add=True)
        for patient in patients:
            before, now = self.worths[patient], self.worth_with(patient)
            self.worths[patient] = now
            self.worth += now - before

    def follow(self, placed: Mapping[str, Placed]) -> None:
        """Become this other week of the same places, whose equal units are mostly the very same."""
        gone = [name for name, one in self.placed.items() if placed.get(name) is not one]
        come = [one for name, one in placed.items() if self.placed.get(name) is not one]
        changed = {who for name in gone for who in self.placed[name].patients}
        changed |= {who for one in come for who in one.patients}
        self.replace(gone, come, sorted(changed))

    def worth_with(self, patient: str) -> Worth:
        """What the patient gets as things stand."""
        return worth_for(self.places.week, patient, (self.placed[name] for name in self.attended[patient]))

    def worth_around(self, places: Places) -> Worth:
        """What those who can be planned anew in these places lack now, as a model of the places counts it.

        That includes what the therapists of meetings there cost others who stay in them.
        """
        free = sum((self.worths[patient] for patient in places.patients), NOTHING)
        return free + Worth(stability=sum(self._cost_of_staying(unit, self.places.week.had) for unit in places.units))

    def changes_left(self, free: Collection[str], seated: Collection[str], units: Iterable[Unit]) -> int | None:
        """How many earlier appointments may change of those who are planned anew, or stay in these units."""
        if self.places.changes_left is None:
            return None
        others = [patient for patient in self.places.patients if patient not in free]
        changed_now = sum(self.changed(patient, in_groups=patient in seated) for patient in others)
        staying = sum(self._cost_of_staying(unit, self.places.to_keep) for unit in units)
        return self.places.changes_left - changed_now + staying

    def changed(self, patient: str, *, in_groups: bool = False) -> int:
        """How many earlier appointments of the patient change that a limit counts; only those ``in_groups``."""
        attended = (self.placed[name] for name in self.attended[patient])
        return changed(self.places, patient, attended, in_groups=in_groups)

    def _cost_of_staying(self, unit: Unit, earlier: Mapping[str, tuple[Had, ...]]) -> int:
        """To how many of those who stay in a unit its therapists are a change."""
        if not unit.staying:
            return 0
        one = self.placed[unit.name]
        place = place_of(one)
        return sum(
            OTHER_THERAPISTS
            for patient in unit.staying
            for had in earlier.get(patient, ())
            if had.place == place and one.leaders not in had.leaders
        )

    @property
    def invitations(self) -> set[tuple[str, str]]:
        """Meetings, by unit, with the patients who are agreed to be in the group."""
        return {
            (unit.name, patient)
            for group, patients in self.invited.items()
            for unit in self.units_of_group[group]
            for patient in patients
        }

    def unmet(self) -> dict[str, int]:
        """Unmet care minutes of the patients who have any."""
        return {patient: worth.care for patient, worth in self.worths.items() if worth.care}

    def _index(self, one: Placed, *, add: bool) -> None:
        name = one.unit.name
        entries: list[set[str]] = [self.attended[patient] for patient in one.patients]
        entries += [self.led[therapist] for therapist in one.leaders]
        entries += [self.held[pool] for _, pool in one.pools]
        for entry in entries:
            if add:
                entry.add(name)
            else:
                entry.discard(name)
