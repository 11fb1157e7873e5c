"""Files that run ``iop week`` in their folder when somebody double-clicks them."""

import shlex
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

WINDOWS, MAC = "Plan the week.bat", "Plan the week.command"

_BAT = """\
@echo off
rem Double-click to plan the week: runs "iop week" in this folder.
chcp 65001 >nul
cd /d "%~dp0"
set "IOP={program}"
if not exist "%IOP%" set "IOP=%~dp0.venv\\Scripts\\iop.exe"
if not exist "%IOP%" set "IOP=iop"
"%IOP%" week
pause
"""
_COMMAND = """\
#!/bin/sh
# Double-click to plan the week: runs "iop week" in this folder.
cd "$(dirname "$0")" || exit 1
IOP={program}
[ -x "$IOP" ] || IOP=./.venv/bin/iop
[ -x "$IOP" ] || IOP=iop
"$IOP" week
echo
echo "Press Enter to close this window."
read -r _
"""


def starters(platform: str = sys.platform) -> Mapping[str, bytes]:
    """Both files by name; that of this computer knows where the program lies, and each looks beside itself too.

    Args:
        platform: as Python calls it.
    """
    scripts = Path(sysconfig.get_path("scripts"))
    here = str(scripts / ("iop.exe" if platform == "win32" else "iop"))
    on_windows, elsewhere = (here, "") if platform == "win32" else ("", here)
    # A sign that begins a name of a variable stands for itself where it is doubled.
    bat = _BAT.format(program=on_windows.replace("%", "%%"))
    command = _COMMAND.format(program=shlex.quote(elsewhere))
    return {WINDOWS: bat.replace("\n", "\r\n").encode(), MAC: command.encode()}
