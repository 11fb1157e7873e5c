"""Write a planted caseload: ``python -m benchmarks.planted --patients 60 --seed 1 --out FOLDER``."""

import argparse
from pathlib import Path
from typing import get_args

from benchmarks.planted import Timetable, plant, write


def main() -> None:
    """Parse the arguments and write the caseload."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planted", description="Write a planted caseload.")
    parser.add_argument("--patients", type=int, required=True, help="10 or more")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timetable", choices=get_args(Timetable), default="fixed")
    parser.add_argument("--short-percent", type=int, default=0, help="cut from every therapist's weekly hours")
    parser.add_argument("--out", type=Path, required=True, help="folder for the tables")
    asked = parser.parse_args()
    planted = plant(asked.patients, seed=asked.seed, timetable=asked.timetable, short_percent=asked.short_percent)
    write(planted, asked.out)
    print(f"{asked.out}: {asked.patients} patients, --week {planted.monday}")


if __name__ == "__main__":
    main()
