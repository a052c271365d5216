"""Every figure, or those of the named modules: `python -m benchmarks [redline search …]`.

Each module runs in a process of its own, one after the other, so that none warms another up.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def measuring() -> list[str]:
    """The modules that measure, by name; the others are what these stand on."""
    return sorted(
        module.stem for module in HERE.glob("*.py") if "\ndef figures(" in module.read_text("utf-8")
    )


def main(names: list[str]) -> int:
    """Run them; answers how many failed, or 2 for a name that is none of them."""
    if unknown := set(names) - set(measuring()):
        print(f"No such figures: {', '.join(sorted(unknown))}. There are: {' '.join(measuring())}")
        return 2
    commands = [[sys.executable, "-m", f"benchmarks.{name}"] for name in names or measuring()]
    return sum(
        subprocess.run(each, cwd=HERE.parent, check=False).returncode != 0 for each in commands
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
