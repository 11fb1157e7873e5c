"""Standard output and error that fail no job: what cannot be shown is dropped, and told where that is possible."""

import errno
import io
import os
import sys
import time
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STANDARD_HANDLES = (0, 1, 2)
_PAUSE_SECONDS = 0.01


class Unfailing(io.FileIO):
    """The bytes of a stream that goes on taking them when its end is closed or full; ``failure`` is the first one."""

    failure: OSError | None = None

    def write(self, content: "ReadableBuffer", /) -> int:
        """Writes what can be written; tells of all of it that it was."""
        rest = whole = memoryview(content)
        while self.failure is None and rest:
            try:
                # A stream that is asked not to wait tells so with None.
                done = super().write(rest)
            except OSError as failure:
                self.failure = failure
            else:
                rest = rest[done:]
                if done is None:
                    time.sleep(_PAUSE_SECONDS)
        return whole.nbytes


def make_unfailing() -> None:
    """Lets nothing that becomes of standard output and error be a failure of what is told there.

    Streams that were closed at the start lead nowhere, so that no file that is opened later takes their place. Ids with
    letters that the encoding of a stream lacks come out as codes.
    """
    for handle in STANDARD_HANDLES:
        try:
            os.fstat(handle)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = _unfailing(sys.stdout, sys.__stdout__, 1)
    sys.stderr = _unfailing(sys.stderr, sys.__stderr__, 2)


def what_was_lost() -> str:
    """Why not all of standard output could be shown; "" where all of it was, or nobody wanted to read on."""
    sys.stdout.flush()
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    failure = raw.failure if isinstance(raw, Unfailing) else None
    if failure is None or failure.errno in {errno.EPIPE, errno.EINVAL}:
        return ""
    return f"Not all could be shown on standard output: {failure.strerror}. What was written is whole all the same."


def _unfailing(stream: TextIO | None, own: TextIO | None, handle: int) -> TextIO:
    if stream is None:
        return open(handle, "w", encoding="utf-8", closefd=False)
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
        # A console of Windows has letters instead of bytes, and nobody closes it.
        if stream is own and not (os.name == "nt" and stream.isatty()):
            stream.flush()
            raw = Unfailing(handle, "w", closefd=False)
            return io.TextIOWrapper(
                io.BufferedWriter(raw),
                encoding=stream.encoding,
                errors="backslashreplace",
                line_buffering=stream.line_buffering,
            )
    return stream
