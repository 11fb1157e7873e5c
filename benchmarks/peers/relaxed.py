"""Bounds by HiGHS beside another search: in a process of its own, because only a process can be ended at any time."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from math import ceil
from threading import Thread
from types import TracebackType
from typing import Self

from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from benchmarks.peers.highs import LITTLE, stated
from benchmarks.peers.linear import Linear

PART_OF_TIME = 0.9
"""A bound that comes when the time is over is of no use."""


class Relaxed:
    """A linear program being bounded, as long as the ``with`` lasts.

    Args:
        linear: a relaxation; its goal is bounded first without whole numbers, then with them.
        seconds: that are left.
        on_bound: told of each bound, from a thread of its own.
    """

    def __init__(self, linear: Linear, seconds: float, on_bound: Callable[[int], None]) -> None:
        self._linear = linear
        self._seconds = seconds
        self._on_bound = on_bound

    def __enter__(self) -> Self:
        """Start the process."""
        command = [sys.executable, "-m", "benchmarks.peers.relaxed", str(PART_OF_TIME * self._seconds)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - itself
        self._thread = Thread(target=self._listen)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the process, wherever it is.

        Raises:
            RuntimeError: where it broke down before.
        """
        broke_down = self._process.poll() not in {None, 0}
        self._process.kill()
        self._thread.join()
        self._process.wait()
        if broke_down:
            raise RuntimeError("the process that bounds the relaxation broke down")

    def wait(self) -> None:
        """Wait until the process is at its end by itself."""
        self._process.wait()

    def _listen(self) -> None:
        given, told = self._process.stdin, self._process.stdout
        if given is None or told is None:
            raise RuntimeError("the process has no pipes")
        with told:
            # The other search may be over before the process has read its program.
            with suppress(BrokenPipeError), given:
                given.write(stated(self._linear).SerializeToString())
            for line in told:
                self._on_bound(int(line))


def bounds(model: model_pb2.ModelProto, seconds: float) -> Iterator[int]:
    """Lower bounds of the goal in whole minutes: of the linear relaxation, then of the program in whole numbers."""
    begun = time.monotonic()
    for is_whole in (False, True):
        model.variables.integers[:] = [is_whole] * len(model.variables.ids)
        left = max(0.0, seconds - (time.monotonic() - begun))
        parameters = mathopt.SolveParameters(time_limit=timedelta(seconds=left))
        found = mathopt.solve(mathopt.Model.from_model_proto(model), mathopt.SolverType.HIGHS, params=parameters)
        is_bounded = is_whole or found.termination.reason is mathopt.TerminationReason.OPTIMAL
        bound = found.best_objective_bound() if is_bounded else 0.0
        # A program without a solution, whose bound is infinite, is for the other search to prove.
        if 0 < bound < sys.maxsize:
            yield ceil(bound - LITTLE * max(1, bound / 1000))


def main() -> None:
    """Read a program from standard input and print its bounds, one a line."""
    model = model_pb2.ModelProto.FromString(sys.stdin.buffer.read())
    for bound in bounds(model, float(sys.argv[1])):
        print(bound, flush=True)


if __name__ == "__main__":
    main()
