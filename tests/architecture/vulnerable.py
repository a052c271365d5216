"""Which pinned packages have a known vulnerability: `python -m tests.architecture.vulnerable`.

PyPI's own advisories are asked, by pip-audit. Where nobody can be asked (no network, a mirror that
keeps no advisories), that is said, and is no reason to stop: who has a network finds out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.architecture.tree import ROOT

FILES = ("requirements.txt", "requirements-dev.txt")
PATIENCE = 180
"""Seconds for all packages together; each waits at most ten."""


def ask() -> dict[str, Any] | None:
    """What pip-audit found out of every pin; None where it could ask nobody."""
    command = [
        *(sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps"),
        *("--progress-spinner", "off", "--format", "json", "--timeout", "10"),
        *(argument for name in FILES for argument in ("--requirement", str(ROOT / name))),
    ]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        told: dict[str, Any] = json.loads(run.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return told


def judge(told: dict[str, Any] | None) -> tuple[bool, str]:
    """Whether the pins may stay, and what to say of them."""
    packages = told["dependencies"] if told else []
    asked = [package for package in packages if "vulns" in package]
    if not asked:
        return True, "Known vulnerabilities: nobody could be asked, so none was looked for."
    guilty = [
        f"{package['name']} {package['version']}: {flaw['id']}"
        f" (mended in {', '.join(flaw['fix_versions']) or 'no release yet'})"
        for package in asked
        for flaw in package["vulns"]
    ]
    if guilty:
        return False, "\n".join(["Known vulnerabilities:", *guilty])
    rest = len(packages) - len(asked)
    unknown = f", and nothing was found out of {rest}" if rest else ""
    return True, f"Known vulnerabilities: none in {len(asked)} packages{unknown}."


def main() -> int:
    """Say it; 1 where something is to be mended."""
    is_well, words = judge(ask())
    print(words)  # noqa: T201 – what the command is for
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
