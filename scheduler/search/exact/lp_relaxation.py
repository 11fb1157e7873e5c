"""The LP relaxation of a CP-SAT model, as a program whose variables have the model's numbers.

Each row follows from one constraint of the model, so a bound of the program is one of the model. Interval constraints,
and those that bound a single variable where a literal is true, are left out.
"""

from collections.abc import Iterable, Iterator
from math import copysign, inf

from ortools.sat.python import cp_model, cp_model_helper

from scheduler.search.solver.linear import Program, Term

NO_LIMIT = 2**62
"""From here on CP-SAT means that there is no bound."""


def lp_relaxation(cp: cp_model.CpModel) -> Program:
    """The relaxation of a model with an objective to be minimised."""
    stated = cp.proto
    program = Program()
    for variable in stated.variables:
        first, *_, last = variable.domain
        program.least[program.variable(last)] = first
    for constraint in stated.constraints:
        _add(program, constraint)
    goal = stated.objective
    sure = program.variable()
    program.least[sure] = 1
    program.goal = [*zip(goal.coeffs, goal.vars, strict=True), (goal.offset, sure)]
    return program


def _add(program: Program, constraint: cp_model_helper.ConstraintProto) -> None:
    where = constraint.enforcement_literal
    if constraint.has_bool_or():
        _row_of_literals(program, [*constraint.bool_or.literals, *(~literal for literal in where)], least=1)
    elif constraint.has_bool_and():
        for literal in constraint.bool_and.literals:
            _row_of_literals(program, [literal, *(~other for other in where)], least=1)
    elif constraint.has_at_most_one():
        _row_of_literals(program, constraint.at_most_one.literals, most=1)
    elif constraint.has_exactly_one():
        _row_of_literals(program, constraint.exactly_one.literals, least=1, most=1)
    elif constraint.has_linear():
        _add_linear(program, constraint.linear, where)


def _row_of_literals(program: Program, literals: Iterable[int], least: float = -inf, most: float = inf) -> None:
    """Bounds on a sum of literals; a negated one is 1 minus its variable."""
    weights: dict[int, int] = {}
    given = 0
    for literal in literals:
        number, weight = (literal, 1) if literal >= 0 else (~literal, -1)
        weights[number] = weights.get(number, 0) + weight
        given += weight < 0
    program.row([(weight, number) for number, weight in weights.items()], least - given, most - given)


def _add_linear(program: Program, linear: cp_model_helper.LinearConstraintProto, where: Iterable[int]) -> None:
    if not linear.domain:
        _row_of_literals(program, [~literal for literal in where], least=1)
        return
    weights: dict[int, int] = {}
    for weight, number in zip(linear.coeffs, linear.vars, strict=True):
        weights[number] = weights.get(number, 0) + weight
    first, *_, last = linear.domain
    least, most = (end if abs(end) < NO_LIMIT else copysign(inf, end) for end in (first, last))
    conditions = list(where)
    if not conditions:
        program.row(_terms(weights), least, most)
    elif len(weights) > 1:
        reach = [_reach(program, weight, number) for number, weight in weights.items()]
        low, high = sum(first for first, _ in reach), sum(last for _, last in reach)
        if least > low:
            program.row(*_where(weights, conditions, least, least - low))
        if most < high:
            opposite = {number: -weight for number, weight in weights.items()}
            program.row(*_where(opposite, conditions, -most, high - most))


def _reach(program: Program, weight: int, number: int) -> tuple[float, float]:
    ends = sorted((weight * program.least[number], weight * program.most[number]))
    return ends[0], ends[1]


def _where(weights: dict[int, int], conditions: list[int], least: float, slack: float) -> tuple[list[Term], float]:
    """The sum is at least so much where all conditions are true; each that is not slackens it (big M)."""
    found: dict[int, float] = dict(weights)
    for literal in conditions:
        if literal >= 0:
            found[literal] = found.get(literal, 0) - slack
            least -= slack
        else:
            found[~literal] = found.get(~literal, 0) + slack
    return list(_terms(found)), least


def _terms(weights: dict[int, int] | dict[int, float]) -> Iterator[Term]:
    return ((weight, number) for number, weight in weights.items() if weight)
