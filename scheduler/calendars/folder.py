"""What lies in the folder from earlier exports."""

from pathlib import Path

from scheduler.errors import BadInput, Problem


def content_of(path: Path) -> bytes | None:
    """The bytes of a file; None where there is none.

    Raises:
        BadInput: where it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        says = f"it cannot be read ({error.strerror})"
        raise BadInput([Problem(str(path), 0, "", "", says, "Make it readable; nothing was written")]) from error
