"""What the week is for, as expressions to be made as small as possible; a later tier never costs an earlier one."""

from scheduler.model.tiers.care import care
from scheduler.model.tiers.comfort import comfort
from scheduler.model.tiers.make_ups import make_ups
from scheduler.model.tiers.stability import stability

__all__ = ["care", "comfort", "make_ups", "stability"]
