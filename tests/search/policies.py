"""The policy of a search with something else in it."""

from dataclasses import replace
from typing import Any

from scheduler.search.policy import POLICY, Policy


def policy_with(room: str, **changes: Any) -> Policy:  # noqa: ANN401 - shares, sizes and limits
    """The usual policy with these changes in one of its rooms."""
    return replace(POLICY, **{room: replace(getattr(POLICY, room), **changes)})
