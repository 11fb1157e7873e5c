"""What the week is for, as expressions to be made as small as possible; a later tier never costs an earlier one."""

from scheduler.model.tiers.care import care
from scheduler.model.tiers.comfort import comfort

__all__ = ["care", "comfort"]
