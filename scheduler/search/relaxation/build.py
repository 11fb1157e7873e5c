"""Builds the relaxation: who attends which meeting, on which day each one-to-one session is, and who leads.

That there is time for a one-to-one session is asked of the patient's and the therapist's hours of its day, of any part
of the therapist's day that it cannot leave, and by cuts. Rooms and whatever else is left out keep the bound valid:
every week that keeps the rules is a point of the program.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from scheduler.model.candidates import Candidate, row_classes
from scheduler.model.domains import only
from scheduler.model.problem import WeekProblem
from scheduler.search.relaxation.aggregation import patients_by_class
from scheduler.search.relaxation.agreements import keep_agreements, keep_apart, stay_together
from scheduler.search.relaxation.cuts import (
    conflict_cliques,
    cover_cuts,
    day_part_cuts,
    long_session_cuts,
    reach,
    starts_taken,
)
from scheduler.search.relaxation.day_capacity import lead_one_set_a_day
from scheduler.search.relaxation.day_patterns import attendance, choose_patterns, sit_where_meetings_are_held
from scheduler.search.relaxation.excuses import excuse_by_limits_alone
from scheduler.search.relaxation.program import Option, Relaxation, by_day
from scheduler.search.solver.linear import Term
from scheduler.times import DAYS_A_WEEK


def relaxation_of(
    problem: WeekProblem,
    worked: Mapping[tuple[str, int], float] | None = None,
    *,
    for_seats: bool = False,
    by_pattern: bool = False,
) -> Relaxation | None:
    """The relaxation, with unmet care as its objective; a lower bound for every week of this problem.

    None in a week that has begun: what has happened stands outside the candidates. Minutes that therapists have
    ``worked``, by day, are taken from their hours. ``for_seats`` gives a smaller program and no bound: meetings at
    given times are held for certain, and sessions that one of several therapists could lead take nobody's time (1.5 s
    instead of 6 for fixed 500). ``by_pattern`` gives a larger program and a better bound: people choose whole days.
    """
    if problem.week.frozen.sessions:
        return None
    relaxation = Relaxation(problem)
    candidates = [candidate for candidate in problem.candidates if candidate.starts]
    for candidate in candidates:
        held = _take_place(relaxation, candidate)
        if candidate.group or candidate.agreed or len(candidate.leaders) == 1 or not for_seats:
            _lead(relaxation, candidate, held)
    if for_seats:
        _hold_given_meetings(relaxation)
    _attend_one_of_class(relaxation, [candidate for candidate in candidates if candidate.group])
    _meet_as_often_as_allowed(relaxation)
    for patient in problem.patients:
        if by_pattern:
            choose_patterns(relaxation, patient)
        _attend(relaxation, patient)
        _need(relaxation, patient)
    for therapist in relaxation.led:
        _work(relaxation, therapist, worked or {})
        if by_pattern:
            lead_one_set_a_day(relaxation, therapist)
    if by_pattern:
        sit_where_meetings_are_held(relaxation)
        excuse_by_limits_alone(relaxation)
    _leave_time(relaxation)
    stay_together(relaxation)
    keep_agreements(relaxation)
    keep_apart(relaxation)
    relaxation.program.goal = list(relaxation.unmet)
    return relaxation


def _take_place(relaxation: Relaxation, candidate: Candidate) -> int:
    program = relaxation.program
    held = program.variable()
    if candidate.group:
        relaxation.held[candidate.name] = held
    elif candidate.agreed:
        program.least[held] = 1
    for patient, starts in candidate.patients.items() if candidate.group is None else ():
        relaxation.options[patient].append(Option(candidate, held, starts))
    return held


def _attend_one_of_class(relaxation: Relaxation, candidates: Sequence[Candidate]) -> None:
    """Patients choose a class of meetings; how many of them go to each of its meetings is a flow."""
    program = relaxation.program
    taken: dict[str, list[Term]] = {candidate.name: [] for candidate in candidates}
    by_name = {candidate.name: candidate for candidate in candidates}
    certain = {candidate.name for candidate in candidates if program.least[relaxation.held[candidate.name]]}
    for meeting_class, patients in patients_by_class(relaxation.problem, candidates, certain).items():
        choices: list[Term] = []
        for patient in patients:
            choice = relaxation.choices[meeting_class, patient] = program.variable()
            for name in meeting_class[0]:
                candidate = by_name[name]
                relaxation.options[patient].append(Option(candidate, choice, candidate.patients[patient]))
            choices.append((1, choice))
        if len(meeting_class) == 1:
            for name in meeting_class[0]:
                taken[name] += choices
            continue
        for bundle in meeting_class:
            share = program.variable(len(patients))
            relaxation.shares[meeting_class, bundle] = share
            for name in bundle:
                taken[name].append((1, share))
            choices.append((-1, share))
        program.row(choices, least=0, most=0)
    for name, terms in taken.items():
        _keep_to_size(relaxation, by_name[name], terms, may_be_small=name in certain)


def _keep_to_size(relaxation: Relaxation, candidate: Candidate, taken: list[Term], *, may_be_small: bool) -> None:
    program, held = relaxation.program, relaxation.held[candidate.name]
    if candidate.group is None:
        return
    program.row([*taken, (-candidate.group.max_size, held)], most=0)
    if may_be_small and candidate.min_size:
        missing = program.variable(0)
        relaxation.missing.append(missing)
        taken = [*taken, (1, missing)]
    program.row([*taken, (-candidate.min_size, held)], least=0)


def _lead(relaxation: Relaxation, candidate: Candidate, held: int) -> None:
    leads = dict.fromkeys(candidate.leaders, held)
    if len(leads) > candidate.needed_leaders:
        leads = {therapist: relaxation.program.variable() for therapist in candidate.leaders}
        terms = [(1.0, lead) for lead in leads.values()]
        relaxation.program.row([*terms, (-candidate.needed_leaders, held)], least=0, most=0)
    for therapist, lead in leads.items():
        relaxation.led[therapist].append(Option(candidate, lead, candidate.leaders[therapist]))


def _hold_given_meetings(relaxation: Relaxation) -> None:
    """Meetings at given times are held, where no group has more of them than it may have.

    Otherwise 2 to 6 of 156 meetings (fixed 240) get too few patients and are not held, and LNS hardly ever begins one
    later.
    """
    too_many = {candidate.name for candidates, _ in _too_many_meetings(relaxation) for candidate in candidates}
    for candidate in relaxation.problem.candidates:
        if candidate.name in relaxation.held and is_given(candidate) and candidate.name not in too_many:
            relaxation.program.least[relaxation.held[candidate.name]] = 1


def is_given(candidate: Candidate) -> bool:
    """Whether it is a meeting with one possible start."""
    return candidate.group is not None and only(candidate.starts) is not None


def _meet_as_often_as_allowed(relaxation: Relaxation) -> None:
    for candidates, most in _too_many_meetings(relaxation):
        relaxation.program.row([(1, relaxation.held[candidate.name]) for candidate in candidates], most=most)


def _too_many_meetings(relaxation: Relaxation) -> Iterator[tuple[list[Candidate], int]]:
    """Candidates of a group, in the week, on a day and for a row, that are more than there may be meetings."""
    meetings: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in relaxation.problem.candidates:
        if candidate.name in relaxation.held and candidate.group:
            meetings[candidate.group.group].append(candidate)
    for name, candidates in meetings.items():
        group = relaxation.problem.caseload.groups[name]
        limits = [(candidates, group.meetings_per_week)]
        limits += [
            ([candidate for candidate in candidates if candidate.day == day], group.meetings_per_day)
            for day in range(DAYS_A_WEEK)
        ]
        limits += [
            ([candidate for candidate in candidates if candidate.row == row], count)
            for row, count in row_classes(relaxation.problem.caseload, group)
        ]
        yield from ((some, most) for some, most in limits if len(some) > most)


def _attend(relaxation: Relaxation, patient: str) -> None:
    limits = relaxation.problem.week.limits[patient]
    options, row = relaxation.options[patient], relaxation.program.row
    if limits.max_minutes_week is not None:
        row([(option.counted, option.variable) for option in options], most=limits.max_minutes_week)
    days = by_day(options)
    for day, same_day in enumerate(days):
        if (patient, day) in relaxation.patterns:
            continue
        if limits.max_minutes_day is not None:
            row([(option.counted, option.variable) for option in same_day], most=limits.max_minutes_day)
        lasting = [(option, option.candidate.minutes) for option in same_day]
        if sum(minutes for _, minutes in lasting) > (room := reach(lasting).bit_count()):
            row([(minutes, option.variable) for option, minutes in lasting], most=room)
        _one_at_a_time(relaxation, same_day)
        _no_more_of_a_type_than_a_day_allows(relaxation, same_day)
    possible = [same_day for same_day in days if same_day]
    if limits.max_days_week is not None and limits.max_days_week < len(possible):
        coming = [term for same_day in possible for term in attendance(relaxation, patient, same_day)]
        row(coming, most=limits.max_days_week)


def _one_at_a_time(relaxation: Relaxation, same_day: list[Option]) -> None:
    """Of options with a given start, one in each clique; none of those that leave an open one no start."""
    given = [(start, option) for option in same_day if (start := only(option.starts)) is not None]
    for clique in conflict_cliques(given):
        relaxation.program.row([(1, option.variable) for option in clique], most=1)
    for option in same_day:
        if only(option.starts) is None:
            in_the_way = [(start, other) for start, other in given if not option.starts & ~starts_taken(other, option)]
            for clique in conflict_cliques(in_the_way, fewest=1):
                relaxation.program.row([(1, other.variable) for other in [option, *clique]], most=1)


def _no_more_of_a_type_than_a_day_allows(relaxation: Relaxation, same_day: list[Option]) -> None:
    by_type: dict[str, list[Option]] = defaultdict(list)
    for option in same_day:
        by_type[option.candidate.session_type.session_type].append(option)
    for options in by_type.values():
        most = options[0].candidate.session_type.max_per_day
        if most is not None and len(options) > most:
            relaxation.program.row([(1, option.variable) for option in options], most=most)


def _need(relaxation: Relaxation, patient: str) -> None:
    week, row = relaxation.problem.week, relaxation.program.row
    limits, options = week.limits[patient], relaxation.options[patient]
    _lack(relaxation, 1, limits.min_minutes_week, [(option.counted, option.variable) for option in options])
    for session_type, planned in week.plans[patient].items():
        of_type: list[Term] = [
            (1, option.variable) for option in options if option.candidate.session_type.session_type == session_type
        ]
        minutes = week.caseload.session_types[session_type].minutes
        _lack(relaxation, minutes, planned.sessions_min, of_type)
        if planned.sessions_max is not None and len(of_type) > planned.sessions_max:
            row(of_type, most=planned.sessions_max)
    if limits.min_days_week and limits.min_minutes_day:
        qualifies: list[Term] = []
        for day, same_day in enumerate(by_day(options)):
            patterns = relaxation.patterns.get((patient, day))
            if patterns:
                enough = [one for one, pattern in patterns.items() if pattern.counted >= limits.min_minutes_day]
                qualifies += [(1, variable) for variable in enough]
            elif same_day:
                qualifies.append((1, _qualifying(relaxation, same_day, limits.min_minutes_day)))
        _lack(relaxation, limits.min_minutes_day, limits.min_days_week, qualifies)


def _qualifying(relaxation: Relaxation, same_day: list[Option], asked: int) -> int:
    """Variable that a day has so many counted minutes."""
    qualifying, row = relaxation.program.variable(), relaxation.program.row
    row([*((option.counted, option.variable) for option in same_day), (-asked, qualifying)], least=0)
    for terms, minutes in long_session_cuts(same_day, asked):
        row([*terms, (-minutes, qualifying)], least=0)
    return qualifying


def _lack(relaxation: Relaxation, minutes: int, asked: int, given: list[Term]) -> None:
    if asked:
        lacking = relaxation.program.variable(asked)
        relaxation.program.row([*given, (1, lacking)], least=asked)
        relaxation.unmet.append((minutes, lacking))


def _work(relaxation: Relaxation, therapist: str, worked: Mapping[tuple[str, int], float]) -> None:
    facts, row = relaxation.problem.caseload.therapists[therapist], relaxation.program.row
    led = relaxation.led[therapist]
    so_far = [worked.get((therapist, day), 0) for day in range(DAYS_A_WEEK)]
    if facts.max_minutes_week is not None:
        most = max(0, facts.max_minutes_week - sum(so_far))
        row([(option.candidate.minutes, option.variable) for option in led], most=most)
    for same_day, minutes in zip(by_day(led), so_far, strict=True):
        if facts.max_minutes_day is not None:
            most = max(0, facts.max_minutes_day - minutes)
            row([(option.candidate.minutes, option.variable) for option in same_day], most=most)
        for sessions, room in day_part_cuts(same_day):
            row(sessions, most=room)


def _leave_time(relaxation: Relaxation) -> None:
    """Cover cuts: meetings leave a start to the one-to-one sessions of those who attend and lead them."""
    attended = {patient: by_day(options) for patient, options in relaxation.options.items()}
    for led in relaxation.led.values():
        for day, same_day in enumerate(by_day(led)):
            for option in same_day:
                for patient, starts in option.candidate.patients.items() if option.candidate.group is None else ():
                    visit = replace(option, starts=option.starts & starts)
                    for terms, most in cover_cuts(visit, attended[patient][day], same_day):
                        relaxation.program.row(terms, most=most)
