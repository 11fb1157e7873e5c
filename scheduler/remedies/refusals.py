"""Why no remedies are looked for."""

from typing import ClassVar

from scheduler.errors import IopError


class UnknownRemedy(IopError):
    """No remedy of this name is proposed for the week."""

    exit_code: ClassVar[int] = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No remedy {name!r} is proposed for this week as the tables and the schedule are now. "
            "List them again without --apply."
        )


class BreaksRules(IopError):
    """The week at hand breaks rules, so nothing can be measured against it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, number: int) -> None:
        super().__init__(
            f"The schedule breaks rules ({number} times), so no remedy can be measured against it. "
            "`iop verify` lists what it breaks; mend that first, or solve the week again."
        )
