"""Makes `.venv` and installs what is pinned; runs on a bare Python, before anything is installed.

Called by the Makefile: `python3 district_portal/embedded/installing.py requirements.txt`.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
_OLDEST, _TOO_NEW = (3, 11), (3, 14)
_NO_VENV = (
    "This Python can't make virtual environments. Mend it with one of these, then run make again: "
    "`apt-get install python3-venv` (Debian, Ubuntu), `pip install virtualenv`, or "
    "`make PYTHON=/path/to/another/python3.11 …`."
)


def install(requirements: Path, *, venv: Path) -> None:
    """Bring `venv` up to date with a file of pins; does nothing when it already is.

    pip is left as the machine configures it (mirror, certificates), but builds nothing from
    source. Raises SystemExit with a sentence for the person at the terminal.
    """
    stamp = venv / f".installed-{requirements.name}"
    wanted = _fingerprint(requirements)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    var = venv.parent / "var"
    var.mkdir(exist_ok=True)
    with (var / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (stamp.is_file() and stamp.read_text() == wanted):
            _make(venv)
            _pip(venv, requirements)
            stamp.write_text(wanted)


def _fingerprint(requirements: Path) -> str:
    """A mark of the pins and of those that the file includes."""
    text = requirements.read_text()
    included = [line[3:].strip() for line in text.splitlines() if line.startswith("-r ")]
    whole = "".join([text, *((requirements.parent / name).read_text() for name in included)])
    return hashlib.sha256(whole.encode()).hexdigest()


def _make(venv: Path) -> None:
    if _works(venv):
        return
    if not _OLDEST <= sys.version_info[:2] < _TOO_NEW:
        raise SystemExit("The portal needs Python 3.11, 3.12 or 3.13: make PYTHON=/path/to/it …")
    _say("Making .venv …")
    shutil.rmtree(venv, ignore_errors=True)
    ways: list[list[str | Path]] = []
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        ways.append([sys.executable, "-m", "venv", venv])
    if importlib.util.find_spec("virtualenv"):
        ways.append([sys.executable, "-m", "virtualenv", "--quiet", venv])
    if tool := shutil.which("virtualenv"):
        ways.append([tool, "--quiet", "--python", sys.executable, venv])
    for way in ways:
        if subprocess.run(way, check=False).returncode == 0 and _works(venv):
            return
        shutil.rmtree(venv, ignore_errors=True)
    raise SystemExit(_NO_VENV)


def _works(venv: Path) -> bool:
    """Whether the venv's own Python runs, can install, and is of a version that we support."""
    ask = f"import pip, sys; sys.exit(not {_OLDEST} <= sys.version_info[:2] < {_TOO_NEW})"
    command: list[str | Path] = [venv / "bin" / "python", "-c", ask]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _pip(venv: Path, requirements: Path) -> None:
    _say(f"Installing {requirements.name} (the first time takes a minute or two) …")
    command: list[str | Path] = [
        *(venv / "bin" / "python", "-m", "pip", "install", "-qq"),
        *("--disable-pip-version-check", "--only-binary", ":all:", "-r", requirements),
    ]
    if subprocess.run(command, check=False).returncode:
        raise SystemExit("The packages couldn't be installed: pip says why above.")


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - a script of the terminal


if __name__ == "__main__":
    install(PROJECT / sys.argv[1], venv=PROJECT / ".venv")
