"""Help comes at once, because nothing heavy is loaded for it."""

import subprocess
import sys

HEAVY = ("pandas", "ortools", "pydantic", "icalendar", "rich", "openpyxl", "numpy")


def test_the_command_line_loads_nothing_heavy() -> None:
    program = f"import sys, cli; print(*(name for name in {HEAVY} if name in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not loaded.stdout.split()


def test_help_of_a_command_loads_nothing_heavy() -> None:
    program = (
        "import sys, cli\n"
        "for command in ([], ['solve'], ['check']):\n"
        "    try:\n"
        "        cli.main([*command, '--help'], prog_name='iop')\n"
        "    except SystemExit as end:\n"
        "        assert end.code == 0\n"
        f"print('loaded', *(name for name in {HEAVY} if name in sys.modules))\n"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "Usage: iop solve" in shown
    assert shown.splitlines()[-1] == "loaded"
