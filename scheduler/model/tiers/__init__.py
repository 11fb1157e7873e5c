"""The tiers: lexicographic objectives as linear expressions to be minimised; a later one never costs an earlier one."""

from scheduler.model.tiers.care import care
from scheduler.model.tiers.comfort import comfort
from scheduler.model.tiers.make_ups import make_ups
from scheduler.model.tiers.stability import stability

__all__ = ["care", "comfort", "make_ups", "stability"]
