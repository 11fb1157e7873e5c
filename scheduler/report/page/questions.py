"""The three questions of a coordinator: is this a good week, who is short and why, what to do now."""

from collections import Counter
from collections.abc import Iterator

from scheduler.causes import MEANINGS, meaning_of
from scheduler.report.comfort import comfort_words
from scheduler.report.page.looked import Looked
from scheduler.report.page.marks import MARKS, mark_of_rule
from scheduler.report.page.view import PointView, QuestionView
from scheduler.report.words import ADDED_UP, change_count_lines, count
from scheduler.times import hours
from scheduler.verify import PatientScore

MOST_SHOWN = 10
MOST_NAMED = 6


def questions(looked: Looked) -> tuple[QuestionView, ...]:
    """The questions with their answers."""
    return _good(looked), _short(looked), _next(looked)


def short_patients(looked: Looked) -> list[PatientScore]:
    """Those who lack something, the worst first."""
    short = [each for each in looked.in_care if each.care]
    return sorted(short, key=lambda each: (-each.care, each.patient))


def _is_least(looked: Looked) -> bool:
    return looked.score.care <= looked.seen.bounds.get("care", 0)


def _good(looked: Looked) -> QuestionView:
    question = "Is this a good week?"
    if looked.broken:
        kinds = Counter(mark_of_rule(str(violation.rule)) for violation in looked.broken)
        points = [
            PointView(words=f"{kind.word.capitalize()}: {count(kinds[kind.mark], 'time')}.", link="conflicts")
            for kind in MARKS
        ]
        answer = f"No: it breaks rules in {count(len(looked.broken), 'place')}. Mend them before anybody is told."
        shown = tuple(point for point, kind in zip(points, MARKS, strict=True) if kinds[kind.mark])
        return QuestionView(question=question, answer=answer, tone="bad", points=(*shown, *_figures(looked)))
    care = looked.score.care
    if not care:
        answer, is_good = "Yes: every rule holds, and everybody gets all the care that they need.", True
    elif _is_least(looked):
        answer, is_good = "As good as can be: every rule holds, and no week can give more care than this.", True
    elif "care" in looked.seen.bounds:
        least = looked.seen.bounds["care"]
        rest = f"; no week leaves less than {hours(least)} unmet" if least else ""
        answer = f"Every rule holds, but a week with more care may exist: {hours(care)} are unmet{rest}."
        is_good = False
    else:
        answer = "Every rule holds. Whether another week could give more care is not known for this schedule."
        is_good = False
    return QuestionView(
        question=question, answer=answer, tone="good" if is_good else "fair", points=tuple(_figures(looked))
    )


def _figures(looked: Looked) -> Iterator[PointView]:
    everybody, short = len(looked.in_care), len(short_patients(looked))
    sessions = count(len(looked.facts.sessions), "session")
    has = "has" if everybody - short == 1 else "have"
    yield PointView(
        words=f"{everybody - short} of {count(everybody, 'patient')} {has} all their care, in {sessions}.",
        link="patients",
    )
    if looked.score.changes:
        for line in change_count_lines(looked.score.changes):
            yield PointView(words=line.strip(), link="changes")
    for sentence in comfort_words(looked.in_care):
        yield PointView(words=sentence, link="patients")
    if looked.score.care:
        yield PointView(words=f"{ADDED_UP}.", link="unmet")


def _short(looked: Looked) -> QuestionView:
    question, short = "Who is short, and why?", short_patients(looked)
    if not short:
        return QuestionView(question=question, answer="Nobody.", tone="good", points=())
    points = [PointView(words=short_words(looked, each), link=f"patient-{each.patient}") for each in short[:MOST_SHOWN]]
    if len(short) > MOST_SHOWN:
        points.append(PointView(words=f"{count(len(short) - MOST_SHOWN, 'more patient')} below.", link="unmet"))
    answer = f"{count(len(short), 'patient')} of {len(looked.in_care)}."
    return QuestionView(question=question, answer=answer, tone="fair", points=tuple(points))


def short_words(looked: Looked, found: PatientScore) -> str:
    """What a patient gets of what is needed, and why not more."""
    causes = {lack.cause for lack in looked.lacks_of.get(found.patient, ())}
    why = [meaning_of(cause) for cause in (*MEANINGS, *sorted(causes - set(MEANINGS))) if cause in causes]
    gets = f"{looked.naming.called(found.patient)} gets {looked.gets[found.patient]}"
    if len(why) > 1:
        return f"{gets}: of the rest, a part {', a part '.join(why)}."
    return f"{gets}: the rest {why[0]}." if why else f"{gets}."


def _next(looked: Looked) -> QuestionView:
    points = tuple(_steps(looked))
    answer = "Mend what is broken, then look again." if looked.broken else "Look through it, hand it out, print it."
    return QuestionView(
        question="What do I do now?", answer=answer, tone="bad" if looked.broken else "good", points=points
    )


def _steps(looked: Looked) -> Iterator[PointView]:
    seen = looked.seen
    if looked.broken:
        where = count(len({session for violation in looked.broken for session in violation.sessions}), "session")
        yield PointView(words=f"Change {where} in the schedule, then check it again: iop verify.", link="conflicts")
    yield from _for_the_short(looked)
    if seen.warnings:
        yield PointView(words=f"Read {count(len(seen.warnings), 'warning')}.", link="warnings")
    if looked.broken:
        return
    send = [each for each in seen.calendars if each.send]
    if send:
        words = f"Send {count(len(send), 'calendar')} that changed: {_named(looked, [each.patient for each in send])}."
        yield PointView(words=words, link="calendars")
    if looked.comparison and looked.comparison.to_tell:
        yield PointView(words=f"Tell {count(len(looked.comparison.to_tell), 'person', 'people')}.", link="changes")
    yield PointView(
        words="Print it for the wall and for hands: the folder paper beside this page, or what iop print makes."
    )


def _named(looked: Looked, people: list[str]) -> str:
    named = ", ".join(looked.naming.called(who) for who in people[:MOST_NAMED])
    more = len(people) - MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named


def _for_the_short(looked: Looked) -> Iterator[PointView]:
    """What may give those who fall short more care, by cause."""
    who = {cause: sorted({lack.patient for lack in looked.seen.lacks if lack.cause == cause}) for cause in MEANINGS}
    if who["open"] and not looked.broken:
        yield PointView(words="Give the search more time: a better week may exist (time_limit in iop.toml).")
    alone = sorted({*who["unavoidable"], *who["own_needs"]})
    if alone:
        words = "Look at the hours and the plan of {}: others are not in their way."
        yield PointView(words=words.format(_named(looked, alone)), link="unmet")
    if who["agreement"]:
        words = "Ask whether agreements in the way of {} may move."
        yield PointView(words=words.format(_named(looked, who["agreement"])), link="unmet")
    if who["capacity"]:
        words = "More hours of therapists, more places or more rooms may help {}; see how full they are."
        yield PointView(words=words.format(_named(looked, who["capacity"])), link="load")
    if any(who.values()) and not looked.broken:
        yield PointView(words="See which change of the tables would give most care back: iop explain, with --remedies.")
