"""What was agreed, as rows of the linear program: appointments, places in groups, groups that keep their members."""

from collections.abc import Callable, Iterable, Mapping

from benchmarks.peers.linear import Term, Variable
from benchmarks.peers.options import Option, can_attend
from benchmarks.peers.program import Program, Taken, counted
from scheduler.caseload import Member
from scheduler.times import DAYS_A_WEEK
from scheduler.week.week import is_remote


def appointments(program: Program) -> None:
    """Every agreed session takes place; two of them are never the same one."""
    kept = {id(one): option.runs for option in program.options for one in option.agreed}
    by_session: dict[Variable, int] = {}
    for one in program.week.agreed:
        if id(one) not in kept:
            program.linear.row([], least=1)
        else:
            by_session[kept[id(one)]] = by_session.get(kept[id(one)], 0) + 1
    for runs, times in by_session.items():
        program.linear.row([(1, runs)], least=times)


Whole = Mapping[tuple[str, str], Variable]

Outside = Callable[[Program, str, Option], list[Term]]
"""Variables that can be 1 only where an option runs outside the patient's windows; ``runs`` where it always does."""


def same_members(program: Program) -> Whole:
    """By group and patient, whether the patient attends all of a group's running meetings; otherwise it is none."""
    whole: dict[tuple[str, str], Variable] = {}
    linear = program.linear
    for name, options in program.by_group.items():
        if not program.week.caseload.groups[name].same_members:
            continue
        for who in sorted({who for option in options for who in option.attends}):
            is_in = whole[name, who] = linear.yes_or_no()
            for option in options:
                attends = option.attends.get(who)
                if attends is None:
                    linear.row([(1, is_in), (1, option.runs)], most=1)
                else:
                    linear.row([(1, attends), (-1, is_in)], most=0)
                    linear.row([(1, is_in), (1, option.runs), (-1, attends)], most=1)
    return whole


def members(program: Program, whole: Whole, outside: Outside) -> None:
    """Whoever is ``out`` of a group attends none of it, whoever is ``in`` all that is possible for them."""
    excuses: dict[object, list[Term]] = {}
    for member in program.week.caseload.members:
        options = program.by_group.get(member.group, [])
        if member.patient not in program.week.stays or not options:
            continue
        if member.status == "out":
            for option in options:
                if member.patient in option.attends:
                    program.linear.row([(1, option.attends[member.patient])], most=0)
        elif program.week.caseload.groups[member.group].same_members:
            _attends_all_if_possible(program, member, options, whole, outside)
        else:
            for option in options:
                _attends_if_possible(program, member, option, excuses, outside)


def _attends_if_possible(
    program: Program, member: Member, option: Option, known: dict[object, list[Term]], outside: Outside
) -> None:
    impossible = outside(program, member.patient, option)
    if impossible == [(1, option.runs)]:
        return
    key = member.patient, option.session_type.session_type, option.counted, option.day
    if key not in known:
        known[key] = _excuses(program, member.patient, option, _agreed(program, member.patient), None)
    attends = option.attends.get(member.patient)
    terms = [] if attends is None else [(1, attends)]
    program.linear.row([*terms, *impossible, *known[key], (-1, option.runs)], least=0)


def _attends_all_if_possible(
    program: Program, member: Member, options: list[Option], whole: Whole, outside: Outside
) -> None:
    """A meeting that runs calls for the member, unless another one is impossible or there are too many."""
    who = member.patient
    impossible = [term for option in options for term in outside(program, who, option)]
    others = [(option, taken) for option, taken in _agreed(program, who) if option.group is not options[0].group]
    asked = [(option, option.runs) for option in options]
    excuses = [term for option in _a_meeting_a_day(options) for term in _excuses(program, who, option, others, asked)]
    is_in = [(1, whole[member.group, who])] if (member.group, who) in whole else []
    for option in options:
        program.linear.row([*is_in, *impossible, *excuses, (-1, option.runs)], least=0)


def _a_meeting_a_day(options: list[Option]) -> list[Option]:
    return list({option.day: option for option in options}.values())


def outside_windows(program: Program, who: str, option: Option) -> list[Term]:
    """``runs`` where the one time of the meeting lies outside the windows of the patient or of a family needed."""
    group = option.group.group if option.group else None
    remote = [who] if is_remote(program.week.caseload, who, group) else []
    is_possible = can_attend(program.week, option.session_type, who, remote, option.day, option.window)
    return [] if is_possible else [(1, option.runs)]


def _agreed(program: Program, who: str) -> list[Taken]:
    """What the patient attends by agreement: places in groups, and appointments."""
    groups = {row.group for row in program.week.caseload.members if (row.patient, row.status) == (who, "in")}
    return [
        (option, taken)
        for same_day in program.by_patient.get(who, ())
        for option, taken in same_day
        if option.agreed or (option.group and option.group.group in groups)
    ]


def _excuses(program: Program, who: str, option: Option, others: list[Taken], asked: list[Taken] | None) -> list[Term]:
    """Variables that can be 1 only where the patient's limits leave no room beside what is agreed.

    Where ``asked`` is None, it is one more meeting like the option that finds no room, else all of ``asked``.
    """
    name, limits = option.session_type.session_type, program.week.limits[who]
    planned = program.week.plans[who].get(name)
    everything = others + (asked or [])
    same_day = [(one, taken) for one, taken in everything if one.day == option.day]
    minutes, session = (option.counted, 1) if asked is None else (0, 0)
    most_sessions = planned.sessions_max if planned else 0
    return [
        *_over(program, counted(everything), minutes, limits.max_minutes_week),
        *_over(program, counted(same_day), minutes, limits.max_minutes_day),
        *_over(program, _sessions(everything, name), session, most_sessions),
        *_over(program, _sessions(same_day, name), session, option.session_type.max_per_day),
        *_too_many_days(program, everything, None if asked else option.day, limits.max_days_week),
    ]


def _sessions(taken: Iterable[Taken], name: str) -> list[Term]:
    return [(1, variable) for option, variable in taken if option.session_type.session_type == name]


def _over(program: Program, terms: list[Term], added: int, most: int | None) -> list[Term]:
    """A variable that can be 1 only where the terms and what is added exceed the limit; none where they cannot."""
    if most is None or sum(weight for weight, _ in terms) + added <= most:
        return []
    over = program.linear.yes_or_no()
    program.linear.row([*terms, (-(most + 1 - added), over)], least=0)
    return [(1, over)]


def _too_many_days(program: Program, taken: list[Taken], added_day: int | None, most: int | None) -> list[Term]:
    if most is None:
        return []
    days = []
    for day in range(DAYS_A_WEEK):
        of_day = [(1, variable) for option, variable in taken if option.day == day]
        if day != added_day and of_day:
            attended = program.linear.yes_or_no()
            program.linear.row([*of_day, (-1, attended)], least=0)
            days.append((1, attended))
    return _over(program, days, int(added_day is not None), most)
