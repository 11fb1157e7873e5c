"""What would help: changes of the tables that a coordinator can really make, each tried by solving the changed week."""

from scheduler.remedies.answer import Answer, Found, Week
from scheduler.remedies.proposals import Asked
from scheduler.remedies.refusals import BreaksRules, UnknownRemedy
from scheduler.remedies.remedy import Remedy
from scheduler.remedies.search import RemedySearch

__all__ = ["Answer", "Asked", "BreaksRules", "Found", "Remedy", "RemedySearch", "UnknownRemedy", "Week"]
