"""Third tier: cost of changed earlier appointments, as an expression to be minimised.

A patient is in one session at a time, so at most one session keeps an appointment in each weekly slot. What is kept is
counted by literals that can be true only where it is, and that count against the cost.
"""

from collections.abc import Iterator, Mapping

from ortools.sat.python import cp_model

from scheduler.model.candidates import Candidate
from scheduler.model.domains import each, starts_at
from scheduler.model.variables import Literal, WeekModel
from scheduler.week.previous import NOT_KEPT, OTHER_THERAPISTS, EarlierAppointments, Leaders, WeeklySlot

Appointments = Mapping[str, tuple[EarlierAppointments, ...]]
"""By patient."""


def stability(model: WeekModel) -> cp_model.LinearExprT:
    """Cost of the earlier appointments of all patients planned for.

    Of those who stay in a meeting, it counts what a change of its therapists costs them, and nothing else of seats that
    are kept.
    """
    return _cost(model, model.week.had, NOT_KEPT)


def changes(model: WeekModel) -> cp_model.LinearExprT:
    """Number of appointments that could still be kept exactly and are not, of those planned for and those who stay."""
    return _cost(model, model.problem.to_keep, OTHER_THERAPISTS)


def _cost(model: WeekModel, appointments: Appointments, not_kept: int) -> cp_model.LinearExprT:
    """Cost where one that is not kept costs ``not_kept``, and one with other therapists 1."""
    earlier = {(patient, had.slot): had for patient, those in appointments.items() for had in those}
    if not earlier:
        return 0
    free = set(model.problem.patients)
    most = sum(
        not_kept * len(had.leaders)
        for (patient, slot), had in earlier.items()
        if patient in free and (slot.group is None or patient not in model.problem.seated)
    )
    kept: list[Literal] = []
    same: list[Literal] = []
    led = _Led(model)
    for number, candidate in enumerate(model.candidates):
        for slot in _slots(candidate):
            for patient, attends in model.attends[number].items():
                if had := earlier.get((patient, slot)):
                    there = _attends_at(model, number, attends, slot.start)
                    kept.append(there)
                    same += led.by_any(number, had, there)
            for patient in candidate.staying:
                if had := earlier.get((patient, slot)):
                    most += OTHER_THERAPISTS
                    same += led.by_any(number, had, model.runs[number])
    saved = (not_kept - OTHER_THERAPISTS) * cp_model.LinearExpr.sum(kept) + cp_model.LinearExpr.sum(same)
    return most - saved


def _slots(candidate: Candidate) -> Iterator[WeeklySlot]:
    for start in each(candidate.starts):
        yield WeeklySlot(candidate.session_type.session_type, candidate.held_for, candidate.day, start)


def _attends_at(model: WeekModel, number: int, attends: Literal, start: int) -> Literal:
    """Literal that can be true only where the patient attends the candidate and it starts then."""
    now = starts_at([start])
    if model.candidates[number].starts == now:
        return attends
    there = model.cp.new_bool_var("")
    model.cp.add_implication(there, attends)
    model.cp.add_implication(there, model.fits(number, now))
    return there


class _Led:
    """Literals for who leads a candidate, each made once."""

    def __init__(self, model: WeekModel) -> None:
        self._model = model
        self._known: dict[tuple[int, Leaders], Literal | None] = {}

    def by_any(self, number: int, had: EarlierAppointments, there: Literal) -> Iterator[Literal]:
        """Literals, of which at most one can be true, that the patient is there and has the same therapists as then."""
        for leaders in sorted(set(had.leaders)):
            by_them = self._by(number, leaders)
            if by_them is None:
                continue
            if by_them is self._model.runs[number]:
                yield there
                continue
            same = self._model.cp.new_bool_var("")
            self._model.cp.add_implication(same, there)
            self._model.cp.add_implication(same, by_them)
            yield same

    def _by(self, number: int, leaders: Leaders) -> Literal | None:
        """Literal that can be true only where exactly these lead the candidate; None where they cannot."""
        if (number, leaders) not in self._known:
            self._known[number, leaders] = self._literal(number, leaders)
        return self._known[number, leaders]

    def _literal(self, number: int, leaders: Leaders) -> Literal | None:
        leads, candidate = self._model.leads[number], self._model.candidates[number]
        if len(leaders) != candidate.needed_leaders or not leads.keys() >= set(leaders):
            return None
        if len(leads) == len(leaders):
            return self._model.runs[number]
        if len(leaders) == 1:
            return leads[leaders[0]]
        literal = self._model.cp.new_bool_var("")
        for who in leaders:
            self._model.cp.add_implication(literal, leads[who])
        return literal
