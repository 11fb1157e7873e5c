"""The five programs from which caseloads are drawn."""

from collections.abc import Mapping

from scheduler.scenarios.program import Program
from scheduler.scenarios.programs.balanced import BALANCED
from scheduler.scenarios.programs.hybrid import HYBRID
from scheduler.scenarios.programs.multiservice import MULTISERVICE
from scheduler.scenarios.programs.taper import TAPER
from scheduler.scenarios.programs.tiers import TIERS

PROGRAMS: Mapping[str, Program] = {program.name: program for program in (BALANCED, HYBRID, MULTISERVICE, TAPER, TIERS)}
