"""A feasible week with the inverted indexes and costs by patient that make a small change of it cheap."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from scheduler.model.candidates import Candidate
from scheduler.model.cost import NO_COST, Cost, changed, cost_for, slot_of
from scheduler.model.problem import WeekProblem
from scheduler.model.solution import Assignment
from scheduler.week.previous import OTHER_THERAPISTS, EarlierAppointments


class Incumbent:
    """Current solution of a worker: assignments by candidate, who attends, leads and holds what, costs by patient.

    ``possible`` has, by patient, a bit for each group's candidate that the patient could attend; ``apart`` tells for
    each patient from whom to stay apart, and whether for the whole day; ``invited`` who is agreed to be in a group.
    """

    def __init__(self, problem: WeekProblem, placed: Mapping[str, Assignment]) -> None:
        self.problem = problem
        self.placed: dict[str, Assignment] = {}
        self.candidates = {candidate.name: candidate for candidate in problem.candidates}
        self._numbers = {
            candidate.name: number for number, candidate in enumerate(problem.candidates) if candidate.group
        }
        self.candidates_of: dict[str, list[Candidate]] = defaultdict(list)
        self.candidates_of_group: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in problem.candidates:
            if candidate.group:
                self.candidates_of_group[candidate.group.group].append(candidate)
            for patient in candidate.patients:
                self.candidates_of[patient].append(candidate)
        self.possible = {patient: self._groups_bits(patient) for patient in problem.patients}
        self.apart: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for pair in problem.caseload.keep_apart:
            self.apart[pair.patient_a].append((pair.patient_b, pair.scope == "day"))
            self.apart[pair.patient_b].append((pair.patient_a, pair.scope == "day"))
        self.invited = problem.invited
        self.led: dict[str, set[str]] = defaultdict(set)
        self.held: dict[int, set[str]] = defaultdict(set)
        self.attended: dict[str, set[str]] = {patient: set() for patient in problem.patients}
        self.costs = dict.fromkeys(problem.patients, NO_COST)
        self.cost = NO_COST
        self.replace((), placed.values(), problem.patients)

    def _groups_bits(self, patient: str) -> int:
        return sum(1 << self._numbers[candidate.name] for candidate in self.candidates_of[patient] if candidate.group)

    def replace(self, gone: Iterable[str], come: Iterable[Assignment], patients: Iterable[str]) -> None:
        """Take assignments out by candidate, put others in, and recompute the cost of these patients."""
        for name in gone:
            self._index(self.placed.pop(name), add=False)
        for one in come:
            self.placed[one.candidate.name] = one
            self._index(one, add=True)
        for patient in patients:
            before, now = self.costs[patient], self.cost_with(patient)
            self.costs[patient] = now
            self.cost += now - before

    def sync(self, placed: Mapping[str, Assignment]) -> None:
        """Become another solution of the same problem; costs what has changed only, compared by identity."""
        gone = [name for name, one in self.placed.items() if placed.get(name) is not one]
        come = [one for name, one in placed.items() if self.placed.get(name) is not one]
        changed = {who for name in gone for who in self.placed[name].patients}
        changed |= {who for one in come for who in one.patients}
        self.replace(gone, come, sorted(changed))

    def cost_with(self, patient: str) -> Cost:
        """Cost of the patient as things stand."""
        return cost_for(self.problem.week, patient, (self.placed[name] for name in self.attended[patient]))

    def cost_around(self, problem: WeekProblem) -> Cost:
        """Cost of the free patients of a subproblem now, as a model of it counts it.

        That includes what a change of therapists costs those who stay in its meetings.
        """
        free = sum((self.costs[patient] for patient in problem.patients), NO_COST)
        return free + Cost(
            stability=sum(self._cost_of_staying(candidate, self.problem.week.had) for candidate in problem.candidates)
        )

    def changes_left(
        self, free: Collection[str], seated: Collection[str], candidates: Iterable[Candidate]
    ) -> int | None:
        """Changes of earlier appointments that a subproblem may make under the limit; None for no limit."""
        if self.problem.changes_left is None:
            return None
        others = [patient for patient in self.problem.patients if patient not in free]
        changed_now = sum(self.changed(patient, in_groups=patient in seated) for patient in others)
        staying = sum(self._cost_of_staying(candidate, self.problem.to_keep) for candidate in candidates)
        return self.problem.changes_left - changed_now + staying

    def changed(self, patient: str, *, in_groups: bool = False) -> int:
        """Earlier appointments of the patient that change, as the limit counts them; or those ``in_groups`` only."""
        attended = (self.placed[name] for name in self.attended[patient])
        return changed(self.problem, patient, attended, in_groups=in_groups)

    def _cost_of_staying(self, candidate: Candidate, earlier: Mapping[str, tuple[EarlierAppointments, ...]]) -> int:
        """Patients who stay in a candidate and whose therapists are others than in the earlier week."""
        if not candidate.staying:
            return 0
        one = self.placed[candidate.name]
        slot = slot_of(one)
        return sum(
            OTHER_THERAPISTS
            for patient in candidate.staying
            for had in earlier.get(patient, ())
            if had.slot == slot and one.leaders not in had.leaders
        )

    @property
    def invitations(self) -> set[tuple[str, str]]:
        """Pairs of a group's candidate and a patient who is agreed to be in that group."""
        return {
            (candidate.name, patient)
            for group, patients in self.invited.items()
            for candidate in self.candidates_of_group[group]
            for patient in patients
        }

    def unmet(self) -> dict[str, int]:
        """Unmet care minutes of the patients who have any."""
        return {patient: cost.care for patient, cost in self.costs.items() if cost.care}

    def _index(self, one: Assignment, *, add: bool) -> None:
        name = one.candidate.name
        entries: list[set[str]] = [self.attended[patient] for patient in one.patients]
        entries += [self.led[therapist] for therapist in one.leaders]
        entries += [self.held[pool] for _, pool in one.pools]
        for entry in entries:
            if add:
                entry.add(name)
            else:
                entry.discard(name)
