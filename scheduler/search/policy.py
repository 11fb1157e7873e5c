"""Every share, size and limit of the search, each with its unit and the finding that set it, measured on two cores."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Share:
    """Part of the time that is left then, for a step of a strategy; 0 leaves it out.

    Args:
        beside: where the other side runs at the same time.
        in_turn: where one worker does everything, one step after the other.
    """

    beside: float
    in_turn: float


BESIDE = Share(1, 0)
"""Only beside another side."""

ALL_LEFT = Share(1, 1)


@dataclass(frozen=True, slots=True)
class LnsPolicy:
    """How the large neighbourhood search chooses and ends its tries.

    Args:
        target_seconds: of a try; an operator whose tries are shorter frees more patients, after one that found nothing
            in time fewer.
        all_of_one_seconds, sum_seconds, later_seconds: after which a repair is given up, for all care of one patient,
            for the sum of what those freed lack, and for a later tier.
        grow, shrink: by what an operator's size is multiplied then.
        smallest: patients to whom a size shrinks. An operator that finds nothing with so few in time gets more time,
            by ``more_patience`` each time, up to ``most_patience`` times as much.
        vary_size: by what part of it chance changes a size, so that the same patients are not freed again.
        memory: how much of what an operator gained and took counts once more after its next try.
        explore: chance of an operator without any gain, as a part of the best one's.
        same_meeting, same_therapist, same_choice, chance: weights of relatedness (Shaw 1998): each meeting that both
            attend, the primary therapist, the share of groups that either could attend; and a random part, so that each
            draw is another.
        instead: meetings that a patient could attend instead of one that is in the way, from which others would make
            room.
        trial_seconds: that an operator counts as having taken before its first try.
        least_seconds: that any try counts.
        patience: failures with a patient after which others are shuffled. Without, one run of six on a fixed timetable
            of 240 patients stood still with one session missing; after three it costs more than it gives.
        shuffled, shuffle_seconds: patients who are shuffled then, and within how long.
        tries_for_each_operator: failures with each patient after which a later tier is left, for each operator.
        patience_beside_earlier: failures in a row after which the care that an earlier week lacks is left to a search
            of the whole week.
    """

    target_seconds: float = 0.3
    all_of_one_seconds: float = 1.0
    sum_seconds: float = 0.5
    later_seconds: float = 0.5
    grow: float = 1.15
    shrink: float = 0.75
    smallest: int = 6
    more_patience: float = 1.3
    most_patience: float = 6.0
    vary_size: float = 0.3
    memory: float = 0.85
    explore: float = 0.1
    same_meeting: int = 10
    same_therapist: int = 8
    same_choice: int = 10
    chance: int = 6
    instead: int = 2
    trial_seconds: float = 0.3
    least_seconds: float = 0.01
    patience: int = 7
    shuffled: int = 30
    shuffle_seconds: float = 0.5
    tries_for_each_operator: float = 1.0
    patience_beside_earlier: int = 20


@dataclass(frozen=True, slots=True)
class ConstructPolicy:
    """How a first week is constructed.

    Args:
        seating_seconds: for the seats of everybody.
        batch_seconds, batch_patients: for the seats of some patients who lack one, so many at a time.
        seconds_per_seat: for each possible seat in a group, to build the model that seats everybody, which nothing can
            stop.
        caseload_patients: of a caseload whose one-to-one sessions are planned at a time, with their seats as they are.
        caseload_seconds: for these.
    """

    seating_seconds: float = 5.0
    batch_seconds: float = 0.5
    batch_patients: int = 14
    seconds_per_seat: float = 6e-5
    caseload_patients: int = 20
    caseload_seconds: float = 0.5


@dataclass(frozen=True, slots=True)
class DraftPolicy:
    """How a timetable is drafted where times are open.

    Args:
        open_share: part of the groups with open times up to which the relaxation copes without a draft.
        fragmentation: minutes of care that a start counts less for each patient whose free time it splits.
        near_minutes: gaps of so many minutes or fewer are of no use to other sessions.
        agreed_gain: minutes that an agreed member gains on top, so that nobody else has that seat.
        beyond_plan: a session beyond the plan, attended for the hours, gains one part in so many.
        full_week: minutes of a therapist without a limit.
        greedy_chance: random part of a meeting's priority in the greedy order.
        removed: meetings that are removed and repaired at a time, one of these numbers at random.
        same_day, same_leader, chance: weights of relatedness of meetings: patients of both count once, or so often on
            the same day, and there each leader of both so often; and a random part.
        patience: tries in a row without gain after which a draft is finished.
    """

    open_share: float = 0.25
    fragmentation: int = 20
    near_minutes: int = 15
    agreed_gain: int = 1000
    beyond_plan: int = 3
    full_week: int = 2400
    greedy_chance: float = 0.2
    removed: tuple[int, ...] = (3, 5, 8)
    same_day: int = 2
    same_leader: int = 3
    chance: int = 4
    patience: int = 400


@dataclass(frozen=True, slots=True)
class RelaxationPolicy:
    """How seats are rounded from the relaxation.

    Args:
        batch_seats: possible seats of a batch, about: so many are rounded within twenty seconds.
        agreed_wish: of an agreed member for a seat, more than all others together.
        dive: part of the time for the dive, which is long where times are open.
        dive_part: one in so many of the fractional meetings, or seats, is fixed in a round of it.
        left_fractional: seats that are left to whoever takes the seats.
    """

    batch_seats: int = 80_000
    agreed_wish: float = 1000.0
    dive: float = 0.1
    dive_part: int = 3
    left_fractional: int = 10


@dataclass(frozen=True, slots=True)
class ProofPolicy:
    """What models of the whole week and of small sets are expected to take, and where which of them proves more.

    Args:
        seconds_per_choice: estimated for each start that a patient can take somewhere, to build a model with its
            comfort; ``seconds_per_relaxed_choice`` to build its LP relaxation and to solve it (37 s for fixed 240).
        seconds_per_literal: to build a model that is asked for care alone, for each patient or therapist who may take
            part in a candidate: 0.7 s for 240 patients with a fixed timetable, 11 s for 500 whose times are all open.
        many_choices: above so many starts CP-SAT's own bound of comfort rises more slowly than the LP relaxation is
            solved (fixed 240: 13,000 after 64 s, against 21,208 after 14 to 20 s).
        set_patients: in a small set, whose comfort is mostly proven within a second at given times (fixed 240, seed 2:
            sets of 8 have 16,910 after 13 s, of 12 17,015 after 16 s, of 20 and more are slower).
        care_penalty: multiplier of unmet care, in points a minute: without it each set could lack all that the whole
            week does.
    """

    seconds_per_choice: float = 2e-4
    seconds_per_relaxed_choice: float = 2e-3
    seconds_per_literal: float = 6e-5
    many_choices: int = 12_000
    set_patients: int = 8
    care_penalty: int = 2


@dataclass(frozen=True, slots=True)
class SolverPolicy:
    """How solvers are waited for.

    Args:
        poll_seconds: between looks at whether one is to be ended.
        by_the_clock: seconds that a run may take for each second of counted work: some is not counted by CP-SAT.
        telling: part of the time left to another process for its result: HiGHS often ends its search somewhat late.
    """

    poll_seconds: float = 0.05
    by_the_clock: float = 1.5
    telling: float = 0.1


@dataclass(frozen=True, slots=True)
class CarePolicy:
    """How the time for care is shared out between kinds of search, as parts of what is left then.

    Args:
        at_once: for the whole week at once before its bound is known; where that has an answer, it comes soon (fixed
            120: 0.7 s, all open 60: 1.3 s of one core). ``from_below_at_once`` for its proof, on one core.
        short_from_below: for the proof of what lacks, where the answer was that not all care can be met: 150 minutes of
            short by 12 % (60 patients) are proven after 3 s instead of 9. Where the bound says so,
            ``bounded_from_below`` of that: enough for a small clinic, and no larger one was settled by more.
        at_once_again: for the same where the bound leaves all care possible, beside the neighbourhood search.
        building: above which a model of the whole week is not built.
        built_at_once: above which it waits for the first week: building holds up whoever constructs that one.
        construct: for the construction and the search of neighbourhoods; ``prove`` for proofs.
        bound: for the day-by-day relaxation, and ``bounded`` patients above whom that would not suffice.
        bounded_soon: that it may take before all else, and ``seconds_per_relaxed_seat`` estimated for each possible
            seat in a group: 0.1 s for 60 patients with 1,440, 0.4 s for 120 with 1,731.
        whole_numbers_soon: for it in whole numbers where care is short, before whole days are chosen: too few seats for
            60 patients are proven after 2 s, 150 minutes of short by 12 % after 5.
        by_pattern: for the linear relaxation by day patterns: 2 processor seconds for 120 patients short of hours, 12
            for 240.
        from_below: for the whole week from below, before whole numbers day by day get ``whole_numbers``, and it again
            ``from_below_again``: short by 12 % (120 patients), cores stood at 50 after 60 s where HiGHS proved 425
            after 14 s.
        timetable, better_timetable: for the timetable of the first week, where times are open, and then for a better
            one: 10,400 minutes are lacking in it after 3 s, 5,000 to 6,700 after 6 to 10 s, 5,250 after 30 s (all open
            120).
        relaxed: that a relaxation with drafted times may take; ``relaxed_in_a_second`` patients take one second, 240 of
            them 5 s and 500 35 to 41 s, where it comes too late in a minute.
        without_relaxation, at_its_times: for a better timetable where that would be too long, and for LNS that keeps to
            its times: of 500 patients 103,550 minutes are unmet after 60 s instead of 148,335.
    """

    at_once: Share = Share(0.1, 0.1)
    from_below_at_once: Share = Share(0, 0.1)
    short_from_below: Share = Share(0.07, 0)
    bounded_from_below: float = 0.2
    at_once_again: Share = Share(0.5, 0)
    building: float = 0.3
    built_at_once: float = 0.02
    construct: Share = Share(1, 0.6)
    prove: Share = Share(1, 0.6)
    bound: float = 0.2
    bounded_soon: float = 0.01
    seconds_per_relaxed_seat: float = 3e-4
    whole_numbers_soon: Share = Share(0.15, 0.1)
    by_pattern: Share = Share(0.5, 0.2)
    bounded: int = 800
    from_below: float = 0.2
    whole_numbers: float = 0.7
    from_below_again: float = 0.5
    timetable: float = 0.03
    better_timetable: float = 0.15
    relaxed: float = 0.25
    relaxed_in_a_second: int = 135
    without_relaxation: float = 0.3
    at_its_times: float = 0.4


@dataclass(frozen=True, slots=True)
class PatternPolicy:
    """Where whole days to choose from would be too many, so that the sessions of that day are chosen one by one.

    Args:
        of_patient: sets of sessions of a patient's day; none of short 120 has more, 35 is the mean of rotating 60.
        sets: of the meetings that a therapist could lead on a day, and ``counts`` of the one-to-one sessions.
    """

    of_patient: int = 300
    sets: int = 400
    counts: int = 200


@dataclass(frozen=True, slots=True)
class TierPolicy:
    """How the time is shared out among tiers, as parts of what is left then.

    Args:
        care: before the other tiers get the rest; ``care_beside_earlier`` where an earlier week is given, so that
            stability has its time too.
        later: of what is left then, by tier.
        earlier: for the warm start from the earlier week and LNS from there, which gets stuck above the least unmet
            care (5,470 minutes of 2,615), so that the care tier's own construction follows.
        unlimited: for a week without the limit on changes, which tells what the limit costs.
        full_model, full_model_again: of the time of a later tier, for the whole week at once before the neighbourhood
            search, and after it.
        sets: of the time for comfort, for bounds from small sets of patients in a large week: 17,015 after 16 s where
            the solver's own bound is 13,000 after 64 s (fixed 240).
        first_seconds: for the agreed sessions alone, however long reading took: a week to begin with is nearly always
            found sooner.
        earlier_seconds: for what can be kept of the earlier week, however long reading took: 0.1 s are enough for 30
            patients, and a week made from nothing instead changes more than half of their appointments.
        rooms_seconds: for keeping rooms, once everything else is decided.
    """

    care: float = 0.9
    care_beside_earlier: float = 0.5
    later: Mapping[str, float] = field(default_factory=lambda: {"make_ups": 0.5, "stability": 0.8, "comfort": 1})
    earlier: float = 0.3
    unlimited: float = 0.35
    full_model: Share = Share(1, 0.4)
    full_model_again: Share = Share(0, 1)
    sets: Share = Share(0.7, 0)
    first_seconds: float = 0.5
    earlier_seconds: float = 2.0
    rooms_seconds: float = 0.5


@dataclass(frozen=True, slots=True)
class Policy:
    """All of it, room by room."""

    tiers: TierPolicy = field(default_factory=TierPolicy)
    care: CarePolicy = field(default_factory=CarePolicy)
    patterns: PatternPolicy = field(default_factory=PatternPolicy)
    construct: ConstructPolicy = field(default_factory=ConstructPolicy)
    draft: DraftPolicy = field(default_factory=DraftPolicy)
    relaxation: RelaxationPolicy = field(default_factory=RelaxationPolicy)
    lns: LnsPolicy = field(default_factory=LnsPolicy)
    proofs: ProofPolicy = field(default_factory=ProofPolicy)
    solver: SolverPolicy = field(default_factory=SolverPolicy)


POLICY = Policy()
