"""`make shots`: every journey once, with a picture of each page that it reaches."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "var" / "shots"

if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ["SHOTS"] = str(FOLDER)
    outcome = pytest.main(["tests/journeys", "tests/approvals/test_in_browser.py", *sys.argv[1:]])
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}")  # noqa: T201
    sys.exit(outcome)
