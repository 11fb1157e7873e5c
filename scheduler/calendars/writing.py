"""Files of an export on the disk: each whole or not at all, for their owner's eyes only."""

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from scheduler.errors import BadInput, IopError, Problem


class NotWritten(IopError):
    """A folder that does not take the calendars."""


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


def write_and_remove(folder: Path, files: Mapping[str, bytes], removed: Iterable[str] = ()) -> None:
    """Write the files, named by their paths from the folder, and remove others.

    Nothing is changed before every file lies complete beside its place.

    Raises:
        NotWritten: where the folder or a file in it cannot be written.
    """
    drafts: dict[Path, Path] = {}
    made: list[Path] = []
    try:
        for name, content in files.items():
            place = folder / name
            made += _missing_made(place.parent)
            drafts[place] = _draft(place.parent, content)
        for place in list(drafts):
            drafts[place].replace(place)
            del drafts[place]
        for name in removed:
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        at = f" ({error.strerror})" if error.strerror else ""
        raise NotWritten(f"The calendars cannot be written to {folder}{at}. Mend that and export again.") from error
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
        for empty in (each for each in reversed(made) if not any(each.iterdir())):
            empty.rmdir()


def _missing_made(folder: Path) -> list[Path]:
    """The folder and those above it that were missing, now made for their owner only, outermost first."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()][::-1]
    for each in missing:
        each.mkdir(mode=0o700)
    return missing


def _draft(folder: Path, content: bytes) -> Path:
    """The content in a new file of the folder that nobody else may read."""
    handle, name = tempfile.mkstemp(prefix=".draft-", dir=folder)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except BaseException:
        draft.unlink()
        raise
    return draft
