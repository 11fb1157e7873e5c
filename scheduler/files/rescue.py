"""A place for files that could not be written where they belong, so that a search is never in vain."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path

from scheduler.errors import IopError, Rescued
from scheduler.files.write import NotWritten, inside, write_files


def rescued(failure: IopError, files: Mapping[str, bytes], out: Path) -> IopError:
    """Writes the files to a new folder beside ``out``, here or at home, wherever that can be; tells what failed.

    The failure itself comes back where no place takes them.
    """
    for folder in _folders(out.absolute()):
        with suppress(NotWritten, OSError):
            write_files(inside(folder, files), seen=dict.fromkeys(inside(folder, files)))
            return Rescued(failure, folder)
    return failure


def _folders(out: Path) -> Iterator[Path]:
    places = [out.parent, Path.cwd()]
    with suppress(RuntimeError):
        places.append(Path.home())
    for place in dict.fromkeys(places):
        names = (place / f"{out.name or 'plan'}-rescued{f'-{number}' if number > 1 else ''}" for number in count(1))
        with suppress(OSError):
            yield next(name for name in names if not name.exists())
