"""A seen week with all that follows from it, each worked out once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scheduler.changes import Comparison
from scheduler.changes import compare as changes_between
from scheduler.report.changes import Naming
from scheduler.report.page.marks import ORDER, mark_of_rule
from scheduler.report.page.seen import Lack, SeenWeek
from scheduler.report.shortfalls import received
from scheduler.schedule import Schedule, Session
from scheduler.verify import PatientScore, Score, Violation, violations
from scheduler.verify.appointments import keeps
from scheduler.verify.facts import Facts
from scheduler.verify.score import score_of
from scheduler.week.week import Week, week_of


@dataclass(frozen=True)
class Looked:
    """A seen week; ``names`` tells whether people are called by name too."""

    seen: SeenWeek
    names: bool

    @cached_property
    def naming(self) -> Naming:
        """How people are called."""
        return Naming(self.seen.caseload, names=self.names)

    @cached_property
    def facts(self) -> Facts:
        """The week as the independent check has it."""
        return Facts.of(self.seen.caseload, self.seen.monday, self.seen.schedule, self.seen.earlier)

    @cached_property
    def week(self) -> Week:
        """What the caseload says of this week."""
        return self.seen.week or week_of(self.seen.caseload, self.seen.monday, self.seen.earlier)

    @cached_property
    def score(self) -> Score:
        """Its value in every tier."""
        return self.seen.score or score_of(self.facts)

    @cached_property
    def in_care(self) -> Sequence[PatientScore]:
        """What each patient has whose stay holds a day of the week."""
        return tuple(each for each in self.score.patients if each.patient in self.week.stays)

    @cached_property
    def gets(self) -> Mapping[str, str]:
        """What each patient who lacks something gets of what lacks, in words."""
        return received(self.seen.caseload, self.seen.monday, self.score)

    @cached_property
    def lacks_of(self) -> Mapping[str, Sequence[Lack]]:
        """What each patient who lacks something lacks."""
        found: defaultdict[str, list[Lack]] = defaultdict(list)
        for lack in self.seen.lacks:
            found[lack.patient].append(lack)
        return found

    @cached_property
    def broken(self) -> Sequence[Violation]:
        """Rules that it breaks."""
        seen = self.seen
        return tuple(violations(seen.caseload, seen.monday, seen.schedule, earlier=seen.earlier))

    @cached_property
    def comparison(self) -> Comparison | None:
        """What changed since the earlier week; None where there is none."""
        earlier = self.seen.earlier
        if earlier is None:
            return None
        return changes_between(self.seen.caseload, earlier.schedule, Schedule.of(self.facts.sessions))

    @cached_property
    def marks(self) -> Mapping[str, Sequence[str]]:
        """Marks of each session that has any, by its id, conflicts first."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for session, mark in self._marked():
            found[session].add(mark)
        return {session: sorted(marks, key=ORDER.__getitem__) for session, marks in found.items()}

    def _marked(self) -> Iterator[tuple[str, str]]:
        for violation in self.broken:
            for session in violation.sessions:
                yield session, mark_of_rule(str(violation.rule))
        for one in self.facts.sessions:
            if self.facts.is_virtual(one):
                yield one.session, "online"
            elif one.mode == "hybrid":
                yield one.session, "hybrid"
        for agreed in self.facts.agreed:
            for one in self.facts.by_patient.get(agreed.appointment.patient, ()):
                if keeps(one, agreed):
                    yield one.session, "agreed"
        changes = self.comparison.changes if self.comparison else ()
        yield from ((change.after.session, "changed") for change in changes if change.after)

    def remote_patients(self, session: Session) -> tuple[str, ...]:
        """Those of the session's patients who attend from elsewhere."""
        known = self.seen.caseload.patients
        return tuple(
            who for who in session.patients if who in known and not self.facts.comes_in_person(known[who], session)
        )
