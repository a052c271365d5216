"""`make shots`: every journey once, with a picture of each page that it reaches.

`make shots ARGS=help` takes the pictures of the help pages anew, which are committed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HELP = ROOT / "static" / "img" / "help"
FOLDER = ROOT / "var" / "shots"

if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments == ["help"]:
        folder, kind = HELP, "webp"
        os.environ["HELP_PICTURES"] = str(folder)
        outcome = pytest.main(["tests/journeys/test_help.py"])
    else:
        folder, kind = FOLDER, "png"
        folder.mkdir(parents=True, exist_ok=True)
        os.environ["SHOTS"] = str(folder)
        outcome = pytest.main(["tests/journeys", "tests/approvals/test_in_browser.py", *arguments])
    print(f"{len(list(folder.glob(f'*.{kind}')))} pictures in {folder}")  # noqa: T201
    sys.exit(outcome)
