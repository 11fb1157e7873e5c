"""HiGHS in a process of its own, because it cannot be interrupted otherwise: ``python -m`` this module.

The program comes in on standard input and the result goes out on standard output, both as OR-Tools' protocol buffers;
the arguments are the moment at which to end, by the clock that all processes share, and a seed. Integer programs are
solved by branch and cut, linear ones by the interior point method (Huangfu and Hall 2018): 14 to 20 s for the comfort
relaxation of fixed 240, where GLOP needs more than 100.
"""

import signal
import sys
import time
from datetime import timedelta

from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt


def main() -> None:
    """Solve what comes in; Ctrl-C is for the process that asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    until, seed = float(sys.argv[1]), int(sys.argv[2])
    model = mathopt.Model.from_model_proto(model_pb2.ModelProto.FromString(sys.stdin.buffer.read()))
    left = timedelta(seconds=max(0, until - time.monotonic()))
    parameters = mathopt.SolveParameters(time_limit=left, random_seed=seed)
    if not any(variable.integer for variable in model.variables()):
        parameters.lp_algorithm = mathopt.LPAlgorithm.BARRIER
    found = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
    sys.stdout.buffer.write(found.to_proto().SerializeToString())


if __name__ == "__main__":
    main()
